import Columns

/// One column's values as link keys: which bytes of each value count, and their hashes.
///
/// Normalised once and then shared by every link that uses the field. A dictionary-coded column is
/// normalised per distinct spelling, not per row.
struct KeyColumn: Sendable {
    /// What part of a value is compared.
    enum Form: Hashable, Sendable {
        case whole
        /// A user name: what stands before `@` and after `\`, or all of it when there is neither.
        case login
        /// Leading zeros and a fraction of nothing do not count: `007` and `7.0` are `7`.
        case number
        /// The end of a path or a link: `https://desk.example/tickets/4711` is `4711`.
        case tail
        /// A machine's own name: `lt-0042.corp.example` is `lt-0042`.
        case host
    }

    enum Layout: Sendable {
        /// Entry r is row r.
        case direct
        /// Row r has entry `codes[r]`.
        case coded([Int32])
        /// Row r has the entries `starts[r] ..< starts[r + 1]`.
        case list([Int32])
    }

    let arena: TextArena
    /// The bytes that count, per entry, not yet folded.
    let views: [TextView]
    /// Per entry; 0 where the value is blank.
    let hashes: [UInt64]
    let layout: Layout
    let rowCount: Int

    init(_ column: Column, form: Form = .whole) {
        rowCount = column.count
        let text: TextColumn
        switch column.storage {
        case .coded(let coded):
            text = coded.dictionary
            layout = .coded(coded.codes)
        case .list(let list):
            text = list.elements.text()
            layout = .list(list.starts)
        default:
            text = column.text()
            layout = .direct
        }
        arena = text.arena
        views = form == .whole ? text.views : Self.narrow(text, form)
        hashes = Self.hashes(arena, views)
    }

    /// A column of texts made by the product itself (person names out of two fields).
    init(_ text: TextColumn) {
        arena = text.arena
        views = text.views
        layout = .direct
        rowCount = text.count
        hashes = Self.hashes(arena, views)
    }

    static func hashes(_ arena: TextArena, _ views: [TextView]) -> [UInt64] {
        let base = arena.base
        return views.withUnsafeBufferPointer { views in
            [UInt64](unsafeUninitializedCapacity: views.count) { out, count in
                for index in 0..<views.count {
                    let view = views[index]
                    (out.baseAddress! + index).initialize(
                        to: KeyHash.hash(base + view.offset, view.length))
                }
                count = views.count
            }
        }
    }

    static func narrow(_ text: TextColumn, _ form: Form) -> [TextView] {
        let base = text.arena.base
        return text.views.map { view in
            let range = form.part(
                of: UnsafeBufferPointer(start: base + view.offset, count: view.length))
            return TextView(offset: view.offset + range.lowerBound, length: range.count)
        }
    }

    /// The entries of one row. For single rows; loops switch on `layout` once.
    @inline(__always) func entries(_ row: Int) -> Range<Int> {
        switch layout {
        case .direct: row..<row + 1
        case .coded(let codes): Int(codes[row])..<Int(codes[row]) + 1
        case .list(let starts): Int(starts[row])..<Int(starts[row + 1])
        }
    }

    @inline(__always) func bytes(_ entry: Int) -> UnsafeBufferPointer<UInt8> {
        let view = views[entry]
        return UnsafeBufferPointer(start: arena.base + view.offset, count: view.length)
    }

    func string(_ entry: Int) -> String {
        let bytes = bytes(entry)
        guard let base = bytes.baseAddress else { return "" }
        return String(decoding: KeyText.trimmed(base, bytes.count), as: UTF8.self)
    }

    /// Whether a row has no value at all.
    func isBlank(_ row: Int) -> Bool { !entries(row).contains { hashes[$0] != 0 } }
}
