import BoardLanguage
import Columns
import Testing

@testable import Engine

struct FunctionsTests {
    @Test func `Every example in the registries gives the result beside it`() throws {
        let evaluator = LiteralEvaluator()
        for function in FunctionRegistry.all where !function.isSpecialForm {
            let result = try evaluator.text(function.example.expression)
            #expect(result == function.example.result, "\(function.example.expression)")
        }
        for aggregate in AggregateRegistry.all {
            let result = try evaluator.text(aggregate.example.expression)
            #expect(result == aggregate.example.result, "\(aggregate.example.expression)")
        }
    }

    @Test func `The registries hold every function of the language, each with its sentence`() {
        let scalars = """
            lower upper trim length replace split part capture starts ends domain localpart join similar number \
            integer round abs date time age days hours year month weekday text if version differs via
            """
        let aggregates = "count sum avg min max median list unique distinct first last share all"
        #expect(FunctionRegistry.all.map(\.name) == scalars.split(separator: " ").map(String.init))
        #expect(
            AggregateRegistry.all.map(\.name) == aggregates.split(separator: " ").map(String.init))
        for function in FunctionRegistry.all {
            #expect(function.summary.hasSuffix("."), "\(function.name)")
            #expect(!function.parameters.isEmpty, "\(function.name)")
        }
        #expect(FunctionRegistry.named("LOWER")?.name == "lower")
        #expect(FunctionRegistry.named("nope") == nil)
    }

    /// Expressions and their values as text; an empty result is missing.
    private static let cases: [(String, String)] = [
        ("lower(\"ÀÉ\")", "àé"), ("upper(\"straße\")", "STRASSE"), ("lower(\" \")", ""),
        ("upper(12)", "12"),
        ("trim(\"\u{A0}x \")", "x"), ("trim(\"  \")", ""), ("length(\"e\u{301}\")", "1"),
        ("length(\"👩‍👩‍👧\")", "1"), ("length(\"abc\")", "3"), ("length(1234)", "4"),
        ("replace(\"a.b.c\", \".\", \"-\")", "a-b-c"), ("replace(\"aaa\", \"aa\", \"b\")", "ba"),
        ("replace(\"abc\", \"\", \"x\")", "abc"), ("replace(\"abc\", \"B\", \"x\")", "abc"),
        ("replace(\"abc\", /B/, \"x\")", "axc"), ("replace(\"abc\", /x*/, \"-\")", "-a-b-c-"),
        ("replace(\"abc\", \"abc\", \"\")", ""),
        ("replace(\"a1b22\", /\\d+/, \"<$0>$$\")", "a<1>$b<22>$"),
        ("split(\"a, b ,,c\")", "a, b, c"), ("split(\"a1b22c\", /\\d+/)", "a, b, c"),
        ("split(\"abc\", \"\")", "abc"),
        ("split(\",\")", ""), ("part(\"a,b,c\", \",\", 2)", "b"), ("part(\"a,b\", \",\", 3)", ""),
        ("part(\"a,,c\", \",\", 2)", ""),
        ("part(\"a b\", \" \", -2)", "a"),
        ("part(\"a-b_c\", /[-_]/, 3)", "c"), ("capture(\"ab12\", /\\d+/)", "12"),
        ("capture(\"ab12\", /(a)(b)/, 2)", "b"),
        ("capture(\"ab12\", /(a)(b)/, 0)", "ab"),
        ("capture(\"x\", /y/)", ""),
        ("capture(\"b\", /(a)?b/)", ""), ("capture(\"ADM\", /adm/)", "ADM"),
        ("starts(\" Abc\", \"aB\")", "true"), ("starts(\"abc\", \"abcd\")", "false"),
        ("ends(\"abc \", \"BC\")", "true"),
        ("ends(\"É\", \"é\")", "true"), ("starts(1234, \"12\")", "true"),
        ("domain(\"a@b@c.com\")", "c.com"), ("domain(\"abc\")", ""), ("domain(\"abc@\")", ""),
        ("localpart(\"ada\")", "ada"),
        ("localpart(\"a@b@c.com\")", "a@b"), ("localpart(\"@c\")", ""), ("join((1, 2))", "1, 2"),
        ("join(\"a\")", "a"),
        ("join((\"a\", \"b\"), \"\")", "ab"), ("lower((\"A\", \"B\"))", "a, b"),
        ("split((\"a,b\", \"c\"))", "a, b, c"),
        ("similar(\"Ada\", \"ada\")", "1"), ("similar(\"abc\", \"xyz\")", "0"),
        ("similar(\"O'Brien\", \"OBrien\")", "1"),
        ("similar(\"Bjørn Ångström\", \"bjorn angstrom\")", "1"),
        ("round(similar(\"MARTHA\", \"MARHTA\"), 3)", "0.961"),
        ("round(similar(\"DIXON\", \"DICKSONX\"), 3)", "0.813"),
        ("round(similar(\"DWAYNE\", \"DUANE\"), 2)", "0.84"),
        ("number(\" 12.5 \")", "12.5"), ("number(\"1e3\")", "1000"), ("number(\"0x1A\")", ""),
        ("number(\"nan\")", ""),
        ("number(\"1,5\")", ""), ("number(\"-.5\")", "-0.5"), ("number(\"1e999\")", ""),
        ("number(true)", "1"), ("number(3)", "3"),
        ("integer(\"12x\")", ""), ("integer(-2.7)", "-2"),
        ("integer(\"9223372036854775807\")", "9223372036854775807"),
        ("integer(false)", "0"), ("round(2.5)", "3"), ("round(-2.5)", "-3"),
        ("round(1234.5, -2)", "1200"),
        ("round(1.005, 2)", "1.01"), ("round(7)", "7"), ("round(1.5, 400)", "1.5"),
        ("round(1.5, -400)", "0"), ("round(-0.2)", "0"),
        ("abs(-2.5)", "2.5"), ("abs(-36h)", "1d 12h"), ("date(\"2026-08-01\")", "2026-08-01"),
        ("date(\"2026/8/1\")", ""),
        ("date(\"2026-02-30\")", ""), ("date(\"2026-08-01T23:00:00Z\")", "2026-08-01"),
        ("date(2026-08-01T10:00Z)", "2026-08-01"),
        ("date(\"8/1/26\", \"M/d/yy\")", "2026-08-01"),
        ("date(\"1 Aug 2026\", \"d MMM yyyy\")", "2026-08-01"),
        ("date(\"1 August 2026\", \"d MMM yyyy\")", "2026-08-01"),
        ("date(\"31/04/2026\", \"dd/MM/yyyy\")", ""),
        ("time(\"8/1/2026 12:05 AM\", \"M/d/yyyy h:mm a\")", "2026-08-01T00:05:00Z"),
        ("time(\"8/1/2026 1:05 PM\", \"M/d/yyyy h:mm a\")", "2026-08-01T13:05:00Z"),
        ("time(\"13:05 PM\", \"h:mm a\")", ""),
        ("time(\"2026-08-01 10:00\")", "2026-08-01T10:00:00Z"),
        ("time(\"2026-08-01T10:00:00.5+02:00\")", "2026-08-01T08:00:00.500Z"),
        ("time(1754006400000)", "2025-08-01T00:00:00Z"), ("time(1e20)", ""),
        ("time(2026-08-01)", "2026-08-01T00:00:00Z"),
        ("time(\"2026-08-01T25:00\")", ""), ("age(2026-08-01)", "2d 12h"),
        ("days(age(2026-08-01))", "2.5"), ("hours(90min)", "1.5"),
        ("year(2026-12-31T23:00Z)", "2026"), ("month(now)", "8"), ("weekday(today)", "1"),
        ("text(2026-08-01)", "2026-08-01"),
        ("text(true)", "true"), ("text((1, 2))", "1, 2"), ("if(1 = 1, \"a\")", "a"),
        ("if(1 = 2, \"a\")", ""),
        ("if(1 = 2, 1, 2.5)", "2.5"), ("if(1 = 1, (\"a\", \"b\"), \"c\")", "a, b"),
        ("differs(\"A \", \"a\")", "false"), ("differs(1, 1.0)", "false"),
        ("differs((1, 2, 2), (2, 1))", "false"), ("differs((1, 2), 1)", "true"),
        ("differs(domain(\"x\"), domain(\"y\"))", "false"),
        ("differs(domain(\"x\"), \"y\")", "true"),
        ("version(\"1.10\") = version(\"1.10.0\")", "true"),
        ("version(\"1.2-rc10\") > version(\"1.2-rc2\")", "true"),
        ("version(\"1.2-rc1\") < version(\"1.2\")", "true"),
        ("version(\"1.2b1\") < version(\"1.2\")", "true"),
        ("version(\"1.1.1w\") > version(\"1.1.1\")", "true"),
        ("version(\"1.1.1w\") < version(\"1.1.2\")", "true"),
        ("version(\"1.2\") < version(\"1.2.1\")", "true"),
        ("version(\"1.2-beta\") < version(\"1.2.1\")", "true"),
        ("version(\"9.6p1\") > version(\"9.6\")", "true"),
        ("version(\"99999999999\") > version(\"9999999999\")", "true"),
        ("version(\"macOS 14.5 (23F79)\") = version(\"14.5\")", "true"),
        ("version(\"10.0.22631\") > version(\"10.0.9200\")", "true"),
        ("version(\"none\")", ""), ("version(\"1.0+build5\") = version(\"1.0\")", "true"),
        ("version(\"1.0-alpha\") < version(\"1.0-beta\")", "true"),
    ]

    @Test func `Functions of literals give these values`() throws {
        let evaluator = LiteralEvaluator()
        for (source, expected) in Self.cases {
            do {
                let result = try evaluator.text(source)
                #expect(result == expected, "\(source)")
            } catch { Issue.record("\(source): \(error)") }
        }
    }

    @Test func `Arguments that do not fit are refused with the reason`() throws {
        let cases: [(String, [ValueType], SignatureMismatch)] = [
            ("lower", [], .tooFew(minimum: 1)), ("lower", [.text, .text], .tooMany(maximum: 1)),
            ("round", [.text], .type(argument: 0, found: .text, accepted: [.integer, .number])),
            ("starts", [.list(.text), .list(.text)], .twoLists(first: 0, second: 1)),
            ("if", [.bool, .text, .integer], .together([.text, .integer])),
            ("if", [.bool, .text, .text, .text], .together([.bool, .text, .text, .text])),
            ("date", [.time, .text], .together([.time, .text])),
            ("differs", [.text, .integer], .together([.text, .integer])),
        ]
        for (name, types, mismatch) in cases {
            let function = try #require(FunctionRegistry.named(name))
            #expect(throws: mismatch, "\(name)") { try function.type(of: types) }
        }
        let lower = try #require(FunctionRegistry.named("lower"))
        #expect(throws: SignatureMismatch.pattern(argument: 0)) {
            try lower.type(of: [.text], patterns: [0])
        }
        #expect(try lower.type(of: [.list(.text)]) == .list(.text))
        #expect(
            SignatureMismatch.type(argument: 0, found: .text, accepted: [.integer, .number])
                .message("round") == "round takes integer or number here, not text")
    }
}
