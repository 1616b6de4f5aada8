import TestSupport
import Testing

@testable import Columns

/// The kernels over columns against plain ones.
struct ColumnKernelTests {
    private func plainTime(_ bytes: [UInt8]) -> Int64? {
        guard bytes.count == 20 || bytes.count == 24 else { return nil }
        return (bytes + [0x39]).withUnsafeBufferPointer {
            Parsing.plainTime($0.baseAddress!, bytes.count)
        }
    }

    private func time(_ bytes: [UInt8]) -> Parsing.Time? {
        (bytes + [0x39]).withUnsafeBufferPointer {
            Parsing.time($0.baseAddress!, bytes.count)
        }
    }

    private func isPlain(_ style: TimeStyle?, _ count: Int) -> Bool {
        style
            == TimeStyle(
                separator: UInt8(ascii: "T"), hasSeconds: true,
                fractionDigits: count == 20 ? 0 : 3, zone: .z)
    }

    @Test("Plain dates are what the reader of all dates says, and nothing else is one")
    func plainDates() {
        func check(_ text: [UInt8]) {
            let wanted = Parsing.date(text, text.count)
            let found = Parsing.plainDate(text)
            let isLeft = wanted?.isCanonical == false || text.starts(with: Array("0000".utf8))
            if found != wanted?.days, !(isLeft && found == nil) {
                Issue.record("\(String(decoding: text, as: UTF8.self)): \(found as Any)")
            }
        }
        func digits(_ value: Int, _ count: Int) -> String {
            String(repeating: "0", count: count - "\(value)".count) + "\(value)"
        }
        for year in Array(0...9) + Array(1895...2105) + [2399, 2400, 2401, 9996, 9999] {
            for month in 0...13 {
                for day in [0, 1, 28, 29, 30, 31, 32] {
                    check(Array("\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))".utf8))
                }
            }
        }
        #expect(Parsing.plainDate(Array("2024-02-29".utf8)) == 19_782)
        // Each byte another, in each place.
        for place in 0..<10 {
            for byte in 0...255 {
                var text = Array("2026-11-23".utf8)
                text[place] = UInt8(byte)
                check(text)
            }
        }
    }

    @Test("Plain times are what the reader of all times says, and nothing else is one")
    func plainTimes() {
        var random = SeededNumbers(seed: 1)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        func check(_ bytes: [UInt8]) {
            let general = time(bytes)
            let wanted = isPlain(general?.style, bytes.count) ? general?.microseconds : nil
            let found = plainTime(bytes)
            // The year 0 is left to the reader of all times.
            let isYearZero = bytes.starts(with: Array("0000".utf8))
            if found != wanted, !(isYearZero && found == nil) {
                Issue.record("\(String(decoding: bytes, as: UTF8.self)): \(found as Any)")
            }
        }
        // The days about each month's ends, of every fourth century's kinds of years.
        for year in Array(1...9) + Array(1895...2105) + [2399, 2400, 2401, 9996, 9999] {
            for month in 0...13 {
                for day in [0, 1, 28, 29, 30, 31, 32] {
                    let four = String(repeating: "0", count: 4 - "\(year)".count) + "\(year)"
                    let date = "\(four)-\(two(month))-\(two(day))"
                    let hour = two(.random(in: 0...25, using: &random))
                    check(Array("\(date)T\(hour):59:07Z".utf8))
                    check(Array("\(date)T\(hour):00:60.120Z".utf8))
                    check(Array("\(date)T\(hour):10:59.999Z".utf8))
                }
            }
        }
        // Each byte another, in each place.
        for text in ["2026-11-23T12:34:56Z", "2026-11-23T12:34:56.789Z"] {
            for place in text.utf8.indices {
                let offset = text.utf8.distance(from: text.utf8.startIndex, to: place)
                for byte in 0...255 {
                    var bytes = Array(text.utf8)
                    bytes[offset] = UInt8(byte)
                    check(bytes)
                }
            }
        }
        // Two bytes another: one that overflows must not hide in its neighbour.
        for _ in 0..<20_000 {
            var bytes = Array("2026-11-23T12:34:56.789Z".utf8)
            for _ in 0..<2 {
                bytes[.random(in: 0..<24, using: &random)] = .random(in: 0...255, using: &random)
            }
            check(bytes)
        }
    }

