/// The graph as Scalable Vector Graphics: boxes of objects, curves for links, dashed when weak.
struct GraphPicture {
    private let graph: LinkGraph
    private let layout: GraphLayout
    /// Box and row of each object.
    private var places: [String: (box: GraphLayout.Box, row: Int)] = [:]

    init(_ graph: LinkGraph) {
        self.graph = graph
        layout = GraphLayout(graph)
        for box in layout.boxes {
            for (row, node) in box.nodes.enumerated() { places[node.name] = (box, row) }
        }
    }

    /// Colours are written out: not every viewer of SVG knows custom properties.
    private static let style = """
        .graph { font: 13px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
        .graph .ground, .graph .box { fill: #ffffff; }
        .graph .box { stroke: #d5dae1; }
        .graph .head { fill: #f1f4f8; stroke: #d5dae1; }
        .graph text { fill: #1c1f24; }
        .graph .group { font-weight: 600; }
        .graph .soft, .graph .label { fill: #68707c; font-size: 11px; }
        .graph .label { paint-order: stroke; stroke: #ffffff; stroke-width: 4px; }
        .graph path.edge { fill: none; stroke: #7d8ca3; stroke-width: 1.4; }
        .graph path.weak { stroke-dasharray: 4 4; }
        .graph .tip { fill: #7d8ca3; }
        .graph g.link:hover path.edge { stroke: #2563c9; stroke-width: 2.4; }
        @media (prefers-color-scheme: dark) {
          .graph .ground, .graph .box { fill: #16191e; }
          .graph .box, .graph .head { stroke: #39414c; }
          .graph .head { fill: #1f242b; }
          .graph text { fill: #e4e7ec; }
          .graph .soft, .graph .label { fill: #97a0ad; }
          .graph .label { stroke: #16191e; }
          .graph g.link:hover path.edge { stroke: #7db0ff; }
        }

        """

    func svg(isStandalone: Bool, title: String) -> String {
        let (width, height) = (points(layout.width), points(layout.height))
        let head = isStandalone ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" : ""
        let shownTitle = title.isEmpty ? "Links" : title
        var svg =
            head + "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"graph\" role=\"img\" "
            + "width=\"\(width)\" height=\"\(height)\" viewBox=\"0 0 \(width) \(height)\">\n"
            + "<title>\(escapedForHTML(shownTitle))</title>\n<style>\(Self.style)</style>\n"
            + "<rect class=\"ground\" width=\"\(width)\" height=\"\(height)\"/>\n"
        // Links lie below the boxes, so that a long one never covers a name.
        var taken: [LabelSpace] = []
        for (index, edge) in graph.edges.enumerated() {
            svg += draw(edge, lane: lane(of: index), taken: &taken)
        }
        for box in layout.boxes { svg += draw(box) }
        return svg + "</svg>\n"
    }

    private func draw(_ box: GraphLayout.Box) -> String {
        let (x, y, width) = (points(box.x), points(box.y), points(box.width))
        var svg =
            "<g><rect class=\"box\" x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" "
            + "height=\"\(points(box.height))\" rx=\"7\"/>"
            + "<path class=\"head\" d=\"M\(x) \(points(box.y + 28))v-21a7 7 0 0 1 7-7"
            + "h\(points(box.width - 14))a7 7 0 0 1 7 7v21z\"/>"
            + "<text class=\"group\" x=\"\(points(box.x + 12))\" y=\"\(points(box.y + 19))\">"
            + escapedForHTML(box.group) + "</text>\n"
        for (row, node) in box.nodes.enumerated() {
            let baseline = points(box.rowY(row) + 4.5)
            svg +=
                "<text x=\"\(points(box.x + 12))\" y=\"\(baseline)\">"
                + escapedForHTML(node.name) + "</text>"
            if !node.detail.isEmpty {
                svg +=
                    "<text class=\"soft\" text-anchor=\"end\" "
                    + "x=\"\(points(box.x + box.width - 12))\" y=\"\(baseline)\">"
                    + escapedForHTML(node.detail) + "</text>"
            }
            svg += "\n"
        }
        return svg + "</g>\n"
    }

    /// How many links before this one would take the same way: between the same two objects, or looping
    /// at the same box.
    private func lane(of index: Int) -> Int {
        func way(_ edge: LinkGraph.Edge) -> [String] {
            guard let from = places[edge.from], let to = places[edge.to] else { return [] }
            if from.box.group == to.box.group { return [from.box.group] }
            return [edge.from, edge.to].sorted()
        }
        let own = way(graph.edges[index])
        return graph.edges[..<index].reduce(0) { $0 + (way($1) == own ? 1 : 0) }
    }

