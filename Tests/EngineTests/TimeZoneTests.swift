import BoardLanguage
import Columns
import TestSupport
import Testing

@testable import Engine

struct TimeZoneTests {
    private func time(_ text: String) -> Int64 {
        var text = text
        return text.withUTF8 { TimeReader.read($0)?.instant(.utc) ?? .min }
    }

    private func show(_ time: Int64) -> String { Column(.time([time])).string(0) }

    @Test func `Local times are read on the zone's clock, gaps forward and repeats early`() {
        let cases = [
            ("2026-01-15T12:00", "2026-01-15T11:00:00Z"),
            ("2026-07-15T12:00", "2026-07-15T10:00:00Z"),
            ("2026-03-29T01:59", "2026-03-29T00:59:00Z"),
            ("2026-03-29T02:00", "2026-03-29T01:00:00Z"),
            ("2026-03-29T02:30", "2026-03-29T01:30:00Z"),
            ("2026-03-29T03:00", "2026-03-29T01:00:00Z"),
            ("2026-10-25T01:59", "2026-10-24T23:59:00Z"),
            ("2026-10-25T02:30", "2026-10-25T00:30:00Z"),
            ("2026-10-25T03:00", "2026-10-25T02:00:00Z"),
            ("2030-01-01T00:00", "2029-12-31T23:00:00Z"),
            ("1999-07-01T00:00", "1999-06-30T23:00:00Z"),
        ]
        for (local, expected) in cases {
            #expect(show(Fixtures.berlin.utc(local: time(local))) == expected, "\(local)")
        }
        #expect(Fixtures.berlin.offset(at: 1_774_745_999) == 3600)
        #expect(Fixtures.berlin.offset(at: 1_774_746_000) == 7200)
    }

    @Test func `Every instant has a local time that reads back, but in a repeated hour`() {
        var random = SeededNumbers(seed: 7)
        for _ in 0..<5000 {
            let instant = 1_735_689_600_000_000 + Int64(random.below(100_000_000)) * 1_000_000
            let back = Fixtures.berlin.utc(local: Fixtures.berlin.local(utc: instant))
            #expect(back == instant || back == instant - 3_600_000_000)
            let date = Fixtures.berlin.date(at: instant)
            #expect(Fixtures.berlin.start(of: date) <= instant)
            #expect(Fixtures.berlin.start(of: date + 1) > instant)
        }
    }

    @Test func `A date begins where its midnight is, even if the clocks skip or repeat it`() {
        // Forward at midnight of 2026-03-29, back at 00:01 of 2026-10-25, and a whole day left out on 2026-12-30.
        let zone = ZoneTable(
            name: "Test",
            transitions: [
                time("2026-03-29T00:00Z") / 1_000_000, time("2026-10-24T23:01Z") / 1_000_000,
                time("2026-12-30T00:00Z") / 1_000_000,
            ],
            offsets: [0, 3600, 0, 86_400])
        let day = Int32(Calendar.days(year: 2026, month: 3, day: 29))
        #expect(show(zone.start(of: day)) == "2026-03-29T00:00:00Z")
        #expect(show(zone.start(of: day + 1)) == "2026-03-29T23:00:00Z")
        let back = Int32(Calendar.days(year: 2026, month: 10, day: 25))
        #expect(show(zone.start(of: back)) == "2026-10-24T23:00:00Z")
        #expect(zone.date(at: time("2026-10-24T23:30Z")) == back)
        let skipped = Int32(Calendar.days(year: 2026, month: 12, day: 30))
        #expect(zone.start(of: skipped) == zone.start(of: skipped + 1))
        #expect(zone.date(at: zone.start(of: skipped)) == skipped + 1)
    }

