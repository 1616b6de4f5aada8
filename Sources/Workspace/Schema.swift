/// The tables of the database, one step of SQL per format version.
///
/// A released step never changes: a later version adds one, and files of earlier versions take it in one
/// transaction, after a copy was made.
struct Schema: Sendable {
    /// What makes version 1 of nothing, 2 of 1, and so on.
    let steps: [String]

    var version: Int { steps.count }

    /// `Cork` in the header of the file.
    static let applicationID: Int32 = 0x436F_726B

    static let current = Schema(steps: [first + events, journal])

    /// - `loads`: what one file or one synced object gave, whole and never changed; its columns lie in `segments`
    ///   `segment_first ..< segment_first + segment_count`, as `layout` says.
    /// - `sources`: which load is the present one of a file or object.
    /// - `states`, `state_loads`: which loads were the present ones at a time.
    /// - `objects`, `parts`, `records`: raw rows of live tools, with where to read on; `version` is another whenever
    ///   a row is.
    /// - `ledger`, `ledger_notes`: how complete each reading was.
    private static let first = """
        CREATE TABLE counters(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO counters VALUES ('load', 1), ('segment', 1), ('state', 1), ('reading', 1),
            ('state_bytes_max', 536870912);
        CREATE TABLE loads(
            id INTEGER PRIMARY KEY, layout BLOB NOT NULL, report BLOB NOT NULL,
            segment_first INTEGER NOT NULL, segment_count INTEGER NOT NULL,
            bytes INTEGER NOT NULL, is_damaged INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE segments(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
        CREATE TABLE sources(
            name TEXT PRIMARY KEY, key BLOB NOT NULL,
            load INTEGER NOT NULL REFERENCES loads(id)) WITHOUT ROWID;
        CREATE INDEX sources_load ON sources(load);
        CREATE TABLE states(id INTEGER PRIMARY KEY, taken INTEGER NOT NULL, label TEXT NOT NULL);
        CREATE TABLE state_loads(
            state INTEGER NOT NULL REFERENCES states(id) ON DELETE CASCADE, name TEXT NOT NULL,
            load INTEGER NOT NULL REFERENCES loads(id), PRIMARY KEY(state, name)) WITHOUT ROWID;
        CREATE INDEX state_loads_load ON state_loads(load);
        CREATE TABLE objects(
            id INTEGER PRIMARY KEY, connection TEXT NOT NULL, object TEXT NOT NULL,
            generation INTEGER NOT NULL DEFAULT 0, rows INTEGER NOT NULL DEFAULT 0,
            complete INTEGER NOT NULL DEFAULT 0, version INTEGER NOT NULL DEFAULT 0, mark INTEGER,
            reading INTEGER, reading_kind INTEGER, reading_started INTEGER, reading_mark INTEGER,
            reading_pages INTEGER NOT NULL DEFAULT 0, reading_rows INTEGER NOT NULL DEFAULT 0,
            reading_added INTEGER NOT NULL DEFAULT 0, reading_changed INTEGER NOT NULL DEFAULT 0,
            UNIQUE(connection, object));
        CREATE TABLE parts(
            object INTEGER NOT NULL REFERENCES objects(id) ON DELETE CASCADE, part TEXT NOT NULL,
            reading INTEGER NOT NULL, cursor TEXT, is_finished INTEGER NOT NULL,
            pages INTEGER NOT NULL, rows INTEGER NOT NULL,
            PRIMARY KEY(object, part)) WITHOUT ROWID;
        CREATE TABLE records(
            object INTEGER NOT NULL REFERENCES objects(id) ON DELETE CASCADE, part TEXT NOT NULL,
            key TEXT NOT NULL, generation INTEGER NOT NULL, json BLOB NOT NULL,
            PRIMARY KEY(object, part, key)) WITHOUT ROWID;
        CREATE TABLE ledger(
            id INTEGER PRIMARY KEY,
            object INTEGER NOT NULL REFERENCES objects(id) ON DELETE CASCADE,
            kind INTEGER NOT NULL, started INTEGER NOT NULL, ended INTEGER NOT NULL,
            calls INTEGER NOT NULL, pages INTEGER NOT NULL, rows INTEGER NOT NULL,
            added INTEGER NOT NULL, changed INTEGER NOT NULL, removed INTEGER NOT NULL,
            scope TEXT NOT NULL,
            refusal TEXT, reason TEXT);
        CREATE INDEX ledger_object ON ledger(object, id);
        CREATE TABLE ledger_notes(
            entry INTEGER NOT NULL REFERENCES ledger(id) ON DELETE CASCADE,
            position INTEGER NOT NULL, part TEXT NOT NULL, reason TEXT NOT NULL,
            expected INTEGER, rows INTEGER, PRIMARY KEY(entry, position)) WITHOUT ROWID;
        """

    /// - `events`: what live tools told of changes, from when it is known here; done with, they stay for a while.
    /// - `event_positions`: where the log of a tool is read on.
    private static let events = """
        CREATE TABLE events(
            id INTEGER PRIMARY KEY, connection TEXT NOT NULL, key TEXT NOT NULL,
            published TEXT NOT NULL, json BLOB NOT NULL, is_done INTEGER NOT NULL,
            UNIQUE(connection, key));
        CREATE INDEX events_waiting ON events(connection, published) WHERE NOT is_done;
        CREATE TABLE event_positions(
            connection TEXT PRIMARY KEY, position TEXT NOT NULL) WITHOUT ROWID;
        """

    /// What was done to live tools, line by line: nothing of it is ever changed or deleted. `chain` is a checksum of
    /// the line and of all before it.
    private static let journal = """
        INSERT INTO counters VALUES ('run', 1), ('journal', 1);
        CREATE TABLE journal(
            id INTEGER PRIMARY KEY, run INTEGER NOT NULL, kind TEXT NOT NULL, step INTEGER,
            time INTEGER NOT NULL, json BLOB NOT NULL, chain BLOB NOT NULL);
        CREATE INDEX journal_run ON journal(run, id);
        """
}
