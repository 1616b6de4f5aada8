import CKernels
import Columns
import Glibc
import Ingest

/// Every kernel on data that it meets in a load: 4 MiB of a users' export, or 100,000 values.
struct Kernels {
    private static let bytes = 4 << 20
    private static let count = 100_000

    private let sink = Sink()
    private let csv: [UInt8]
    private let json: [UInt8]
    private let out: UnsafeMutablePointer<UInt8>
    private let paths: [(name: String, path: Int32)]

    init() {
        csv = Self.repeated(
            "00urs6jkgBYYNVLMkhpT,ACTIVE,2024-07-07T05:53:52.000Z,angel.oliveira@acme.co.uk,\"Manager, IT\"\n"
        )
        json = Self.repeated(
            #"{"id":"U0123","profile":{"email":"a@acme.com","tags":["x","say \"hi\""]},"deleted":false},"#
        )
        out = .allocate(capacity: Self.bytes + 128)
        out.initialize(repeating: 0, count: Self.bytes + 128)
        paths = [
            ("AVX2", Int32(CK_AVX2)), ("SSE2", Int32(CK_SSE2)), ("portable", Int32(CK_PORTABLE)),
        ].filter { $0.path <= ck_best_path() }
    }

    private static func repeated(_ record: String) -> [UInt8] {
        let record = Array(record.utf8)
        return (0..<bytes + 128).map { record[$0 % record.count] }
    }

    /// All measurements, in the order in which a load meets the kernels.
    func all() -> [Measurement] {
        masks() + index() + [
            stringStops(), utf8("ASCII", "a,plain,row\n"), utf8("names", "Zoë,Łukasz\n"),
        ]
            + [codes(), times(), integers(), numbers(), folds(), gathers(), bitmaps(), writes()]
    }

    private func rate(_ seconds: Double) -> Double { Double(Self.bytes) / seconds / 1e9 }

    private func each(_ seconds: Double) -> Double { seconds / Double(Self.count) * 1e9 }

    private func copy(_ text: [UInt8]) -> Double {
        rate(quickest { text.withUnsafeBytes { _ = memcpy(out, $0.baseAddress!, Self.bytes) } })
    }

    private func masks() -> [Measurement] {
        let words = Self.bytes / 64
        let csvMasks = UnsafeMutablePointer<ck_csv_word>.allocate(capacity: 64)
        let jsonMasks = UnsafeMutablePointer<ck_json_word>.allocate(capacity: 64)
        defer {
            csvMasks.deallocate()
            jsonMasks.deallocate()
        }
        let copied = copy(csv)
        return paths.map { path in
            let seconds = quickest {
                csv.withUnsafeBufferPointer { text in
                    for slab in stride(from: 0, to: words, by: 64) {
                        ck_csv_masks(
                            text.baseAddress! + slab * 64, 64, 0x22, 0x2C, 0x0A, csvMasks, path.path
                        )
                    }
                }
                sink.take(csvMasks[0].delimiter)
            }
            return Measurement(
                kernel: "masks of CSV", path: path.name, unit: .gigabytes, value: rate(seconds),
                peer: "memcpy", peerValue: copied)
        }
            + paths.map { path in
                let seconds = quickest {
                    json.withUnsafeBufferPointer { text in
                        for slab in stride(from: 0, to: words, by: 64) {
                            ck_json_masks(text.baseAddress! + slab * 64, 64, jsonMasks, path.path)
                        }
                    }
                    sink.take(jsonMasks[0].open)
                }
                return Measurement(
                    kernel: "masks of JSON", path: path.name, unit: .gigabytes,
                    value: rate(seconds), peer: "memcpy", peerValue: copied)
            }
    }

    /// Beside a loop over bytes that knows quotes, which is what the index replaces.
    private func index() -> [Measurement] {
        let loop = rate(
            quickest {
                var cells = 0
                var isInside = false
                csv.withUnsafeBufferPointer { text in
                    for place in 0..<Self.bytes {
                        let byte = text[place]
                        if byte == 0x22 {
                            isInside.toggle()
                        } else if !isInside, byte == 0x2C || byte == 0x0A {
                            cells &+= 1
                        }
                    }
                }
                sink.take(cells)
            })
        return paths.map { path in
            var index = CSVIndex(blockBytesMax: 256 << 10, path: path.path)
            let seconds = quickest {
                csv.withUnsafeBufferPointer { text in
                    for block in stride(from: 0, to: Self.bytes, by: 256 << 10) {
                        index.build(
                            text.baseAddress! + block, 256 << 10, quote: 0x22, delimiter: 0x2C,
                            newline: 0x0A)
                    }
                }
                sink.take(index.rowCount)
            }
            return Measurement(
                kernel: "cells and rows of CSV", path: path.name, unit: .gigabytes,
                value: rate(seconds), peer: "loop over bytes", peerValue: loop)
        }
    }

