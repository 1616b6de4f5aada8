/// The graph as indented text: each connected part hangs from its object with the most links, every object
/// has one place, as near to the top as can be, and every link one line.
///
/// A link to an object that has its place elsewhere says whether that is above or below.
struct GraphTree {
    private let graph: LinkGraph
    private let incident: [String: [Int]]
    private let glyphs: Glyphs
    private let ink: Ink
    private let across: Int
    /// The edge that leads to each object from the object above it.
    private var parentEdge: [String: Int] = [:]
    private var roots: [String] = []
    /// The order in which objects are drawn.
    private var place: [String: Int] = [:]
    private let details: [String: String]

    init(_ graph: LinkGraph, options: OutputOptions) {
        self.graph = graph
        incident = graph.incident
        glyphs = Glyphs.of(options)
        ink = Ink(options)
        across = options.columnsAcross
        details = Dictionary(
            graph.nodes.map { ($0.name, $0.detail) }, uniquingKeysWith: { first, _ in first })
        span()
        for root in roots { number(root) }
    }

    /// Breadth first from the best linked object that is left, so that chains are short.
    private mutating func span() {
        var seen = Set<String>()
        let order = graph.nodes.enumerated().sorted { left, right in
            let leftCount = incident[left.element.name]?.count ?? 0
            let rightCount = incident[right.element.name]?.count ?? 0
            return leftCount != rightCount ? leftCount > rightCount : left.offset < right.offset
        }
        for (_, root) in order where seen.insert(root.name).inserted {
            roots.append(root.name)
            var queue = [root.name]
            var next = 0
            while next < queue.count {
                let name = queue[next]
                next += 1
                for index in incident[name] ?? [] {
                    let other = opposite(of: name, index)
                    guard seen.insert(other).inserted else { continue }
                    parentEdge[other] = index
                    queue.append(other)
                }
            }
        }
    }

    private func opposite(of name: String, _ edge: Int) -> String {
        graph.edges[edge].from == name ? graph.edges[edge].to : graph.edges[edge].from
    }

    private func leads(_ edge: Int, from name: String) -> Bool {
        let other = opposite(of: name, edge)
        return other != name && parentEdge[other] == edge && parentEdge[name] != edge
    }

    /// The edges drawn below an object: those to objects that hang from it, and of the others those that
    /// start at it.
    private func lines(of name: String) -> [Int] {
        (incident[name] ?? []).filter { index in
            if leads(index, from: name) { return true }
            let isElsewhere =
                parentEdge[name] == index || parentEdge[opposite(of: name, index)] == index
            return !isElsewhere && graph.edges[index].from == name
        }
    }

    private mutating func number(_ root: String) {
        // Without recursion: a chain of objects may be long.
        var stack = [root]
        while let name = stack.popLast() {
            place[name] = place.count
            let children = lines(of: name).filter { leads($0, from: name) }
            stack.append(contentsOf: children.reversed().map { opposite(of: name, $0) })
        }
    }

    var text: String {
        var text = ""
        for root in roots {
            text += fitted([(title(root), ink.bold), (detail(of: root), ink.dim)])
            var stack: [(edge: Int, from: String, indent: String, isLast: Bool)] = []
            func push(_ name: String, _ indent: String) {
                let edges = lines(of: name)
                for (position, edge) in edges.enumerated().reversed() {
                    stack.append((edge, name, indent, position == edges.count - 1))
                }
            }
            push(root, "")
            while let line = stack.popLast() {
                let branch =
                    glyphs.isASCII ? (line.isLast ? "`- " : "|- ") : (line.isLast ? "└─ " : "├─ ")
                text += draw(line.edge, from: line.from, prefix: line.indent + branch)
                if leads(line.edge, from: line.from) {
                    let rest = line.isLast ? "   " : glyphs.vertical + "  "
                    push(opposite(of: line.from, line.edge), line.indent + rest)
                }
            }
        }
        return text
    }

    private func draw(_ index: Int, from name: String, prefix: String) -> String {
        let edge = graph.edges[index]
        let other = opposite(of: name, index)
        let isForward = edge.from == name
        let arrow =
            glyphs.isASCII ? (isForward ? " -> " : " <- ") : (isForward ? " → " : " ← ")
        var note = edge.detail.isEmpty ? "" : "  " + drawnNote(edge.detail, glyphs)
        if edge.isWeak { note += "  weak" }
        if other == name {
            note += "  (itself)"
        } else if !leads(index, from: name) {
            note += place[other, default: 0] < place[name, default: 0] ? "  (above)" : "  (below)"
        } else {
            note += detail(of: other)
        }
        return fitted([
            (prefix, ink.dim), (edge.label.drawn(glyphs.style), { $0 }), (arrow, ink.dim),
            (title(other), ink.bold), (note, ink.dim),
        ])
    }

    private func title(_ name: String) -> String { name.drawn(glyphs.style) }

    private func detail(of name: String) -> String {
        let detail = details[name] ?? ""
        return detail.isEmpty ? "" : "  " + drawnNote(detail, glyphs)
    }

    /// One line of parts, cut at the terminal's edge.
    private func fitted(_ parts: [(text: String, paint: (String) -> String)]) -> String {
        var line = ""
        var room = across
        let total = parts.reduce(0) { $0 + displayWidth($1.text) }
        for part in parts where !part.text.isEmpty {
            let isCutHere = total > across && displayWidth(part.text) >= room
            let piece =
                isCutHere
                ? FittedText(part.text + " ", limit: room, mark: glyphs.ellipsis)
                : FittedText(part.text, limit: room, mark: glyphs.ellipsis)
            if !piece.text.isEmpty { line += part.paint(piece.text) }
            room -= piece.width
            if isCutHere { break }
        }
        return line + "\n"
    }
}
