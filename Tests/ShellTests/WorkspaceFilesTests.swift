import Columns
import Foundation
import TestSupport
import Testing

@testable import Shell

/// File names as objects, patterns, the file of time zones, the history file.
@Suite(.ownThread) struct WorkspaceFilesTests {
    @Test func aFilesNameSaysItsObject() {
        let cases: [(String, String?, String?)] = [
            ("users.csv", "okta", "okta.users"), ("okta.users.json", nil, "okta.users"),
            ("okta_users.csv", nil, "okta.users"), ("Album.csv", nil, "Album"),
            ("okta_group_members.csv", nil, "okta.group_members"),
            ("okta.app_users.ndjson.gz", nil, "okta.app_users"),
            ("group.members.csv", "okta", "okta.group.members"), ("_x.csv", nil, "_x"),
            ("A B.TSV", nil, "A B"), ("x.jsonl", nil, "x"), ("notes.txt", nil, nil),
            ("csv", nil, nil), (".csv", nil, nil), ("a.csv.zip", nil, nil),
        ]
        for (name, folder, object) in cases {
            let found = ObjectNaming.stem(of: name).map {
                ObjectNaming.object(stem: $0, folder: folder).description
            }
            #expect(found == object, "\(folder ?? "")/\(name)")
        }
    }

    @Test func aStarInAPatternIsAnyRunOfCharacters() {
        let cases = [
            ("persist/*", "persist/a.json", true), ("persist/*", "persis/a.json", false),
            ("*.csv", "a/b.csv", true), ("*_old*", "x_old.csv", true), ("a*b*c", "aXbYbZc", true),
            ("a*b*c", "aXbYbZ", false), ("", "", true), ("*", "", true), ("a", "ab", false),
            ("****a", String(repeating: "b", count: 5000), false),
        ]
        for (pattern, text, matches) in cases {
            #expect(Wildcard.matches(pattern, text) == matches, "\(pattern) \(text.prefix(20))")
        }
    }

    @Test func zonesAreReadFromTheSystemsFiles() throws {
        let berlin = try #require(TimeZoneFile.load("Europe/Berlin"))
        // 2026-03-29T01:00Z and 2026-10-25T01:00Z are Berlin's changes.
        #expect(berlin.offset(at: 1_774_745_999) == 3600)
        #expect(berlin.offset(at: 1_774_746_000) == 7200)
        #expect(berlin.offset(at: 1_792_889_999) == 7200)
        #expect(berlin.offset(at: 1_792_890_000) == 3600)
        // Beyond the transitions that the file lists, by its rule: July and January 2060.
        #expect(berlin.offset(at: 2_856_000_000) == 7200)
        #expect(berlin.offset(at: 2_840_000_000) == 3600)
        // The southern summer crosses the year's end; Kathmandu is off by quarters.
        #expect(TimeZoneFile.load("Australia/Sydney")?.offset(at: 2_840_000_000) == 39_600)
        #expect(TimeZoneFile.load("Asia/Kathmandu")?.offset(at: 1_774_746_000) == 20_700)
        for name in ["Europe/Berln", "../../etc/passwd", "/etc/passwd", "", "Europe/", "."] {
            #expect(TimeZoneFile.load(name) == nil, "\(name)")
        }
    }

    @Test func aBrokenZoneFileIsRefusedWhereverItBreaksOff() throws {
        let path = TimeZoneFile.folder + "/Europe/Berlin"
        let whole = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
        for length in stride(from: 0, to: whole.count - 200, by: 7) {
            _ = TimeZoneFile.parse(Array(whole.prefix(length)), name: "cut")
        }
        for position in stride(from: 0, to: whole.count, by: 5) {
            var changed = whole
            changed[position] ^= 0xFF
            _ = TimeZoneFile.parse(changed, name: "flipped")
        }
        #expect(TimeZoneFile.parse(Array(whole.prefix(100)), name: "cut") == nil)
    }

    @Test func jsonTextsComeBackAsTheyWere() {
        let texts = [
            "", "plain", "a\nb\tc", "\"quoted\" \\ back", "é😀\u{1B}[0m", "\u{0}\u{7F}", "a\r\nb",
        ]
        for text in texts { #expect(JSONText.decode(JSONText.encode(text)) == text) }
        #expect(JSONText.decode("\"\\ud83d\\ude00\"") == "😀")
        for broken in ["", "\"", "plain", "\"\\u12\"", "\"\\ud83d\"", "\"a"] {
            #expect(JSONText.decode(broken) == nil, "\(broken)")
        }
    }

    @Test func historyIsAppendedAndPrivate() throws {
        let folder = NSTemporaryDirectory() + "cork-history-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var first = HistoryFile(workspace: folder)
        #expect(first.notice != nil)
        first.append("okta.users\n| take 1")
        var second = HistoryFile(workspace: folder)
        #expect(second.notice == nil)
        second.append("second \"line\"")
        #expect(
            HistoryFile(workspace: folder).lines() == ["okta.users\n| take 1", "second \"line\""])
        let mode = try FileManager.default.attributesOfItem(atPath: folder + "/.cork/history")[
            .posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test func sharesAreNeverRoundedToAllOrNothing() {
        let cases = [
            (1.0, "100 %"), (0.999, "99 %"), (0.994, "99 %"), (0.5, "50 %"), (0.001, "1 %"),
            (0.0, "0 %"),
        ]
        for (share, text) in cases { #expect(Phrase.percent(share) == text) }
        #expect(Phrase.count(1_234_567) == "1,234,567")
        #expect(Phrase.count(-1234, "row") == "-1,234 rows")
        #expect(Phrase.elapsed(nanoseconds: 1_849_000_000) == "1.8 s")
    }
}