    @Test("Integers and numbers are what the library reads")
    func numbers() {
        let parts = ["-", "0", "1", "9", "12", "999999", ".", "e", "E", "+", "5", "00", " ", "x"]
        for seed in 0..<20_000 {
            var random = SeededNumbers(seed: seed)
            let text = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                parts.randomElement(using: &random)!
            }.joined()
            let bytes = Array(text.utf8) + [0x39]
            let count = bytes.count - 1
            let (integer, number) = bytes.withUnsafeBufferPointer {
                (Parsing.integer($0.baseAddress!, count), Parsing.number($0.baseAddress!, count))
            }
            if let integer {
                #expect(Int64(text) == integer && "\(integer)" == text, "seed \(seed): \(text)")
            } else if let value = Int64(text), "\(value)" == text {
                #expect(abs(value) > 999_999_999_999_999, "seed \(seed): \(text)")
            }
            if let number { #expect(Double(text) == number, "seed \(seed): \(text)") }
        }
    }

    @Test("Numbers are written so that the library reads them back")
    func written() {
        for seed in 0..<5000 {
            var random = SeededNumbers(seed: seed)
            let integer =
                Int64(truncatingIfNeeded: random.next()) >> Int64.random(in: 0...63, using: &random)
            var bytes: [UInt8] = []
            Formatting.write(integer: integer, to: &bytes)
            #expect(String(decoding: bytes, as: UTF8.self) == "\(integer)", "seed \(seed)")
            let number = Double(bitPattern: random.next())
            guard number.isFinite else { continue }
            bytes = []
            Formatting.write(number: number, to: &bytes)
            #expect(Double(String(decoding: bytes, as: UTF8.self)) == number, "seed \(seed)")
        }
    }

    @Test("Bitmaps are what lists of booleans are")
    func bitmaps() {
        for seed in 0..<300 {
            var random = SeededNumbers(seed: seed)
            let count = [0, 1, 63, 64, 65, 127, 128, 200].randomElement(using: &random)!
            func make() -> ([Bool], Bitmap) {
                let bits = (0..<count).map { _ in Bool.random(using: &random) }
                var bitmap = Bitmap(repeating: Bool.random(using: &random), count: count)
                for (row, bit) in bits.enumerated() { bitmap.set(row, to: bit) }
                return (bits, bitmap)
            }
            let (a, left) = make()
            let (b, right) = make()
            func list(_ bitmap: Bitmap) -> [Bool] { (0..<bitmap.count).map { bitmap[$0] } }
            #expect(list(left) == a, "seed \(seed)")
            #expect(list(left & right) == zip(a, b).map { $0 && $1 }, "seed \(seed)")
            #expect(list(left | right) == zip(a, b).map { $0 || $1 }, "seed \(seed)")
            #expect(list(~left) == a.map { !$0 }, "seed \(seed)")
            #expect((~left).countOnes == a.count { !$0 }, "seed \(seed)")
            #expect(left.rows() == a.indices.filter { a[$0] }.map { Int32($0) }, "seed \(seed)")
        }
    }

    @Test("Gathered rows are the rows asked for, and none where none was")
    func gathers() {
        for seed in 0..<200 {
            var random = SeededNumbers(seed: seed)
            let count = Int.random(in: 1...150, using: &random)
            let values = (0..<count).map { _ in Int64.random(in: -9...9, using: &random) }
            let present = (0..<count).map { _ in Bool.random(using: &random) }
            var validity = Bitmap(repeating: false, count: count)
            for (row, bit) in present.enumerated() { validity.set(row, to: bit) }
            var texts = TextBuilder()
            for value in values { texts.append("t\(value)") }
            let text = texts.finish()
            let lists = Column.Storage.list(
                ListColumn(
                    starts: (0...count).map { Int32($0) }, elements: Column(.integer(values))))
            let rows = (0..<Int.random(in: 0...200, using: &random)).map { _ in
                Int32.random(in: -1..<Int32(count), using: &random)
            }
            let columns = [
                Column(.integer(values), validity: validity), Column(.text(text)),
                Column(.number(values.map { Double($0) })), Column(.bool(values.map { $0 > 0 })),
                Column(.date(values.map { Int32($0) })), Column(lists),
            ]
            for column in columns {
                let found = column.gather(rows)
                #expect(found.count == rows.count, "seed \(seed)")
                for (place, row) in rows.enumerated() {
                    let isThere = row >= 0 && column.isPresent(Int(row))
                    if found.isPresent(place) != isThere
                        || isThere && found.string(place) != column.string(Int(row))
                    {
                        Issue.record("seed \(seed): \(column.type.name) row \(row)")
                    }
                }
            }
        }
    }
}
