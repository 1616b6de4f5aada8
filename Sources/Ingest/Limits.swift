/// Bounds that keep hostile files from taking all memory or time; each is named in the error it causes.
struct Limits {
    static let fileBytesMax = 64 << 30
    static let columnsMax = 100_000
    static let rowsMax = Int(Int32.max)
    static let depthMax = 512
    /// A cell takes 8 bytes even when it is missing; a file may not blow up beyond this.
    static func cellsMax(bytes: Int) -> Int { max(1 << 24, bytes * 4) }

    /// Bytes that a reader takes at a time; small in tests, so that every boundary is met.
    var blockBytes = 256 << 10
    /// A second thread is worth its while from here on.
    var rangeBytesMin = 1 << 20
    /// What a gzip file may unpack to.
    var unpackedBytesMax = 16 << 30
    /// Unpacked bytes per packed byte that no table reaches, once `unpackedBytesFree` are out.
    var unpackedRatioMax = 300
    var unpackedBytesFree = 256 << 20
    /// Which mask kernels to use; nil for the best of this machine.
    var kernelPath: Int32?
}
