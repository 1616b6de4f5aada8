/// Writes numbers and texts one after another: numbers in little-endian order, texts behind their length.
public struct ByteWriter {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    public mutating func write<Value: FixedWidthInteger>(_ value: Value) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// - Precondition: fewer than 2³² (no count here comes near).
    public mutating func write(count: Int) { write(UInt32(count)) }

    public mutating func write(_ text: String) {
        write(count: text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    public mutating func write(_ raw: [UInt8]) {
        write(count: raw.count)
        bytes.append(contentsOf: raw)
    }
}

/// Reads what a `ByteWriter` wrote; never beyond the end.
public struct ByteReader {
    /// The bytes end too soon, or say what nothing can be.
    public struct Fault: Error {
        public init() {}
    }

    private let bytes: [UInt8]
    private var at = 0

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    public var isAtEnd: Bool { at == bytes.count }

    public mutating func read<Value: FixedWidthInteger>(_: Value.Type) throws(Fault) -> Value {
        let size = MemoryLayout<Value>.size
        guard bytes.count - at >= size else { throw Fault() }
        var value: Value = 0
        withUnsafeMutableBytes(of: &value) { $0.copyBytes(from: bytes[at..<at + size]) }
        at += size
        return Value(littleEndian: value)
    }

    /// A count of things that take `size` bytes each at least, so no more than can still follow.
    public mutating func readCount(size: Int = 1) throws(Fault) -> Int {
        let count = Int(try read(UInt32.self))
        guard count <= (bytes.count - at) / size else { throw Fault() }
        return count
    }

    public mutating func readText() throws(Fault) -> String {
        let count = try readCount()
        defer { at += count }
        return String(decoding: bytes[at..<at + count], as: UTF8.self)
    }

    public mutating func readBytes() throws(Fault) -> [UInt8] {
        let count = try readCount()
        defer { at += count }
        return Array(bytes[at..<at + count])
    }
}
