/// How many rows a list gives at once, and where it puts the way to the next ones.
struct PageRule: Sendable {
    /// Rows without a `limit`; nil is all of them.
    var standard: Int?
    var minimum = 1
    var maximum: Int?
    var place: Page.Place = .header

    /// A list that answers with everything at once.
    static let whole = PageRule(standard: nil, maximum: nil)

    func limit(_ call: Call) throws -> Int? {
        guard let text = call.query("limit") else { return standard }
        guard let limit = Int(text), limit > 0 || (limit == -1 && standard == nil) else {
            throw APIError.badPaging
        }
        if limit == -1 { return nil }
        return min(max(limit, minimum), maximum ?? .max)
    }
}

/// What a page gets wrong on request, so that clients can be shown to notice.
enum PageFault: Sendable, Equatable {
    /// The next link leads to the page it stands on.
    case repeatedCursor
    /// The last row comes again on the next page.
    case overlappingPages
    /// No rows, and a next link that goes on where this page should have stood.
    case emptyPage
    /// Half the rows that were asked for, and a next link behind them.
    case shortPage
    /// The next link forgets `expand`.
    case droppedExpand
}

/// Where a page begins, opaque to the outside: behind the row of a sequence number, or at a position of a
/// sorted answer.
enum Cursor {
    /// Enough to keep a cursor from being read or made by hand; it hides nothing secret.
    private static let mask: UInt64 = 0x5A3C_96E1_0F87_D24B

    static func encode(_ position: Int) -> String {
        let mixed = (UInt64(bitPattern: Int64(position)) &+ 1) &* 0x9E37_79B9_7F4A_7C15 ^ mask
        return "c" + String(mixed, radix: 36)
    }

    static func decode(_ text: String) throws -> Int {
        guard text.hasPrefix("c"), let mixed = UInt64(text.dropFirst(), radix: 36) else {
            throw APIError.badPaging
        }
        // The multiplicative inverse of the constant above, modulo 2^64.
        let position = Int64(bitPattern: ((mixed ^ mask) &* 0xF1DE_83E1_9937_733D) &- 1)
        guard position >= 0, position < 1 << 48 else { throw APIError.badPaging }
        return Int(position)
    }
}

extension Call {
    /// The address of this call with another cursor.
    func address(after cursor: String?) -> String {
        let dropsExpand = pageFault == .droppedExpand && cursor != nil
        var pairs = query.filter {
            $0.name != "after" && !(dropsExpand && $0.name == "expand")
        }
        if let cursor { pairs.append((name: "after", value: cursor)) }
        let text = pairs.map {
            "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))"
        }
        return origin + path + (text.isEmpty ? "" : "?" + text.joined(separator: "&"))
    }

    /// One page of rows kept in the order they came.
    ///
    /// - Complexity: rows looked at are those of the page and those that do not fit on the way to it.
    func page<Value>(
        of map: OrderedMap<Value>, _ rule: PageRule,
        where fits: (Value) throws -> Bool = { _ in true },
        render: (String, Value) throws -> JSON
    ) throws -> Reply {
        let limit = try rule.limit(self)
        let start = try query("after").map(Cursor.decode) ?? 0
        var kept: [OrderedMap<Value>.Row] = []
        var hasMore = false
        for row in map.rows[map.firstIndex(after: start)...] where try fits(row.value) {
            if kept.count == limit ?? .max {
                hasMore = true
                break
            }
            kept.append(row)
        }
        return try page(
            kept: kept.map { (position: $0.sequence, row: $0) }, start: start, hasMore: hasMore,
            rule
        ) { try render($0.id, $0.value) }
    }

    /// One page of an answer that was sorted for this call; its cursor is a position.
    func page<Row>(
        ofSorted rows: [Row], _ rule: PageRule, render: (Row) throws -> JSON
    ) throws -> Reply {
        let limit = try rule.limit(self)
        let start = try query("after").map(Cursor.decode) ?? 0
        let end = min(rows.count, start + (limit ?? rows.count))
        let kept = start < end ? (start..<end).map { (position: $0 + 1, row: rows[$0]) } : []
        return try page(kept: kept, start: start, hasMore: end < rows.count, rule, render: render)
    }

    private func page<Row>(
        kept: [(position: Int, row: Row)], start: Int, hasMore: Bool, _ rule: PageRule,
        render: (Row) throws -> JSON
    ) throws -> Reply {
        var kept = kept
        var hasMore = hasMore
        var behind = kept.last?.position ?? start
        switch pageFault {
        case .repeatedCursor:
            behind = start
            hasMore = true
        case .overlappingPages where kept.count > 1 && hasMore:
            behind = kept[kept.count - 2].position
        case .emptyPage:
            kept = []
            behind = start
            hasMore = true
        case .shortPage where kept.count > 1:
            kept = Array(kept.prefix((kept.count + 1) / 2))
            behind = kept.last?.position ?? start
            hasMore = true
        default: break
        }
        return Reply(
            body: .page(
                Page(
                    rows: try kept.map { try render($0.row) },
                    next: hasMore ? address(after: Cursor.encode(behind)) : nil,
                    current: address(after: query("after")), place: rule.place)))
    }
}
