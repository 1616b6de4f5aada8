import Columns
import Correlation
import TestSupport
import Testing

@Suite struct ReferenceTests {
    /// A record shop: counters everywhere, so that every small number lies within every larger key.
    private func shop(_ name: (String) -> String = { $0 }) -> [Table] {
        var numbers = SeededNumbers(seed: 3)
        func upTo(_ count: Int) -> String { String(1 + Int(numbers.next() % UInt64(count))) }
        func ids(_ count: Int) -> [String] { (1...count).map(String.init) }
        func table(_ object: String, _ fields: [(String, [String])]) -> Table {
            Fixture.table(name(object), fields.map { (name($0.0), $0.1) })
        }
        return [
            table("Artist", [("ArtistId", ids(90)), ("Name", ids(90).map { "Band \($0)" })]),
            table(
                "Album",
                [
                    ("AlbumId", ids(130)), ("Title", ids(130).map { "Record \($0)" }),
                    ("ArtistId", (0..<130).map { $0 < 90 ? String($0 + 1) : upTo(90) }),
                ]),
            table("Genre", [("GenreId", ids(25)), ("Name", ids(25).map { "Style \($0)" })]),
            table(
                "Track",
                [
                    ("TrackId", ids(900)), ("Name", ids(900).map { "Song \($0)" }),
                    ("AlbumId", (0..<900).map { $0 < 130 ? String($0 + 1) : upTo(130) }),
                    ("GenreId", (0..<900).map { $0 < 25 ? String($0 + 1) : upTo(25) }),
                    ("Rating", (0..<900).map { _ in upTo(5) }),
                    (
                        "Milliseconds",
                        (0..<900).map { _ in String(90_000 + numbers.next() % 300_000) }
                    ),
                ]),
            table("Playlist", [("PlaylistId", ids(18)), ("Name", ids(18).map { "List \($0)" })]),
            table(
                "PlaylistTrack",
                [
                    ("PlaylistId", (0..<1800).map { String($0 % 18 + 1) }),
                    ("TrackId", (0..<1800).map { String($0 * 7 / 18 % 900 + 1) }),
                ]),
        ]
    }

    private static let truth: Set<String> = [
        "Album.ArtistId = Artist.ArtistId", "Track.AlbumId = Album.AlbumId",
        "Track.GenreId = Genre.GenreId", "PlaylistTrack.PlaylistId = Playlist.PlaylistId",
        "PlaylistTrack.TrackId = Track.TrackId",
    ]

    private func sentences(_ model: LinkModel) -> Set<String> {
        Set(
            model.links.map {
                "\($0.left.object).\($0.left.fields[0]) = \($0.right.object).\($0.right.fields[0])"
            })
    }

    @Test func `foreign keys are found among counters, by names and without them`() {
        #expect(sentences(LinkModel(tables: shop())) == Self.truth)
        var words: [String: String] = [:]
        func word(_ name: String) -> String {
            if words[name] == nil { words[name] = "w" + String(words.count, radix: 2) + "zu" }
            return words[name] ?? name
        }
        // The same word for the same name would still be a name, so fields are told apart by their table.
        let nameless = shop().map { table in
            Table(
                name: ObjectName(word(table.name.description)),
                fields: table.fields.map {
                    Field(name: word("\(table.name).\($0.name)"), type: $0.type)
                }, columns: Array(table.columns), rowCount: table.rowCount)
        }
        let expected = Set(
            Self.truth.map { sentence in
                sentence.split(separator: " ").map { part in
                    let name = part.split(separator: ".").first.map(String.init) ?? ""
                    return part == "=" ? "=" : "\(word(name)).\(word(String(part)))"
                }.joined(separator: " ")
            })
        #expect(sentences(LinkModel(tables: nameless)) == expected)
    }

