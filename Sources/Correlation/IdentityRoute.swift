import Columns

extension LinkModel {
    /// The identity links that connect two objects of one entity through others, nearest first.
    ///
    /// `hris.employees` and `github.members` may share no field, and still both know the person that
    /// `okta.users` describes. nil when the two have a link of their own, or nothing connects them. Of
    /// several shortest routes the one with the greatest least confidence is taken.
    public func identityRoute(from start: ObjectName, to end: ObjectName) -> [(
        link: Link, direction: Direction
    )]? {
        let all = links
        let isDirect = all.contains {
            ($0.left.object == start && $0.right.object == end)
                || ($0.left.object == end && $0.right.object == start)
        }
        guard start != end, !isDirect else { return nil }
        typealias Step = (link: Link, direction: Direction)
        var routes: [ObjectName: [Step]] = [start: []]
        var frontier = [start]
        while !frontier.isEmpty, routes[end] == nil {
            var reached: [ObjectName: [Step]] = [:]
            for object in frontier {
                for link in all where link.isIdentity && link.kind == .oneToOne {
                    let step: Step
                    let next: ObjectName
                    if link.left.object == object {
                        (step, next) = ((link, .forward), link.right.object)
                    } else if link.right.object == object {
                        (step, next) = ((link, .backward), link.left.object)
                    } else {
                        continue
                    }
                    if routes[next] != nil { continue }
                    let route = (routes[object] ?? []) + [step]
                    if let known = reached[next], Self.trust(known) >= Self.trust(route) {
                        continue
                    }
                    reached[next] = route
                }
            }
            frontier = reached.keys.sorted()
            routes.merge(reached) { first, _ in first }
        }
        return routes[end]
    }

    private static func trust(_ route: [(link: Link, direction: Direction)]) -> Double {
        route.map(\.link.confidence).min() ?? 1
    }
}
