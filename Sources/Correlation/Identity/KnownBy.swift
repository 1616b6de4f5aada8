/// A value by which a record is known: which record, in which field, and the value's hash.
struct KnownBy: HashOrdered {
    let hash: UInt64
    /// Among all records of all account objects.
    let record: Int32
    let object: Int16
    let column: Int16

    @inline(__always) var orderingHash: UInt64 { hash }

    /// By value, and within one value by record.
    @inline(__always) static func isBefore(_ left: KnownBy, _ right: KnownBy) -> Bool {
        left.hash != right.hash
            ? left.hash < right.hash
            : left.record != right.record
                ? left.record < right.record : left.column < right.column
    }
}
