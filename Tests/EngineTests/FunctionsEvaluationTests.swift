import BoardLanguage
import Columns
import TestSupport
import Testing

@testable import Engine

struct FunctionsEvaluationTests {
    /// Long enough for several morsels, and not a whole number of them.
    private static let count = Morsels.splitMin + 1234

    private static let emails: Column = {
        var random = SeededNumbers(seed: 8)
        return Fixtures.text(
            (0..<count).map { row in
                random.below(10) == 0 ? nil : "User\(random.below(5000))@Acme\(row % 7).com"
            })
    }()

    @Test func `Neither the number of threads nor the way text is stored changes a result`() throws
    {
        let column = Self.emails
        var dictionary: [String: Int32] = [:]
        var entries = TextBuilder()
        entries.append("")
        let codes = (0..<Self.count).map { row -> Int32 in
            guard column.isPresent(row) else { return 0 }
            let text = column.string(row)
            if let code = dictionary[text] { return code }
            entries.append(text)
            dictionary[text] = Int32(entries.count - 1)
            return Int32(entries.count - 1)
        }
        let coded = Column(
            .coded(CodedColumn(codes: codes, dictionary: entries.finish())),
            validity: column.validity)
        let pattern = Operand.pattern(try Pattern.compile("^user(\\d+)@"))
        let calls: [(String, [Operand])] = [
            ("lower", []), ("length", []), ("domain", []), ("capture", [pattern]),
            ("replace", [.text("Acme"), .text("x")]), ("starts", [.text("user1")]),
            ("split", [.text("@")]), ("differs", [.text("USER1@acme1.com")]),
        ]
        for (name, rest) in calls {
            let function = try #require(FunctionRegistry.named(name))
            let results = try [(column, 1), (column, 2), (column, 5), (coded, 1), (coded, 2)].map {
                try function.apply(
                    [.column($0)] + rest, count: Self.count, context: Fixtures.context(threads: $1)
                ).column(count: Self.count)
            }
            for row in stride(from: 0, to: Self.count, by: 97) {
                let texts = results.map { $0.string(row) }
                #expect(Set(texts).count == 1, "\(name) row \(row): \(texts)")
                #expect(Set(results.map { $0.isPresent(row) }).count == 1, "\(name) row \(row)")
            }
            #expect(Set(results.map(\.missingCount)).count == 1, "\(name)")
        }
        for operation in [BinaryOperator.equal, .matches, .less] {
            let outcomes = try [(column, 1), (column, 2), (coded, 1)].map {
                try Comparison.compare(
                    operation, .column($0), .text("user12@acme1.com"), count: Self.count,
                    context: Fixtures.context(threads: $1))
            }
            #expect(outcomes[0] == outcomes[1] && outcomes[1] == outcomes[2])
            #expect(outcomes[0].rows.countOnes > 0)
        }
    }

    @Test func `An error in a later piece is the same one on any number of threads`() throws {
        var values = [Int64](repeating: 1, count: Self.count)
        values[Morsels.rowCount + 5] = .max
        values[2 * Morsels.rowCount + 5] = .max - 1
        for threads in [1, 2, 4] {
            #expect(throws: EvaluationError.overflow(what: "9223372036854775807 + 2")) {
                try Arithmetic.apply(
                    .add, .column(Column(.integer(values))), .constant(Column(.integer([2]))),
                    count: Self.count, context: Fixtures.context(threads: threads))
            }
        }
    }

    @Test func `A cancelled evaluation stops with an error`() throws {
        let context = Fixtures.context(threads: 2)
        context.cancellation.cancel()
        let lower = try #require(FunctionRegistry.named("lower"))
        #expect(throws: EvaluationError.cancelled) {
            try lower.apply([.column(Self.emails)], count: Self.count, context: context)
        }
        #expect(throws: EvaluationError.cancelled) {
            try Comparison.compare(
                .equal, .column(Self.emails), .text("a"), count: Self.count, context: context)
        }
        #expect(throws: EvaluationError.cancelled) {
            try Grouping(keys: [Self.emails], count: Self.count, context: context)
        }
    }

    @Test func `Constants fold, lists map, and two lists are an error`() throws {
        let context = Fixtures.context()
        let lower = try #require(FunctionRegistry.named("lower"))
        let folded = try lower.apply([.text("ABC")], count: 1_000_000, context: context)
        #expect(folded.isConstant && folded.values?.string(0) == "abc")
        let lists = Fixtures.lists([["A", "b"], [], ["C"]])
        for column in [lists, Fixtures.lists([["A", "b"], [], ["C"]], coded: true)] {
            let mapped = try lower.apply([.column(column)], count: 3, context: context)
                .column(count: 3)
            #expect((0..<3).map { mapped.string($0) } == ["a, b", "", "c"])
            #expect(mapped.missingCount == 1)
        }
        let starts = try #require(FunctionRegistry.named("starts"))
        let tested = try starts.apply(
            [.column(lists), .column(Fixtures.text(["a", "x", "x"]))], count: 3, context: context
        ).column(count: 3)
        #expect((0..<3).map { tested.string($0) } == ["true, false", "", "false"])
        #expect(throws: EvaluationError.self) {
            try starts.apply([.column(lists), .column(lists)], count: 3, context: context)
        }
        let split = try #require(FunctionRegistry.named("split"))
        let flat = try split.apply(
            [.column(Fixtures.lists([["a,b", "c"], ["d,"]]))], count: 2, context: context
        ).column(count: 2)
        #expect((0..<2).map { flat.string($0) } == ["a, b, c", "d"])
    }

    @Test func `A dictionary stays free of doubles after a function made two spellings one`() throws
    {
        let lower = try #require(FunctionRegistry.named("lower"))
        let column = Fixtures.coded(["A", "a", nil, "B", "b", "A"])
        let result = try lower.apply([.column(column)], count: 6, context: Fixtures.context())
            .column(count: 6)
        guard case .coded(let coded) = result.storage else {
            Issue.record("not coded")
            return
        }
        #expect(coded.dictionary.count == 3)
        #expect(coded.codes == [1, 1, 0, 2, 2, 1])
        #expect((0..<6).map { result.string($0) } == ["a", "a", "", "b", "b", "a"])
    }
}
