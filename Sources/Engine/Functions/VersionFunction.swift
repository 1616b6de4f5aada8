import Columns

/// `version`: version numbers as texts that sort and compare as versions do.
///
/// The result is shown as the text it was made of; what is stored, compared and grouped by is a key: each number is padded to ten digits, trailing zero
/// numbers are dropped (`1.10` = `1.10.0`), a release ends in `!`, a pre-release (`-rc1`, `b2`) in a blank and its words,
/// which sort before, and a later patch letter (`1.1.1w`, `9.6p1`) in `,` and its letters, which sort behind. What
/// stands before the first digit (`v`, `macOS `), a build after `+`, and anything after white space or a
/// bracket do not count.
enum VersionFunction {
    static let version = FunctionSignature(
        name: "version", family: "any",
        summary:
            "Gives the text, to compare as versions do: 1.10 is after 1.9, and 2.0-rc1 before 2.0.",
        example: ("version(\"1.10.2\") > version(\"v1.9\")", "true"),
        parameters: [.init(name: "text", types: [])],
        resultType: { _ in .text },
        evaluate: { (operands, count, _) throws(EvaluationError) in
            let text = TextArgument(operands[0])
            let keys = try Rowwise.text(operands, count) { row, out in write(text[row], &out) }
            return keys.shown(as: operands[0].column(count: count).text())
        })

    private static let preReleases: Set<String> = [
        "a", "alpha", "b", "beta", "c", "canary", "dev", "ea", "nightly", "pre", "preview", "rc",
        "snapshot", "test",
    ]

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
    private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 &- 97 < 26 }

    private static func write(_ text: UnsafeBufferPointer<UInt8>, _ out: inout [UInt8]) -> Bool {
        guard var index = text.firstIndex(where: isDigit) else { return false }
        var numbers: [ArraySlice<UInt8>] = []
        while true {
            var digits: [UInt8] = []
            while index < text.count, isDigit(text[index]) {
                digits.append(text[index])
                index += 1
            }
            numbers.append(digits.drop { $0 == UInt8(ascii: "0") })
            guard index + 1 < text.count, text[index] == UInt8(ascii: "."),
                isDigit(text[index + 1])
            else { break }
            index += 1
        }
        while numbers.count > 1, numbers[numbers.count - 1].isEmpty { numbers.removeLast() }
        for (place, number) in numbers.enumerated() {
            if place > 0 { out.append(UInt8(ascii: ".")) }
            pad(number, &out)
        }
        suffix(text, from: index, &out)
        return true
    }

    /// Ten digits; a longer number is marked by `:`, which sorts behind digits, and its length.
    private static func pad(_ number: ArraySlice<UInt8>, _ out: inout [UInt8]) {
        if number.count > 10 {
            out.append(UInt8(ascii: ":"))
            pad(ArraySlice(String(number.count).utf8), &out)
            out.append(UInt8(ascii: ":"))
        } else {
            out.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 10 - number.count))
        }
        out.append(contentsOf: number)
    }

    private static func suffix(
        _ text: UnsafeBufferPointer<UInt8>, from start: Int, _ out: inout [UInt8]
    ) {
        var tokens: [[UInt8]] = []
        var index = start
        while index < text.count {
            let byte = text[index]
            if isDigit(byte) || isLetter(byte) {
                var token: [UInt8] = []
                while index < text.count, isDigit(text[index]) == isDigit(byte),
                    isDigit(text[index]) || isLetter(text[index])
                {
                    token.append(Folding.lowercase(text[index]))
                    index += 1
                }
                tokens.append(token)
            } else if byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
                || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "~")
            {
                index += 1
            } else {
                break
            }
        }
        guard let first = tokens.first else {
            out.append(UInt8(ascii: "!"))
            return
        }
        let isPreRelease = preReleases.contains(String(decoding: first, as: UTF8.self))
        out.append(isPreRelease ? UInt8(ascii: " ") : UInt8(ascii: ","))
        for (place, token) in tokens.enumerated() {
            if place > 0 { out.append(UInt8(ascii: ".")) }
            if isDigit(token[0]) {
                pad(token.drop { $0 == UInt8(ascii: "0") }, &out)
            } else {
                out.append(contentsOf: token)
            }
        }
    }
}

extension Column {
    /// The same values under other words. A missing value has none.
    fileprivate func shown(as words: TextColumn) -> Column {
        var views = words.views
        for row in views.indices where !isPresent(row) { views[row] = .empty }
        return Column(
            storage, validity: validity,
            spelling: .original(TextColumn(arena: words.arena, views: views)))
    }
}