    private func stringStops() -> Measurement {
        func run(_ stops: (UnsafePointer<UInt8>) -> UInt32) -> Double {
            rate(
                quickest {
                    json.withUnsafeBufferPointer { text in
                        for at in stride(from: 0, to: Self.bytes, by: 16) {
                            sink.take(Int(stops(text.baseAddress! + at)))
                        }
                    }
                })
        }
        return Measurement(
            kernel: "ends of JSON strings", path: paths.count > 1 ? "SSE2" : "portable",
            unit: .gigabytes, value: run { ck_string_stops($0) }, peer: "portable",
            peerValue: run { ck_string_stops_portable($0) })
    }

    private func utf8(_ name: String, _ record: String) -> Measurement {
        let text = Self.repeated(record)
        // Whole records only: a cut character would be a fault.
        let end = Self.bytes / record.utf8.count * record.utf8.count
        let seconds = quickest {
            text.withUnsafeBufferPointer {
                sink.take(UTF8Check.firstFault($0.baseAddress!, 0, end) ?? 0)
            }
        }
        let library = quickest(runs: 5) {
            sink.take(String(validating: text[..<end], as: UTF8.self)?.utf8.count ?? 0)
        }
        return Measurement(
            kernel: "UTF-8, \(name)", path: "Swift", unit: .gigabytes, value: rate(seconds),
            peer: "String(validating:)", peerValue: rate(library))
    }

    /// Texts one after another, and where each is.
    private func texts(_ make: (Int) -> String) -> (bytes: [UInt8], views: [TextView]) {
        var bytes: [UInt8] = []
        let views = (0..<Self.count).map { number in
            let start = bytes.count
            bytes += Array(make(number).utf8)
            return TextView(offset: start, length: bytes.count - start)
        }
        return (bytes + [UInt8](repeating: 0, count: 64), views)
    }

    private func perValue(
        _ text: (bytes: [UInt8], views: [TextView]),
        _ work: (UnsafePointer<UInt8>, Int) -> UInt64
    ) -> Double {
        each(
            quickest {
                text.bytes.withUnsafeBufferPointer { base in
                    for view in text.views {
                        sink.take(work(base.baseAddress! + view.offset, view.length))
                    }
                }
            })
    }

    private func codes() -> Measurement {
        let text = texts { "department \(($0 &* 7919) % 1000)" }
        let seconds = quickest {
            let dictionary = TextDictionary()
            text.bytes.withUnsafeBufferPointer { base in
                for view in text.views {
                    sink.take(
                        Int(
                            dictionary.code(
                                of: view, in: base.baseAddress!, readable: base.count)))
                }
            }
        }
        let library = quickest(runs: 5) {
            var numbers: [String: Int] = [:]
            text.bytes.withUnsafeBufferPointer { base in
                for view in text.views {
                    let key = String(
                        decoding: UnsafeBufferPointer(
                            rebasing: base[view.offset..<view.offset + view.length]),
                        as: UTF8.self)
                    let next = numbers.count
                    sink.take(numbers[key, default: next])
                    if numbers[key] == nil { numbers[key] = next }
                }
            }
        }
        return Measurement(
            kernel: "codes of 1,000 texts", path: "Swift", unit: .nanoseconds, value: each(seconds),
            peer: "[String: Int]", peerValue: each(library))
    }

    private func times() -> Measurement {
        let text = texts { number in
            func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
            return
                "2026-\(two(1 + number % 12))-\(two(1 + number % 28))T\(two(number % 24)):05:52.000Z"
        }
        return Measurement(
            kernel: "times", path: "Swift", unit: .nanoseconds,
            value: perValue(text) {
                UInt64(truncatingIfNeeded: Parsing.plainTime($0, $1) ?? 0)
            }, peer: "strtol and timegm",
            peerValue: perValue(text) { bytes, _ in
                let raw = UnsafeRawPointer(bytes).assumingMemoryBound(to: CChar.self)
                var time = tm()
                time.tm_year = Int32(strtol(raw, nil, 10)) - 1900
                time.tm_mon = Int32(strtol(raw + 5, nil, 10)) - 1
                time.tm_mday = Int32(strtol(raw + 8, nil, 10))
                time.tm_hour = Int32(strtol(raw + 11, nil, 10))
                time.tm_min = Int32(strtol(raw + 14, nil, 10))
                time.tm_sec = Int32(strtol(raw + 17, nil, 10))
                return UInt64(truncatingIfNeeded: timegm(&time))
            })
    }

