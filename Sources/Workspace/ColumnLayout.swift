import Columns

/// Where the values of one column lie in the segments of its load.
struct ColumnLayout: Sendable, Equatable {
    indirect enum Values: Sendable, Equatable {
        case text(TextLayout)
        case coded(codes: Stored, dictionary: TextLayout)
        case integer(Stored)
        case number(Stored)
        case bool(Stored)
        case date(Stored)
        case time(Stored)
        case duration(Stored)
        case list(starts: Stored, elements: ColumnLayout)
    }

    enum SpellingLayout: Sendable, Equatable {
        case canonical
        case time(TimeStyle)
        case bool(BoolStyle)
        case original(TextLayout)
    }

    let count: Int
    let values: Values
    let validity: Stored?
    let spelling: SpellingLayout

    /// What a field of this column says.
    var type: ValueType {
        switch values {
        case .text, .coded: .text
        case .integer: .integer
        case .number: .number
        case .bool: .bool
        case .date: .date
        case .time: .time
        case .duration: .duration
        case .list(_, let elements): .list(elements.type)
        }
    }
}

/// Text values: their views, and the bytes that those point into.
struct TextLayout: Sendable, Equatable {
    let views: Stored
    let bytes: Stored
}

/// A run of bytes that was cut into pieces to fit segments.
struct Stored: Sendable, Equatable {
    struct Piece: Sendable, Equatable {
        /// Counted from the first segment of the load.
        let segment: UInt32
        let offset: UInt32
        let count: UInt32
        let checksum: UInt64
    }

    let byteCount: Int
    let pieces: [Piece]
}

extension ColumnLayout {
    func write(to writer: inout ByteWriter) {
        writer.write(UInt64(count))
        switch values {
        case .text(let text):
            writer.write(UInt8(0))
            text.write(to: &writer)
        case .coded(let codes, let dictionary):
            writer.write(UInt8(1))
            codes.write(to: &writer)
            dictionary.write(to: &writer)
        case .integer(let stored): Self.write(2, stored, to: &writer)
        case .number(let stored): Self.write(3, stored, to: &writer)
        case .bool(let stored): Self.write(4, stored, to: &writer)
        case .date(let stored): Self.write(5, stored, to: &writer)
        case .time(let stored): Self.write(6, stored, to: &writer)
        case .duration(let stored): Self.write(7, stored, to: &writer)
        case .list(let starts, let elements):
            Self.write(8, starts, to: &writer)
            elements.write(to: &writer)
        }
        writer.write(UInt8(validity == nil ? 0 : 1))
        validity?.write(to: &writer)
        spelling.write(to: &writer)
    }

    private static func write(_ tag: UInt8, _ stored: Stored, to writer: inout ByteWriter) {
        writer.write(tag)
        stored.write(to: &writer)
    }

    /// - Parameter isElement: lists do not nest.
    init(from reader: inout ByteReader, isElement: Bool = false) throws(ByteReader.Fault) {
        let rows = try reader.read(UInt64.self)
        guard rows <= UInt64(Int32.max) else { throw ByteReader.Fault() }
        count = Int(rows)
        switch try reader.read(UInt8.self) {
        case 0: values = .text(try TextLayout(from: &reader))
        case 1:
            values = .coded(
                codes: try Stored(from: &reader), dictionary: try TextLayout(from: &reader))
        case 2: values = .integer(try Stored(from: &reader))
        case 3: values = .number(try Stored(from: &reader))
        case 4: values = .bool(try Stored(from: &reader))
        case 5: values = .date(try Stored(from: &reader))
        case 6: values = .time(try Stored(from: &reader))
        case 7: values = .duration(try Stored(from: &reader))
        case 8 where !isElement:
            values = .list(
                starts: try Stored(from: &reader),
                elements: try ColumnLayout(from: &reader, isElement: true))
        default: throw ByteReader.Fault()
        }
        validity = try reader.read(UInt8.self) == 0 ? nil : try Stored(from: &reader)
        spelling = try SpellingLayout(from: &reader)
    }
}

extension ColumnLayout.SpellingLayout {
    func write(to writer: inout ByteWriter) {
        switch self {
        case .canonical: writer.write(UInt8(0))
        case .time(let style):
            writer.write(UInt8(1))
            writer.write(style.separator)
            writer.write(UInt8(style.hasSeconds ? 1 : 0))
            writer.write(style.fractionDigits)
            writer.write(style.zone.rawValue)
        case .bool(let style):
            writer.write(UInt8(2))
            switch style {
            case .lower: writer.write(UInt8(0))
            case .upper: writer.write(UInt8(1))
            case .title: writer.write(UInt8(2))
            }
        case .original(let text):
            writer.write(UInt8(3))
            text.write(to: &writer)
        }
    }

    init(from reader: inout ByteReader) throws(ByteReader.Fault) {
        switch try reader.read(UInt8.self) {
        case 0: self = .canonical
        case 1:
            let separator = try reader.read(UInt8.self)
            let hasSeconds = try reader.read(UInt8.self) != 0
            let digits = try reader.read(UInt8.self)
            guard digits <= 6, let zone = TimeStyle.Zone(rawValue: try reader.read(UInt8.self))
            else { throw ByteReader.Fault() }
            self = .time(
                TimeStyle(
                    separator: separator, hasSeconds: hasSeconds, fractionDigits: digits, zone: zone
                ))
        case 2:
            switch try reader.read(UInt8.self) {
            case 0: self = .bool(.lower)
            case 1: self = .bool(.upper)
            case 2: self = .bool(.title)
            default: throw ByteReader.Fault()
            }
        case 3: self = .original(try TextLayout(from: &reader))
        default: throw ByteReader.Fault()
        }
    }
}

extension TextLayout {
    func write(to writer: inout ByteWriter) {
        views.write(to: &writer)
        bytes.write(to: &writer)
    }

    init(from reader: inout ByteReader) throws(ByteReader.Fault) {
        views = try Stored(from: &reader)
        bytes = try Stored(from: &reader)
    }
}

extension Stored {
    func write(to writer: inout ByteWriter) {
        writer.write(count: pieces.count)
        for piece in pieces {
            writer.write(piece.segment)
            writer.write(piece.offset)
            writer.write(piece.count)
            writer.write(piece.checksum)
        }
    }

    init(from reader: inout ByteReader) throws(ByteReader.Fault) {
        let count = try reader.readCount(size: 20)
        var pieces: [Piece] = []
        pieces.reserveCapacity(count)
        var total = 0
        for _ in 0..<count {
            let piece = Piece(
                segment: try reader.read(UInt32.self), offset: try reader.read(UInt32.self),
                count: try reader.read(UInt32.self), checksum: try reader.read(UInt64.self))
            guard Int(piece.offset) + Int(piece.count) <= SegmentWriter.segmentBytes else {
                throw ByteReader.Fault()
            }
            total += Int(piece.count)
            pieces.append(piece)
        }
        self.pieces = pieces
        byteCount = total
    }
}
