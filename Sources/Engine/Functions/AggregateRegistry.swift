/// Every aggregate, in the order that help lists them.
enum AggregateRegistry {
    static let all: [AggregateSignature] = [
        CountAggregates.count,
        SumAggregates.sum,
        SumAggregates.average,
        PickAggregates.minimum,
        PickAggregates.maximum,
        MedianAggregate.median,
        ListAggregates.list,
        ListAggregates.unique,
        CountAggregates.distinct,
        PickAggregates.first,
        PickAggregates.last,
        ConditionAggregates.share,
        ConditionAggregates.all,
    ]

    /// The aggregate of this name, in any case; nil if there is none.
    static func named(_ name: String) -> AggregateSignature? { byName[name.lowercased()] }

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}
