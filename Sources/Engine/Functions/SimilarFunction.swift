import Columns

/// `similar`: how alike two names are, 0 to 1.
///
/// The Jaro–Winkler similarity (Winkler 1990; prefix weight 0.1, four characters) of the folded texts without accents
/// and punctuation, or of their words in alphabetical order if that is higher, so that `Lovelace, Ada` is
/// `Ada Lovelace`. Letters without accents: é is e, ø is o, ß is ss, æ is ae.
enum SimilarFunction {
    static let similar = FunctionSignature(
        name: "similar", family: "text",
        summary:
            "Says how alike two names are, from 0 to 1, whatever their case, accents and order of words.",
        example: ("similar(\"Zoë Müller\", \"MULLER, Zoe\")", "1"),
        parameters: [.init(name: "left", types: [.text]), .init(name: "right", types: [.text])],
        resultType: { _ in .number },
        evaluate: { (operands, count, _) throws(EvaluationError) in
            let left = TextArgument(operands[0])
            let right = TextArgument(operands[1])
            var a = Name()
            var b = Name()
            if operands[0].isConstant { a.read(left[0]) }
            if operands[1].isConstant { b.read(right[0]) }
            return Rowwise.values(operands, count, zero: 0.0, Column.Storage.number) { row in
                if !operands[0].isConstant { a.read(left[row]) }
                if !operands[1].isConstant { b.read(right[row]) }
                return similarity(a, b)
            }
        })

    /// A name as letters to compare, in its own order of words and in the alphabet's.
    struct Name {
        private(set) var own: [UInt32] = []
        private(set) var sorted: [UInt32] = []

        mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) {
            own.removeAll(keepingCapacity: true)
            var words: [[UInt32]] = [[]]
            func add(_ scalar: Unicode.Scalar) {
                let value = scalar.value
                if value &- 97 < 26 || value &- 48 < 10 || value > 127 {
                    words[words.count - 1].append(value)
                } else if value == 0x27 {
                    // O'Brien is one word with or without its apostrophe.
                } else if !words[words.count - 1].isEmpty {
                    words.append([])
                }
            }
            if Folding.isASCII(bytes) {
                for byte in bytes { add(Unicode.Scalar(Folding.lowercase(byte))) }
            } else {
                for scalar in String(decoding: bytes, as: UTF8.self).lowercased().unicodeScalars {
                    if scalar.value < 128 {
                        add(scalar)
                    } else {
                        for plain in Accents.plain(scalar) { add(plain) }
                    }
                }
            }
            if words[words.count - 1].isEmpty { words.removeLast() }
            own = Array(words.joined(separator: [32]))
            sorted =
                words.count < 2
                ? own
                : Array(words.sorted { $0.lexicographicallyPrecedes($1) }.joined(separator: [32]))
        }
    }

    static func similarity(_ a: Name, _ b: Name) -> Double {
        let direct = jaroWinkler(a.own, b.own)
        if direct == 1 { return 1 }
        return max(direct, jaroWinkler(a.sorted, b.sorted))
    }

    static func jaroWinkler(_ a: [UInt32], _ b: [UInt32]) -> Double {
        if a.isEmpty || b.isEmpty { return 0 }
        if a == b { return 1 }
        let window = max(0, max(a.count, b.count) / 2 - 1)
        var isMatched = [Bool](repeating: false, count: b.count)
        var matched: [UInt32] = []
        for (place, letter) in a.enumerated() {
            let low = max(0, place - window)
            let high = min(b.count - 1, place + window)
            if low > high { continue }
            for other in low...high where !isMatched[other] && b[other] == letter {
                isMatched[other] = true
                matched.append(letter)
                break
            }
        }
        if matched.isEmpty { return 0 }
        var swapped = 0
        var next = 0
        for (place, letter) in b.enumerated() where isMatched[place] {
            if matched[next] != letter { swapped += 1 }
            next += 1
        }
        let count = Double(matched.count)
        let jaro =
            (count / Double(a.count) + count / Double(b.count)
                + (count - Double(swapped / 2)) / count) / 3
        var prefix = 0
        while prefix < min(4, a.count, b.count), a[prefix] == b[prefix] { prefix += 1 }
        return jaro + Double(prefix) * 0.1 * (1 - jaro)
    }
}

/// Letters without their accents.
enum Accents {
    /// What a lower-case scalar is compared as: the Latin letter under its marks, nothing for a mark by itself,
    /// a blank for punctuation.
    static func plain(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        switch scalar {
        case "ß": return ["s", "s"]
        case "æ": return ["a", "e"]
        case "œ": return ["o", "e"]
        case "þ": return ["t", "h"]
        case "ð": return ["d"]
        case "ı": return ["i"]
        case "’", "ʼ": return ["'"]
        default: break
        }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .nonspacingMark, .format: return []
        case .dashPunctuation, .otherPunctuation, .openPunctuation, .closePunctuation,
            .initialPunctuation, .finalPunctuation, .spaceSeparator:
            return [" "]
        default: break
        }
        // The name says the letter: LATIN SMALL LETTER O WITH STROKE.
        let beginning = "LATIN SMALL LETTER "
        guard let name = properties.name, name.hasPrefix(beginning),
            let letter = name.dropFirst(beginning.count).first,
            name.dropFirst(beginning.count + 1).hasPrefix(" WITH "),
            let plain = letter.lowercased().unicodeScalars.first
        else { return [scalar] }
        return [plain]
    }
}
