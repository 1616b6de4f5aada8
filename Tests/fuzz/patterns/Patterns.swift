@testable import Engine

/// A pattern is refused or matches in time linear in the text, and both ways of matching agree. The first
/// line is the pattern, the rest the text.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPatterns(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    let line = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    guard let pattern = try? Pattern.compile(String(decoding: bytes[..<line], as: UTF8.self))
    else { return 0 }
    let text = Array(String(decoding: bytes.dropFirst(line + 1), as: UTF8.self).utf8)
    text.withUnsafeBufferPointer { text in
        var finder = pattern.finder()
        var matcher = pattern.matcher()
        let found = finder.firstMatch(in: text)
        precondition(matcher.matches(text) == (found != nil), "matcher and finder disagree")
        guard let found else { return }
        precondition(found[0] >= 0 && found[0] <= found[1] && found[1] <= text.count, "astray")
    }
    return 0
}
