import Glibc

/// The same numbers in every run and on every machine, so that a failure names the one number that repeats it.
///
/// SplitMix64 (Steele, Lea, Flood 2014). Streams of neighbouring seeds have nothing in common.
public struct SeededNumbers: RandomNumberGenerator, Sendable {
    @usableFromInline var state: UInt64

    @inlinable
    public init(seed: some BinaryInteger) { state = UInt64(truncatingIfNeeded: seed) }

    @inlinable
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// One of `0..<bound`.
    @inlinable
    public mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

/// 0 ..< `count`, an eighth of it where `CORK_FEWER_SEEDS` is set: under a sanitizer each case takes many times longer.
public func seeds(_ count: Int) -> Range<Int> {
    0..<(getenv("CORK_FEWER_SEEDS") == nil ? count : count / 8)
}
