/// Every scalar function, in the order that help lists them.
enum FunctionRegistry {
    static let all: [FunctionSignature] = [
        CaseFunctions.lower,
        CaseFunctions.upper,
        CaseFunctions.trim,
        CaseFunctions.length,
        ReplaceFunction.replace,
        SplitFunctions.split,
        SplitFunctions.part,
        CaptureFunction.capture,
        AffixFunctions.starts,
        AffixFunctions.ends,
        AddressFunctions.domain,
        AddressFunctions.localpart,
        JoinFunction.join,
        SimilarFunction.similar,
        NumberFunctions.number,
        NumberFunctions.integer,
        NumberFunctions.round,
        NumberFunctions.abs,
        TimeFunctions.date,
        TimeFunctions.time,
        SpanFunctions.age,
        SpanFunctions.days,
        SpanFunctions.hours,
        CalendarFunctions.year,
        CalendarFunctions.month,
        CalendarFunctions.weekday,
        ValueFunctions.text,
        ValueFunctions.conditional,
        VersionFunction.version,
        ValueFunctions.differs,
        ValueFunctions.via,
    ]

    /// The function of this name, in any case; nil if there is none.
    static func named(_ name: String) -> FunctionSignature? { byName[name.lowercased()] }

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}
