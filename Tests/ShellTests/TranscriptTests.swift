import Dispatch
import Foundation
import Synchronization
import TestSupport
import Testing

/// The main test of the product: conversations with their exact replies.
///
/// `CORK_RECORD=1` writes what is answered now into the files; `git diff` is the review.
@Suite(.ownThread) struct TranscriptTests {
    static let folder = TranscriptRunner.repository + "/Tests/transcripts"

    struct File: Sendable {
        /// `TOPIC/NAME.session`
        let name: String
        var path: String { TranscriptTests.folder + "/" + name }
        var topic: String { String(name.prefix { $0 != "/" }) }
    }

    static func files() throws -> [File] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        // ThreadSanitizer keeps what it knows in a file of its own, which may not grow there either.
        let skipped = sanitizerEnvironment["LD_PRELOAD"] == nil ? "" : "output/full_disk.session"
        return names.filter { $0.hasSuffix(".session") && $0 != skipped }.sorted().map(File.init)
    }

    @Test func everyTranscriptIsAnsweredAsRecorded() throws {
        let files = try Self.files()
        #expect(!files.isEmpty, "no transcripts in \(Self.folder)")
        let isRecording = ProcessInfo.processInfo.environment["CORK_RECORD"] == "1"
        let failures = Mutex<[Int: String]>([:])
        DispatchQueue.concurrentPerform(iterations: files.count) { index in
            let failure = Self.check(files[index], isRecording: isRecording)
            if let failure { failures.withLock { $0[index] = failure } }
        }
        let found = failures.withLock { $0 }
        for index in found.keys.sorted() { Issue.record("\(files[index].name)\n\(found[index]!)") }
        try Self.report(files.indices.filter { found[$0] == nil }.map { files[$0].name })
        let topics = Set(files.map(\.topic)).count
        print("transcripts: \(files.count - found.count) passed (\(topics) topics)")
    }

    /// Tells `make test`, which compares the checklist with the run, what passed.
    private static func report(_ passed: [String]) throws {
        guard let path = ProcessInfo.processInfo.environment["CORK_PASSED_TRANSCRIPTS"] else {
            return
        }
        let text = passed.map { $0 + "\n" }.joined()
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// What differs; nil when nothing does.
    private static func check(_ file: File, isRecording: Bool) -> String? {
        do {
            let transcript = try Transcript(String(contentsOfFile: file.path, encoding: .utf8))
            let single = try TranscriptRunner(transcript: transcript, threads: 1).replies()
            if isRecording {
                try transcript.text(replies: single).write(
                    toFile: file.path, atomically: true, encoding: .utf8)
            } else if let difference = difference(transcript, single) {
                return difference
            }
            let double = try TranscriptRunner(transcript: transcript, threads: 2).replies()
            return double == single ? nil : "two threads answer otherwise than one"
        } catch {
            return "\(error)"
        }
    }

    private static func difference(_ transcript: Transcript, _ replies: [[String]]) -> String? {
        for (exchange, reply) in zip(transcript.exchanges, replies) where exchange.reply != reply {
            let input =
                switch exchange.input {
                case .entry(let entry): "cork> " + entry
                case .command(let command): "$ " + command
                }
            return
                "\(input)\n--- recorded\n\(exchange.reply.joined(separator: "\n"))\n"
                + "--- answered\n\(reply.joined(separator: "\n"))\n---"
        }
        return nil
    }
}
