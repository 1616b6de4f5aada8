/// SplitMix64 (Steele, Lea, Flood 2014): small, well mixed, and the same on every platform.
///
/// Each part of the company draws from a stream of its own, so that one more draw for Slack does not
/// change a name in Okta.
struct SeededRandom {
    static let base62 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    static let hex = Array("0123456789abcdef")
    static let serial = Array("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789")

    private var state: UInt64

    init(seed: UInt64, stream: String) {
        // FNV-1a, not `Hasher`: that one is seeded anew in every process.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in stream.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        state = hash ^ (seed &* 0x9e37_79b9_7f4a_7c15)
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// 0 to `bound` - 1; the bias of the remainder is far below anything a sample company shows.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.count)
    }

    mutating func isWithin(percent: Int) -> Bool { below(100) < percent }

    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

    mutating func shuffle<Element>(_ values: inout [Element]) {
        var last = values.count - 1
        while last > 0 {
            values.swapAt(last, below(last + 1))
            last -= 1
        }
    }

    mutating func token(_ length: Int, of alphabet: [Character] = SeededRandom.base62) -> String {
        String((0..<length).map { _ in pick(alphabet) })
    }

    /// A version 4 UUID in lower case.
    mutating func uuid() -> String {
        let digits = token(30, of: Self.hex)
        let cuts = [0, 8, 12, 15, 18, 30]
        var parts: [String] = []
        for index in 0..<5 {
            let low = digits.index(digits.startIndex, offsetBy: cuts[index])
            let high = digits.index(digits.startIndex, offsetBy: cuts[index + 1])
            parts.append(String(digits[low..<high]))
        }
        return "\(parts[0])-\(parts[1])-4\(parts[2])-a\(parts[3])-\(parts[4])"
    }
}
