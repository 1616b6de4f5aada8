import Columns

/// Reads JSON records into a tree of fields.
///
/// The next key is guessed from the record before: of machine-written records nearly every guess is right,
/// and a key costs one comparison.
struct JSONReader: ~Copyable {
    var scanner: JSONScanner
    let tree: JSONTree
    private var skim = JSONSkim()
    /// Where in `skim.lists` the next list stands.
    private var nextList = 0
    private let base: UnsafeMutablePointer<UInt8>
    private let keyBase: UnsafePointer<UInt8>
    private let cellsMax: Int

    private var counts = JSONRemarks()
    var remarks: JSONRemarks {
        var remarks = counts
        remarks.loneSurrogates = scanner.loneSurrogates
        return remarks
    }

    /// - Parameter keeper: who copies what is to outlive the text at `base`.
    init(
        base: UnsafeMutablePointer<UInt8>, at: Int, end: Int, limits: Limits, cellsMax: Int,
        keeper: TextKeeper? = nil
    ) {
        self.base = base
        tree = JSONTree(base, keeper: keeper)
        keyBase = tree.keyBase
        scanner = JSONScanner(base: base, at: at, end: end, limits: limits)
        self.cellsMax = cellsMax
    }

    /// Reads the object that begins here as a further row of the main object.
    ///
    /// - Parameter isKept: false leaves it to `keepRecord` or `dropRecord` whether it counts.
    mutating func record(isKept: Bool = true) throws(JSONFault) {
        let row = tree.tables[0].rowCount
        guard row < Limits.rowsMax else {
            throw JSONFault(
                offset: scanner.at, reason: "at most \(Limits.rowsMax) records", kind: .tooLarge)
        }
        nextList = skim.lists.count
        try object(0, row: row, depth: 1)
        if isKept { tree.tables[0].rowCount = row + 1 }
    }

    func keepRecord() { tree.tables[0].rowCount += 1 }

    /// Takes back the record that was not finished.
    func dropRecord() {
        let row = tree.tables[0].rowCount
        for child in tree.children(of: 0) { tree.clear(child, row: row) }
    }

    private mutating func object(_ node: Int, row: Int, depth: Int) throws(JSONFault) {
        try scanner.checkDepth(depth)
        scanner.at &+= 1
        scanner.skipSpace()
        if base[scanner.at] == UInt8(ascii: "}") {
            scanner.at &+= 1
            return
        }
        var guess = Int(tree.nodes[node].firstChild)
        while true {
            guard base[scanner.at] == UInt8(ascii: "\"") else {
                throw scanner.unexpected("a key in quotes")
            }
            scanner.at &+= 1
            let child: Int
            if guess >= 0, isNext(guess) {
                child = guess
                scanner.at &+= tree.nodes[guess].key.length &+ 1
            } else {
                child = try findChild(node, guess)
            }
            if base[scanner.at] != UInt8(ascii: ":") {
                scanner.skipSpace()
                guard base[scanner.at] == UInt8(ascii: ":") else { throw scanner.unexpected("':'") }
            }
            scanner.at &+= 1
            scanner.skipSpace()
            if tree.nodes[child].filled > row { replace(child, row) }
            try value(child, row: row, depth: depth)
            guess = Int(tree.nodes[child].nextSibling)
            if try !scanner.isFurther(UInt8(ascii: "}"), "',' or '}'") { return }
        }
    }

    /// Whether the key at hand is that of `node`, closing quote included.
    @inline(__always)
    private func isNext(_ node: Int) -> Bool {
        let candidate = tree.nodes + node
        let length = candidate.pointee.key.length
        let text = base + scanner.at
        guard candidate.pointee.isPlainKey, text[length] == UInt8(ascii: "\"") else { return false }
        guard scanner.at &+ 8 <= scanner.readable else {
            return equalBytes(text, keyBase + candidate.pointee.key.offset, length)
        }
        var head = UInt64(
            littleEndian: UnsafeRawPointer(text).loadUnaligned(as: UInt64.self))
        if length < 8 { head &= (1 << UInt64(length * 8)) &- 1 }
        guard head == candidate.pointee.keyHead else { return false }
        return length <= 8 || equalBytes(text, keyBase + candidate.pointee.key.offset, length)
    }

    /// Optional keys are left out in places: look a few ahead before looking everywhere.
    private mutating func findChild(_ node: Int, _ guess: Int) throws(JSONFault) -> Int {
        var candidate = guess
        for _ in 0..<4 where candidate >= 0 {
            if isNext(candidate) {
                scanner.at += tree.nodes[candidate].key.length + 1
                return candidate
            }
            candidate = Int(tree.nodes[candidate].nextSibling)
        }
        let start = scanner.at
        let key = try scanner.string()
        let child = tree.child(of: node, key, in: base)
        if tree.nodeCount > Limits.columnsMax {
            throw JSONFault(
                offset: start, reason: "at most \(Limits.columnsMax) different fields",
                kind: .tooLarge)
        }
        return child
    }

