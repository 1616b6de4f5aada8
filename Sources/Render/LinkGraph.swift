/// Objects and the links between them, as far as a drawing needs to know.
public struct LinkGraph: Sendable {
    public struct Node: Sendable {
        /// What edges call it, `okta.users`; also its title.
        public var name: String
        /// Objects of one group (a tool) are drawn together.
        public var group: String
        /// `1,318 rows`
        public var detail: String

        public init(name: String, group: String, detail: String = "") {
            self.name = name
            self.group = group
            self.detail = detail
        }
    }

    public struct Edge: Sendable {
        /// The referring object.
        public var from: String
        public var to: String
        /// What the link is called by: its key field, or its name.
        public var label: String
        /// `N:1 · 87 %`
        public var detail: String
        /// Drawn dashed.
        public var isWeak: Bool

        public init(
            from: String, to: String, label: String, detail: String = "", isWeak: Bool = false
        ) {
            self.from = from
            self.to = to
            self.label = label
            self.detail = detail
            self.isWeak = isWeak
        }
    }

    public private(set) var nodes: [Node]
    public let edges: [Edge]

    /// An end of an edge that is no node becomes one, in a group by its own name.
    public init(nodes: [Node], edges: [Edge]) {
        var names = Set<String>()
        self.nodes = nodes.filter { names.insert($0.name).inserted }
        self.edges = edges
        for edge in edges {
            for name in [edge.from, edge.to] where names.insert(name).inserted {
                self.nodes.append(Node(name: name, group: name))
            }
        }
    }

    /// For every node the edges that touch it, by index, in their order; a self link once.
    var incident: [String: [Int]] {
        var incident: [String: [Int]] = [:]
        for (index, edge) in edges.enumerated() {
            incident[edge.from, default: []].append(index)
            if edge.to != edge.from { incident[edge.to, default: []].append(index) }
        }
        return incident
    }
}

/// A way of drawing the link graph; its data is a table like any other.
public enum GraphFormat: String, Sendable, CaseIterable {
    /// Text for a terminal.
    case tree
    case svg, html
}

/// The graph as text, as an SVG picture, or as a page with the picture and a table of the links.
///
/// The same graph is always drawn the same way. Files need nothing else to be shown.
public func renderGraph(
    _ graph: LinkGraph, as format: GraphFormat, options: OutputOptions = OutputOptions()
) -> String {
    switch format {
    case .tree: GraphTree(graph, options: options).text
    case .svg: GraphPicture(graph).svg(isStandalone: true, title: options.title)
    case .html: graphPage(graph, options: options)
    }
}