    private func draw(
        _ edge: LinkGraph.Edge, lane: Int, taken: inout [LabelSpace]
    ) -> String {
        guard let from = places[edge.from], let to = places[edge.to] else { return "" }
        let curve = Curve(
            from: from, to: to, isLoop: edge.from == edge.to, lane: min(lane, GraphLayout.laneMax))
        let width = Double(displayWidth(edge.label)) * 6.4
        var space = LabelSpace(
            x: curve.isInside ? curve.middle.x + 4 : curve.middle.x - width / 2,
            y: curve.middle.y, width: width)
        // Downwards until the label lies on no other; not for ever, should there be very many.
        for _ in 0..<200 where taken.contains(where: { $0.overlaps(space) }) { space.y += 13 }
        taken.append(space)
        let note = [edge.label, edge.detail].filter { !$0.isEmpty }.joined(separator: " · ")
        let path = [
            "M\(points(curve.start.x)) \(points(curve.start.y))",
            "C\(points(curve.first.x)) \(points(curve.first.y))",
            "\(points(curve.second.x)) \(points(curve.second.y))",
            "\(points(curve.end.x)) \(points(curve.end.y))",
        ]
        return "<g class=\"link\"><title>\(escapedForHTML("\(edge.from) → \(edge.to) · \(note)"))"
            + "</title><path class=\"edge\(edge.isWeak ? " weak" : "")\" "
            + "d=\"\(path.joined(separator: " "))\"/>"
            + "<circle class=\"tip\" cx=\"\(points(curve.end.x))\" "
            + "cy=\"\(points(curve.end.y))\" r=\"3.2\"/>"
            + "<text class=\"label\" x=\"\(points(space.x))\" y=\"\(points(space.y + 3.5))\">"
            + escapedForHTML(edge.label) + "</text></g>\n"
    }

    /// To a tenth of a pixel: the same digits everywhere.
    private func points(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let (whole, rest) = (abs(tenths) / 10, abs(tenths) % 10)
        return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
    }
}

/// Where a label lies; `y` is its middle.
private struct LabelSpace {
    var x: Double
    var y: Double
    var width: Double

    func overlaps(_ other: LabelSpace) -> Bool {
        x < other.x + other.width && other.x < x + width && abs(y - other.y) < 12
    }
}

/// A cubic curve from the side of one row to the side of another.
private struct Curve {
    typealias Point = (x: Double, y: Double)
    let start, first, second, end: Point
    /// Whether it stays in one column: it then leaves and enters at the right.
    let isInside: Bool

    init(
        from: (box: GraphLayout.Box, row: Int), to: (box: GraphLayout.Box, row: Int), isLoop: Bool,
        lane: Int
    ) {
        isInside = from.box.column == to.box.column
        let isRight = isInside || from.box.x < to.box.x
        let startX = isRight ? from.box.x + from.box.width : from.box.x
        let endX = isInside || !isRight ? to.box.x + to.box.width : to.box.x
        let startY = from.box.rowY(from.row) - (isLoop ? 5 : 0)
        let endY = to.box.rowY(to.row) + (isLoop ? 5 : 0)
        let extra = Double(lane) * (isInside ? GraphLayout.laneWidth : 40)
        let reach = isInside ? 28 + extra : max(50, abs(endX - startX) / 2) + extra
        start = (startX, startY)
        first = (startX + (isRight ? reach : -reach), startY)
        second = (endX + (isInside || !isRight ? reach : -reach), endY)
        end = (endX, endY)
    }

    var middle: Point {
        (
            (start.x + 3 * first.x + 3 * second.x + end.x) / 8,
            (start.y + 3 * first.y + 3 * second.y + end.y) / 8
        )
    }
}

/// The picture, and below it a table of the links that can be sorted and filtered.
func graphPage(_ graph: LinkGraph, options: OutputOptions) -> String {
    let title = options.title.isEmpty ? "Links" : options.title
    var page = pageHead(title: title)
    page += "<body>\n<header>\n<h1>\(escapedForHTML(title))</h1>\n</header>\n"
    page += "<div class=\"scroll\">\n"
    page += GraphPicture(graph).svg(isStandalone: false, title: title) + "</div>\n<p></p>\n"
    page += HTMLPage.tools(rowCount: graph.edges.count)
    page += "<div class=\"scroll\">\n<table>\n<thead><tr>"
    for name in ["from", "link", "to", "about"] {
        page += "<th aria-sort=\"none\"><button>\(name)</button></th>"
    }
    page += "</tr></thead>\n<tbody>\n"
    for edge in graph.edges {
        let about = edge.detail + (edge.isWeak ? (edge.detail.isEmpty ? "weak" : " · weak") : "")
        let cells = [edge.from, edge.label, edge.to, about].map { text in
            text.isEmpty ? "<td class=\"m\"></td>" : "<td>\(escapedForHTML(text))</td>"
        }
        page += "<tr>\(cells.joined())</tr>\n"
    }
    page += "</tbody>\n</table>\n</div>\n"
    let facts = options.footer.filter { !$0.isEmpty }
    if !facts.isEmpty {
        let items = facts.map { "<li>\(escapedForHTML($0))</li>" }.joined()
        page += "<footer><ul>\(items)</ul></footer>\n"
    }
    return page + "<script>\(HTMLPage.script)</script>\n</body>\n</html>\n"
}