    private mutating func replace(_ child: Int, _ row: Int) {
        if counts.duplicateKeys == 0 {
            let key = tree.nodes[child].key
            counts.firstDuplicate = String(
                decoding: UnsafeBufferPointer(start: keyBase + key.offset, count: key.length),
                as: UTF8.self)
        }
        counts.duplicateKeys += 1
        tree.clear(child, row: row)
    }

    @inline(__always)
    private mutating func value(_ child: Int, row: Int, depth: Int) throws(JSONFault) {
        switch base[scanner.at] {
        case UInt8(ascii: "\""):
            scanner.at &+= 1
            try put(child, row, scanner.string())
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "-"), 0x30...0x39:
            try put(child, row, scanner.scalar())
        case UInt8(ascii: "n"):
            try scanner.literal("null")
            try put(child, row, .empty)
        case UInt8(ascii: "{"):
            tree.nodes[child].hasObject = true
            tree.nodes[child].filled = row &+ 1
            try object(child, row: row, depth: depth &+ 1)
        case UInt8(ascii: "["):
            try list(child, row: row, depth: depth)
        default: throw scanner.unexpected("a value")
        }
    }

    @inline(__always)
    private mutating func put(_ child: Int, _ row: Int, _ view: TextView) throws(JSONFault) {
        if row >= tree.nodes[child].capacity {
            tree.makeRoom(child, row: row)
            if tree.cellCount > cellsMax {
                throw JSONFault(
                    offset: scanner.at,
                    reason: "\(tree.nodeCount) fields of \(row + 1) records, most of them absent",
                    kind: .tooLarge)
            }
        }
        tree.nodes[child].views![row] = view
        tree.nodes[child].filled = row &+ 1
    }

    private mutating func list(_ child: Int, row: Int, depth: Int) throws(JSONFault) {
        try scanner.checkDepth(depth + 1)
        if nextList >= skim.lists.count {
            _ = skim.skim(base, scanner.at, scanner.end)
            nextList = 0
        }
        let list = skim.lists[nextList]
        nextList += 1
        let kinds = list.kinds
        if kinds.contains(.list) || kinds.isSuperset(of: [.scalar, .object]) {
            let start = scanner.at
            nextList = list.next
            try scanner.skipValue(depth: depth)
            try scanner.checkLength(start)
            counts.mixedLists += 1
            try put(child, row, TextView(offset: start, length: scanner.at - start))
            return
        }
        scanner.at += 1
        scanner.skipSpace()
        if base[scanner.at] == UInt8(ascii: "]") {
            scanner.at += 1
            try put(child, row, .empty)
        } else if kinds.contains(.object) {
            tree.nodes[child].filled = row + 1
            try objects(child, row: row, depth: depth)
        } else {
            try scalars(child, row: row)
        }
    }

    /// The elements of a list of objects become rows of the field's child object.
    private mutating func objects(_ child: Int, row: Int, depth: Int) throws(JSONFault) {
        let table = tree.childTable(child)
        let root = Int(tree.tables[table].root)
        repeat {
            if base[scanner.at] == UInt8(ascii: "n") {
                try scanner.literal("null")
                counts.elementsLeftOut += 1
                continue
            }
            guard base[scanner.at] == UInt8(ascii: "{") else { throw scanner.unexpected("a value") }
            let elementRow = tree.tables[table].rowCount
            guard elementRow < Limits.rowsMax else {
                throw JSONFault(
                    offset: scanner.at, reason: "at most \(Limits.rowsMax) records", kind: .tooLarge
                )
            }
            // Counted before it is read, so that dropping the record finds it.
            tree.tables[table].parentRows.append(Int32(truncatingIfNeeded: row))
            tree.tables[table].rowCount = elementRow + 1
            try object(root, row: elementRow, depth: depth + 2)
        } while try scanner.isFurther(UInt8(ascii: "]"), "',' or ']'")
    }

    private mutating func scalars(_ child: Int, row: Int) throws(JSONFault) {
        let part = tree.listPart(child)
        let views = part.elements.views
        let start = part.elements.viewsStart
        let first = start + views.count
        // Noted before they are read, so that dropping the record finds them.
        part.rows.append(Int32(truncatingIfNeeded: row))
        part.ends.append(Int32(truncatingIfNeeded: first))
        tree.nodes[child].filled = row + 1
        repeat {
            var view = TextView.empty
            switch base[scanner.at] {
            case UInt8(ascii: "\""):
                scanner.at += 1
                view = try scanner.string()
            case UInt8(ascii: "n"): try scanner.literal("null")
            case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "-"), 0x30...0x39:
                view = try scanner.scalar()
            default: throw scanner.unexpected("a value")
            }
            if Parsing.isBlank(base + view.offset, view.length) {
                counts.elementsLeftOut += 1
            } else {
                views.append(view)
            }
        } while try scanner.isFurther(UInt8(ascii: "]"), "',' or ']'")
        guard start + views.count < Limits.rowsMax else {
            throw JSONFault(
                offset: scanner.at, reason: "at most \(Limits.rowsMax) list elements",
                kind: .tooLarge)
        }
        part.ends.base[part.ends.count - 1] = Int32(truncatingIfNeeded: start + views.count)
        if start + views.count == first {
            part.rows.count -= 1
            part.ends.count -= 1
            try put(child, row, .empty)
        }
    }
}
