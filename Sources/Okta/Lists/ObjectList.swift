import Columns

/// One of Okta's objects as this client lists it: where, in what parts, and what its rows are.
///
/// Most objects are one list. Others are a list per parent (the users of each app) or per kind (the policies of
/// each type); each of those lists is a part.
public struct ObjectList: Sendable {
    /// The object's own name, `app_users`.
    public let name: String
    /// The OAuth scope that reading needs; an API token needs an admin who may read the same.
    public let scope: String
    /// Only to find the parts of another list; no object that a board may name.
    public var isInternal = false
    /// Orgs on the Classic engine do not have it.
    public var needsIdentityEngine = false
    /// One call per user: read only when asked for.
    public var isPerUser = false

    /// `{part}` stands for the parent's id.
    let path: String
    /// Sent with every first page; what a next link leaves out of `sticky` is added again.
    var query: [(String, String)] = []
    var sticky: Set<String> = []
    var parts = Parts.one
    var shape = RecordShape()
    var ending = Ending.noNextLink
    /// Every org has some, so an empty answer is a damaged one.
    var isNeverEmpty = false
    /// The query that lists only what changed after a time, where Okta can tell.
    var changedSince: (@Sendable (_ iso: String) -> [(String, String)])?
    /// The call that says again how many rows a part should have.
    var recount: Recount?

    public enum Parts: Sendable {
        case one
        /// A list per value of a query parameter; a value that an org does not own is refused and left out.
        case values(parameter: String, [String])
        case parents(Parent)
    }

    public struct Parent: Sendable {
        /// The list whose rows are the parents.
        public let list: String
        /// Where a parent has its id.
        var id = ["id"]
        /// Whether a parent can have rows at all, by what its own row says.
        var isWorthReading: @Sendable (JSONView) -> Bool = { _ in true }
        /// How many rows Okta says there are.
        var expected: @Sendable (JSONView) -> Int? = { _ in nil }
    }

    struct Recount: Sendable {
        let path: String
        let query: [(String, String)]
        let count: @Sendable (JSONView) -> Int?
    }

    public enum Ending: Sendable {
        case noNextLink
        /// A next link always comes; the list ends with an empty page, whose link is where to go on later.
        case emptyPage
    }

    init(_ name: String, scope: String, path: String) {
        self.name = name
        self.scope = scope
        self.path = path
    }

    public var objectName: ObjectName { ObjectName(tool: "okta", object: name) }

    /// Whether changes alone can be asked for.
    public var listsChanges: Bool { changedSince != nil }

    public var parentList: String? {
        if case .parents(let parent) = parts { return parent.list }
        return nil
    }

    func adjusted(_ change: (inout ObjectList) -> Void) -> ObjectList {
        var copy = self
        change(&copy)
        return copy
    }
}

/// One list to be read page by page.
public struct ListPart: Sendable, Equatable {
    /// The parent's id, the value of the parameter, or empty where the object is one list.
    public let key: String
    /// Path and query of the first page.
    public let target: String
    /// How many rows Okta itself says there are.
    public let expected: Int?
    /// False where every org has some rows, and all are asked for.
    var mayBeEmpty = true
}

extension ObjectList {
    /// The lists that make up the object.
    ///
    /// - Parameters:
    ///   - parents: the raw rows of the parent list, where there is one; those that can have no rows are left out.
    ///   - since: `2026-08-03T00:00:00.000Z`, to list only what changed after it, where Okta can tell.
    public func parts(parents: [JSONView] = [], since: String? = nil) -> [ListPart] {
        var query = query
        if let since, let changedSince {
            for (name, value) in changedSince(since) {
                query.removeAll { $0.0 == name }
                query.append((name, value))
            }
        }
        switch parts {
        case .one:
            let target = QueryText.target(path, query)
            return [
                ListPart(
                    key: "", target: target, expected: nil,
                    mayBeEmpty: !isNeverEmpty || since != nil)
            ]
        case .values(let parameter, let values):
            return values.map {
                ListPart(
                    key: $0, target: QueryText.target(path, [(parameter, $0)] + query),
                    expected: nil)
            }
        case .parents(let parent):
            return parents.compactMap { row in
                guard let id = row.member(parent.id)?.string, parent.isWorthReading(row) else {
                    return nil
                }
                return ListPart(
                    key: id, target: QueryText.target(path(of: id), query),
                    expected: parent.expected(row))
            }
        }
    }

    func path(of part: String) -> String {
        path.replacing("{part}", with: PercentEncoding.encode(part))
    }
}

extension ObjectList {
    /// A list of some rows only, by their ids, for objects with a filter.
    ///
    /// - Parameter ids: as many as an address has room for, `identifiersMax`.
    public func part(ofIdentifiers ids: [String]) -> ListPart {
        let filter = ids.map { #"id eq "\#($0.filter { $0 != "\"" && $0 != "\\" })""# }
            .joined(separator: " or ")
        let kept = query.filter { sticky.contains($0.0) && $0.0 != "filter" }
        return ListPart(
            key: "",
            target: QueryText.target(path, [("limit", "200"), ("filter", filter)] + kept),
            expected: nil)
    }

    /// Ids in one address, which servers take up to 8,000 bytes long or so.
    public static let identifiersMax = 60

    /// The address of one row of a part.
    public func target(of id: String, in part: String) -> String {
        path(of: part) + "/" + PercentEncoding.encode(id)
    }

    /// The records that one row gives, as a page would have them.
    public func records(_ row: JSONView, part: String) throws(OktaError) -> [Record] {
        try shape.records(row, part: part)
    }
}
