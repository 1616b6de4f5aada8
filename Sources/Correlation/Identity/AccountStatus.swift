import Columns

/// Whether each account of an object can be used, by that tool's own word.
struct AccountStatus {
    /// nil where nothing says; `reason` is an index into `reasons`.
    private(set) var values: [Bool?]
    private(set) var reasons: [String] = []
    private(set) var reason: [Int32]

    private static let usable: Set<String> = [
        "active", "enabled", "current", "employed", "ok", "open", "valid", "activated", "verified",
        "licensed", "normal", "password_expired", "locked_out", "recovery", "confirmed", "live",
        "on leave", "leave", "leave of absence", "full-time", "part-time",
    ]
    private static let unusable: Set<String> = [
        "inactive", "deprovisioned", "suspended", "deactivated", "disabled", "terminated",
        "deleted", "archived", "blocked", "staged", "provisioned", "pending", "invited", "expired",
        "left", "closed", "retired", "removed", "former", "resigned", "revoked", "locked",
        "transferred_suspended", "recovery_started", "recovery started", "not active", "offboarded",
    ]

    /// - Parameter today: days since 1970-01-01, for the ends of contracts.
    init(_ object: AccountObject, today: Int) {
        let count = object.count
        values = [Bool?](repeating: nil, count: count)
        reason = [Int32](repeating: -1, count: count)
        let profile = object.profile
        let names = profile.names
        func column(_ fits: (FieldName, ColumnProfile) -> Bool) -> Int? {
            profile.columns.indices.first {
                profile.columns[$0].present > 0 && fits(names[$0], profile.columns[$0])
            }
        }
        let isFlag = { (column: ColumnProfile) in
            column.type == .bool || (column.distinct <= 2 && !column.isEmail)
        }
        for word in ["deleted", "suspended", "archived", "disabled", "deactivated", "blocked"] {
            guard let index = column({ $0.leaf.last == word && isFlag($1) }) else { continue }
            readFlag(profile, index, isUsableWhen: false)
        }
        if let index = column({ name, column in
            ["status", "state"].contains(name.leaf.last ?? "") && column.type == .text
                && Self.knows(profile, profile.columns.firstIndex { $0.field == column.field })
        }) {
            readWords(profile, index)
        }
        if let index = column({ name, column in
            (name.leaf == ["active"] || name.leaf == ["is", "active"] || name.leaf == ["enabled"]
                || name.leaf == ["is", "enabled"] || name.leaf == ["account", "enabled"])
                && isFlag(column)
        }) {
            readFlag(profile, index, isUsableWhen: true)
        }
        readEnds(object, today: today)
        readCredentials(profile)
        fill("no field says whether it is active")
    }

    private mutating func number(_ text: String) -> Int32 {
        if let index = reasons.lastIndex(of: text) { return Int32(index) }
        reasons.append(text)
        return Int32(reasons.count - 1)
    }

    /// `false` is believed over `true`: an account that any field closes is closed.
    private mutating func set(_ row: Int, _ value: Bool, _ why: Int32) {
        if values[row] == false || (values[row] == true && value) { return }
        values[row] = value
        reason[row] = why
    }

    private mutating func readFlag(_ profile: TableProfile, _ index: Int, isUsableWhen: Bool) {
        let column = profile.table.columns[index]
        let field = profile.columns[index].field
        let yes = number("\(field) is true")
        let no = number("\(field) is false")
        for (row, flag) in Self.flags(column).enumerated() {
            guard let flag else { continue }
            set(row, flag == isUsableWhen, flag ? yes : no)
        }
    }

    /// Per row what a flag says; nil where it is missing or says neither.
    private static func flags(_ column: Column) -> [Bool?] {
        func isPresent(_ row: Int) -> Bool { column.validity?[row] ?? true }
        switch column.storage {
        case .bool(let values):
            return values.indices.map { isPresent($0) ? values[$0] : nil }
        case .coded(let coded):
            let known = (0..<coded.dictionary.count).map { flag(coded.dictionary.bytes($0)) }
            return coded.codes.indices.map { isPresent($0) ? known[Int(coded.codes[$0])] : nil }
        default:
            let text = column.text()
            return (0..<column.count).map { isPresent($0) ? flag(text.bytes($0)) : nil }
        }
    }

