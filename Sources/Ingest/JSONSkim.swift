import CKernels

/// Looks ahead without checking: where a value ends and what kinds of values lists hold. What it skims is
/// checked when it is read.
struct JSONSkim {
    /// What the elements of one list are.
    struct Kinds: OptionSet {
        let rawValue: UInt8
        static let scalar = Kinds(rawValue: 1)
        static let object = Kinds(rawValue: 2)
        static let list = Kinds(rawValue: 4)
        static let null = Kinds(rawValue: 8)
    }

    struct List {
        var kinds: Kinds = []
        /// The index behind the lists that are inside this one.
        var next = 0
    }

    /// Every list inside the value last skimmed, in the order of their brackets.
    private(set) var lists: [List] = []
    private var open: [Int32] = []

    /// Skims the object or list at `start`; answers where it ends, or `end` if it does not.
    mutating func skim(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Int {
        lists.removeAll(keepingCapacity: true)
        open.removeAll(keepingCapacity: true)
        var at = start
        // The list whose elements are at hand, or -1 inside an object.
        var top: Int32 = -1
        while at < end {
            let byte = base[at]
            at += 1
            switch byte {
            case UInt8(ascii: "\""):
                note(.scalar, top)
                at = Self.behindString(base, at, end)
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                let isList = byte == UInt8(ascii: "[")
                note(isList ? .list : .object, top)
                // The reader will refuse it; nothing deeper needs to be known.
                if open.count > Limits.depthMax { return end }
                open.append(top)
                top = -1
                if isList {
                    top = Int32(truncatingIfNeeded: lists.count)
                    lists.append(List())
                }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if top >= 0 { lists[Int(top)].next = lists.count }
                guard let outer = open.popLast() else { return at }
                top = outer
                if open.isEmpty { return at }
            case UInt8(ascii: "-"), 0x30...0x39, UInt8(ascii: "t"), UInt8(ascii: "f"):
                note(.scalar, top)
            case UInt8(ascii: "n"): note(.null, top)
            default: break
            }
        }
        for index in lists.indices where lists[index].next == 0 { lists[index].next = lists.count }
        return end
    }

    @inline(__always)
    private mutating func note(_ kind: Kinds, _ list: Int32) {
        if list >= 0 { lists[Int(list)].kinds.insert(kind) }
    }

    static func behindString(
        _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int
    ) -> Int {
        var at = start
        while at < end {
            let stops = ck_string_stops(base + at)
            if stops == 0 {
                at += 16
                continue
            }
            at += stops.trailingZeroBitCount
            if at >= end { return end }
            switch base[at] {
            case UInt8(ascii: "\""): return at + 1
            case UInt8(ascii: "\\"): at += 2
            default: at += 1
            }
        }
        return end
    }
}
