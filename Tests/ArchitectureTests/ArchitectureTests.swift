import Foundation
import TestSupport
import Testing

/// Who may import whom. A change of the layering is a change of this list, so that it is seen in review.
private let allowedImports: [String: Set<String>] = [
    "Columns": ["CKernels"],
    "BoardLanguage": [],
    "Ingest": ["Columns", "CKernels", "CZlib", "GRDBSQLite"],
    "Correlation": ["CKernels", "Columns"],
    "Engine": ["Columns", "BoardLanguage", "Correlation"],
    "Render": ["CKernels", "Columns", "GRDBSQLite"],
    "Workspace": ["Columns", "CCheckedFile", "GRDB", "GRDBSQLite", "Crypto"],
    "Okta": [
        "Columns", "Ingest", "AsyncHTTPClient", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOSSL",
        "Crypto", "CryptoExtras",
    ],
    "Sync": ["Columns", "Ingest", "Okta", "Workspace"],
    "Actions": ["Okta"],
    "Runs": ["Actions", "Okta", "Sync", "Workspace", "Crypto"],
    "EventHooks": ["Hummingbird", "ServiceLifecycle", "NIOCore", "HTTPTypes", "Logging"],
    "Shell": [
        "Columns", "BoardLanguage", "Ingest", "Correlation", "Engine", "Render", "Okta",
        "Workspace", "Sync", "Actions", "Runs", "EventHooks",
    ],
    "OktaSandbox": [
        "Hummingbird", "AsyncHTTPClient", "ServiceLifecycle", "NIOCore", "HTTPTypes", "Logging",
        "Crypto", "CryptoExtras",
    ],
    "cork": ["Shell", "OktaSandbox", "CEdit", "ArgumentParser"],
    "acme-company": ["GRDBSQLite"],
]

/// What every target may import of the platform; targets on the engine's path stay clear of Foundation.
private let platformModules: Set<String> = [
    "Glibc", "Musl", "Darwin", "Dispatch", "Synchronization",
]
private let targetsWithFoundation: Set<String> = ["acme-company"]

private let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

private func swiftFiles(under folder: URL) -> [URL] {
    let walker = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (walker?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
        .sorted { $0.path < $1.path }
}

/// The module named by an import line, with its attributes and access modifiers skipped.
private func importedModule(_ line: Substring) -> String? {
    var words = line.split(whereSeparator: \.isWhitespace)
    while let first = words.first,
        first.hasPrefix("@")
            || ["public", "internal", "package", "private", "fileprivate"].contains(first)
    {
        words.removeFirst()
    }
    guard words.first == "import", words.count > 1 else { return nil }
    let kinds: Set<Substring> = [
        "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
    ]
    let name = kinds.contains(words[1]) && words.count > 2 ? words[2] : words[1]
    return String(name.prefix { $0 != "." })
}

@Suite(.ownThread) struct Architecture {
    @Test func everyImportLineIsAllowed() throws {
        var checked = 0
        for (target, allowed) in allowedImports {
            let folder = root.appendingPathComponent("Sources/\(target)")
            let files = swiftFiles(under: folder)
            #expect(!files.isEmpty, "no source files in Sources/\(target)")
            for file in files {
                let text = try String(contentsOf: file, encoding: .utf8)
                for line in text.split(separator: "\n") {
                    guard let module = importedModule(line) else { continue }
                    checked += 1
                    let isAllowed =
                        allowed.contains(module) || platformModules.contains(module)
                        || (module == "Foundation" && targetsWithFoundation.contains(target))
                    #expect(isAllowed, "\(target) imports \(module) in \(file.lastPathComponent)")
                }
            }
        }
        #expect(checked > 10, "only \(checked) import lines found")
    }

    @Test func everySourceFolderIsInTheList() throws {
        let folders = try FileManager.default.contentsOfDirectory(
            at: root.appendingPathComponent("Sources"), includingPropertiesForKeys: nil)
        for folder in folders where !swiftFiles(under: folder).isEmpty {
            #expect(allowedImports[folder.lastPathComponent] != nil, "\(folder.lastPathComponent)")
        }
    }

    @Test func thePackageDeclaresTheSameDependencies() throws {
        let manifest = try dumpPackage()
        let targets = try #require(manifest["targets"] as? [[String: Any]])
        var seen = 0
        for target in targets {
            guard let name = target["name"] as? String, let allowed = allowedImports[name] else {
                continue
            }
            seen += 1
            let dependencies = target["dependencies"] as? [[String: Any]] ?? []
            let names = dependencies.compactMap { dependency -> String? in
                (dependency.values.first as? [Any])?.first as? String
            }
            #expect(Set(names) == allowed, "\(name) depends on \(names.sorted())")
        }
        #expect(seen == allowedImports.count)
    }

    @Test func uncheckedSendableStaysWhereItsReasonIs() throws {
        for file in swiftFiles(under: root.appendingPathComponent("Sources")) {
            let text = try String(contentsOf: file, encoding: .utf8)
            guard text.contains("@unchecked Sendable") || text.contains("nonisolated(unsafe)")
            else {
                continue
            }
            let target = file.path.split(separator: "/Sources/").last?.split(separator: "/").first
            #expect(target == "Columns" || target == "CEdit", "\(file.path)")
        }
    }

    private func dumpPackage() throws -> [String: Any] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        // A scratch folder of its own: the test runner holds the lock of the usual one.
        let scratch = FileManager.default.temporaryDirectory
            .appendingPathComponent("cork-manifest-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: scratch) }
        process.arguments = [
            "swift", "package", "dump-package", "--package-path", root.path,
            "--scratch-path", scratch.path,
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
}