    @Test func `Arithmetic of dates, times and durations follows the calendar and the zone`() throws
    {
        let evaluator = LiteralEvaluator(context: Fixtures.context(zone: Fixtures.berlin))
        let cases = [
            ("1 + 2", "3"), ("1 + 2.5", "3.5"), ("7 / 2", "3.5"), ("1 / 0", ""), ("1.5 / 0.0", ""),
            ("2 * 3 - 1", "5"),
            ("\"a\" + \" \" + \"b\"", "a b"), ("\"n\" + 1", "n1"),
            ("2026-08-01 + \"x\"", "2026-08-01x"), ("-(3)", "-3"), ("-(1.5)", "-1.5"),
            ("2026-08-01 + 3d", "2026-08-04"), ("2026-08-01 - 36h", "2026-07-30T10:00:00Z"),
            ("3d + 2026-08-01", "2026-08-04"),
            ("2026-08-04 - 2026-08-01", "3d"), ("2026-03-30 - 2026-03-29", "1d"),
            ("2026-08-01T10:00Z - 2026-08-01", "12h"),
            ("2026-08-01 - 2026-08-01T10:00Z", "-12h"),
            ("2026-08-01T10:00Z - 2026-07-31T09:00Z", "1d 1h"), ("90d * 2", "180d"),
            ("0.5 * 3d", "1d 12h"), ("3d / 2", "1d 12h"), ("3d / 12h", "6"), ("3d / 0", ""),
            ("3d - 5d", "-2d"), ("-(36h)", "-1d 12h"),
            ("2026-01-31 + 1mo", "2026-02-28"), ("2024-02-29 + 1y", "2025-02-28"),
            ("2026-03-31 - 1mo", "2026-02-28"), ("1mo + 2026-01-31", "2026-02-28"),
            ("2026-02-28T02:30 + 1mo", "2026-03-28T01:30:00Z"),
            ("2026-02-28T12:00 + 2mo", "2026-04-28T10:00:00Z"),
            ("2026-02-28T12:00 + (1mo + 36h)", "2026-03-29T23:00:00Z"),
            ("2026-08-01 + (1mo + 1d)", "2026-09-02"),
            ("2026-08-01 + (1mo + 1h)", "2026-08-31T23:00:00Z"),
            ("2026-08-01 - 1mo * 2", "2026-06-01"),
            ("1mo ago", "2026-07-03T12:00:00Z"), ("8mo ago", "2025-12-03T13:00:00Z"),
            ("90d ago", "2026-05-05T12:00:00Z"), ("2026-08-01 - (-(1mo))", "2026-09-01"),
            ("today", "2026-08-03"), ("date(2026-08-01T23:00Z)", "2026-08-02"),
            ("time(\"2026-08-01 10:00\")", "2026-08-01T08:00:00Z"),
            ("age(2026-08-03)", "14h"), ("2026-08-01T22:30Z = 2026-08-02", "true"),
            ("2026-08-01T21:59Z < 2026-08-02", "true"),
            ("2026-08-02 >= 2026-08-01T22:30Z", "true"),
            ("2026-08-02 > 2026-08-01T22:30Z", "false"), ("(1, 2) + 1", "2, 3"),
            ("2 * (1.5, 2.5)", "3, 5"),
            ("domain(\"x\") + \"y\"", ""), ("domain(\"x\") ?? \"y\"", "y"), ("1 ?? 2.5", "1"),
            ("number(\"x\") + 1", ""),
        ]
        for (source, expected) in cases {
            do {
                let result = try evaluator.text(source)
                #expect(result == expected, "\(source)")
            } catch { Issue.record("\(source): \(error)") }
        }
    }

    @Test func `Results that do not fit are errors, not wrapped values`() throws {
        let evaluator = LiteralEvaluator()
        for source in [
            "9223372036854775807 + 1", "-9223372036854775807 - 2", "9223372036854775807 * 2",
            "1e308 * 10.0", "1e308 + 1e308",
            "100000000d + 100000000d", "2026-08-01 + 106000000d * 2",
            "2026-08-01T00:00Z + 106750000d * 1", "106000000d * 1000",
            "2026-08-01 + 1y * 900000", "now + 1y * 178000000", "106000000d * 1e10",
            "1y * 2147483647", "106751991d / 1e-9",
        ] {
            var message = ""
            do { _ = try evaluator.text(source) } catch let error as EvaluationError {
                message = error.message
            }
            #expect(message.hasSuffix("is too large"), "\(source): \(message)")
        }
    }

    @Test func `A duration of months is refused wherever its length would matter`() throws {
        let evaluator = LiteralEvaluator()
        for source in [
            "1mo > 30d", "days(1mo)", "abs(1mo)", "1mo * 1.5", "1mo / 2", "1 + 1mo", "1mo + \"x\"",
            "if(true, 1mo)",
        ] {
            var message = ""
            do { _ = try evaluator.text(source) } catch let error as EvaluationError {
                message = error.message
            }
            #expect(message.contains("of months or years"), "\(source): \(message)")
        }
    }

    @Test func `Operators take the types of the language and no others`() {
        let table: [(BinaryOperator, ValueType, ValueType, ValueType?)] = [
            (.add, .integer, .integer, .integer), (.divide, .integer, .integer, .number),
            (.add, .text, .date, .text),
            (.subtract, .text, .text, nil), (.add, .date, .duration, .time),
            (.subtract, .duration, .time, nil),
            (.add, .time, .time, nil), (.subtract, .time, .time, .duration),
            (.multiply, .duration, .duration, nil),
            (.divide, .duration, .duration, .number), (.add, .bool, .integer, nil),
            (.add, .list(.text), .text, .list(.text)),
            (.add, .list(.text), .list(.text), nil),
        ]
        for (operation, left, right, result) in table {
            #expect(Arithmetic.type(operation, left, right, hasWholeDays: false) == result)
        }
        #expect(Arithmetic.type(.add, .date, .duration, hasWholeDays: true) == .date)
        #expect(Arithmetic.type(.add, .time, .duration, hasWholeDays: true) == .time)
        #expect(Arithmetic.negatedType(.text) == nil)
        #expect(Arithmetic.negatedType(.list(.number)) == .list(.number))
    }
}