    private func integers() -> Measurement {
        let text = texts { "\($0 &* 7919)," }
        return Measurement(
            kernel: "integers", path: "Swift", unit: .nanoseconds,
            value: perValue(text) {
                UInt64(truncatingIfNeeded: Parsing.integer($0, $1 - 1) ?? 0)
            }, peer: "strtol",
            peerValue: perValue(text) { bytes, _ in
                let raw = UnsafeRawPointer(bytes).assumingMemoryBound(to: CChar.self)
                return UInt64(truncatingIfNeeded: strtol(raw, nil, 10))
            })
    }

    private func numbers() -> Measurement {
        let text = texts { "\($0 % 977).\($0 % 97)," }
        return Measurement(
            kernel: "numbers", path: "Swift", unit: .nanoseconds,
            value: perValue(text) { Parsing.number($0, $1 - 1)?.bitPattern ?? 0 }, peer: "strtod",
            peerValue: perValue(text) { bytes, _ in
                let raw = UnsafeRawPointer(bytes).assumingMemoryBound(to: CChar.self)
                return strtod(raw, nil).bitPattern
            })
    }

    private func folds() -> Measurement {
        let text = texts { "Angel.Oliveira\($0)@ACME.co.uk" }
        return Measurement(
            kernel: "hashes of folded text", path: "Swift", unit: .nanoseconds,
            value: perValue(text) { Folding.hash(UnsafeBufferPointer(start: $0, count: $1)) },
            peer: "lowercased().hashValue",
            peerValue: perValue(text) {
                let text = String(
                    decoding: UnsafeBufferPointer(start: $0, count: $1), as: UTF8.self)
                return UInt64(truncatingIfNeeded: text.lowercased().hashValue)
            })
    }

    private func gathers() -> Measurement {
        let values = (0..<Int64(Self.count)).map { $0 }
        let column = Column(.integer(values))
        let rows = (0..<Self.count).map { Int32(($0 &* 7919) % Self.count) }
        let seconds = quickest { sink.take(column.gather(rows).count) }
        let loop = quickest {
            var picked: [Int64] = []
            picked.reserveCapacity(rows.count)
            for row in rows { picked.append(values[Int(row)]) }
            sink.take(picked.count)
        }
        return Measurement(
            kernel: "rows gathered", path: "Swift", unit: .nanoseconds, value: each(seconds),
            peer: "append in a loop", peerValue: each(loop))
    }

    private func bitmaps() -> Measurement {
        let bits = (0..<Self.count).map { $0 % 3 == 0 }
        var left = Bitmap(repeating: false, count: Self.count)
        for (row, bit) in bits.enumerated() where bit { left.set(row, to: true) }
        let right = ~left
        let seconds = quickest { sink.take((left & right).countOnes) }
        let loop = quickest {
            var both = 0
            for row in 0..<Self.count where bits[row] && !bits[row] { both &+= 1 }
            sink.take(both)
        }
        return Measurement(
            kernel: "two bitmaps and their bits", path: "Swift", unit: .nanoseconds,
            value: each(seconds), peer: "loop over [Bool]", peerValue: each(loop))
    }

    private func writes() -> Measurement {
        let values = (0..<Int64(Self.count)).map { $0 &* 1_000_003 }
        var bytes: [UInt8] = []
        let seconds = quickest {
            bytes.removeAll(keepingCapacity: true)
            for value in values { Formatting.write(integer: value, to: &bytes) }
            sink.take(bytes.count)
        }
        let library = quickest {
            bytes.removeAll(keepingCapacity: true)
            for value in values { bytes += "\(value)".utf8 }
            sink.take(bytes.count)
        }
        return Measurement(
            kernel: "integers written", path: "Swift", unit: .nanoseconds, value: each(seconds),
            peer: "string interpolation", peerValue: each(library))
    }
}
