/// Writes values as text. Whole columns at a time; `write…` functions append one value's bytes.
extension Column {
    /// The column as text, in its own spelling: what an export writes and a person sees. Missing values are
    /// whatever blank text they had; list elements are joined by `separator`.
    ///
    /// Text columns come back as they are, without copying.
    public func text(listSeparator separator: String = ", ") -> TextColumn {
        if case .original(let source) = spelling { return source }
        switch storage {
        case .text(let text): return text
        case .coded(let coded):
            let views = coded.dictionary.views
            return TextColumn(
                arena: coded.dictionary.arena, views: coded.codes.map { views[Int($0)] })
        case .list(let list):
            let elements = list.elements.text()
            var builder = TextBuilder(reservingRows: count, bytes: count * 8)
            let glue = Array(separator.utf8)
            for row in 0..<count {
                let range = Int(list.starts[row])..<Int(list.starts[row + 1])
                builder.append { bytes in
                    for element in range {
                        if element > range.lowerBound { bytes.append(contentsOf: glue) }
                        bytes.append(contentsOf: elements.bytes(element))
                    }
                }
            }
            return builder.finish()
        default:
            var builder = TextBuilder(reservingRows: count, bytes: count * 8)
            for row in 0..<count {
                builder.append { bytes in if isPresent(row) { write(row, to: &bytes) } }
            }
            return builder.finish()
        }
    }

    /// Appends one present scalar value in the column's spelling.
    public func write(_ row: Int, to bytes: inout [UInt8]) {
        if case .original(let source) = spelling {
            bytes.append(contentsOf: source.bytes(row))
            return
        }
        switch storage {
        case .text(let text): bytes.append(contentsOf: text.bytes(row))
        case .coded(let coded):
            bytes.append(contentsOf: coded.dictionary.bytes(Int(coded.codes[row])))
        case .integer(let values): Formatting.write(integer: values[row], to: &bytes)
        case .number(let values): Formatting.write(number: values[row], to: &bytes)
        case .bool(let values):
            var style = BoolStyle.lower
            if case .bool(let own) = spelling { style = own }
            Formatting.write(bool: values[row], style: style, to: &bytes)
        case .date(let values): Formatting.write(date: Int(values[row]), to: &bytes)
        case .time(let values):
            var style: TimeStyle?
            if case .time(let own) = spelling { style = own }
            Formatting.write(time: values[row], style: style, to: &bytes)
        case .duration(let values): Formatting.write(duration: values[row], to: &bytes)
        case .list(let list):
            for element in Int(list.starts[row])..<Int(list.starts[row + 1]) {
                if element > Int(list.starts[row]) { bytes.append(contentsOf: [0x2C, 0x20]) }
                list.elements.write(element, to: &bytes)
            }
        }
    }

