import ArgumentParser
import Shell

enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
}

/// How the options that every command accepts are written: the one list of them.
enum GlobalOption: String {
    case folder = "-C"
    case format = "--format"
    case color = "--color"
    case null = "--null"
    case limit = "--limit"
    case now = "--now"
    case fresh = "--fresh"
    case asOf = "--as-of"
    case strict = "--strict"
    case quiet = "--quiet"
    case verbose = "--verbose"
    case csvSafe = "--csv-safe"

    /// Whether the argument after this one belongs to it.
    var takesValue: Bool {
        switch self {
        case .fresh, .strict, .quiet, .verbose, .csvSafe: false
        case .folder, .format, .color, .null, .limit, .now, .asOf: true
        }
    }

    /// The same for the parser.
    var name: NameSpecification {
        let word = rawValue.drop { $0 == "-" }
        return rawValue.hasPrefix("--")
            ? .customLong(String(word)) : .customShort(word.first ?? "-")
    }
}

/// What every command accepts, before or after its name.
struct GlobalOptions: ParsableArguments {
    @Option(
        name: GlobalOption.folder.name, help: ArgumentHelp("The workspace.", valueName: "dir"))
    var folder: String?

    @Option(
        name: GlobalOption.format.name,
        help: ArgumentHelp(stringLiteral: Settings.formats.joined(separator: " ") + "."))
    var format: String?

    @Option(name: GlobalOption.color.name, help: "auto, always or never.")
    var color = ColorChoice.auto

    @Option(name: GlobalOption.null.name, help: "What a missing value is in CSV and TSV.")
    var null = ""

    @Option(name: GlobalOption.limit.name, help: "Rows shown of a long table; 0 shows all.")
    var limit: Int?

    @Option(name: GlobalOption.now.name, help: "The clock, such as 2026-08-03T00:00Z.")
    var now: String?

    @Flag(name: GlobalOption.fresh.name, help: "Sync live tools before the answer.")
    var fresh = false
    @Option(
        name: GlobalOption.asOf.name,
        help: ArgumentHelp(
            "The data as it was: 7d ago, a time, or a kept state's name.", valueName: "time"))
    var asOf: String?

    @Flag(
        name: GlobalOption.strict.name,
        help: "An answer that rests on incomplete data is an error, status 7.")
    var strict = false

    @Flag(name: GlobalOption.quiet.name, help: "No notes and no footer.")
    var quiet = false

    @Flag(name: GlobalOption.verbose.name, help: "Tell what was loaded.")
    var verbose = false

    @Flag(
        name: GlobalOption.csvSafe.name,
        help: "Guard cells that a spreadsheet would run as formulas, in CSV and TSV.")
    var csvSafe = false

    /// Nothing was said. The parser, which knows the same, is not asked: it would describe every option first.
    static var unsaid: GlobalOptions {
        var options = GlobalOptions()
        options.folder = nil
        options.format = nil
        options.color = .auto
        options.null = ""
        options.limit = nil
        options.now = nil
        options.fresh = false
        options.asOf = nil
        options.strict = false
        options.quiet = false
        options.verbose = false
        options.csvSafe = false
        return options
    }

    /// Takes an option in, with its value where it has one.
    ///
    /// - Returns: false when that cannot be its value.
    mutating func take(_ option: GlobalOption, _ value: String) -> Bool {
        switch option {
        case .folder: folder = value
        case .format: format = value
        case .color:
            guard let choice = ColorChoice(rawValue: value) else { return false }
            color = choice
        case .null: null = value
        case .limit:
            guard let number = Int(value) else { return false }
            limit = number
        case .now: now = value
        case .fresh: fresh = true
        case .asOf: asOf = value
        case .strict: strict = true
        case .quiet: quiet = true
        case .verbose: verbose = true
        case .csvSafe: csvSafe = true
        }
        return true
    }

    func validate() throws {
        if let limit, limit < 0 { throw ValidationError("--limit takes a number from 0 on") }
        if let now, Instant.parse(now) == nil {
            throw ValidationError("--now takes a date or time, such as 2026-08-03T00:00Z")
        }
        if let format, Settings.format(named: format) == nil {
            throw ValidationError(
                "no format '\(format)'; there are \(Settings.formats.joined(separator: " "))")
        }
    }
}
