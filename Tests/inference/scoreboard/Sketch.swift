/// A schema in outline, from which files and their truth are made together.
public struct Sketch: Sendable {
    let name: String
    /// A table stands after those it refers to, except for references to itself.
    var tables: [TableSketch]
    /// Groups of equal fields, as in `Truth`.
    var groups: [[String]] = []
    var optional: [(String, String)] = []
    /// How many people the whole schema knows.
    var people = 60

    struct TableSketch: Sendable {
        let name: String
        let rows: Int
        let key: [String]
        let label: [String]
        let fields: [(name: String, values: Values)]

        init(
            _ name: String, rows: Int, key: [String], label: [String] = [],
            _ fields: KeyValuePairs<String, Values>
        ) {
            self.name = name
            self.rows = rows
            self.key = key
            self.label = label
            self.fields = fields.map { ($0.key, $0.value) }
        }
    }

    /// Where a field's values come from.
    indirect enum Values: Sendable {
        /// `first`, `first + 1` …
        case counter(Int)
        /// Ascending with gaps.
        case rising(Int)
        /// Letters for `@` and `&` (lower), digits for `#`, hexadecimal for `~`; never twice the same.
        case code(String)
        case choice([String])
        /// The same, one after the other, so that none comes twice before all came.
        case each([String])
        case whole(ClosedRange<Int>)
        /// Two decimals.
        case decimal(ClosedRange<Int>)
        case date
        case title(Int)
        case sentence
        case first, last, full, lastFirst, login
        case email(String)
        case phone, street, city
        /// A value of `table.field`, any row; the truth knows it as a link.
        case link(String)
        /// Row r's value of `table.field`'s row r: another's record one to one.
        case same(String)
        /// A copy of any value that is no link of its own: a denormalised name.
        case copy(String)
        /// Another field of this row.
        case own(String)
        case blank(Int, Values)
        case written(Values, @Sendable (String) -> String)
    }
}

/// Files and truth of a sketch.
struct SketchWriter {
    private let sketch: Sketch
    private var random: Random
    private var made: [String: [String]] = [:]
    private var truth: Truth
    private var people: [Person] = []

    private struct Person {
        let first: String
        let last: String
        var login: String { "\(first).\(last)".lowercased() }
    }

    init(_ sketch: Sketch, seed: UInt64) {
        self.sketch = sketch
        random = Random(seed: seed, stream: sketch.name)
        truth = Truth(name: sketch.name)
        var seen: Set<String> = []
        while people.count < sketch.people {
            let person = Person(
                first: random.pick(Words.firstNames), last: random.pick(Words.lastNames))
            if seen.insert(person.login).inserted { people.append(person) }
        }
    }

    mutating func set() throws -> InferenceSet {
        var texts: [(table: String, text: String)] = []
        for table in sketch.tables {
            var columns: [[String]] = []
            for field in table.fields {
                let path = "\(table.name).\(field.name)"
                let values = column(field.values, path, table)
                made[path] = values
                columns.append(values)
            }
            let rows = uniqueRows(columns, table)
            for (index, field) in table.fields.enumerated() {
                made["\(table.name).\(field.name)"] = rows.map { columns[index][$0] }
            }
            texts.append((table.name, text(table)))
            truth.primary[table.name] = table.key
            truth.label[table.name] = table.label.filter { isUnique("\(table.name).\($0)") }
        }
        truth.groups = sketch.groups.map { Truth.Group(columns: $0) }
        truth.optional = sketch.optional.map { Truth.Pair(a: $0.0, b: $0.1) }
        return try InferenceSet(truth: truth, texts: texts)
    }

    /// Rows that do not repeat the key of an earlier one.
    private func uniqueRows(_ columns: [[String]], _ table: Sketch.TableSketch) -> [Int] {
        let key = table.key.compactMap { name in
            table.fields.firstIndex { $0.name == name }
        }
        var seen: Set<[String]> = []
        return (0..<table.rows).filter { row in
            key.isEmpty || seen.insert(key.map { columns[$0][row] }).inserted
        }
    }

    private func isUnique(_ path: String) -> Bool {
        let values = made[path] ?? []
        return Double(Set(values).count) >= 0.98 * Double(values.count) && !values.contains("")
    }

    private func text(_ table: Sketch.TableSketch) -> String {
        func cell(_ value: String) -> String {
            value.contains(",") || value.contains("\"")
                ? "\"" + value.split(separator: "\"").joined(separator: "\"\"") + "\"" : value
        }
        let columns = table.fields.map { made["\(table.name).\($0.name)"] ?? [] }
        var text = table.fields.map { cell($0.name) }.joined(separator: ",") + "\n"
        for row in 0..<(columns.first?.count ?? 0) {
            text += columns.map { cell($0[row]) }.joined(separator: ",") + "\n"
        }
        return text
    }

