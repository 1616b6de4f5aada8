import Foundation

/// Gzip (RFC 1952) with stored blocks: deflate compresses differently from version to version, and the
/// sample's bytes are compared.
enum Gzip {
    static func packed(_ data: [UInt8]) -> Data {
        // No time, no name, "unknown" as the system.
        var out: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        var at = 0
        repeat {
            let count = min(0xFFFF, data.count - at)
            let isLast = at + count == data.count
            out += [isLast ? 1 : 0, low(count), low(count >> 8), low(~count), low(~count >> 8)]
            out += data[at..<at + count]
            at += count
        } while at < data.count
        let check = checksum(data)
        out += (0..<4).map { UInt8(truncatingIfNeeded: check >> ($0 * 8)) }
        out += (0..<4).map { low(data.count >> ($0 * 8)) }
        return Data(out)
    }

    private static func low(_ value: Int) -> UInt8 { UInt8(truncatingIfNeeded: value) }

    private static func checksum(_ data: [UInt8]) -> UInt32 {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in data {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }
}

/// Latin-1, which many exports still are: what it has not becomes a question mark, as Salesforce does.
enum Latin1 {
    static func bytes(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { $0.value < 0x100 ? UInt8($0.value) : UInt8(ascii: "?") }
    }
}
