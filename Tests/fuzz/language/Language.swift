import BoardLanguage

/// Any text is lexed, parsed and formatted or has a mistake whose place lies inside it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzLanguage(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    let length = text.utf8.count
    do {
        let formatted = try format(text)
        precondition((try? format(formatted)) == formatted, "formatting twice changes the text")
    } catch {
        precondition(error.span.start >= 0 && error.span.end <= length, "a place outside the text")
        precondition(error.span.start <= error.span.end, "a place that ends before it begins")
        for scalar in describe(error, in: text, path: "x.board").unicodeScalars {
            precondition(scalar == "\n" || scalar.value >= 0x20, "a control character is drawn")
        }
    }
    _ = isComplete(text)
    _ = try? parseLine(text)
    _ = try? parseExpression(text)
    var end = 0
    for token in tokens(text) {
        precondition(token.span.start >= end && token.span.end <= length, "a token out of place")
        end = token.span.end
    }
    return 0
}
