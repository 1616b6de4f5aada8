/// The command line that scripts say over and over, read without the parser.
///
/// `cork query -C FOLDER --quiet BOARD` takes two milliseconds less so, of ten. Whatever is said in another way, or
/// not as it should be, is left to the parser, which alone explains it.
extension QueryCommand {
    /// - Parameter arguments: the command's name first.
    /// - Returns: nil where anything else than words and global options stands, each said once and as
    ///   `GlobalOption` writes it.
    init?(plain arguments: [String]) {
        guard arguments.first == Self.configuration.commandName else { return nil }
        var options = GlobalOptions.unsaid
        var said: [GlobalOption] = []
        var words: [String] = []
        var rest = arguments.dropFirst()
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("-"), argument != "-" else {
                words.append(argument)
                continue
            }
            guard let option = GlobalOption(rawValue: argument), !said.contains(option)
            else { return nil }
            said.append(option)
            var value = ""
            if option.takesValue {
                // What begins with a hyphen may be the next option.
                guard let next = rest.popFirst(), !next.hasPrefix("-") else { return nil }
                value = next
            }
            guard options.take(option, value) else { return nil }
        }
        self.init()
        self.options = options
        acting = .unsaid
        self.words = words
        file = nil
        table = nil
        do {
            try options.validate()
            try validate()
        } catch {
            return nil
        }
    }
}
