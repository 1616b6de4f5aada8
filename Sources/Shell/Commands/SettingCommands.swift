import Render

extension MetaCommand {
    /// How answers look.
    static let settingCommands = [
        MetaCommand(
            name: "mode", usage: "[FORMAT]",
            summary: "how results are shown: \(modes.joined(separator: " "))",
            argument: .word(modes, kind: "format")
        ) { arguments, session in session.mode(arguments) },
        MetaCommand(
            name: "set", usage: "[NAME VALUE]",
            summary: "settings: \(Settings.names.joined(separator: " "))",
            argument: .setting
        ) { arguments, session in session.set(arguments) },
        MetaCommand(
            name: "timer", usage: "[on|off]", summary: "show how long each board took",
            argument: .word(["on", "off"], kind: "value")
        ) { arguments, session in
            session.set(arguments.isEmpty ? "timer" : "timer \(arguments)")
        },
    ]

    static let modes = Settings.formats
}

extension Settings {
    /// Formats that a reply can be shown in; sqlite is written to a file only.
    public static let formats = OutputFormat.allCases.filter { $0 != .sqlite }.map(\.rawValue)

    public static func format(named name: String) -> OutputFormat? {
        formats.contains(name) ? OutputFormat(rawValue: name) : nil
    }

    static let names = [
        "limit", "null", "color", "width", "pager", "csv-safe", "quiet", "verbose", "timer",
    ]

    /// The value as `.set` shows it; nil when there is no such setting.
    func value(of name: String) -> String? {
        switch name {
        case "limit": limit.map(String.init) ?? "40"
        case "null": "\"\(null)\""
        case "color": usesColor ? "on" : "off"
        case "width": String(width)
        case "pager": usesPager ? "on" : "off"
        case "csv-safe": isSpreadsheetSafe ? "on" : "off"
        case "quiet": isQuiet ? "on" : "off"
        case "verbose": isVerbose ? "on" : "off"
        case "timer": showsElapsed ? "on" : "off"
        default: nil
        }
    }

    /// Takes a value as typed.
    ///
    /// - Returns: nil when it was taken, otherwise what the setting accepts.
    mutating func take(_ value: String, for name: String) -> String? {
        switch name {
        case "limit":
            guard let number = Int(value), number >= 0 else { return "a number of rows, 0 for all" }
            limit = number
            return nil
        case "width":
            guard let number = Int(value), number >= 20, number <= 100_000 else {
                return "a number of cells from 20 on"
            }
            width = number
            return nil
        case "null":
            let isQuoted = value.count > 1 && value.hasPrefix("\"") && value.hasSuffix("\"")
            null = isQuoted ? String(value.dropFirst().dropLast()) : value
            return nil
        default: break
        }
        guard value == "on" || value == "off" else { return "on or off" }
        let isOn = value == "on"
        switch name {
        case "color": usesColor = isOn
        case "pager": usesPager = isOn
        case "csv-safe": isSpreadsheetSafe = isOn
        case "quiet": isQuiet = isOn
        case "verbose": isVerbose = isOn
        default: showsElapsed = isOn
        }
        return nil
    }
}

extension Session {
    func mode(_ arguments: String) -> Reply {
        if arguments.isEmpty { return .note("mode is \(outputFormat.rawValue)") }
        guard let format = OutputFormat(rawValue: arguments), format != .sqlite else {
            return .error(
                "no mode '\(escapedForTerminal(arguments))'",
                help: Suggestion.nearestOrAll(arguments, in: MetaCommand.modes), status: .usage)
        }
        settings.format = format
        return .note("mode is \(format.rawValue)")
    }

    func set(_ arguments: String) -> Reply {
        let words = arguments.split(separator: " ", maxSplits: 1).map(String.init)
        guard let name = words.first else {
            var listing = Listing("settings", ["setting", "value"])
            for name in Settings.names { listing.append([name, settings.value(of: name) ?? ""]) }
            return show(listing)
        }
        guard settings.value(of: name) != nil else {
            return .error(
                "no setting '\(escapedForTerminal(name))'",
                help: Suggestion.nearestOrAll(name, in: Settings.names), status: .usage)
        }
        if words.count > 1, let accepted = settings.take(words[1], for: name) {
            return .error(
                "\(name) cannot be '\(escapedForTerminal(words[1]))'", help: "it takes \(accepted)",
                status: .usage)
        }
        return .note("\(name) is \(escapedForTerminal(settings.value(of: name) ?? ""))")
    }
}
