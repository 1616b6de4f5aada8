import ArgumentParser
import Shell

enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
}

/// What every command accepts, before or after its name.
struct GlobalOptions: ParsableArguments {
    @Option(name: .customShort("C"), help: ArgumentHelp("The workspace.", valueName: "dir"))
    var folder: String?

    @Option(help: ArgumentHelp(stringLiteral: Settings.formats.joined(separator: " ") + "."))
    var format: String?

    @Option(help: "auto, always or never.")
    var color = ColorChoice.auto

    @Option(help: "What a missing value is in CSV and TSV.")
    var null = ""

    @Option(help: "Rows shown of a long table; 0 shows all.")
    var limit: Int?

    @Option(help: "The clock, such as 2026-08-03T00:00Z.")
    var now: String?

    @Flag(help: "Sync live tools before the answer.")
    var fresh = false
    @Option(
        help: ArgumentHelp(
            "The data as it was: 7d ago, a time, or a kept state's name.", valueName: "time"))
    var asOf: String?

    @Flag(help: "An answer that rests on incomplete data is an error, status 7.")
    var strict = false

    @Flag(help: "No notes and no footer.")
    var quiet = false

    @Flag(help: "Tell what was loaded.")
    var verbose = false

    @Flag(help: "Guard cells that a spreadsheet would run as formulas, in CSV and TSV.")
    var csvSafe = false

    /// Whether the argument after this one belongs to it.
    static func takesValue(_ argument: String) -> Bool {
        ["-C", "--format", "--color", "--null", "--limit", "--now", "--as-of"].contains(argument)
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
