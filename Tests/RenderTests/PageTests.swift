import Columns
import TestSupport
import Testing

@testable import Render

@Suite struct PageTests {
    @Test func `Markdown escapes what Markdown would act on`() {
        let shown = table([
            ("a|b", text(["*x* <b>", "two\nlines\t", nil, "\\ `c` \u{1B}"])),
            ("n", integers([1, -2, 3, nil])),
        ])
        #expect(
            render(shown, as: .md) == """
                | a\\|b | n |
                |---|---:|
                | \\*x\\* &lt;b&gt; | 1 |
                | two<br>lines  | -2 |
                |  | 3 |
                | \\\\ \\`c\\` \\\\x1b |  |

                """)
    }

    @Test func `a page holds every value escaped and loads nothing`() {
        var options = OutputOptions()
        options.title = "Leavers <&> \"x\""
        options.footer = ["42 of 1,318 users", "<script>", ""]
        let page = render(naughtyTable, as: .html, options: options)
        #expect(page.hasPrefix("<!doctype html>") && page.hasSuffix("</html>\n"))
        #expect(page.contains("<h1>Leavers &lt;&amp;&gt; &quot;x&quot;</h1>"))
        #expect(page.contains("<li>42 of 1,318 users</li><li>&lt;script&gt;</li></ul>"))
        #expect(page.contains("<td>&lt;script&gt;alert(1)&lt;/script&gt;</td>"))
        #expect(page.contains("<td>&#39; onmouseover=&#39;x</td>"))
        #expect(page.ranges(of: "<script>").count == 1 && page.ranges(of: "</script>").count == 1)
        #expect(page.contains("default-src 'none'"))
        for outside in ["http:", "https:", "src=", "href=", "@import", "url("] {
            #expect(!page.contains(outside), "\(outside)")
        }
        #expect(page.ranges(of: "<tr>").count == naughtyTable.rowCount + 1)
        let typed = render(everyType, as: .html)
        #expect(typed.contains("<td class=\"n\">1.50</td>"))
        #expect(typed.contains("<td data-s=\"1785542400123000\">2026-08-01T00:00:00.123Z</td>"))
        #expect(typed.contains("<h1>okta.users</h1>") && typed.contains("<output>2 rows</output>"))
    }

    @Test func `a combining mark does not hide a bracket from escaping`() {
        #expect(
            escapedForHTML("<\u{301}b>\u{301}&\u{301}").unicodeScalars.allSatisfy {
                $0 != "<" && $0 != ">"
            })
        let shown = table([("<\u{301}b", text(["<\u{301}i>\u{301}"]))])
        let page = render(shown, as: .html).unicodeScalars
        #expect(!page.indices.contains { page[$0...].starts(with: "<\u{301}".unicodeScalars) })
    }

    @Test func `tags are balanced`() {
        for page in [
            render(naughtyTable, as: .html), renderGraph(sampleGraph, as: .html),
            renderGraph(sampleGraph, as: .svg),
        ] {
            var open: [Substring] = []
            let tag = /<(\/?)([a-z0-9]+)([^<>]*)>/.matchingSemantics(.unicodeScalar)
            for match in page.matches(of: tag) {
                let (_, slash, name, rest) = match.output
                if ["meta", "input", "br"].contains(name) || rest.hasSuffix("/") { continue }
                if slash.isEmpty { open.append(name) } else { #expect(open.popLast() == name) }
            }
            #expect(open.isEmpty)
        }
    }
}

let sampleGraph = LinkGraph(
    nodes: [
        .init(name: "okta.groups", group: "okta", detail: "31 rows"),
        .init(name: "okta.users", group: "okta", detail: "250 rows"),
        .init(name: "okta.group_members", group: "okta"), .init(name: "Album", group: "files"),
        .init(name: "hris.<b>", group: "hris"),
    ],
    edges: [
        .init(from: "okta.group_members", to: "okta.users", label: "userId", detail: "N:1"),
        .init(from: "okta.group_members", to: "okta.groups", label: "groupId", detail: "N:1"),
        .init(from: "okta.users", to: "okta.users", label: "managerId"),
        .init(from: "hris.<b>", to: "okta.users", label: "e\u{1B}mail", detail: "1:1 · 95 %"),
        .init(from: "jira.users", to: "hris.<b>", label: "email", isWeak: true),
        .init(from: "jira.users", to: "okta.users", label: "login"),
    ])

@Suite struct GraphTests {
    @Test func `the tree has every object once and every link on one line`() {
        #expect(
            renderGraph(sampleGraph, as: .tree) == """
                okta.users  250 rows
                ├─ userId ← okta.group_members  N:1
                │  └─ groupId → okta.groups  N:1  31 rows
                ├─ managerId → okta.users  (itself)
                ├─ e\\x1bmail ← hris.<b>  1:1 · 95 %
                └─ login ← jira.users
                   └─ email → hris.<b>  weak  (above)
                Album

                """)
        var options = OutputOptions()
        options.width = 30
        options.usesASCII = true
        let lines = renderGraph(sampleGraph, as: .tree, options: options).split(separator: "\n")
        #expect(lines.allSatisfy { displayWidth(String($0)) <= 30 })
        #expect(lines[1] == "|- userId <- okta.group_memb..")
    }

    @Test func `random graphs are drawn whole, and the same every time`() {
        var random = SeededNumbers(seed: 11)
        for _ in 0..<100 {
            let count = Int.random(in: 1...12, using: &random)
            let nodes = (0..<count).map {
                LinkGraph.Node(name: "t\($0 % 4).o\($0)", group: "t\($0 % 4)")
            }
            let edges = (0..<Int.random(in: 0...20, using: &random)).map { index in
                LinkGraph.Edge(
                    from: nodes.randomElement(using: &random)!.name,
                    to: nodes.randomElement(using: &random)!.name, label: "link\(index)")
            }
            let graph = LinkGraph(nodes: nodes, edges: edges)
            let tree = renderGraph(graph, as: .tree)
            let lines = tree.split(separator: "\n")
            let roots = lines.count { !$0.contains("─ ") }
            #expect(lines.count == roots + edges.count)
            for index in edges.indices {
                #expect(lines.count { $0.contains("─ link\(index) ") } == 1)
            }
            let elsewhere = lines.count { $0.hasSuffix(")") }
            #expect(lines.count - elsewhere == nodes.count)
            let picture = renderGraph(graph, as: .svg)
            #expect(picture.ranges(of: "<g class=\"link\">").count == edges.count)
            #expect(
                picture == renderGraph(graph, as: .svg) && tree == renderGraph(graph, as: .tree))
        }
    }

    @Test func `a picture stands alone and escapes names`() {
        let picture = renderGraph(sampleGraph, as: .svg)
        #expect(picture.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns="))
        #expect(
            picture.contains(">hris.&lt;b&gt;</text>") && picture.contains(">e\\x1bmail</text>"))
        #expect(!picture.contains("\u{1B}") && picture.contains("class=\"edge weak\""))
        #expect(!picture.contains("href") && !picture.contains("url("))
        #expect(renderGraph(LinkGraph(nodes: [], edges: []), as: .svg).contains("</svg>"))
        #expect(renderGraph(LinkGraph(nodes: [], edges: []), as: .tree) == "")
    }
}
