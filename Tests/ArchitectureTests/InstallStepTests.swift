import Foundation
import TestSupport
import Testing

private let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// Runs the install step on a make-believe machine: a PATH that holds only stubs and the few tools that
/// the script itself needs.
private func runInstallStep(
    _ argument: String, stubs: [String: String]
) throws -> (status: Int32, output: String, errors: String) {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("cork-install-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    // Another test may start a process while a stub is open to be written here, and nothing runs that some
    // process holds open: so a process of its own writes them.
    var script = ""
    for (name, body) in stubs {
        script += "cat > \(name) <<'STUB'\n#!/bin/sh\n\(body)\nSTUB\nchmod 755 \(name)\n"
    }
    let writer = Process()
    writer.executableURL = URL(fileURLWithPath: "/bin/sh")
    writer.arguments = ["-ec", script]
    writer.currentDirectoryURL = folder
    try writer.run()
    writer.waitUntilExit()
    try #require(writer.terminationStatus == 0)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [root.appendingPathComponent(".ci/install-packages").path, argument]
    process.environment = ["PATH": folder.path]
    let output = Pipe()
    let errors = Pipe()
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let outputData = output.fileHandleForReading.readDataToEndOfFile()
    let errorData = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (
        process.terminationStatus, String(decoding: outputData, as: UTF8.self),
        String(decoding: errorData, as: UTF8.self)
    )
}

private let env = "[ \"$1\" = DEBIAN_FRONTEND=noninteractive ] && shift; exec \"$@\""

@Suite(.ownThread) struct InstallStep {
    @Test func missingPackagesAreInstalledAndNamed() throws {
        let stubs = [
            "dpkg-query": "exit 1", "apt-get": "echo apt-get \"$@\" >&2", "id": "echo 0",
            "env": env,
        ]
        let build = try runInstallStep("build", stubs: stubs)
        #expect(build.status == 0)
        #expect(
            build.output
                == "installing system packages: libedit-dev libsqlite3-dev zlib1g-dev\n")
        #expect(
            build.errors == """
                apt-get update -qq
                apt-get install -y -qq libedit-dev libsqlite3-dev zlib1g-dev

                """)
        let test = try runInstallStep("test", stubs: stubs)
        #expect(
            test.output
                == "installing system packages: libedit-dev libsqlite3-dev zlib1g-dev tmux\n")
    }

    @Test func sudoIsUsedWhenNotRoot() throws {
        let stubs = [
            "dpkg-query": "exit 1", "id": "echo 1000", "env": env, "apt-get": "exit 99",
            "sudo": "echo sudo \"$@\" >&2",
        ]
        let run = try runInstallStep("build", stubs: stubs)
        #expect(run.status == 0)
        #expect(
            run.errors == """
                sudo apt-get update -qq
                sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq libedit-dev libsqlite3-dev zlib1g-dev

                """)
    }

    @Test func nothingIsDoneWhenAllAreThere() throws {
        let run = try runInstallStep(
            "test",
            stubs: [
                "dpkg-query": "echo 'install ok installed'", "apt-get": "exit 99",
                "id": "echo 0",
            ])
        #expect(run.status == 0)
        #expect(run.output.isEmpty && run.errors.isEmpty)
    }

    @Test func withoutAptThePackagesAreNamedAndItStops() throws {
        let run = try runInstallStep("test", stubs: ["dpkg-query": "exit 1", "id": "echo 0"])
        #expect(run.status == 1)
        #expect(
            run.errors.hasPrefix(
                "missing system packages: libedit-dev libsqlite3-dev zlib1g-dev tmux\nhelp: "))
    }
}
