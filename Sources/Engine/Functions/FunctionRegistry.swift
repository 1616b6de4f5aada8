/// Every scalar function, in the order that help lists them.
enum FunctionRegistry {
    static let all: [FunctionSignature] = [
        CaseFunctions.lower,
        CaseFunctions.upper,
        CaseFunctions.trim,
        CaseFunctions.length,
    ]

    /// The function of this name, in any case; nil if there is none.
    static func named(_ name: String) -> FunctionSignature? { byName[name.lowercased()] }

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}
