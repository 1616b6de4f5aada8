import CZlib
import Columns

/// Unpacks gzip (RFC 1952), several members in a row too. Anything short of a whole, sound stream is an
/// error: a short table would be a wrong answer.
enum Gzip {
    static func isGzip(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        count >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B
    }

    static func unpack(
        _ packed: FileBytes, file: String, limits: Limits, cancellation: Cancellation
    ) throws(LoadError) -> FileBytes {
        var stream = z_stream()
        guard
            inflateInit2_(
                &stream, 15 + 16, zlibVersion(), Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { throw .tooLarge(file: file, limit: "the memory that zlib could get") }
        defer { inflateEnd(&stream) }

        let output = FileBytes(capacity: max(1 << 16, packed.count * 4))
        var room = max(1 << 16, packed.count * 4)
        var used = 0
        var taken = 0
        let piece = 1 << 20
        while true {
            if cancellation.isCancelled { throw .cancelled }
            if used == room {
                room *= 2
                output.reserve(room, keeping: used)
            }
            stream.next_in = packed.base + taken
            stream.avail_in = UInt32(min(piece, packed.count - taken))
            stream.next_out = output.base + used
            stream.avail_out = UInt32(min(piece, room - used))
            let given = (Int(stream.avail_in), Int(stream.avail_out))
            let status = inflate(&stream, Z_NO_FLUSH)
            taken += given.0 - Int(stream.avail_in)
            used += given.1 - Int(stream.avail_out)
            if used > limits.unpackedBytesMax {
                throw .tooLarge(
                    file: file,
                    limit: "it unpacks to more than \(Limits.size(limits.unpackedBytesMax)) "
                        + "(unpacked_max sets it)")
            }
            if used > limits.unpackedBytesFree, used / limits.unpackedRatioMax > packed.count {
                throw .tooLarge(
                    file: file,
                    limit: "unpacked \(used >> 20) MiB from \(packed.count >> 10) KiB of gzip and "
                        + "stopped; at most \(limits.unpackedRatioMax) times the packed size, or "
                        + "\(Limits.size(limits.unpackedBytesFree)), is read (unpacked_ratio sets "
                        + "it)")
            }
            switch status {
            case Z_STREAM_END:
                if taken == packed.count {
                    output.finish(count: used)
                    return output
                }
                guard isGzip(packed.base + taken, packed.count - taken) else {
                    throw corrupt(file, "there are further bytes behind the gzip stream")
                }
                inflateReset(&stream)
            case Z_OK, Z_BUF_ERROR:
                if taken == packed.count, stream.avail_out > 0 {
                    throw corrupt(file, "the gzip stream breaks off")
                }
            default:
                let detail = stream.msg.map { String(cString: $0) } ?? "damaged"
                throw corrupt(file, "the gzip stream is damaged (\(detail))")
            }
        }
    }

    private static func corrupt(_ file: String, _ reason: String) -> LoadError {
        .damaged(file: file, reason: reason)
    }
}