    /// One value as a string; empty when missing. For messages, tests and single cells.
    public func string(_ row: Int) -> String {
        guard isPresent(row) else { return "" }
        var bytes: [UInt8] = []
        write(row, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

public enum Formatting {
    public static func write(integer: Int64, to bytes: inout [UInt8]) {
        if integer < 0 { bytes.append(UInt8(ascii: "-")) }
        write(unsigned: integer.magnitude, to: &bytes)
    }

    private static func write(unsigned: UInt64, to bytes: inout [UInt8]) {
        if unsigned < 10 {
            bytes.append(UInt8(truncatingIfNeeded: unsigned) + 48)
            return
        }
        let start = bytes.count
        var rest = unsigned
        while rest > 0 {
            bytes.append(UInt8(truncatingIfNeeded: rest % 10) + 48)
            rest /= 10
        }
        bytes[start...].reverse()
    }

    static func write(padded value: Int, width: Int, to bytes: inout [UInt8]) {
        let start = bytes.count
        var rest = value.magnitude
        for _ in 0..<width {
            bytes.append(UInt8(truncatingIfNeeded: rest % 10) + 48)
            rest /= 10
        }
        while rest > 0 {
            bytes.append(UInt8(truncatingIfNeeded: rest % 10) + 48)
            rest /= 10
        }
        bytes[start...].reverse()
    }

    /// The shortest digits that read back as the same double; whole numbers below 2^53 without `.0`.
    public static func write(number: Double, to bytes: inout [UInt8]) {
        if number.magnitude < 9_007_199_254_740_992, number == number.rounded(.towardZero) {
            if number == 0, number.sign == .minus {
                bytes.append(contentsOf: [UInt8(ascii: "-"), UInt8(ascii: "0")])
            } else {
                write(integer: Int64(number), to: &bytes)
            }
            return
        }
        bytes.append(contentsOf: number.description.utf8)
    }

    public static func write(bool: Bool, style: BoolStyle, to bytes: inout [UInt8]) {
        let text: StaticString =
            switch (bool, style) {
            case (true, .lower): "true"
            case (true, .upper): "TRUE"
            case (true, .title): "True"
            case (false, .lower): "false"
            case (false, .upper): "FALSE"
            case (false, .title): "False"
            }
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// `2026-08-01`; years before 0 or after 9999 carry a sign.
    public static func write(date days: Int, to bytes: inout [UInt8]) {
        let date = Calendar.civil(days: days)
        if date.year < 0 { bytes.append(UInt8(ascii: "-")) }
        if date.year > 9999 { bytes.append(UInt8(ascii: "+")) }
        write(padded: date.year, width: 4, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        write(padded: date.month, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        write(padded: date.day, width: 2, to: &bytes)
    }

    /// In `style`; without one, seconds and as many fraction digits (0, 3 or 6) as the value needs.
    public static func write(time: Int64, style: TimeStyle?, to bytes: inout [UInt8]) {
        var days = time / Calendar.microsecondsPerDay
        var rest = time % Calendar.microsecondsPerDay
        if rest < 0 {
            rest += Calendar.microsecondsPerDay
            days -= 1
        }
        var style = style ?? .canonical
        let fraction = Int(rest % 1_000_000)
        if style == .canonical, fraction != 0 {
            style.fractionDigits = fraction % 1000 == 0 ? 3 : 6
        }
        write(date: Int(days), to: &bytes)
        bytes.append(style.separator)
        let seconds = Int(rest / 1_000_000)
        write(padded: seconds / 3600, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        write(padded: seconds / 60 % 60, width: 2, to: &bytes)
        if style.hasSeconds {
            bytes.append(UInt8(ascii: ":"))
            write(padded: seconds % 60, width: 2, to: &bytes)
            if style.fractionDigits > 0 {
                bytes.append(UInt8(ascii: "."))
                var scaled = fraction
                for _ in style.fractionDigits..<6 { scaled /= 10 }
                write(padded: scaled, width: Int(style.fractionDigits), to: &bytes)
            }
        }
        switch style.zone {
        case .none: break
        case .z: bytes.append(UInt8(ascii: "Z"))
        case .offsetColon: bytes.append(contentsOf: "+00:00".utf8)
        case .offsetPlain: bytes.append(contentsOf: "+0000".utf8)
        case .utcWord: bytes.append(contentsOf: " UTC".utf8)
        }
    }

    /// `12d 3h 5min 2.5s`, exact; `0s` for none.
    public static func write(duration: Int64, to bytes: inout [UInt8]) {
        if duration < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = duration.magnitude
        var isFirst = true
        func part(_ size: UInt64, _ unit: StaticString) {
            let value = rest / size
            rest %= size
            guard value > 0 else { return }
            if !isFirst { bytes.append(UInt8(ascii: " ")) }
            isFirst = false
            write(unsigned: value, to: &bytes)
            unit.withUTF8Buffer { bytes.append(contentsOf: $0) }
        }
        part(86_400_000_000, "d")
        part(3_600_000_000, "h")
        part(60_000_000, "min")
        if rest > 0 || isFirst {
            if !isFirst { bytes.append(UInt8(ascii: " ")) }
            write(unsigned: rest / 1_000_000, to: &bytes)
            let fraction = Int(rest % 1_000_000)
            if fraction > 0 {
                bytes.append(UInt8(ascii: "."))
                write(padded: fraction, width: 6, to: &bytes)
                while bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
            }
            bytes.append(UInt8(ascii: "s"))
        }
    }
}
