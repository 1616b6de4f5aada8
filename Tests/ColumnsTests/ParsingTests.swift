import Testing

@testable import Columns

/// Values from bytes and back.
struct ParsingTests {
    private func parse<Value>(
        _ text: String, _ parser: (UnsafePointer<UInt8>, Int) -> Value?
    ) -> Value? {
        let bytes = Array(text.utf8) + [0x39]
        return bytes.withUnsafeBufferPointer { parser($0.baseAddress!, bytes.count - 1) }
    }

    private struct Random {
        var state: UInt64
        mutating func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
    }

    @Test("Integers have one spelling and at most 15 digits")
    func integers() {
        for text in ["0", "7", "-7", "10", "999999999999999", "-999999999999999"] {
            #expect(parse(text, Parsing.integer) == Int64(text), "\(text)")
        }
        for text in [
            "", "-", "+1", "-0", "00", "007", "1_000", "0x1A", " 1", "1 ", "1.0", "1e3",
            "1000000000000000",
            "９", "1a", "--1",
        ] {
            #expect(parse(text, Parsing.integer) == nil, "\(text)")
        }
        for value: Int64 in [0, 1, -1, 42, 999_999_999_999_999, -123_456_789_012_345] {
            var bytes: [UInt8] = []
            Formatting.write(integer: value, to: &bytes)
            #expect(parse(String(decoding: bytes, as: UTF8.self), Parsing.integer) == value)
        }
    }

    @Test("Numbers follow JSON's grammar and are exact")
    func numbers() {
        for text in [
            "0", "-0", "0.5", "-0.5", "1.50", "1e5", "1E+5", "12.5e-3", "0.000123456789012345",
            "1e22",
            "1e23", "123456789012345e-30", "1e308", "2.5e-300", "999999999999999", "0.0", "0e9",
            "100e-2",
        ] {
            let value = parse(text, Parsing.number)
            #expect(value?.bitPattern == Double(text)?.bitPattern, "\(text)")
        }
        for text in [
            "", "-", ".5", "5.", "1.e3", "1e", "1e+", "007", "00.5", "+1", "1_000", "0x1A",
            "Infinity", "NaN",
            "inf", "nan", " 1", "1 ", "1e400", "-1e400", "1e-400", "1,5", "1.2.3",
            "9007199254740993",
            "0.1234567890123456", "1e5x", "1e99999999999999999999",
        ] {
            #expect(parse(text, Parsing.number) == nil, "\(text)")
        }
        var random = Random(state: 1)
        for _ in 0..<20_000 {
            var text = random.next(2) == 0 ? "-" : ""
            text += "\(random.next(100_000))"
            if random.next(2) == 0 { text += ".\(random.next(1_000_000))" }
            if random.next(2) == 0 { text += "e\(random.next(80) - 40)" }
            #expect(parse(text, Parsing.number)?.bitPattern == Double(text)?.bitPattern, "\(text)")
        }
    }

    @Test("Bools have three styles")
    func bools() {
        let cases: [(String, Bool, BoolStyle)] = [
            ("true", true, .lower), ("false", false, .lower), ("TRUE", true, .upper),
            ("FALSE", false, .upper), ("True", true, .title), ("False", false, .title),
        ]
        for (text, value, style) in cases {
            let found = parse(text, Parsing.bool)
            #expect(found?.value == value && found?.style == style)
            var bytes: [UInt8] = []
            Formatting.write(bool: value, style: style, to: &bytes)
            #expect(String(decoding: bytes, as: UTF8.self) == text)
        }
        for text in [
            "", "t", "tRUE", "TrUe", "truE", "yes", "1", "fals", "falsee", "true ", "\u{54}RUe",
        ] {
            #expect(parse(text, Parsing.bool) == nil, "\(text)")
        }
    }