    @Test func `order of tables, threads and reuse change nothing`() {
        let tables = shop()
        let first = LinkModel(tables: tables, threads: 1)
        let expected = first.links.map { "\($0)" }
        var numbers = SeededNumbers(seed: 5)
        for threads in 1...3 {
            let shuffled = tables.shuffled(using: &numbers)
            let model = LinkModel(tables: shuffled, threads: threads, reusing: first)
            #expect(model.links.map { "\($0)" } == expected)
            #expect(
                model.rejected.map { "\($0.left) \($0.right)" }.sorted()
                    == first.rejected.map { "\($0.left) \($0.right)" }.sorted())
            for table in tables {
                #expect(model.key(of: table.name) == first.key(of: table.name))
                #expect(model.primaryField(of: table.name) == first.primaryField(of: table.name))
            }
        }
    }

    @Test func `keys and primary fields`() {
        let model = LinkModel(tables: shop())
        #expect(model.key(of: ObjectName("Track")) == ["TrackId"])
        #expect(model.primaryField(of: ObjectName("Track")) == "Name")
        #expect(model.key(of: ObjectName("PlaylistTrack")) == ["PlaylistId", "TrackId"])
        #expect(model.isMembership(ObjectName("PlaylistTrack")))
        #expect(!model.isMembership(ObjectName("Track")))
        #expect(!model.isMembership(ObjectName("Album")))
        #expect(model.key(of: ObjectName("nothing")) == [])
        #expect(model.primaryField(of: ObjectName("nothing")) == nil)
    }

    @Test func `an employee's manager is a link to the same object`() throws {
        let staff = Fixture.table(
            "hris.employees",
            [
                ("Employee #", (0..<30).map { "E\(10001 + $0 * 3)" }),
                ("Work Email", (0..<30).map { "p\($0)@acme.com" }),
                ("Supervisor Employee #", (0..<30).map { $0 == 0 ? "" : "E\(10001 + $0 % 6 * 3)" }),
                ("Department", (0..<30).map { ["Sales", "IT", "People"][$0 % 3] }),
            ])
        let model = LinkModel(tables: [staff])
        let link = try #require(model.links.first)
        #expect(model.links.count == 1)
        #expect(link.kind == .toSelf)
        #expect(link.left.fields == ["Supervisor Employee #"])
        #expect(link.right.fields == ["Employee #"])
        #expect(model.array(of: link, .forward).blankCount == 1)
    }

    @Test func `departments, statuses and first names are no links`() {
        let teams = ["Engineering", "Sales", "Finance", "People", "Security", "Support"]
        let groups = Fixture.table(
            "okta.groups",
            [
                ("id", (0..<12).map { "00gAb\(10 + $0)cDeFgHiJ" }),
                ("name", teams + ["Everyone", "VPN Users", "Admins", "Prod", "Staging", "Guests"]),
            ])
        let staff = Fixture.table(
            "hris.employees",
            [
                ("Employee #", (0..<40).map { "E\(10001 + $0)" }),
                (
                    "First Name",
                    (0..<40).map { "Name\(Character(UnicodeScalar(97 + UInt8($0 % 20))))" }
                ),
                ("Department", (0..<40).map { teams[$0 % 6] }),
                ("Status", (0..<40).map { $0 % 9 == 0 ? "Terminated" : "Active" }),
            ])
        #expect(LinkModel(tables: [groups, staff]).links.isEmpty)
    }

    @Test func `a line names the record of a membership by both of its fields`() throws {
        let tables = shop()
        let plays = Fixture.table(
            "Play",
            [
                ("PlayId", (1...400).map(String.init)),
                ("PlaylistId", (0..<400).map { String($0 % 18 + 1) }),
                ("TrackId", (0..<400).map { String($0 * 7 / 18 % 900 + 1) }),
            ])
        let model = LinkModel(tables: tables + [plays])
        let link = try #require(model.links.first { $0.left.fields.count == 2 })
        #expect(
            link.left == LinkEnd(object: ObjectName("Play"), fields: ["PlaylistId", "TrackId"]))
        #expect(link.right.object == ObjectName("PlaylistTrack"))
        #expect(Array(model.array(of: link, .forward).rows.prefix(3)) == [0, 1, 2])
    }

    @Test func `an unlink takes a link away and a pin puts one in its place`() throws {
        var pins = Pins()
        pins.unlinks = [
            (
                LinkEnd(object: ObjectName("Genre"), fields: ["GenreId"]),
                LinkEnd(object: ObjectName("Track"), fields: ["GenreId"])
            )
        ]
        pins.links = [
            .init(
                left: .init(object: ObjectName("Playlist"), field: "PlaylistId"),
                right: .init(object: ObjectName("Track"), field: "GenreId"), isWeak: true,
                name: "mood")
        ]
        pins.primaries[ObjectName("Track")] = "TrackId"
        let model = LinkModel(tables: shop(), pins: pins)
        let pinned = try #require(model.links.first { $0.isPinned })
        // Playlists are the key here, so tracks refer to them, whichever was written first.
        #expect(pinned.left.object == ObjectName("Track"))
        #expect(pinned.name == "mood")
        #expect(pinned.isWeak)
        #expect(pinned.kind == .manyToOne)
        #expect(!sentences(model).contains("Track.GenreId = Genre.GenreId"))
        #expect(model.primaryField(of: ObjectName("Track")) == "TrackId")
    }

    @Test func `an explanation tells evidence, pairs, unmatched and losers`() throws {
        let model = LinkModel(tables: shop())
        let why = model.explain(ObjectName("Artist"), ObjectName("Album"))
        let link = try #require(why.links.first)
        #expect(link.link.left.object == ObjectName("Album"))
        #expect(!link.link.evidence.isEmpty)
        #expect(link.pairs.count == 5)
        #expect(link.pairs[0].left == "Record 1")
        #expect(link.pairs[0].right == "Band 1")
        #expect(link.leftMatched.matched == 130)
        #expect(link.unmatchedLeft.count == 0)
        #expect(link.rules.map(\.count) == [130])
        #expect(why.rejected.allSatisfy { !$0.evidence.isEmpty })
        #expect(model.explain(ObjectName("Genre"), ObjectName("Playlist")).links.isEmpty)
    }

    @Test func `an object's profile counts its values`() throws {
        let table = Fixture.table(
            "x.things",
            [
                ("id", (1...6).map(String.init)),
                ("color", ["red", "Red ", "blue", "", "blue", "red"]),
            ])
        let profile = try #require(LinkModel(tables: [table]).profile(of: ObjectName("x.things")))
        let color = try #require(profile.fields.last)
        #expect(color.missing == 1)
        #expect(color.distinct == 2)
        #expect(color.top.map(\.value) == ["red", "blue"])
        #expect(color.top.map(\.count) == [3, 2])
        #expect(color.minimum == "blue")
        #expect(color.lengths == 3...4)
        #expect(profile.fields[0].shape == .counter)
        #expect(profile.key == ["id"])
    }
}
