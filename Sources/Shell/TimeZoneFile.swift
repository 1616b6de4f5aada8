import Engine

/// Reads a zone's transitions from the system's tzdata, TZif version 1 to 4 (RFC 8536).
enum TimeZoneFile {
    static let folder = "/usr/share/zoneinfo"

    /// The zone's table through 2037, extended by its rule for later years up to 2099.
    ///
    /// - Returns: nil when there is no such zone; the name is a path below the zone folder, never outside it.
    static func load(_ name: String, folder: String = folder) -> ZoneTable? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { part in
            !part.isEmpty && !part.hasPrefix(".")
                && part.utf8.allSatisfy { byte in
                    byte == 0x5F || byte == 0x2D || byte == 0x2B || (0x30...0x39).contains(byte)
                        || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                }
        }
        guard isPlain else { return nil }
        if name == "UTC" { return .utc }
        guard let bytes = try? FileSystem.read("\(folder)/\(name)", limit: 1 << 20) else {
            return nil
        }
        return parse(bytes, name: name)
    }

    static func parse(_ bytes: [UInt8], name: String) -> ZoneTable? {
        guard let first = Header(bytes, at: 0) else { return nil }
        if first.version == 0 {
            return table(bytes, first, at: Header.size, wide: false, name: name)
        }
        // The second block repeats the first with 64-bit times.
        let second = Header.size + first.bodySize(timeSize: 4)
        guard let header = Header(bytes, at: second) else { return nil }
        return table(bytes, header, at: second + Header.size, wide: true, name: name)
    }

    private struct Header {
        static let size = 44
        let version: UInt8
        let isUTCount: Int
        let isStandardCount: Int
        let leapCount: Int
        let timeCount: Int
        let typeCount: Int
        let characterCount: Int

        init?(_ bytes: [UInt8], at offset: Int) {
            guard offset >= 0, offset + Self.size <= bytes.count,
                bytes[offset..<offset + 4].elementsEqual("TZif".utf8)
            else { return nil }
            version = bytes[offset + 4]
            func count(_ index: Int) -> Int {
                Int(TimeZoneFile.integer(bytes, at: offset + 20 + index * 4, size: 4))
            }
            (isUTCount, isStandardCount, leapCount) = (count(0), count(1), count(2))
            (timeCount, typeCount, characterCount) = (count(3), count(4), count(5))
            guard
                [isUTCount, isStandardCount, leapCount, timeCount, characterCount]
                    .allSatisfy({ (0...bytes.count).contains($0) }), (1...256).contains(typeCount)
            else { return nil }
        }

        func bodySize(timeSize: Int) -> Int {
            timeCount * (timeSize + 1) + typeCount * 6 + characterCount
                + leapCount * (timeSize + 4) + isStandardCount + isUTCount
        }
    }

    private static func integer(_ bytes: [UInt8], at offset: Int, size: Int) -> Int64 {
        var value: UInt64 = 0
        for byte in bytes[offset..<offset + size] { value = value << 8 | UInt64(byte) }
        return size == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
    }

    private static func table(
        _ bytes: [UInt8], _ header: Header, at start: Int, wide: Bool, name: String
    ) -> ZoneTable? {
        let timeSize = wide ? 8 : 4
        let end = start + header.bodySize(timeSize: timeSize)
        guard end <= bytes.count else { return nil }
        let indices = start + header.timeCount * timeSize
        let types = indices + header.timeCount
        func offset(ofType type: Int) -> Int32? {
            guard type < header.typeCount else { return nil }
            return Int32(truncatingIfNeeded: integer(bytes, at: types + type * 6, size: 4))
        }
        guard let initial = offset(ofType: 0) else { return nil }
        var transitions: [Int64] = []
        var offsets = [initial]
        for index in 0..<header.timeCount {
            let time = integer(bytes, at: start + index * timeSize, size: timeSize)
            guard let shift = offset(ofType: Int(bytes[indices + index])),
                transitions.last.map({ $0 < time }) ?? true
            else { return nil }
            transitions.append(time)
            offsets.append(shift)
        }
        if wide, let rule = footer(bytes, at: end), let posix = PosixZone(rule) {
            posix.extend(&transitions, &offsets)
        }
        return ZoneTable(name: name, transitions: transitions, offsets: offsets)
    }

    /// The POSIX TZ string between two newlines after the second block.
    private static func footer(_ bytes: [UInt8], at start: Int) -> String? {
        guard start < bytes.count, bytes[start] == 0x0A,
            let end = bytes[(start + 1)...].firstIndex(of: 0x0A)
        else { return nil }
        return String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
    }
}
