import Columns
import Correlation
import Render

/// The links as a picture or a file: `cork links -o links.svg`.
extension Session {
    /// - Parameter file: `.svg` and `.html` draw the graph; the other suffixes write what is listed, `.json` in
    ///   the shape of `--format json`.
    func writeLinks(of typed: String, to file: String, replaces: Bool) -> Reply {
        let links: [Link]
        do {
            links = try chosenLinks(of: typed)
            try awaitRows(of: links, in: model)
        } catch { return error.reply }
        let suffix = file.split(separator: ".").last.map { $0.lowercased() } ?? ""
        let isDrawn = ["svg", "html", "htm"].contains(suffix)
        let text: String
        switch suffix {
        case "svg", "html", "htm":
            var options = OutputOptions()
            options.title = typed.isEmpty ? "Links" : "Links of \(typed)"
            options.footer = [Phrase.count(links.count, "link")]
            text = renderGraph(
                graph(of: links), as: suffix == "svg" ? .svg : .html, options: options)
        case "json": text = JSONText.document(links.map(json))
        default:
            guard OutputFormat(suffix: file) != nil else {
                return .error(
                    "'\(escapedForTerminal(file))' names no format for links",
                    help: "svg and html draw them; csv tsv json ndjson md sqlite list them",
                    status: .usage)
            }
            let listing: Listing
            do { listing = try linkListing(links, isWhole: true) } catch { return error.reply }
            return write(
                listing.table(), footer: [], to: file, replaces: replaces, format: nil)
        }
        return write(
            to: file, replaces: replaces,
            done: isDrawn
                ? "drew \(Phrase.count(links.count, "link")) in"
                : "wrote \(Phrase.count(links.count, "link")) to"
        ) { path, replaces throws(WriteError) in
            try writeFile(path, replaces: replaces) { sink in
                var text = text
                try text.withUTF8 { try sink(UnsafeRawBufferPointer($0)) }
            }
        }
    }

    /// Every object that is loaded, or those that the links touch when they are one object's.
    private func graph(of links: [Link]) -> LinkGraph {
        let touched = Set(links.flatMap { [$0.left.object, $0.right.object] })
        let isAll = links.count == folder.model.links.count
        let isKnown = touched.allSatisfy { folder.catalog[$0] != nil }
        let loaded = folder.catalog.tables + (isKnown ? [] : whoIsWho().whole.tables)
        let tables = loaded.filter { isAll || touched.contains($0.name) }
        return LinkGraph(
            nodes: tables.map {
                LinkGraph.Node(
                    name: "\($0.name)", group: $0.name.tool,
                    detail: Phrase.count($0.rowCount, "row"))
            },
            edges: links.map { link in
                LinkGraph.Edge(
                    from: "\(link.left.object)", to: "\(link.right.object)",
                    label: link.name ?? link.left.fields.joined(separator: " + "),
                    detail: "\(link.kind.rawValue) · \(matched(link, .forward))",
                    isWeak: link.isWeak)
            })
    }
}
