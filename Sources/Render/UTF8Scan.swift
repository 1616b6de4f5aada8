/// One step through bytes that claim to be UTF-8.
struct DecodedScalar {
    /// nil for an ill-formed sequence.
    var scalar: UInt32?
    /// Bytes it takes: for an ill-formed sequence its maximal subpart, as the Unicode Standard (3.9, "U+FFFD
    /// Substitution of Maximal Subparts") has it, so that one replacement stands where others put one.
    var length: Int
}

/// The scalar at `start`, of `count` bytes that are left (at least 1).
func decodeScalar(_ start: UnsafePointer<UInt8>, count: Int) -> DecodedScalar {
    let first = start[0]
    if first < 0x80 { return DecodedScalar(scalar: UInt32(first), length: 1) }
    let size: Int
    var low: UInt8 = 0x80
    var high: UInt8 = 0xBF
    switch first {
    case 0xC2...0xDF: size = 2
    case 0xE0: (size, low) = (3, 0xA0)
    case 0xED: (size, high) = (3, 0x9F)
    case 0xE1...0xEF: size = 3
    case 0xF0: (size, low) = (4, 0x90)
    case 0xF4: (size, high) = (4, 0x8F)
    case 0xF1...0xF3: size = 4
    default: return DecodedScalar(scalar: nil, length: 1)
    }
    var value = UInt32(first) & (0x7F >> UInt32(size))
    for index in 1..<size {
        guard index < count, start[index] >= low, start[index] <= high else {
            return DecodedScalar(scalar: nil, length: index)
        }
        value = value << 6 | UInt32(start[index] & 0x3F)
        (low, high) = (0x80, 0xBF)
    }
    return DecodedScalar(scalar: value, length: size)
}

/// Whether a terminal, or a person reading its lines, could be misled by the character itself: C0, DEL,
/// C1, the bidirectional controls, and the line and paragraph separators.
func isDrawnEscaped(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
}
