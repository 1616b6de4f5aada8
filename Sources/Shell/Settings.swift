import Columns
import Ingest
import Render

/// What a person may change about how answers look; `.set` lists them, global options set them.
public struct Settings: Sendable {
    /// nil is a table on a terminal and CSV elsewhere.
    public var format: OutputFormat?
    /// Rows shown of a long table on a terminal; nil is 40, 0 shows all.
    public var limit: Int?
    /// What a missing value is in CSV and TSV.
    public var null = ""
    public var usesColor = false
    /// Characters beyond ASCII are drawn escaped: the terminal would show something else.
    public var usesASCII = false
    /// What is longer than the screen goes through a pager.
    public var usesPager = true
    /// Cells across.
    public var width = 100
    public var isSpreadsheetSafe = false
    /// Notes and footers are left out.
    public var isQuiet = false
    /// Load reports are told in full.
    public var isVerbose = false
    /// An answer on incomplete data is an error.
    public var isStrict = false
    /// The footer ends in the elapsed time.
    public var showsElapsed = false

    public init() {}
}

/// All that a session needs from the process around it, so that a test can be that process.
public struct SessionConfiguration {
    public var folder: String
    /// Read in place of the folder's files.
    public var files: NamedFiles?
    public var settings = Settings()
    /// Stdout is a terminal: tables rather than CSV.
    public var isTerminal = false
    /// `--now`: microseconds since the epoch; wins over `setup.board` and the clock.
    public var now: Int64?
    /// `--as-of`: boards are answered on the data as it was then.
    public var asOf: String?
    /// Microseconds since the epoch.
    public var clock: @Sendable () -> Int64 = { 0 }
    /// Nanoseconds from any start, for elapsed times.
    public var stopwatch: () -> UInt64 = { 0 }
    public var threads = 1
    /// The folder that has the state folder; the workspace's own when nil.
    var stateFolder: String?
    /// Starts a tenant of its own that holds these objects; nil where there is none to start.
    public var startTenant: ((RehearsalSeed) -> Result<RehearsalTenant, RehearsalFailure>)?
    /// Bounds on what one file may take; a `source` line says otherwise for its file.
    public var bounds = Bounds()
    /// Which build of cork this is; columns that another build has kept are not used.
    public var loader = ""
    /// Where a relative name of a file to write begins: the folder the process was started in.
    public var outputFolder = "."
    /// Asks a yes-or-no question; nil where nobody can answer, which is a no.
    public var confirm: ((String) -> Bool)?
    /// Asks for a line; nil where nobody can answer, and as an answer when nothing was typed.
    public var ask: ((String) -> String?)?
    /// Opens a file in the person's editor; false when that failed. nil where there is no terminal.
    public var edit: ((String) -> Bool)?
    /// Lines for a person who waits: what is being loaded.
    public var progress: ((String) -> Void)?
    /// Paints a line over the one before, an empty one to take it away; nil where stderr is no terminal.
    public var paint: ((String) -> Void)?
    /// `--fresh`: live tools are synced before the answer.
    public var syncsFirst = false
    /// Somebody types lines and does not wait for what is done between them.
    public var isConversation = false

    /// Shows a reply while a command goes on; nil where there is only the one at its end.
    public var show: ((Reply) -> Void)?
    /// Waits so many seconds or until it is woken; false when the command was cancelled.
    public var pause: (Double, WakeSignal, Cancellation) -> Bool = { seconds, wake, cancellation in
        wake.wait(seconds: seconds, cancellation)
    }

    /// Variables of the process, those with a token left out.
    public var environment: (String) -> String? = { _ in nil }
    public var credentials = CredentialSources()
    /// The account and the machine, for the journal: `ada@laptop`.
    public var account: @Sendable () -> String = { "" }
    /// How servers are told who calls.
    public var userAgent = "cork"

    public init(folder: String) { self.folder = folder }

    /// Takes bounds as the environment gives them: `cell_max=1MiB, rows_max=100000`.
    ///
    /// - Returns: what is wrong with them; nil if nothing is.
    public mutating func setBounds(_ text: String) -> String? {
        for part in text.split(whereSeparator: { $0 == "," || $0 == " " }) {
            let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard sides.count == 2, bounds.set(sides[0], to: sides[1]) else {
                return
                    "'\(part)' in CORK_LIMITS sets no bound; valid are \(Bounds.names.joined(separator: ", ")), "
                    + "as in file_max=512MiB"
            }
        }
        return nil
    }
}
