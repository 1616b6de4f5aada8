/// Where the boxes of a link graph stand: one box per group with its objects as rows, in three columns.
///
/// The group with the most links to others stands in the middle, the others left and right of it, each
/// where there is less so far, and from top to bottom as their links leave the middle. Units are pixels.
struct GraphLayout {
    struct Box {
        var group: String
        var nodes: [LinkGraph.Node]
        var column: Int
        var x = 0.0
        var y = 0.0
        var width = 0.0
        var height: Double {
            GraphLayout.headHeight + Double(nodes.count) * GraphLayout.rowHeight + 8
        }

        /// The middle of a row, from the top.
        func rowY(_ index: Int) -> Double {
            y + GraphLayout.headHeight + (Double(index) + 0.5) * GraphLayout.rowHeight
        }
    }

    static let rowHeight = 24.0
    static let headHeight = 34.0
    /// Links that loop at one box lie side by side, so many at most.
    static let laneMax = 6
    static let laneWidth = 16.0
    private static let columnGap = 180.0
    private static let boxGap = 28.0
    private static let margin = 24.0
    /// Of the 13-pixel font; text is measured in terminal cells.
    private static let cellWidth = 7.6

    private(set) var boxes: [Box]
    private(set) var width = 0.0
    private(set) var height = 0.0

    init(_ graph: LinkGraph) {
        var order: [String] = []
        var members: [String: [LinkGraph.Node]] = [:]
        for node in graph.nodes {
            if members[node.group] == nil { order.append(node.group) }
            members[node.group, default: []].append(node)
        }
        let groupOf = Dictionary(
            graph.nodes.map { ($0.name, $0.group) }, uniquingKeysWith: { first, _ in first })
        var outside: [String: Int] = [:]
        for edge in graph.edges where groupOf[edge.from] != groupOf[edge.to] {
            for name in [edge.from, edge.to] { outside[groupOf[name] ?? "", default: 0] += 1 }
        }
        let ranked = order.enumerated().sorted { left, right in
            let (leftCount, rightCount) = (outside[left.element] ?? 0, outside[right.element] ?? 0)
            return leftCount != rightCount ? leftCount > rightCount : left.offset < right.offset
        }.map(\.element)
        boxes = ranked.map { Box(group: $0, nodes: members[$0] ?? [], column: 1) }
        var heights = [0.0, 0.0, 0.0]
        for index in boxes.indices.dropFirst() {
            let column = heights[0] < heights[2] ? 0 : 2
            boxes[index].column = column
            heights[column] += boxes[index].height + Self.boxGap
        }
        for index in boxes.indices { boxes[index].width = Self.width(boxes[index]) }
        stack(graph, groupOf)
    }

    private static func width(_ box: Box) -> Double {
        let rows = box.nodes.map { node in
            displayWidth(node.name) + (node.detail.isEmpty ? 0 : displayWidth(node.detail) + 3)
        }
        let cells = (rows + [displayWidth(box.group) + 2]).max() ?? 10
        return min(420, Double(cells) * cellWidth + 28)
    }

    private mutating func stack(_ graph: LinkGraph, _ groupOf: [String: String]) {
        let center = boxes.first
        var rowOf: [String: Double] = [:]
        for (row, node) in (center?.nodes ?? []).enumerated() { rowOf[node.name] = Double(row) }
        var sums: [String: (total: Double, count: Double)] = [:]
        for edge in graph.edges {
            for (inner, outer) in [(edge.from, edge.to), (edge.to, edge.from)] {
                guard let row = rowOf[inner], let group = groupOf[outer] else { continue }
                sums[group, default: (0, 0)].total += row
                sums[group, default: (0, 0)].count += 1
            }
        }
        func middle(_ box: Box) -> Double {
            sums[box.group].map { $0.total / $0.count } ?? .infinity
        }
        let columns = (0..<3).map { column in
            boxes.indices.filter { boxes[$0].column == column }.sorted {
                let (left, right) = (middle(boxes[$0]), middle(boxes[$1]))
                return left != right ? left < right : $0 < $1
            }
        }
        let totals = columns.map { indices in
            indices.reduce(0.0) { $0 + boxes[$1].height + Self.boxGap } - Self.boxGap
        }
        height = max(0, totals.max() ?? 0) + 2 * Self.margin
        var x = Self.margin
        for (column, indices) in columns.enumerated() where !indices.isEmpty {
            let columnWidth = indices.map { boxes[$0].width }.max() ?? 0
            var y = (height - totals[column]) / 2
            for index in indices {
                boxes[index].x = x
                boxes[index].y = y
                boxes[index].width = columnWidth
                y += boxes[index].height + Self.boxGap
            }
            x += columnWidth + Self.columnGap
        }
        // Right of the last column there is room for links inside its boxes, with their labels.
        let labels = graph.edges.filter { groupOf[$0.from] == groupOf[$0.to] }
        let longest = labels.map { displayWidth($0.label) }.max() ?? 0
        let loops =
            labels.isEmpty
            ? 0 : 28 + Double(Self.laneMax) * Self.laneWidth * 0.75 + Double(longest) * 6.4
        width = max(x - Self.columnGap, 0) + Self.margin + loops
    }
}