    private mutating func column(
        _ values: Sketch.Values, _ path: String, _ table: Sketch.TableSketch
    ) -> [String] {
        let rows = table.rows
        switch values {
        case .counter(let first): return (0..<rows).map { String(first + $0) }
        case .rising(let first):
            var value = first
            return (0..<rows).map { _ in
                value += random.within(1...7)
                return String(value)
            }
        case .code(let pattern):
            var seen: Set<String> = []
            var codes: [String] = []
            while codes.count < rows {
                let code = self.code(pattern)
                if seen.insert(code).inserted { codes.append(code) }
            }
            return codes
        case .link(let target):
            truth.joins.append(Truth.Join(from: path, to: target))
            return draw(target, rows, path)
        case .copy(let target): return draw(target, rows, path)
        case .same(let target):
            let source = made[target] ?? []
            return (0..<rows).map { source[$0 % max(1, source.count)] }
        case .own(let field): return made["\(table.name).\(field)"] ?? []
        case .each(let choices): return (0..<rows).map { choices[$0 % choices.count] }
        case .blank(let percent, let inner):
            return column(inner, path, table).map { random.below(100) < percent ? "" : $0 }
        case .written(let inner, let write):
            return column(inner, path, table).map { $0.isEmpty ? "" : write($0) }
        default: return (0..<rows).map { plain(values, people[$0 % people.count]) }
        }
    }

    /// Values of another field; of the field itself, those of earlier rows.
    private mutating func draw(_ target: String, _ rows: Int, _ path: String) -> [String] {
        let table = target.prefix { $0 != "." }
        let isSelf = path.hasPrefix("\(table).")
        let pool = (made[target] ?? []).filter { !$0.isEmpty }
        guard !pool.isEmpty else { return [String](repeating: "", count: rows) }
        return (0..<rows).map { row in
            let span = isSelf ? max(1, min(row, pool.count / 4)) : pool.count
            // Low numbers are drawn more often, as real references bunch.
            let first = random.below(span)
            return pool[random.below(3) == 0 ? random.below(first + 1) : first]
        }
    }

    private mutating func code(_ pattern: String) -> String {
        String(
            pattern.map { mark in
                switch mark {
                case "@": random.pick(Array("ABCDEFGHJKLMNPQRSTUVWXYZ"))
                case "&": random.pick(Array("abcdefghijkmnpqrstuvwxyz"))
                case "#": random.pick(Array("0123456789"))
                case "~": random.pick(Array("0123456789abcdef"))
                default: mark
                }
            })
    }

    private mutating func plain(_ values: Sketch.Values, _ person: Person) -> String {
        switch values {
        case .choice(let choices): random.pick(choices)
        case .whole(let range): String(random.within(range))
        case .decimal(let range):
            "\(random.within(range)).\(random.below(10))\(1 + random.below(9))"
        case .date:
            "20\(random.within(12...24))-\(two(random.within(1...12)))-"
                + two(random.within(1...28))
        case .title(let words):
            (0..<words).map { _ in random.pick(Words.nouns) }.joined(separator: " ")
        case .sentence:
            (0..<random.within(8...16)).map { _ in random.pick(Words.nouns).lowercased() }
                .joined(separator: " ")
        case .first: person.first
        case .last: person.last
        case .full: "\(person.first) \(person.last)"
        case .lastFirst: "\(person.last), \(person.first)"
        case .login: person.login
        case .email(let domain): "\(person.login)@\(domain)"
        case .phone:
            "+1 \(random.within(200...989)) \(random.within(200...989)) "
                + String(random.within(1000...9999))
        case .street: "\(random.within(1...999)) \(random.pick(Words.nouns)) Street"
        case .city: random.pick(Words.cities)
        default: ""
        }
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

/// Stock of words for made data.
enum Words {
    static let firstNames =
        "Ada Alan Grace Linus Barbara Donald Edsger Margaret Dennis Frances Ken Radia John Hedy Tim Joan Leslie Karen Niklaus Shafi Robin Adele Tony Lynn"
        .split(separator: " ").map(String.init)
    static let lastNames =
        "Moreno Okafor Lindqvist Haddad Petrov Nakamura Silva Brennan Kowalski Fischer Dubois Rossi Novak Mbeki Tanaka Larsen Costa Ivanov Keller Osman Weiss Yilmaz Quinn Zhang Abebe Castro Dahl Eriksen"
        .split(separator: " ").map(String.init)
    static let nouns =
        "Amber Birch Canyon Delta Ember Falcon Garnet Harbor Indigo Juniper Kestrel Lantern Meadow Nimbus Onyx Prairie Quartz Raven Saffron Timber Umber Velvet Willow Zephyr Anchor Beacon Cedar Dune Echo Fjord Glacier Hollow"
        .split(separator: " ").map(String.init)
    static let cities = [
        "Lisbon", "Oslo", "Turin", "Leeds", "Porto", "Ghent", "Malmö", "Bergen", "Cork", "Graz",
        "Basel", "Lyon", "Gdańsk", "Split", "Bilbao", "Utrecht",
    ]
    static let countries = [
        "Portugal", "Norway", "Italy", "Ireland", "Belgium", "Sweden", "Austria", "France",
        "Poland",
        "Croatia", "Spain", "Netherlands", "Denmark", "Finland", "Estonia", "Greece", "Malta",
        "Iceland", "Latvia", "Hungary",
    ]
}
