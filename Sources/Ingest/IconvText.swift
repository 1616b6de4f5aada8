import Columns
import Glibc

/// Converts a whole text to UTF-8 with the C library's iconv, with nothing replaced: what is no character
/// is an error with its line.
struct IconvText {
    let encoding: TextEncoding
    /// What iconv calls the encoding.
    let name: String
    let cancellation: Cancellation

    private static let pieceBytes = 1 << 20

    func utf8(_ bytes: FileBytes) throws(Transcoder.Stop) -> FileBytes {
        guard let converter = iconv_open("UTF-8", name), converter != iconv_t(bitPattern: -1) else {
            throw .noConverter
        }
        defer { iconv_close(converter) }
        let output = FileBytes(capacity: bytes.count + bytes.count / 2)
        var taken = 0
        var used = 0
        while taken < bytes.count {
            if cancellation.isCancelled { throw .cancelled }
            let piece = min(Self.pieceBytes, bytes.count - taken)
            // One byte becomes three at most, and a state's end adds nothing to UTF-8.
            let room = piece * 4 + 16
            output.reserve(used + room, keeping: used)
            var from: UnsafeMutablePointer<CChar>? = UnsafeMutableRawPointer(bytes.base + taken)
                .assumingMemoryBound(to: CChar.self)
            var to: UnsafeMutablePointer<CChar>? = UnsafeMutableRawPointer(output.base + used)
                .assumingMemoryBound(to: CChar.self)
            var left = piece
            var free = room
            let status = iconv(converter, &from, &left, &to, &free)
            let code = errno
            taken += piece - left
            used += room - free
            if status != -1 { continue }
            // A character cut by the end of the piece is taken with the next one.
            if code == EINVAL, taken < bytes.count, piece - left > 0, piece == Self.pieceBytes {
                continue
            }
            if code == E2BIG { continue }
            throw fault(output, used, code)
        }
        output.finish(count: used)
        return output
    }

    private func fault(_ output: FileBytes, _ used: Int, _ code: Int32) -> Transcoder.Stop {
        output.finish(count: used)
        let reason =
            code == EINVAL
            ? "the text ends inside a character" : "what stands there is no character"
        return .fault(
            EncodingFault(
                line: output.line(at: used), reason: "not \(encoding.rawValue): \(reason)"))
    }
}
