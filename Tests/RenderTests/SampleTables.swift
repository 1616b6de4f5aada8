import Columns

@testable import Render

/// A text column; nil is missing.
func text(_ values: [String?]) -> Column {
    var builder = TextBuilder()
    for value in values { builder.append(value ?? "") }
    return Column(.text(builder.finish()), validity: present(values))
}

/// A dictionary column; nil is missing.
func coded(_ values: [String?]) -> Column {
    var builder = TextBuilder()
    builder.append("")
    var codes: [String: Int32] = [:]
    let rows = values.map { value -> Int32 in
        guard let value else { return 0 }
        if let code = codes[value] { return code }
        let code = Int32(builder.count)
        builder.append(value)
        codes[value] = code
        return code
    }
    return Column(
        .coded(CodedColumn(codes: rows, dictionary: builder.finish())), validity: present(values))
}

func integers(_ values: [Int64?], spelt: [String]? = nil) -> Column {
    Column(
        .integer(values.map { $0 ?? 0 }), validity: present(values),
        spelling: spelt.map { .original(textColumn($0)) } ?? .canonical)
}

func numbers(_ values: [Double?], spelt: [String]? = nil) -> Column {
    Column(
        .number(values.map { $0 ?? 0 }), validity: present(values),
        spelling: spelt.map { .original(textColumn($0)) } ?? .canonical)
}

/// Lists of texts; an empty one is missing.
func lists(_ values: [[String]]) -> Column {
    var starts: [Int32] = [0]
    for value in values { starts.append(starts.last! + Int32(value.count)) }
    let words = bitmap(values.map { !$0.isEmpty })
    return Column(
        .list(ListColumn(starts: starts, elements: text(values.flatMap { $0 }))), validity: words)
}

func textColumn(_ values: [String]) -> TextColumn {
    var builder = TextBuilder()
    for value in values { builder.append(value) }
    return builder.finish()
}

func present<Value>(_ values: [Value?]) -> Bitmap? { bitmap(values.map { $0 != nil }) }

func bitmap(_ bits: [Bool]) -> Bitmap? {
    if bits.allSatisfy({ $0 }) { return nil }
    var bitmap = Bitmap(repeating: true, count: bits.count)
    for (row, bit) in bits.enumerated() where !bit { bitmap.set(row, to: false) }
    return bitmap
}

func table(_ columns: [(String, Column)], name: String = "okta.users") -> Table {
    Table(
        name: ObjectName(name), fields: columns.map { Field(name: $0.0, type: $0.1.type) },
        columns: columns.map(\.1), rowCount: columns.first?.1.count ?? 0)
}

/// Two rows with a column of every type, one of them with everything missing but the key.
let everyType: Table = {
    let there = bitmap([true, false])
    return table([
        ("login", text(["ada@acme.com", "bo"])),
        ("dept", coded(["R&D", nil])),
        ("logins", integers([42, nil])),
        ("score", numbers([1.5, nil], spelt: ["1.50", ""])),
        ("active", Column(.bool([true, false]), validity: there, spelling: .bool(.upper))),
        ("hired", Column(.date([20_000, 0]), validity: there)),
        ("seen", Column(.time([1_785_542_400_123_000, 0]), validity: there)),
        ("age", Column(.duration([93_784_500_000, 0]), validity: there)),
        ("apps", lists([["Slack", "Jira, Inc"], []])),
    ])
}()

/// Strings that break naive writers: escapes, other directions, clusters, separators, quoting, formulas.
let naughtyStrings: [String] = [
    "\u{1B}[2J\u{1B}]0;owned\u{07}", "\u{1B}]52;c;aGk=\u{07}", "\u{9B}31m", "\u{9D}8;;x\u{9C}",
    "\u{7F}",
    "\u{85}next", "a\u{0}b", "\u{1}\u{2}\u{3}", "lone\rcarriage", "two\r\nlines", "line\nfeed",
    "tab\there",
    "\u{202E}txt.exe", "\u{2066}iso\u{2069}", "\u{200E}\u{200F}\u{061C}", "line\u{2028}sep",
    "par\u{2029}a",
    "\u{FEFF}bom", "\"quoted\"", "'single'", "comma, semicolon; pipe|", "\\", "\\n",
    "back\\slash\"",
    "=1+1", "+1", "-5", "-5+cmd", "@SUM(A1)", "\t=1", "＝1", "|x|", "`code`", "*b* _i_ ~s~ [l](u)",
    "<script>alert(1)</script>", "</td>&amp;<!--", "' onmouseover='x", "日本語のテキスト", "한국어", "Ａｆｕｌｌ",
    "é", "e\u{301}", "שלום", "مرحبا", "हिन्दी", "👩‍👩‍👧‍👦 family", "👍🏽", "🇩🇪🇫🇷", "1️⃣", "☺️", "❤︎",
    "Z\u{351}\u{36B}\u{343}\u{36A}alg\u{30D}o", "\u{200B}zero", "null", "NULL", "∅", "true",
    " padded ",
    "\u{10FFFF}", "\u{FFFD}", "ends with zwj\u{200D}", "\u{301}starts",
    "\u{1F3F4}\u{E0067}\u{E007F}",
    String(repeating: "long ", count: 2000), String(repeating: "好", count: 300),
]

/// Bytes that are not UTF-8, as a file may have them.
let brokenBytes: [[UInt8]] = [
    [0xFF], [0x61, 0xC3], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98],
    [0x9B, 0x33, 0x31, 0x6D],
    [0xE2, 0x80], [0xF5, 0x80, 0x80, 0x80],
]

let naughtyTable: Table = {
    var builder = TextBuilder()
    for value in naughtyStrings { builder.append(value) }
    for bytes in brokenBytes { bytes.withUnsafeBufferPointer { builder.append($0) } }
    let count = builder.count
    let values = Column(.text(builder.finish()))
    return table([
        ("id", integers((0..<count).map { Int64($0) })), ("va\u{1B}[1ml\u{202E}ue", values),
        ("again", coded(naughtyStrings + brokenBytes.map { _ in nil })),
        ("list", lists(naughtyStrings.map { [$0, "x"] } + brokenBytes.map { _ in [] })),
    ])
}()
