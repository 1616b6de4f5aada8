import Foundation
import TestSupport
import Testing

/// The sample company is generated, so what is committed must be what the generator writes.
@Suite(.ownThread) struct AcmeCompanyTests {
    @Test("the committed sample company is byte for byte what its generator writes")
    func sampleIsGenerated() throws {
        let fresh = try SampleCompany.generate(seed: 1)
        defer { try? FileManager.default.removeItem(at: fresh) }
        let kept = SampleCompany.root.appendingPathComponent("fixtures/acme")
        let written = try SampleCompany.files(under: fresh)
        #expect(written.count == 32)
        #expect(try SampleCompany.files(under: kept) == written)
        for path in written {
            let new = try Data(contentsOf: fresh.appendingPathComponent(path))
            let old = try Data(contentsOf: kept.appendingPathComponent(path))
            #expect(new == old, "\(path) differs from what the generator writes")
        }
    }

    @Test("another seed makes another company of the same shape")
    func seedsDiffer() throws {
        let one = try SampleCompany.generate(seed: 1)
        let two = try SampleCompany.generate(seed: 2)
        defer {
            try? FileManager.default.removeItem(at: one)
            try? FileManager.default.removeItem(at: two)
        }
        let files = try SampleCompany.files(under: one)
        #expect(try SampleCompany.files(under: two) == files)
        for path in files where path != "setup.board" {
            let first = try Data(contentsOf: one.appendingPathComponent(path))
            let second = try Data(contentsOf: two.appendingPathComponent(path))
            #expect(first != second, "\(path) does not depend on the seed")
        }
    }
}

/// Where the repository is, and how to make a company in a temporary folder.
enum SampleCompany {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The folder of built products: where this very test executable lies.
    static func products() throws -> URL {
        let path = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: path).deletingLastPathComponent()
    }

    /// A new temporary folder with the company that a seed makes; the caller removes it.
    static func generate(seed: UInt64) throws -> URL {
        let folder = temporaryFolder(seed)
        try generate(seed: seed, into: folder)
        return folder
    }

    /// A new temporary folder laid out like the repository, `fixtures/acme` beside `queries`, so that the
    /// company's `setup.board` finds the saved boards; the caller removes it.
    static func workspace(seed: UInt64) throws -> URL {
        let base = temporaryFolder(seed)
        try FileManager.default.createDirectory(at: base, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            at: root.appendingPathComponent("queries"), to: base.appendingPathComponent("queries"))
        try generate(seed: seed, into: base.appendingPathComponent("fixtures/acme"))
        return base
    }

    private static func temporaryFolder(_ seed: UInt64) -> URL {
        FileManager.default.temporaryDirectory
            .appendingPathComponent("acme-\(seed)-\(UUID().uuidString)")
    }

    private static func generate(seed: UInt64, into folder: URL) throws {
        let process = Process()
        process.executableURL = try products().appendingPathComponent("acme-company")
        process.arguments = ["--out", folder.path, "--seed", "\(seed)"]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "acme-company exited \(process.terminationStatus)")
        }
    }

    /// Paths of the regular files below a folder, sorted; state and hidden files left out.
    static func files(under folder: URL) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            .filter { path in
                var isFolder: ObjCBool = false
                let full = folder.appendingPathComponent(path).path
                _ = FileManager.default.fileExists(atPath: full, isDirectory: &isFolder)
                return !isFolder.boolValue && !path.hasPrefix(".") && !path.contains("/.")
            }
            .sorted()
    }
}
