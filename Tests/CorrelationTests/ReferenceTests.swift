import Columns
import Correlation
import Testing

@Suite struct ReferenceTests {
    @Test func `a foreign key by name finds its table and not another counter`() throws {
        let artists = Fixture.table(
            "Artist",
            [("ArtistId", (1...40).map(String.init)), ("Name", (1...40).map { "Band \($0)" })])
        let albums = Fixture.table(
            "Album",
            [
                ("AlbumId", (1...60).map(String.init)), ("Title", (1...60).map { "Record \($0)" }),
                ("ArtistId", (1...60).map { String(1 + $0 * 7 % 40) }),
            ])
        let model = LinkModel(tables: [albums, artists])
        #expect(model.links.count == 1)
        let link = try #require(model.links.first)
        #expect(link.left == LinkEnd(object: ObjectName("Album"), fields: ["ArtistId"]))
        #expect(link.right == LinkEnd(object: ObjectName("Artist"), fields: ["ArtistId"]))
        #expect(link.kind == .manyToOne)
        #expect(model.key(of: ObjectName("Album")) == ["AlbumId"])
        #expect(model.primaryField(of: ObjectName("Album")) == "Title")
    }
}
