import Columns

/// `split` and `part`: a text cut at a separator, its pieces trimmed.
enum SplitFunctions {
    static let split = FunctionSignature(
        name: "split", family: "text",
        summary:
            "Cuts a text at each separator, a comma if none is given; blank pieces are left out.",
        example: ("split(\"red; green;;blue\", \";\")", "red, green, blue"),
        parameters: [
            .init(name: "text", types: []),
            .init(name: "separator", types: [.text], isOptional: true, takesPattern: true),
        ],
        resultType: { _ in .list(.text) },
        evaluate: { (operands, count, _) throws(EvaluationError) in
            let text = TextArgument(operands[0])
            let present = Rowwise.presence(operands, count)
            var cutter = Cutter(operands.count > 1 ? operands[1] : .text(","))
            let base = text.text.arena.base
            var views: [TextView] = []
            var starts: [Int32] = [0]
            for row in 0..<count {
                if present?[row] ?? true {
                    for piece in cutter.pieces(of: text[row], row: row) where !piece.isEmpty {
                        guard let start = piece.baseAddress else { continue }
                        views.append(TextView(offset: start - base, length: piece.count))
                    }
                }
                starts.append(Int32(views.count))
            }
            let ends = starts
            return Column(
                .list(
                    ListColumn(
                        starts: starts,
                        elements: Column(.text(TextColumn(arena: text.text.arena, views: views))))),
                validity: Bitmap.filled(count) { ends[$0] < ends[$0 + 1] })
        })

    static let part = FunctionSignature(
        name: "part", family: "text",
        summary: "Gives one piece of a text cut at a separator: the first is 1, the last -1.",
        example: ("part(\"acme/eu/berlin\", \"/\", -1)", "berlin"),
        parameters: [
            .init(name: "text", types: []),
            .init(name: "separator", types: [.text], takesPattern: true),
            .init(name: "number", types: [.integer]),
        ],
        resultType: { _ in .text },
        evaluate: { (operands, count, _) throws(EvaluationError) in
            let number = operands[2].integers
            if operands[2].isConstant, operands[2].integers[0] == 0 {
                throw .other(
                    message: "pieces are counted from 1, and from -1 at the end",
                    help: "part(\"acme/eu/berlin\", \"/\", 1) is acme")
            }
            var cutter = Cutter(operands[1])
            return Rowwise.pieces(of: TextArgument(operands[0]), operands, count) { row, bytes in
                let pieces = cutter.pieces(of: bytes, row: row)
                let place = number[row] < 0 ? Int64(pieces.count) &+ number[row] : number[row] &- 1
                return place >= 0 && place < pieces.count ? pieces[Int(place)] : nil
            }
        })

    /// Cuts texts at a text, or where a pattern matches.
    private struct Cutter {
        private let separator: TextArgument
        private var finder: PatternFinder?

        init(_ operand: Operand) {
            separator = TextArgument(operand)
            if case .pattern(let pattern) = operand { finder = pattern.finder() }
        }

        mutating func pieces(
            of bytes: UnsafeBufferPointer<UInt8>, row: Int
        ) -> [UnsafeBufferPointer<UInt8>] {
            var pieces: [UnsafeBufferPointer<UInt8>] = []
            var start = 0
            while let (from, to) = next(bytes, after: start, row: row) {
                pieces.append(Folding.trimmed(UnsafeBufferPointer(rebasing: bytes[start..<from])))
                start = to
            }
            pieces.append(Folding.trimmed(UnsafeBufferPointer(rebasing: bytes[start...])))
            return pieces
        }

        /// The next separator, which is never empty.
        private mutating func next(
            _ bytes: UnsafeBufferPointer<UInt8>, after start: Int, row: Int
        ) -> (from: Int, to: Int)? {
            if finder == nil {
                let separator = separator[row]
                return ByteSearch.first(separator, in: bytes, from: start).map {
                    ($0, $0 + separator.count)
                }
            }
            var from = start
            while from <= bytes.count, let match = finder?.firstMatch(in: bytes, from: from) {
                if match[1] > match[0] { return (Int(match[0]), Int(match[1])) }
                from = Int(match[1]) + 1
                while from < bytes.count, bytes[from] & 0xC0 == 0x80 { from += 1 }
            }
            return nil
        }
    }
}

/// Finds bytes in bytes, exactly.
enum ByteSearch {
    /// The first place at or after `start`; nil when there is none or the part is empty.
    static func first(
        _ part: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> Int? {
        guard let first = part.first, bytes.count - start >= part.count else { return nil }
        for place in start...bytes.count - part.count where bytes[place] == first {
            var index = 1
            while index < part.count, bytes[place + index] == part[index] { index += 1 }
            if index == part.count { return place }
        }
        return nil
    }
}
