import Columns
import Correlation
import Engine

/// `people`, `accounts` and `devices`, made when something first names one of them, and what they were made of.
struct WhoIsWho {
    static let names = ["people", "accounts", "devices"]
    /// The tool under which they are named where an export has an object of that name.
    static let tool = "cork"

    let base: LinkModel
    let day: Int64
    let objects: IdentityObjects
    /// All that is known, and the same without what is named `cork.…`: there an export's object has the bare name.
    let whole: View
    let plain: View

    init(_ base: LinkModel, _ catalog: Catalog, now: Int64) {
        self.base = base
        day = Self.day(now)
        let taken = Self.taken(catalog)
        objects = IdentityObjects(base, now: now) { name in
            taken.contains(name)
                ? ObjectName(tool: Self.tool, object: name) : ObjectName(name)
        }
        whole = View(base, objects, without: [])
        let hidden = Set(objects.tables.map(\.name).filter { $0.tool == Self.tool })
        plain = hidden.isEmpty ? whole : View(base, objects, without: hidden)
    }

    /// The objects with the links to what they were made of.
    struct View {
        let tables: [Table]
        let model: LinkModel

        init(_ base: LinkModel, _ objects: IdentityObjects, without hidden: Set<ObjectName>) {
            model = LinkModel(base, adding: objects, without: hidden)
            tables = objects.tables.filter { !hidden.contains($0.name) }
        }
    }

    /// Those of the names that a loaded object has, whatever its tool.
    private static func taken(_ catalog: Catalog) -> Set<String> {
        Set(names).intersection(catalog.tables.map { NameFolding.fold($0.name.object) })
    }

    /// The names that the objects have beside these tables.
    static func offered(_ catalog: Catalog) -> [String] {
        let taken = taken(catalog)
        return names.map { taken.contains($0) ? "\(tool).\($0)" : $0 }
    }

    /// Whether a text with these names, folded, means one of the objects.
    static func isNamed(in words: Set<String>, _ catalog: Catalog) -> Bool {
        let named = words.intersection(names)
        guard !named.isEmpty else { return false }
        return words.contains(tool) || !named.isSubset(of: taken(catalog))
    }

    private static func day(_ now: Int64) -> Int64 {
        now / 86_400_000_000 - (now % 86_400_000_000 < 0 ? 1 : 0)
    }

    /// Whether it still says how things are.
    func isCurrent(_ model: LinkModel, now: Int64) -> Bool {
        base === model && day == Self.day(now)
    }
}

extension Session {
    /// Who is who in some tables; made when it was not, or when something has changed.
    private func whoIsWho(_ model: LinkModel, _ catalog: Catalog, now: Int64) -> WhoIsWho {
        if let known, known.isCurrent(model, now: now) { return known }
        let made = WhoIsWho(model, catalog, now: now)
        known = made
        return made
    }

    /// Who is who in what is loaded now.
    func whoIsWho() -> WhoIsWho { whoIsWho(folder.model, folder.catalog, now: now) }

    /// The tables and links that a text may name: with `people`, `accounts` and `devices` if it names one.
    func view(for text: String) -> (catalog: Catalog, model: LinkModel) {
        let environment = extended(environment, for: text)
        return (environment.catalog, environment.links)
    }

    /// What a board with this text may depend on.
    func environment(for text: String) -> Environment { extended(environment, for: text) }

    /// The same with the objects that the text names, made of what the environment holds, which may be an
    /// earlier state.
    func extended(_ environment: Environment, for text: String) -> Environment {
        let words = NamesInText(text, saved: environment.saved).folded
        guard WhoIsWho.isNamed(in: words, environment.catalog) else { return environment }
        let made = whoIsWho(
            environment.links, environment.catalog, now: environment.context.now)
        let view = words.contains(WhoIsWho.tool) ? made.whole : made.plain
        var environment = environment
        environment.catalog = Catalog(tables: environment.catalog.tables + view.tables)
        environment.links = view.model
        return environment
    }

    func extended(_ runner: BoardRunner, for text: String) -> BoardRunner {
        BoardRunner(environment: extended(runner.environment, for: text))
    }

    /// The links of everything that is known by now, for looking one of them up.
    var model: LinkModel {
        if let known, known.base === folder.model { return known.whole.model }
        return folder.model
    }

    var savedBoards: [String: SavedBoard] {
        var saved = folder.saved.boards
        for board in folder.setup.bindings + typed.bindings { saved[board.name] = board }
        return saved
    }
}
