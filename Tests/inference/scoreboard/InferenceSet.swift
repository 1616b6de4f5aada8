import Columns
import Correlation
import Foundation
import Ingest

/// Tables together with what is known of them.
public struct InferenceSet: Sendable {
    public let truth: Truth
    public let tables: [Table]
    let names: [ObjectName: OriginalNames]

    public var name: String { truth.name }

    /// Files of a folder and its direct subfolders, with a `truth.json` beside them or given.
    public init(folder: String, truth given: Truth? = nil) throws {
        let root = URL(fileURLWithPath: folder)
        let truth =
            try given ?? Truth.read(root.appendingPathComponent("truth.json").path)
        var tables: [Table] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
            let path = root.appendingPathComponent(name).path
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            guard isFolder.boolValue else {
                tables += try Self.load(path, name, tool: nil)
                continue
            }
            for inner in try FileManager.default.contentsOfDirectory(atPath: path).sorted() {
                tables += try Self.load("\(path)/\(inner)", inner, tool: name)
            }
        }
        self.init(truth: truth, tables: tables)
    }

    /// Texts of CSV files by the name of their table.
    init(truth: Truth, texts: [(table: String, text: String)]) throws {
        var tables: [Table] = []
        for (name, text) in texts {
            tables += try Ingest.load(
                bytes: Array(text.utf8), file: "\(name).csv", as: Self.object(name, tool: nil)
            ).tables
        }
        self.init(truth: truth, tables: tables)
    }

    private init(truth: Truth, tables: [Table]) {
        self.truth = truth
        self.tables = tables.sorted { $0.name < $1.name }
        let known = Dictionary(
            truth.primary.keys.map { (Self.object($0, tool: nil).description.lowercased(), $0) },
            uniquingKeysWith: { first, _ in first })
        var names: [ObjectName: OriginalNames] = [:]
        for table in tables {
            let own = table.name.description
            names[table.name] = OriginalNames(
                table: known[own.lowercased()] ?? own, fields: [:])
        }
        self.names = names
    }

    private static func load(_ path: String, _ name: String, tool: String?) throws -> [Table] {
        let parts = name.split(separator: ".")
        let isData = parts.contains { ["csv", "tsv", "ndjson", "json", "sqlite"].contains($0) }
        guard isData, name != "truth.json", let stem = parts.first.map(String.init) else {
            return []
        }
        return try Ingest.load(file: path, as: object(stem, tool: tool)).tables
    }

    /// As a workspace names files: the folder is the tool, else what stands before the first `_` is.
    private static func object(_ stem: String, tool: String?) -> ObjectName {
        if let tool { return ObjectName(tool: tool, object: stem) }
        for separator in [".", "_"] as [Character] {
            let halves = stem.split(separator: separator, maxSplits: 1).map(String.init)
            if halves.count == 2, stem.first != separator {
                return ObjectName(tool: halves[0], object: halves[1])
            }
        }
        return ObjectName(tool: "files", object: stem)
    }

    /// The same tables with every name of a file, folder and field replaced by a word without meaning.
    ///
    /// A field's word is its own: equal names of two tables become two words.
    public func renamed(seed: UInt64) -> InferenceSet {
        var words = MeaninglessWords(seed: seed)
        var objects: [ObjectName: ObjectName] = [:]
        for table in tables {
            objects[table.name] = ObjectName(tool: "files", object: words.next())
        }
        var names: [ObjectName: OriginalNames] = [:]
        var renamed: [Table] = []
        for table in tables {
            guard let name = objects[table.name], let own = self.names[table.name] else { continue }
            var fields: [String: String] = [:]
            let made = table.fields.map { field in
                let word = words.next()
                fields[word] = field.name
                return Field(name: word, type: field.type)
            }
            let parent = table.parent.flatMap { parent in
                objects[parent.object].map {
                    Table.Parent(object: $0, field: parent.field, rows: parent.rows)
                }
            }
            names[name] = OriginalNames(table: own.table, fields: fields)
            renamed.append(
                Table(
                    name: name, fields: made, columns: table.columns, rowCount: table.rowCount,
                    parent: parent))
        }
        return InferenceSet(truth: truth, tables: renamed, names: names)
    }

    private init(truth: Truth, tables: [Table], names: [ObjectName: OriginalNames]) {
        self.truth = truth
        self.tables = tables.sorted { $0.name < $1.name }
        self.names = names
    }

    public func model(threads: Int = 2) -> LinkModel {
        LinkModel(tables: tables, threads: threads)
    }

    /// How right the product is, and the evidence for each pair that it chose or refused, by the pair's name.
    public func score() -> (score: Score, reasons: [String: [String]]) {
        let model = model()
        var reasons: [String: [String]] = [:]
        for link in model.links + model.rejected {
            guard let left = names[link.left.object], let right = names[link.right.object],
                let a = link.left.fields.first, let b = link.right.fields.first
            else { continue }
            // Either way round, as the score may name the pair.
            reasons["\(left.path(a)) = \(right.path(b))"] = link.evidence
            reasons["\(right.path(b)) = \(left.path(a))"] = link.evidence
        }
        return (Score(truth, Prediction(model, names: names)), reasons)
    }
}

/// Pronounceable words that mean nothing, each once.
struct MeaninglessWords {
    private var random: Random
    private var used: Set<String> = []

    init(seed: UInt64) { random = Random(seed: seed, stream: "words") }

    mutating func next() -> String {
        while true {
            var word = ""
            for _ in 0..<random.within(2...4) {
                word.append(random.pick(Array("bcdfghjklmnprstvz")))
                word.append(random.pick(Array("aeiou")))
            }
            if used.insert(word).inserted { return word }
        }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014), one stream for each use.
struct Random {
    private var state: UInt64

    init(seed: UInt64, stream: String) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in stream.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        state = hash ^ (seed &* 0x9e37_79b9_7f4a_7c15)
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }
    mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }
    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }
}
