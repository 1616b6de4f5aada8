import Columns
import Glibc
import TestSupport
import Testing

@testable import Ingest

/// Files as they lie on disk: gzip, what is no table, what cannot be read.
@Suite(.ownThread) struct FileTests {
    private let folder = TemporaryFolder()

    private func outcome(_ name: String, _ bytes: [UInt8]) -> String {
        let path = folder.write(name, bytes)
        return IngestTests.outcome { () throws(LoadError) in
            try load(file: path, as: ObjectName("t.o"))
        }
    }

    /// 20,000 zeros and a newline as gzip packs them.
    private static let bomb: [UInt8] = [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xED, 0xC1, 0x21, 0x01, 0x00,
        0x00, 0x00, 0x02, 0xA0, 0xEE, 0x1A, 0xFF, 0xAF, 0xF3, 0x86, 0x01, 0x68, 0x01, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x78, 0x90, 0x01, 0xAD, 0xD2, 0x8B, 0x87, 0x21, 0x4E, 0x00, 0x00,
    ]

    /// A member whose deflate block is stored as it is; checksum by the table-free algorithm.
    private func stored(_ text: String) -> [UInt8] { Self.stored(Array(text.utf8)) }

    static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        crc = ~crc
        func little(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(value >> ($0 * 8) & 0xFF) } }
        let size = UInt16(bytes.count)
        return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1, UInt8(size & 0xFF), UInt8(size >> 8)]
            + [UInt8(~size & 0xFF), UInt8(~size >> 8)] + bytes + little(crc)
            + little(UInt32(bytes.count))
    }

    @Test("Gzip is read by its bytes, several members too")
    func gzip() {
        let table = #"[["a", "b"], ["1", "2"]]"#
        let one = stored("a,b\n1,2\n")
        #expect(outcome("x.csv", one) == table)
        #expect(outcome("x.txt", stored("a,b\n") + stored("") + stored("1,2\n")) == table)
        #expect(outcome("j", stored(#"[{"a":1,"b":2}]"#)) == table)
    }

    @Test("Damaged gzip is an error, never a short table")
    func damagedGzip() {
        let sound = stored("a,b\n1,2\n") + stored("3,4\n")
        for length in 2..<sound.count where length != stored("a,b\n1,2\n").count {
            let found = outcome("cut.gz", Array(sound.prefix(length)))
            #expect(
                found.contains("breaks off") || found.contains("further bytes"),
                "\(length): \(found)")
        }
        // Of a member's first 11 bytes, the time, the system and the padding of a stored block are free.
        let member = stored("a,b\n1,2\n").count
        for index in sound.indices where !(3...10).contains(index % member) {
            var bytes = sound
            bytes[index] ^= 0x10
            let found = outcome("flip.gz", bytes)
            #expect(!found.hasPrefix("[["), "\(index): \(found)")
        }
        #expect(outcome("tail.gz", sound + Array("x".utf8)).contains("further bytes"))
    }

    @Test("A gzip bomb stops at a stated limit")
    func bomb() {
        func load(_ limits: Limits) -> String {
            IngestTests.outcome { () throws(LoadError) in
                try loadBytes(Self.bomb, limits: limits)
            }
        }
        #expect(load(Limits()).hasPrefix("[["))
        var ratio = Limits()
        ratio.unpackedBytesFree = 10_000
        ratio.unpackedRatioMax = 50
        #expect(load(ratio).contains("at most 50 times the packed size"))
        var size = Limits()
        size.unpackedBytesMax = 15_000
        #expect(load(size).contains("tooLarge"))
    }

    @Test("A large bomb, and one inside another, stop with little memory taken")
    func largeBomb() {
        // 14,000 members are 280 MB from 1 MB: past the free 256 MiB, and past 300 times the size.
        var many: [UInt8] = []
        for _ in 0..<14_000 { many += Self.bomb }
        let before = residentBytes()
        let found = outcome("bomb.gz", many)
        #expect(found.contains("stopped; at most 300 times"), "\(found.prefix(200))")
        #expect(residentBytes() - before < 1 << 30)
        #expect(outcome("nested.gz", Self.stored(Self.bomb)).contains("gzip inside gzip"))
    }

    private func residentBytes() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss << 10
    }

    @Test("A file that is shorter than it says is refused")
    func shrinking() {
        // Files of sysfs say that they have a page, and hold a line.
        let path = "/sys/kernel/mm/transparent_hugepage/enabled"
        var status = stat()
        guard stat(path, &status) == 0, status.st_size > 1000 else { return }
        let found = IngestTests.outcome { () throws(LoadError) in
            try load(file: path, as: ObjectName("t.o"))
        }
        #expect(found.contains("changed its length while it was read"), "\(found)")
    }

    @Test("What is no table is named")
    func names() {
        let cases: [([UInt8], String)] = [
            ([0x50, 0x4B, 3, 4, 0, 0], "zip"), ([0x28, 0xB5, 0x2F, 0xFD, 0], "zstd"),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "xz"), (Array("BZh91AY".utf8), "bzip2"),
            (Array("SQLite format 3\0".utf8), "header is not sound"),
            (Array("%PDF-1.7\n".utf8), "PDF"),
            ([0x78, 0x9C, 0x4B, 0xD4], "zlib"),
            (Array("<!DOCTYPE html><html>".utf8), "HTML"),
            (Array("<?xml version='1.0'?>".utf8), "XML"),
            ((0..<256).map { UInt8($0 & 0x1F) }, "binary"),
        ]
        for (bytes, word) in cases {
            let found = outcome("data", bytes)
            #expect(found.contains(word), "\(word): \(found)")
        }
        #expect(outcome("data", Self.stored(stored("x,y"))).contains("gzip inside gzip"))
    }

    @Test("Files that cannot be read give a one-line reason")
    func unreadable() {
        let missing = IngestTests.outcome { () throws(LoadError) in
            try load(file: "\(folder.path)/none.csv", as: ObjectName("t.o"))
        }
        #expect(missing.contains("no such file"))
        let directory = IngestTests.outcome { () throws(LoadError) in
            try load(file: folder.path, as: ObjectName("t.o"))
        }
        #expect(directory.contains("is a directory"))
        symlink("\(folder.path)/nowhere", "\(folder.path)/link")
        let dangling = IngestTests.outcome { () throws(LoadError) in
            try load(file: "\(folder.path)/link", as: ObjectName("t.o"))
        }
        #expect(dangling.contains("no such file"))
        let empty = outcome("empty.csv", [])
        #expect(empty == "[[]]")
        let cancelled = Cancellation()
        cancelled.cancel()
        let stopped = IngestTests.outcome { () throws(LoadError) in
            try load(
                file: folder.write("c.csv", Array("a\n1\n".utf8)), as: ObjectName("t.o"),
                cancellation: cancelled)
        }
        #expect(stopped == "cancelled")
    }

    @Test("A pipe is read to its end")
    func pipe() {
        let path = "\(folder.path)/pipe"
        mkfifo(path, 0o600)
        // Opened for both, so that neither side waits for the other; the reader sees the end on close.
        let writer = Thread.start {
            let file = open(path, O_WRONLY)
            let text = "a,b\n" + String(repeating: "1,2\n", count: 50_000)
            var bytes = Array(text.utf8)[...]
            while !bytes.isEmpty {
                let sent = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
                if sent <= 0 { break }
                bytes = bytes.dropFirst(sent)
            }
            close(file)
        }
        let loaded = try? load(file: path, as: ObjectName("t.o"))
        writer.wait()
        #expect(loaded?.report.rows == 50_000)
    }

    @Test("A pipe whose writer is slow does not keep a command from being stopped")
    func stoppedPipe() {
        let path = "\(folder.path)/slow"
        mkfifo(path, 0o600)
        let cancellation = Cancellation()
        // Open for both and never written to: the reader would wait for ever.
        let both = open(path, O_RDWR)
        defer { close(both) }
        let stopper = Thread.start {
            usleep(200_000)
            cancellation.cancel()
        }
        let found = IngestTests.outcome { () throws(LoadError) in
            try load(file: path, as: ObjectName("t.o"), cancellation: cancellation)
        }
        stopper.wait()
        #expect(found == "cancelled")
    }

    @Test("The prefix of a file tells what it holds")
    func sniffing() {
        let cases: [(String, FileFormat?)] = [
            ("a,b\n1,2\n", .csv), ("a;b\n1;2\n", .csv), ("[{\"a\":1}]", .json),
            ("{\"a\":1}\n", .json),
            ("# Title\n\nSome text, with commas.\nAnd more.\n", nil), ("one\ntwo\n", nil),
            ("", nil),
            ("[Required] Name,Email\nx,y\n", .csv), ("%PDF-1.4", .other("a PDF document")),
            ("{brace},b\n1,2\n", .csv), ("let x = 1\nprint(x)\n", nil),
        ]
        for (text, format) in cases {
            #expect(sniffFormat(prefix: Array(text.utf8)) == format, "\(text)")
        }
        #expect(sniffFormat(prefix: Self.bomb) == .gzip)
    }
}

/// A POSIX thread: the writer of a pipe must not depend on a free worker.
private final class Thread {
    private var handle = pthread_t()

    static func start(_ body: @escaping @Sendable () -> Void) -> Thread {
        let thread = Thread()
        let box = Unmanaged.passRetained(Body(body))
        pthread_create(
            &thread.handle, nil,
            { pointer in
                Unmanaged<Body>.fromOpaque(pointer!).takeRetainedValue().run()
                return nil
            }, box.toOpaque())
        return thread
    }

    func wait() { pthread_join(handle, nil) }

    private final class Body {
        let run: () -> Void
        init(_ run: @escaping () -> Void) { self.run = run }
    }
}
