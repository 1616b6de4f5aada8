import Columns
import Foundation
import Glibc
import TestSupport
import Testing

@testable import Shell

/// `cork export FILE` and `cork query FILE`: what goes out comes in again as it was.
@Suite(.ownThread) struct SingleFileTests {
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("cork-single-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    private func write(_ text: String, _ name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }

    private func session(_ files: String...) -> Session {
        var configuration = SessionConfiguration(folder: ".")
        configuration.files = NamedFiles(paths: files)
        return Session(configuration)
    }

    /// The only table of a file: names, types and every value as NDJSON writes it.
    private func content(_ file: String) throws -> String {
        let session = session(file)
        session.settings.format = .ndjson
        let reply = session.queryFiles(nil)
        #expect(reply.status == .ok, "\(file): \(reply.notes) \(reply.cause ?? "")")
        var bytes: [UInt8] = []
        try reply.write(to: { bytes.append(contentsOf: $0) }, note: { _ in })
        let fields = session.folder.catalog.tables.first?.fields ?? []
        return "\(fields.map { "\($0.name) \($0.type.name)" })\n"
            + String(decoding: bytes, as: UTF8.self)
    }

    private func export(_ file: String, as name: String) -> String {
        let reply = session(file).exportFile(to: path(name), replaces: true)
        #expect(reply.status == .ok, "\(file) as \(name): \(reply.notes) \(reply.cause ?? "")")
        return path(name)
    }

    private func bytes(_ file: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: file))
    }

    private func done() { try? FileManager.default.removeItem(at: folder) }

    @Test("Naughty strings survive CSV, TSV, JSON and NDJSON, there and back")
    func naughtyStrings() throws {
        defer { done() }
        let naughty = [
            "\u{2028}", "x\u{2029}", "\u{85}y", "a\u{85}b", "\0", "a\0b", "\u{FEFF}x", "😀👩‍👩‍👧‍👦",
            "\u{202E}nimda", "\u{1B}[31mred", "\u{9B}31m", "\u{7F}", "\u{FFFD}", "\u{FFFE}",
            "\u{10FFFF}",
            "tab\there", "nl\nx", "cr\rx", "crlf\r\nx", "  lead", "trail  ", "\"", "\"\"", "a\"b",
            "'", "\\", "\\n", "\\u0041", "a,b;c|d\te", "=1+1", "+1", "-", "--", "@x", "NULL",
            "null",
            "N/A", "true", "007", "1e5", "0x1A", "1_000", "Infinity", "NaN", "03/04/05", "é",
            "e\u{301}",
            "\u{A0}x", "\u{3000}x", "# c", "Total", "sep=;", "<script>", "${x}", "%s%n", "../../x",
            "ﬀ", "ß", "İ", "\u{200B}", "\u{200D}", "Ω≈ç√", "田中さん", "الكل", "1/2", "１２３",
        ]
        let records = naughty.enumerated().map { index, text in
            ["id": "r\(index)", "v": text, "w": "x\(text)x"]
        }
        let data = try JSONSerialization.data(withJSONObject: records, options: [.sortedKeys])
        let file = try write(String(decoding: data, as: UTF8.self), "naughty.json")
        let whole = try content(file)
        for text in naughty where !text.unicodeScalars.allSatisfy({ $0.value < 0x20 }) {
            let written = try JSONSerialization.data(
                withJSONObject: "x\(text)x", options: [.fragmentsAllowed, .withoutEscapingSlashes])
            // The two writers escape differently; what they mean is compared.
            let meant = try JSONSerialization.jsonObject(with: written, options: .fragmentsAllowed)
            #expect(meant as? String == "x\(text)x")
        }
        let lines = whole.split(separator: "\n").dropFirst()
        #expect(lines.count == naughty.count)
        for (line, text) in zip(lines, naughty) {
            let read =
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
            #expect((read["w"] as? String)?.utf8.elementsEqual("x\(text)x".utf8) == true, "\(line)")
        }
        for suffix in ["csv", "tsv", "json", "ndjson"] {
            let once = export(file, as: "once.\(suffix)")
            #expect(try content(once) == whole, "\(suffix)")
            let twice = export(once, as: "twice.\(suffix)")
            #expect(try bytes(once) == bytes(twice), "\(suffix)")
        }
    }

    @Test("An escape of half a character becomes U+FFFD, which is told, and stays that")
    func loneSurrogates() throws {
        defer { done() }
        let file = try write(#"[{"a":"x\ud800y"},{"a":"\udc00"},{"a":"\ud83d\ude00"}]"#, "s.json")
        let whole = try content(file)
        #expect(whole.contains("x\u{FFFD}y") && whole.contains("😀"))
        let reply = session(file).queryFiles(nil)
        #expect(reply.preface.contains { $0.contains("half a character") }, "\(reply.preface)")
        for suffix in ["csv", "json", "ndjson"] {
            #expect(try content(export(file, as: "o.\(suffix)")) == whole)
        }
    }

    @Test("Numbers keep their digits through every export, however large")
    func digits() throws {
        defer { done() }
        let numbers = [
            "9007199254740993", "18446744073709551616", "12345678901234567890", "1e400", "-1e400",
            "-0", "-0.0", "0.30000000000000004", "1E5", "1e+05", "1.50", "100000000000000000000.5",
            "4.9e-324", "1e-400", "0.1", "123456789.123456789",
        ]
        let rows = numbers.map { "{\"v\":\($0),\"alone\":null}" }.joined(separator: "\n")
        let file = try write(rows, "digits.ndjson")
        for suffix in ["csv", "tsv"] {
            let text = String(
                decoding: try bytes(export(file, as: "d.\(suffix)")), as: UTF8.self)
            let cells = text.split(separator: "\n").dropFirst().map { line in
                line.split(
                    separator: suffix == "csv" ? "," : "\t", omittingEmptySubsequences: false
                )
                .map(String.init)[0]
            }
            #expect(cells == numbers)
        }
        // One column each, so that each has a type of its own.
        for number in numbers {
            let one = try write("[{\"v\":\(number)}]", "one.json")
            for suffix in ["csv", "json", "ndjson"] {
                let text = String(
                    decoding: try bytes(export(one, as: "o.\(suffix)")), as: UTF8.self)
                #expect(text.contains(number), "\(number) in \(text)")
                #expect(try content(path("o.\(suffix)")) == content(one), "\(number) \(suffix)")
            }
        }
    }

    @Test("What the sample company's files hold comes back from every export")
    func samples() throws {
        defer { done() }
        let company = SampleCompany.root.appendingPathComponent("fixtures/acme")
        var count = 0
        for file in try SampleCompany.files(under: company) {
            guard [".csv", ".tsv", ".json", ".ndjson", ".gz"].contains(where: file.hasSuffix)
            else { continue }
            let source = company.appendingPathComponent(file).path
            let whole = try content(source)
            for suffix in file.hasSuffix("json") ? ["ndjson", "json"] : ["csv", "tsv", "ndjson"] {
                count += 1
                #expect(
                    try content(export(source, as: "x.\(suffix)")) == whole, "\(file) \(suffix)")
            }
        }
        #expect(count > 60)
    }

    @Test("A file without a header goes out without one, and comes back the same")
    func headerless() throws {
        defer { done() }
        let text = "1,ada@acme.com\n2,bob@acme.com\n3,eve@acme.com\n"
        let file = try write(text, "plain.csv")
        let out = export(file, as: "out.csv")
        #expect(String(decoding: try bytes(out), as: UTF8.self) == text)
        #expect(try content(out) == content(file))
    }

    @Test("Names of files are objects as at the top of a workspace, and safe in a board")
    func names() throws {
        let cases = [
            ("users.csv", "users"), ("x/okta_users.csv.gz", "okta.users"), ("-", "input"),
            ("/dev/stdin", "input"), ("/dev/fd/63", "input"), ("x\ny`z.csv", "x.y_z"),
            ("q r.csv", "q r"),
            ("😀.csv", "_"), ("%s.csv", "_s"), ("-rf.csv", "-rf"), ("dir/data", "data"),
        ]
        for (file, object) in cases {
            let scan = NamedFiles(paths: [file]).scan()
            #expect(scan.files.map(\.object.description) == [object], "\(file)")
        }
        let two = NamedFiles(paths: ["a/users.csv", "b/users.csv"]).scan()
        #expect(two.files.map(\.object.description) == ["a.users", "b.users"])
        let same = NamedFiles(paths: ["users.csv", "users.json"]).scan()
        #expect(same.files.isEmpty && same.conflicts.count == 1)
    }

    @Test("A word is a file when there is one, or when it is written like one")
    func words() throws {
        defer { done() }
        let file = try write("a,b\n1,2\n", "x | y")
        for word in ["-", "users.csv", "a/b", "./x", file, "no such.json", "new\nline.csv"] {
            #expect(NamedFiles.isFile(word), "\(word)")
        }
        for word in [
            "okta.users", "okta.users | take 3", "| take 3", "@stale(days: 1/2)", "users",
            "x | export \"a.csv\"", "a/b | c", "",
        ] {
            #expect(!NamedFiles.isFile(word), "\(word)")
        }
    }
}
