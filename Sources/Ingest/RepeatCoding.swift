import Columns

extension Table {
    /// The same table with its repeating texts as codes, as they are kept for reading again.
    ///
    /// A load decides by the first rows, where ids of a relation hardly repeat; here every row counts. Half a million
    /// memberships then are two million bytes and one look-up per member, not one per row.
    public func codingRepeats() -> Table {
        Table(
            name: name, fields: fields, columns: columns.map { $0.codingRepeats() },
            rowCount: rowCount, parent: parent)
    }
}

extension Column {
    /// The column as codes where each text stands in four rows or more; else the column as it is.
    func codingRepeats() -> Column {
        guard case .text(let text) = storage, count >= 1024,
            let coded = Self.coded(text, isPresent: { isPresent($0) })
        else { return self }
        return Column(.coded(coded), validity: validity, spelling: spelling)
    }

    /// - Returns: nil for texts that hardly repeat, and where a code cannot say what a row has: the empty code is a
    ///   missing value, written as nothing.
    private static func coded(_ text: TextColumn, isPresent: (Int) -> Bool) -> CodedColumn? {
        let base = text.arena.base
        let entriesMax = text.count / 4
        let dictionary = TextDictionary()
        var codes: [Int32] = []
        codes.reserveCapacity(text.count)
        for (row, view) in text.views.enumerated() {
            guard isPresent(row) == (view.length > 0) else { return nil }
            codes.append(
                view.length == 0
                    ? 0 : dictionary.code(of: view, in: base, readable: text.arena.count))
            guard dictionary.count <= entriesMax,
                dictionary.probeMax <= TextDictionary.probeLimit
            else { return nil }
        }
        let views = Array(
            UnsafeBufferPointer(start: dictionary.entries.base, count: dictionary.count))
        return CodedColumn(codes: codes, dictionary: TextColumn(arena: text.arena, views: views))
    }
}
