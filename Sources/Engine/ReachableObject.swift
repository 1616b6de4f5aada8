import Columns
import Correlation

/// An object that a path may go on to from a record, and the names it is reached by.
public struct ReachableObject: Sendable {
    public let target: ObjectName
    /// As typed in a path: `manager`, `groups`, `github.members`.
    public let names: [String]
    /// Share of records that find one, 0 to 1.
    public let matched: Double
}

extension BoardRunner {
    /// The names that lead from one object to others in a single step of a path; membership objects are
    /// walked through. Names that would have to be chosen with `by` are left out.
    public static func reachable(
        from object: ObjectName, catalog: Catalog, links: LinkModel
    ) -> [ReachableObject] {
        let graph = LinkGraph(tables: catalog.tables, model: links)
        var found: [ReachableObject] = []
        for (name, route) in graph.names(from: object) {
            found.append(
                ReachableObject(target: route.target, names: [name], matched: route.matchRate))
        }
        for table in catalog.tables where table.name != object {
            let routes = graph.routesByObjectName(from: object, to: table.name)
            guard routes.count == 1 else { continue }
            let name = table.name.tool == object.tool ? table.name.object : "\(table.name)"
            found.append(
                ReachableObject(target: table.name, names: [name], matched: routes[0].matchRate))
        }
        return found
    }
}