    private static func flag(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool? {
        bytes.count > 16 ? nil : flag(String(decoding: KeyText.fold(bytes), as: UTF8.self))
    }

    private static func flag(_ text: String) -> Bool? {
        switch text {
        case "true", "1", "yes", "y", "t": true
        case "false", "0", "no", "n", "f": false
        default: nil
        }
    }

    /// Whether the words of a status field are known ones.
    private static func knows(_ profile: TableProfile, _ index: Int?) -> Bool {
        guard let index, profile.columns[index].distinct <= 64 else { return false }
        let column = profile.table.columns[index]
        let text = column.text()
        for row in 0..<min(column.count, 200) where column.isPresent(row) {
            let word = String(decoding: KeyText.fold(text.bytes(row)), as: UTF8.self)
            if usable.contains(word) || unusable.contains(word) { return true }
        }
        return false
    }

    private mutating func readWords(_ profile: TableProfile, _ index: Int) {
        let column = profile.table.columns[index]
        let field = profile.columns[index].field
        var known: [String: (Bool?, Int32)] = [:]
        func meaning(_ written: String) -> (Bool?, Int32) {
            if let meaning = known[written] { return meaning }
            let word = Folding.folded(written)
            let value: Bool? =
                Self.usable.contains(word) ? true : Self.unusable.contains(word) ? false : nil
            let why = number(
                value == nil
                    ? "\(field) is \(written), which may mean either"
                    : "\(field) is \(written)")
            known[written] = (value, why)
            return (value, why)
        }
        func take(_ row: Int, _ meaning: (value: Bool?, why: Int32)) {
            if let value = meaning.value {
                set(row, value, meaning.why)
            } else if values[row] == nil {
                reason[row] = meaning.why
            }
        }
        if case .coded(let coded) = column.storage {
            var meanings = [(Bool?, Int32)?](repeating: nil, count: coded.dictionary.count)
            for row in 0..<column.count where column.isPresent(row) {
                let code = Int(coded.codes[row])
                let found = meanings[code] ?? meaning(coded.dictionary.string(code))
                meanings[code] = found
                take(row, found)
            }
            return
        }
        let text = column.text()
        for row in 0..<column.count where column.isPresent(row) {
            take(row, meaning(text.string(row)))
        }
    }

    /// The end of a contract or employment that is over.
    private mutating func readEnds(_ object: AccountObject, today: Int) {
        guard object.register != nil else { return }
        let profile = object.profile
        for (index, name) in profile.names.enumerated()
        where name.leaf.last == "date"
            && (name.has("end") || name.has("termination") || name.has("left"))
        {
            let column = profile.table.columns[index]
            let over = number("\(profile.columns[index].field) is past")
            let open = number("\(profile.columns[index].field) is not past")
            for (row, moment) in LastSeen.moments(column).enumerated() {
                guard let day = moment.map(LastSeen.day) else {
                    if object.register == .contractors { set(row, true, open) }
                    continue
                }
                if day < today {
                    set(row, false, over)
                } else if object.register == .contractors {
                    set(row, true, open)
                }
            }
        }
    }

    /// AWS has no status: an account whose password or one of whose access keys works can be used.
    private mutating func readCredentials(_ profile: TableProfile) {
        let indices = profile.names.indices.filter { index in
            let leaf = profile.names[index].leaf
            return leaf == ["password", "enabled"]
                || (leaf.starts(with: ["access", "key"]) && leaf.last == "active")
        }
        guard indices.count > 1 else { return }
        let flags = indices.map { Self.flags(profile.table.columns[$0]) }
        let works = indices.map { number("\(profile.columns[$0].field) is true") }
        let none = number("no password and no access key is active")
        for row in values.indices {
            if let active = flags.firstIndex(where: { $0[row] == true }) {
                set(row, true, works[active])
            } else {
                set(row, false, none)
            }
        }
    }

    /// What no field speaks of is taken to be usable: an account that is there can be signed in to.
    private mutating func fill(_ why: String) {
        let unsaid = number(why)
        for row in values.indices where reason[row] < 0 {
            values[row] = true
            reason[row] = unsaid
        }
    }
}

/// When each account of an object was last used, by that tool's own fields.
struct LastSeen {
    /// Microseconds since 1970; nil where no field says.
    private(set) var values: [Int64?]
    /// Per row the field that gave the moment; -1 for none.
    private(set) var columns: [Int16]

    private static let used: Set<String> = [
        "login", "seen", "active", "auth", "used", "sign", "signed", "activity", "access",
        "authentication", "authenticated", "usage",
    ]

    init(_ object: AccountObject) {
        values = [Int64?](repeating: nil, count: object.count)
        columns = [Int16](repeating: -1, count: object.count)
        let profile = object.profile
        for (index, name) in profile.names.enumerated()
        where name.has("last") && name.hasAny(Self.used) && !name.hasAny(["region", "service"])
            && !profile.columns[index].type.isList
        {
            let column = profile.table.columns[index]
            for (row, moment) in Self.moments(column).enumerated() {
                guard let moment, moment > values[row] ?? Int64.min else { continue }
                values[row] = moment
                columns[row] = Int16(clamping: index)
            }
        }
    }

    /// Per row a time, a date's midnight, or a text that is one; nil for `N/A` and `Never logged in`.
    static func moments(_ column: Column) -> [Int64?] {
        func isPresent(_ row: Int) -> Bool { column.validity?[row] ?? true }
        switch column.storage {
        case .time(let values):
            return values.indices.map { isPresent($0) ? values[$0] : nil }
        case .date(let values):
            return values.indices.map { isPresent($0) ? Int64(values[$0]) * 86_400_000_000 : nil }
        case .text(let text):
            return (0..<text.count).map { isPresent($0) ? moment(text.bytes($0)) : nil }
        case .coded(let coded):
            let known = (0..<coded.dictionary.count).map { moment(coded.dictionary.bytes($0)) }
            return coded.codes.indices.map { isPresent($0) ? known[Int(coded.codes[$0])] : nil }
        default: return [Int64?](repeating: nil, count: column.count)
        }
    }

    private static func moment(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        guard let base = bytes.baseAddress else { return nil }
        let text = KeyText.trimmed(base, bytes.count)
        guard let start = text.baseAddress else { return nil }
        if let time = Parsing.time(start, text.count) { return time.microseconds }
        return Parsing.date(start, text.count).map { Int64($0.days) * 86_400_000_000 }
    }

    /// Days since 1970-01-01.
    static func day(_ moment: Int64) -> Int {
        Int((moment - (moment < 0 ? 86_399_999_999 : 0)) / 86_400_000_000)
    }
}
