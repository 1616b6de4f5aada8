import Columns
import Synchronization

/// Normalised columns and their indexes, made once each and shared by all links of a model.
final class KeyCache: Sendable {
    private struct Slot: Hashable {
        let reference: ColumnReference
        let form: KeyColumn.Form
    }
    private let tables: [Table]
    /// Empty where nothing was profiled.
    private let profiles: [TableProfile]
    private let threads: Int
    private let keys = Mutex<[Slot: KeyColumn]>([:])
    private let indexes = Mutex<[Slot: KeyIndex]>([:])

    init(_ profiles: [TableProfile], threads: Int) {
        self.profiles = profiles
        self.threads = threads
        tables = profiles.map(\.table)
    }

    /// Columns are normalised when they are first asked for, those that profiles would have brought too.
    init(tables: [Table], threads: Int) {
        self.tables = tables
        self.threads = threads
        profiles = []
    }

    /// Two threads may both make a column; they make the same one.
    func key(_ reference: ColumnReference, _ form: KeyColumn.Form = .whole) -> KeyColumn {
        if form == .whole, !profiles.isEmpty,
            let ready = profiles[reference.table].columns[reference.column].key
        {
            return ready
        }
        let slot = Slot(reference: reference, form: form)
        if let ready = keys.withLock({ $0[slot] }) { return ready }
        let pieces =
            profiles.isEmpty ? nil : profiles[reference.table].columns[reference.column].pieces
        let made = KeyColumn(
            pieces?.column ?? tables[reference.table].columns[reference.column], form: form,
            threads: threads)
        keys.withLock { $0[slot] = made }
        return made
    }

    /// For those who look at a few rows, or once at each: the column as it stands, with hashes only if they are there.
    func keyOfFew(_ reference: ColumnReference, _ form: KeyColumn.Form = .whole) -> KeyColumn {
        let column = tables[reference.table].columns[reference.column]
        guard form == .whole, case .text = column.storage else { return key(reference, form) }
        let unhashed = KeyColumn(column, isHashed: false)
        if profiles.isEmpty {
            return keys.withLock { $0[Slot(reference: reference, form: form)] } ?? unhashed
        }
        let profile = profiles[reference.table].columns[reference.column]
        return profile.pieces == nil ? profile.readyKey ?? unhashed : key(reference, form)
    }

    func index(_ reference: ColumnReference, _ form: KeyColumn.Form = .whole) -> KeyIndex {
        if let ready = madeIndex(reference, form) { return ready }
        let made = KeyIndex(key(reference, form), threads: threads)
        indexes.withLock { $0[Slot(reference: reference, form: form)] = made }
        return made
    }

    /// The index, if it has been made.
    func madeIndex(_ reference: ColumnReference, _ form: KeyColumn.Form) -> KeyIndex? {
        indexes.withLock { $0[Slot(reference: reference, form: form)] }
    }

    /// Gives back the memory of columns and indexes; they are made again when somebody asks.
    func release() {
        keys.withLock { $0 = [:] }
        releaseIndexes()
    }

    /// Of the indexes alone, which are seldom asked for twice.
    func releaseIndexes() { indexes.withLock { $0 = [:] } }
}