    @Test("Every day from year 0 to 9999 is read as it is written")
    func dates() {
        var days = Calendar.days(year: 0, month: 1, day: 1)
        // An own count of days, month by month.
        for year in 0...9999 {
            let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
            for (month, length) in zip(
                1..., [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
            {
                for day in [1, 2, 27, length] {
                    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
                    let four = String(repeating: "0", count: 4 - "\(year)".count) + "\(year)"
                    let text = "\(four)-\(two(month))-\(two(day))"
                    let found = parse(text, Parsing.date)
                    if found?.days != Int32(days + day - 1) || found?.isCanonical != true {
                        Issue.record("\(text): \(String(describing: found))")
                        return
                    }
                }
                var bytes: [UInt8] = []
                Formatting.write(date: days, to: &bytes)
                #expect(
                    parse(String(decoding: bytes, as: UTF8.self), Parsing.date)?.days == Int32(days)
                )
                days += length
            }
        }
        #expect(parse("2026/08/01", Parsing.date)?.isCanonical == false)
        for text in [
            "", "2026-8-1", "2026-13-01", "2026-00-10", "2026-02-29", "2026-04-31", "2026-01-00",
            "2026-01/01",
            "20260801", "03/04/05", "2026-08-01 ", "2026-08-0x", "-026-08-01", "1900-02-29",
        ] {
            #expect(parse(text, Parsing.date) == nil, "\(text)")
        }
    }

    @Test("Times are read in every style and written back the same")
    func times() {
        var random = Random(state: 7)
        var styles = 0
        for separator in ["T", " "] {
            for digits in [-1, 0, 1, 2, 3, 4, 5, 6] {
                for zone in ["", "Z", "+00:00", "+0000", " UTC"] {
                    styles += 1
                    for _ in 0..<20 {
                        let year = 1900 + random.next(200)
                        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
                        var text = "\(year)-\(two(1 + random.next(12)))-\(two(1 + random.next(28)))"
                        text += separator + two(random.next(24)) + ":" + two(random.next(60))
                        if digits >= 0 { text += ":" + two(random.next(60)) }
                        if digits > 0 {
                            text += "." + (0..<digits).map { _ in "\(random.next(10))" }.joined()
                        }
                        text += zone
                        guard let time = parse(text, Parsing.time), let style = time.style else {
                            Issue.record("\(text) is not read")
                            continue
                        }
                        var bytes: [UInt8] = []
                        Formatting.write(time: time.microseconds, style: style, to: &bytes)
                        #expect(String(decoding: bytes, as: UTF8.self) == text)
                    }
                }
            }
        }
        #expect(styles == 80)
    }

    @Test("Times mean what ISO 8601 says")
    func meanings() {
        let cases: [(text: String, seconds: Double, isPlain: Bool)] = [
            ("1970-01-01T00:00Z", 0, true), ("1970-01-01 00:00:01", 1, true),
            ("1970-01-01T01:00:00+01:00", 0, false), ("1969-12-31T23:30:00-0030", 0, false),
            ("1970-01-01T00:00:00-00:00", 0, false), ("1970-01-01T00:00:00.25Z", 0.25, true),
            ("1970-01-01T00:00:00.1234567Z", 0.123456, false),
            ("1970-01-01T00:00:00.999999999Z", 0.999999, false),
            ("1970-01-01T24:00:00Z", 86_400, false),
            ("1970-01-01T23:59:60Z", 86_400, false), ("1969-12-31T23:59:59.500Z", -0.5, true),
            ("2026-08-01T10:00:00.000Z", 1_785_578_400, true),
            ("0001-01-01T00:00:00Z", -62_135_596_800, true),
            ("9999-12-31T23:59:59Z", 253_402_300_799, true),
        ]
        for (text, seconds, isPlain) in cases {
            let time = parse(text, Parsing.time)
            #expect(time?.microseconds == Int64((seconds * 1_000_000).rounded()), "\(text)")
            #expect((time?.style != nil) == isPlain, "\(text)")
        }
        for text in [
            "", "2026-08-01", "2026-08-01T", "2026-08-01T10", "2026-08-01T10:0", "2026-08-01T25:00",
            "2026-08-01T10:60", "2026-08-01T10:00:61", "2026-08-01T24:00:01",
            "2026-08-01T10:00:00.",
            "2026-08-01T10:00:00.1234567890Z", "2026-08-01T10:00:00z", "2026-08-01t10:00:00Z",
            "2026-08-01T10:00:00+1", "2026-08-01T10:00:00+24:00", "2026-08-01T10:00:00+00:60",
            "2026-08-01T10:00:00 Z", "2026-08-01T10:00:00ZZ", "2026-02-30T10:00:00Z",
            "2026/08/01T10:00:00Z",
            "2026-08-01T10:00:", "2026-08-01T10:00:0", "2026-08-01  10:00", "2026-08-01T10:00Zx",
        ] {
            #expect(parse(text, Parsing.time) == nil, "\(text)")
        }
    }

    @Test("Blank is Unicode's white space and nothing else")
    func blanks() {
        for text in [
            "", " ", "\t\r\n", "\u{A0}", "\u{3000} ", "\u{2028}", "\u{85}", "\u{1680}\u{205F}",
        ] {
            #expect(
                parse(text, { Parsing.isBlank($0, $1) ? true : nil }) == true,
                "\(text.debugDescription)")
        }
        for text in ["a", " a", "\u{200B}", "\u{FEFF}", "\u{E9}", "\0", "\u{2070}", "\u{3001}"] {
            #expect(
                parse(text, { Parsing.isBlank($0, $1) ? true : nil }) == nil,
                "\(text.debugDescription)")
        }
    }

    @Test("Cut and changed times never read beyond their bytes or crash")
    func mutants() {
        var random = Random(state: 3)
        let whole = Array("2026-08-01T10:20:30.123456+00:00".utf8)
        for _ in 0..<20_000 {
            var bytes = Array(whole.prefix(random.next(whole.count + 1)))
            if !bytes.isEmpty { bytes[random.next(bytes.count)] = UInt8(random.next(256)) }
            let text = String(decoding: bytes, as: UTF8.self)
            if let time = parse(text, Parsing.time), let style = time.style {
                var written: [UInt8] = []
                Formatting.write(time: time.microseconds, style: style, to: &written)
                #expect(written == bytes, "\(text)")
            }
        }
    }
}
