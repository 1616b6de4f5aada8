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

    /// - Parameter isHashed: whether `hashes` are made; else there are none.
    init(_ column: Column, form: Form = .whole, isHashed: Bool = true, threads: Int = 1) {
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
        views = form == .whole ? text.views : Self.narrow(text, form, threads: threads)
        hashes = isHashed ? Self.hashes(arena, views, threads: threads) : []
    }

    /// A column of texts made by the product itself (person names out of two fields).
    init(_ text: TextColumn) {
        arena = text.arena
        views = text.views
        layout = .direct
        rowCount = text.count
        hashes = Self.hashes(arena, views)
    }

    static func hashes(_ arena: TextArena, _ views: [TextView], threads: Int = 1) -> [UInt64] {
        let base = arena.base
        return blockwise(views, threads: threads) {
            KeyHash.hash(base + $0.offset, $0.length)
        }
    }

    static func narrow(_ text: TextColumn, _ form: Form, threads: Int = 1) -> [TextView] {
        let base = text.arena.base
        return blockwise(text.views, threads: threads) { view in
            let range = form.part(
                of: UnsafeBufferPointer(start: base + view.offset, count: view.length))
            return TextView(offset: view.offset + range.lowerBound, length: range.count)
        }
    }

    /// The hashes, those of a dictionary that no row has as 0.
    var usedHashes: [UInt64] {
        guard case .coded(let codes) = layout else { return hashes }
        var isUsed = [Bool](repeating: false, count: hashes.count)
        for code in codes { isUsed[Int(code)] = true }
        return hashes.indices.map { isUsed[$0] ? hashes[$0] : 0 }
    }

    /// What `value` makes of each view, by blocks on several cores where there are many.
    @inline(__always)
    private static func blockwise<Value: BitwiseCopyable>(
        _ views: [TextView], threads: Int, _ value: (TextView) -> Value
    ) -> [Value] {
        let blockCount = 1 << 16
        let blocks = (views.count + blockCount - 1) / blockCount
        return views.withUnsafeBufferPointer { views in
            [Value](unsafeUninitializedCapacity: views.count) { out, count in
                _ = concurrently(blocks, threads: threads) { block in
                    for index in block * blockCount..<min(views.count, (block + 1) * blockCount) {
                        (out.baseAddress! + index).initialize(to: value(views[index]))
                    }
                }
                count = views.count
            }
        }
    }

    /// The hashes of what a row has, of the part of each value that `form` compares; none for blanks.
    func hashes(of row: Int, as form: Form) -> [UInt64] {
        entries(row).map { hash($0, as: form) }.filter { $0 != 0 }
    }

    /// The hash of an entry, whether or not all have been made.
    @inline(__always) func hash(_ entry: Int) -> UInt64 {
        if !hashes.isEmpty { return hashes[entry] }
        let view = views[entry]
        return KeyHash.hash(arena.base + view.offset, view.length)
    }

    /// Whether an entry is the very text that the same entry of another column is.
    @inline(__always) func isSame(_ entry: Int, as other: KeyColumn) -> Bool {
        arena.base == other.arena.base && views[entry] == other.views[entry]
    }

    /// The hash of the part of a value that `form` compares.
    @inline(__always) func hash(_ entry: Int, as form: Form) -> UInt64 {
        let bytes = bytes(entry)
        guard let base = bytes.baseAddress else { return 0 }
        let part = form.part(of: bytes)
        return KeyHash.hash(base + part.lowerBound, part.count)
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
    func isBlank(_ row: Int) -> Bool { !entries(row).contains { hash($0) != 0 } }
}
