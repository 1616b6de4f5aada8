import CZlib

/// What a gzip file holds; nil if it is damaged. Several members are put together.
func gunzipped(_ bytes: [UInt8]) -> [UInt8]? {
    var input = bytes
    var result: [UInt8] = []
    var taken = 0
    while taken < input.count {
        var stream = z_stream()
        guard
            inflateInit2_(&stream, 15 + 16, zlibVersion(), Int32(MemoryLayout<z_stream>.size))
                == Z_OK
        else { return nil }
        defer { inflateEnd(&stream) }
        var output = [UInt8](repeating: 0, count: 1 << 20)
        let count = output.count
        let from = taken
        let (status, left, room) = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress! + from
                stream.avail_in = UInt32(source.count - from)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(count)
                let status = inflate(&stream, Z_FINISH)
                return (status, Int(stream.avail_in), Int(stream.avail_out))
            }
        }
        guard status == Z_STREAM_END else { return nil }
        taken = input.count - left
        result += output[..<(count - room)]
    }
    return result
}
