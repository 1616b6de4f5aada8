import Columns
import Correlation
import Engine
import Render

/// `.why people "ada@acme.com"`: what makes the records one person's; with two records, why they are one or not.
extension Session {
    /// Answers `.why` by the number and kind of its words.
    func why(_ words: [String]) -> Reply {
        switch words.count {
        case 2:
            if isObject(words[1]) || !isPersonal(words[0]) { return why(words[0], words[1]) }
            return whyPerson(words[0], words[1])
        case 4: return whyRecords((words[0], words[1]), (words[2], words[3]))
        default: return MetaCommand.usageError("why")
        }
    }

    private func isObject(_ typed: String) -> Bool {
        if case .found = object(typed) { return true }
        return false
    }

    /// Whether an object's records are persons or their accounts.
    private func isPersonal(_ typed: String) -> Bool {
        guard case .found(let table) = object(typed) else { return false }
        let known = whoIsWho().objects
        return known.tables.prefix(2).contains { $0.name == table.name }
            || known.isAccountObject(table.name)
    }

    private func whyPerson(_ typed: String, _ record: String) -> Reply {
        let known = whoIsWho().objects
        guard case .found(let table) = object(typed) else { return MetaCommand.usageError("why") }
        let persons: [Int]
        if known.isAccountObject(table.name) {
            persons = Set(
                known.records(called: record, in: table.name).map(known.person)
            ).sorted()
        } else {
            persons = known.persons(called: record)
        }
        guard !persons.isEmpty else { return noRecord(record, of: table.name.description) }
        let lines = persons.prefix(5).flatMap(known.explain(person:)) + known.identity.notes
        return .text(lines.map(escapedForTerminal).joined(separator: "\n"))
    }

    private func whyRecords(
        _ first: (object: String, record: String), _ second: (object: String, record: String)
    ) -> Reply {
        let known = whoIsWho().objects
        var sides: [[Int32]] = []
        for (typed, record) in [first, second] {
            switch object(typed) {
            case .refused(let reply): return reply
            case .found(let table):
                guard known.isAccountObject(table.name) else {
                    return .error(
                        "\(table.name) holds no accounts of persons",
                        help: "'.why people \"\(escapedForTerminal(record))\"' tells of a person",
                        status: .badBoard)
                }
                let records = known.records(called: record, in: table.name)
                if records.isEmpty { return noRecord(record, of: table.name.description) }
                sides.append(records)
            }
        }
        let lines = sides[0].prefix(3).flatMap { a in
            sides[1].prefix(3).flatMap { known.explain(a, $0) }
        }
        return .text(lines.map(escapedForTerminal).joined(separator: "\n"))
    }

    private func noRecord(_ record: String, of object: String) -> Reply {
        .error(
            "no record of \(object) is called '\(escapedForTerminal(record))'",
            help: "a record is named by its key, primary field or address", status: .badBoard)
    }
}

/// The words of a command's arguments; one in quotes may hold spaces.
enum QuotedWords {
    static func split(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var isWord = false
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil } else { word.append(character) }
            } else if character == "\"" || character == "'" {
                quote = character
                isWord = true
            } else if character.isWhitespace {
                if isWord { words.append(word) }
                (word, isWord) = ("", false)
            } else {
                word.append(character)
                isWord = true
            }
        }
        return isWord ? words + [word] : words
    }
}
