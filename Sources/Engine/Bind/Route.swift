import Columns
import Correlation

/// One link in one direction.
struct Hop: Sendable, Hashable {
    let link: Link
    let isForward: Bool

    var from: ObjectName { isForward ? link.left.object : link.right.object }
    var to: ObjectName { isForward ? link.right.object : link.left.object }
    /// The key on the side that the hop starts from, and on the side it reaches.
    var fromField: String { (isForward ? link.left : link.right).fields.first ?? "" }
    var toField: String { (isForward ? link.right : link.left).fields.first ?? "" }
    var direction: LinkModel.Direction { isForward ? .forward : .backward }

    /// Whether a record may have several by the link's kind; today's rows do not matter.
    var isMany: Bool {
        switch link.kind {
        case .oneToOne: false
        case .manyToOne, .toSelf: !isForward
        case .manyToMany: true
        }
    }

    /// Share of the starting side's records (forward: of its keys) that find one.
    var matchRate: Double { isForward ? link.leftMatched : link.rightMatched }

    static func == (left: Hop, right: Hop) -> Bool {
        left.link.id == right.link.id && left.isForward == right.isForward
    }
    func hash(into hasher: inout Hasher) {
        hasher.combine(link.id)
        hasher.combine(isForward)
    }
}

/// What one segment of a path crosses: a link, a membership object with both of its links, or a chain of
/// identity links through a third tool.
struct Route: Sendable, Hashable {
    let hops: [Hop]
    /// What the reader typed or would type, for footers and candidates: `reporter`, `group_members`.
    let label: String

    var target: ObjectName { hops[hops.count - 1].to }
    var isMany: Bool { hops.contains { $0.isMany } }
    var isSelf: Bool { hops.count == 1 && hops[0].link.kind == .toSelf }
    var matchRate: Double { hops.reduce(1) { $0 * $1.matchRate } }

    static func == (left: Route, right: Route) -> Bool { left.hops == right.hops }
    func hash(into hasher: inout Hasher) { hasher.combine(hops) }
}
