/// What transmission, editors and other programs do to a file, at seeded places.
struct Mutation {
    var random: SeededRandom

    /// Bytes that mean something to a reader, and some that should not be there.
    private static let signs =
        Array("\"\"',;\t|\\{}[]:\n\r# -0=e.".utf8) + [0, 0x1B, 0x80, 0xC3, 0xFF]

    /// The file with up to five changes; one in sixteen stays as it is.
    mutating func apply(to bytes: inout [UInt8]) {
        guard random.below(16) > 0 else { return }
        for _ in 0..<1 + random.below(5) {
            guard !bytes.isEmpty else { return }
            change(&bytes)
        }
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        let place = random.below(bytes.count)
        let part = place..<min(bytes.count, place + 1 + random.below(40))
        switch random.below(12) {
        case 0: bytes.removeLast(bytes.count - place)
        case 1, 2: bytes[place] ^= 1 << UInt8(random.below(8))
        case 3: bytes[place] = UInt8(random.below(256))
        case 4: bytes.remove(at: place)
        case 5: bytes.removeSubrange(part)
        case 6: bytes.insert(bytes[place], at: place)
        case 7: bytes.insert(contentsOf: bytes[part], at: place)
        case 8: bytes.insert(contentsOf: bytes[part], at: random.below(bytes.count))
        case 9: bytes[place] = Self.signs[random.below(Self.signs.count)]
        default: bytes.insert(Self.signs[random.below(Self.signs.count)], at: place)
        }
    }
}
