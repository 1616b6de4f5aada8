import Correlation
import Foundation
import Testing

@testable import Shell

@Suite struct LinkMemoryCodingTests {
    private static func memory() throws -> LinkMemory {
        let session = Session(
            SessionConfiguration(folder: TranscriptRunner.repository + "/fixtures/acme"))
        _ = try session.refresh()
        return session.folder.model.memory
    }

    @Test func `What inference decided comes back from its bytes, under the same key only`() throws
    {
        let memory = try Self.memory()
        #expect(memory.links.count > 20 && memory.objects.count > 20)
        let bytes = LinkMemoryCoding.encode(memory, key: "one")
        #expect(LinkMemoryCoding.decode(bytes, key: "one") == memory)
        #expect(LinkMemoryCoding.decode(bytes, key: "two") == nil)
    }

    @Test func `Bytes that are cut, longer or not ours are nothing`() throws {
        let bytes = LinkMemoryCoding.encode(try Self.memory(), key: "one")
        for count in stride(from: 0, to: bytes.count, by: 37) {
            #expect(LinkMemoryCoding.decode(Array(bytes.prefix(count)), key: "one") == nil)
        }
        #expect(LinkMemoryCoding.decode(bytes + [0], key: "one") == nil)
        // A flipped byte gives another memory or none, and never ends the process.
        for place in stride(from: 0, to: bytes.count, by: 11) {
            var damaged = bytes
            damaged[place] ^= 0xFF
            _ = LinkMemoryCoding.decode(damaged, key: "one")
        }
    }
}
