/// Which records a reading has given already.
///
/// 128 bits of hash stand for a key, so that a million of them take some tens of megabytes; that two keys of one
/// org share them is as likely as a fault of the memory.
struct RecordKeys {
    private struct Digest: Hashable {
        let high: UInt64
        let low: UInt64
    }

    private var digests: Set<Digest> = []

    /// False when the key was there before.
    mutating func insert(_ key: String) -> Bool {
        // FNV-1a from two starts, mixed at the end: the same in every process.
        var high: UInt64 = 0xCBF2_9CE4_8422_2325
        var low: UInt64 = 0x9AE1_6A3B_2F90_404F
        for byte in key.utf8 {
            high = (high ^ UInt64(byte)) &* 0x100_0000_01B3
            low = (low &+ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15
            low ^= low >> 29
        }
        return digests.insert(Digest(high: Self.mixed(high), low: Self.mixed(low))).inserted
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value ^ value >> 33
        mixed = mixed &* 0xFF51_AFD7_ED55_8CCD
        return mixed ^ mixed >> 33
    }
}
