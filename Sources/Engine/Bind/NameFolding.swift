/// How names are compared: by letters and digits alone, so that `last_login` is `Last Login`.
public enum NameFolding {
    /// Letters and digits in lower case; a trailing `[note]` is left out.
    ///
    /// `Email Address [Required]` gives `emailaddress`.
    public static func fold(_ name: some StringProtocol) -> String {
        var folded = ""
        for scalar in withoutNote(name).unicodeScalars where isWordScalar(scalar) {
            if scalar.isASCII {
                folded.unicodeScalars.append(lowercasedASCII(scalar))
            } else {
                folded += scalar.properties.lowercaseMapping
            }
        }
        return folded
    }

    /// A dotted name as its folded parts: `profile.Last_Login` gives `["profile", "lastlogin"]`.
    static func parts(_ name: some StringProtocol) -> [String] {
        withoutNote(name).split(separator: ".", omittingEmptySubsequences: false).map { fold($0) }
    }

    /// The words of a name, folded: at spaces, punctuation and changes of case (`managerId`, `manager_id`).
    static func words(_ name: some StringProtocol) -> [String] {
        var words: [String] = []
        var word = ""
        var previousIsLower = false
        for scalar in withoutNote(name).unicodeScalars {
            guard isWordScalar(scalar) else {
                if !word.isEmpty { words.append(word) }
                (word, previousIsLower) = ("", false)
                continue
            }
            if scalar.properties.isUppercase, previousIsLower {
                words.append(word)
                word = ""
            }
            previousIsLower = scalar.properties.isLowercase
            word += scalar.properties.lowercaseMapping
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    /// The singular of a folded English noun, well enough to see that `userId` names `users`.
    static func singular(_ noun: String) -> String {
        if noun.hasSuffix("ies"), noun.count > 4 { return noun.dropLast(3) + "y" }
        for ending in ["sses", "xes", "ches", "shes"] where noun.hasSuffix(ending) {
            return String(noun.dropLast(2))
        }
        if noun.hasSuffix("s"), !noun.hasSuffix("ss"), noun.count > 2 {
            return String(noun.dropLast())
        }
        return noun
    }

    private static func withoutNote<Text: StringProtocol>(_ name: Text) -> Text.SubSequence {
        guard name.last == "]", let open = name.lastIndex(of: "["), open != name.startIndex
        else { return name[...] }
        return name[..<open]
    }

    private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return (48...57).contains(scalar.value) || (65...90).contains(scalar.value)
                || (97...122).contains(scalar.value)
        }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || scalar.properties.generalCategory == .nonspacingMark
    }

    private static func lowercasedASCII(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        (65...90).contains(scalar.value) ? Unicode.Scalar(UInt8(scalar.value + 32)) : scalar
    }
}
