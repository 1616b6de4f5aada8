import CFaults
import Columns
import Foundation
import TestSupport
import Testing

@testable import Workspace

/// A workspace folder of a test's own, gone with it.
final class TemporaryWorkspace {
    let path: String
    var statePath: String { path + "/.cork" }
    var databasePath: String { statePath + "/workspace.db" }

    init() throws {
        // The file system with faults lies under every connection of this process; it must be there first.
        try #require(cf_register() == 0)
        path = NSTemporaryDirectory() + "cork-workspace-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
        // Temporary folders may be symbolic links, and SQLite names files without.
    }

    deinit {
        try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: statePath)
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The database, made when it is not there.
    func database() throws -> WorkspaceDatabase {
        try #require(
            try WorkspaceDatabase.open(StateFolder.make(in: path), makes: true))
    }

    func opened() throws -> WorkspaceDatabase? {
        guard let folder = try StateFolder.find(in: path) else { return nil }
        return try WorkspaceDatabase.open(folder, makes: false)
    }

    var fileBytes: [UInt8] {
        get throws { [UInt8](try Data(contentsOf: URL(fileURLWithPath: databasePath))) }
    }

    func replaceFile(_ bytes: [UInt8]) throws {
        try FileManager.default.createDirectory(
            atPath: statePath, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        // A file of its own, so that no connection of before has it open.
        try? FileManager.default.removeItem(atPath: databasePath)
        try Data(bytes).write(to: URL(fileURLWithPath: databasePath))
    }

    func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int)
    }
}

/// Everything of a table that a reader can see, so that two can be compared.
func contents(_ table: Table) -> [String] {
    var lines = ["\(table.name) \(table.rowCount)"]
    if let parent = table.parent {
        lines.append("\(parent.object) \(parent.field) \(parent.rows)")
    }
    for (field, column) in zip(table.fields, table.columns) {
        lines.append("\(field.name): \(field.type.name)")
        lines.append(contents(column))
    }
    return lines
}

private func contents(_ column: Column) -> String {
    func text(_ text: TextColumn) -> String {
        (0..<text.count).map { "\(Array(text.bytes($0)))" }.joined(separator: ",")
    }
    let values =
        switch column.storage {
        case .text(let column): "text " + text(column)
        case .coded(let coded): "coded \(coded.codes) " + text(coded.dictionary)
        case .integer(let values): "integer \(values)"
        case .number(let values): "number \(values.map(\.bitPattern))"
        case .bool(let values): "bool \(values)"
        case .date(let values): "date \(values)"
        case .time(let values): "time \(values)"
        case .duration(let values): "duration \(values)"
        case .list(let list): "list \(list.starts) " + contents(list.elements)
        }
    let spelling =
        if case .original(let original) = column.spelling { text(original) } else {
            "\(column.spelling)"
        }
    return "\(values) \(column.validity?.words ?? []) \(spelling) \(column.count)"
}

/// A table with every kind of column, its rows by a seed.
func sampleTable(rows: Int, seed: UInt64, name: String = "okta.users") -> Table {
    var random = SeededNumbers(seed: seed)
    func text(_ count: Int) -> TextColumn {
        var builder = TextBuilder()
        for _ in 0..<count {
            let length = Int.random(in: 0...40, using: &random)
            builder.append(
                String((0..<length).map { _ in "aäz€ 0".randomElement(using: &random)! }))
        }
        return builder.finish()
    }
    var validity = Bitmap(repeating: true, count: rows)
    for row in 0..<rows where Int.random(in: 0..<5, using: &random) == 0 {
        validity.set(row, to: false)
    }
    var starts: [Int32] = [0]
    for _ in 0..<rows {
        starts.append(starts[starts.count - 1] + Int32.random(in: 0...3, using: &random))
    }
    let elements = Int(starts[rows])
    let dictionary = TextBuilder.of(["", "ACTIVE", "SUSPENDED", "äö"])
    let style = TimeStyle(separator: 32, hasSeconds: true, fractionDigits: 3, zone: .offsetColon)
    func integers() -> [Int64] {
        (0..<rows).map { _ in Int64.random(in: .min ... .max, using: &random) }
    }
    let columns: [(String, Column)] = [
        ("id", Column(.text(text(rows)))),
        ("note", Column(.text(text(rows)), validity: validity)),
        (
            "status",
            Column(
                .coded(
                    CodedColumn(
                        codes: (0..<rows).map { _ in Int32.random(in: 0..<4, using: &random) },
                        dictionary: dictionary)))
        ),
        ("count", Column(.integer(integers()), validity: validity)),
        (
            "price",
            Column(
                .number((0..<rows).map { _ in Double.random(in: -1e9...1e9, using: &random) }),
                spelling: .original(text(rows)))
        ),
        (
            "isOn",
            Column(
                .bool((0..<rows).map { _ in Bool.random(using: &random) }), spelling: .bool(.title))
        ),
        (
            "born",
            Column(.date((0..<rows).map { _ in Int32.random(in: -9999...99999, using: &random) }))
        ),
        ("created", Column(.time(integers()), spelling: .time(style))),
        ("age", Column(.duration(integers()))),
        (
            "tags",
            Column(.list(ListColumn(starts: starts, elements: Column(.text(text(elements))))))
        ),
        (
            "scores",
            Column(
                .list(
                    ListColumn(
                        starts: starts, elements: Column(.integer((0..<elements).map { Int64($0) }))
                    )))
        ),
    ]
    return Table(
        name: ObjectName(name), fields: columns.map { Field(name: $0.0, type: $0.1.type) },
        columns: columns.map(\.1), rowCount: rows)
}

extension TextBuilder {
    static func of(_ texts: [String]) -> TextColumn {
        var builder = TextBuilder()
        for text in texts { builder.append(text) }
        return builder.finish()
    }
}

func sampleKey(_ seen: Int64 = 10_000_000_000) -> SourceKey {
    SourceKey(
        size: 100, modified: 5, changed: 6, inode: 7, content: 8, loader: "1", seen: seen)
}
