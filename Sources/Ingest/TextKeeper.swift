import Columns
import Glibc

/// Copies the texts that are to outlive a block of a file into a stretch of an arena, one after another.
final class TextKeeper {
    /// The whole arena's, which views count from.
    let base: UnsafeMutablePointer<UInt8>
    private var at: Int
    private let end: Int
    /// A text did not fit any more, and is missing.
    private(set) var isFull = false

    /// How far behind a text that is kept there must be readable bytes.
    static let readahead = 32

    init(_ base: UnsafeMutablePointer<UInt8>, _ range: Range<Int>) {
        self.base = base
        at = range.lowerBound
        end = range.upperBound
    }

    /// Texts of as many rows of the same block as are to be kept, and where they are kept already.
    struct Kept {
        let views: UnsafePointer<TextView>
        let kept: UnsafePointer<TextView>
    }

    /// Copies the texts at `views`, and writes where they are now to `out`. A text that is the one beside it is not
    /// copied again.
    func keep(
        _ views: UnsafePointer<TextView>, count: Int, of text: UnsafePointer<UInt8>,
        as out: UnsafeMutablePointer<TextView>, beside neighbours: Kept? = nil
    ) {
        // Locals: a property of a class is checked at every access.
        let base = UnsafeMutableRawPointer(self.base)
        let raw = UnsafeRawPointer(text)
        var at = self.at
        let end = self.end
        for index in 0..<count {
            let view = views[index]
            let length = view.length
            if let neighbours, length > 0, neighbours.views[index].length == length,
                memcmp(raw + view.offset, raw + neighbours.views[index].offset, length) == 0
            {
                out[index] = neighbours.kept[index]
                continue
            }
            // Most texts are short: one move of 32 bytes, of which the next text overwrites the rest.
            if length <= Self.readahead, at &+ Self.readahead <= end {
                Self.move(raw + view.offset, base + at)
            } else if length > Self.readahead, length <= 2 * Self.readahead, length <= end - at {
                // Two moves that overlap.
                let last = length &- Self.readahead
                Self.move(raw + view.offset, base + at)
                Self.move(raw + view.offset + last, base + at + last)
            } else if length <= end - at {
                (base + at).copyMemory(from: raw + view.offset, byteCount: length)
            } else {
                isFull = true
                break
            }
            out[index] = TextView(offset: at, length: length)
            at &+= length
        }
        self.at = at
    }

    @inline(__always)
    private static func move(_ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer) {
        to.storeBytes(
            of: from.loadUnaligned(as: SIMD32<UInt8>.self), as: SIMD32<UInt8>.self)
    }

    /// The same for one text.
    func keep(_ view: TextView, of text: UnsafePointer<UInt8>) -> TextView {
        var kept = TextView.empty
        withUnsafePointer(to: view) { keep($0, count: 1, of: text, as: &kept) }
        return kept
    }
}
