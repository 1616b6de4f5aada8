import BoardLanguage
import TestSupport
import Testing

/// Every entry point on one text; spans must stay inside it.
private func exercise(_ text: String) {
    let count = text.utf8.count
    do {
        let formatted = try format(text)
        #expect((try? format(formatted)) == formatted, "\(text.debugDescription)")
    } catch {
        let span = error.span
        #expect(
            span.start >= 0 && span.start <= span.end && span.end <= count,
            "\(text.debugDescription)")
        let drawn = describe(error, in: text, path: "x.board")
        #expect(
            drawn.unicodeScalars.allSatisfy {
                $0 == "\n" || ($0.value >= 0x20 && $0.value != 0x7F)
            },
            "\(text.debugDescription)")
    }
    _ = isComplete(text)
    var end = 0
    for token in tokens(text) {
        #expect(
            token.span.start >= end && token.span.end > token.span.start && token.span.end <= count,
            "\(text.debugDescription)")
        end = token.span.end
    }
}

@Test("samples cut off at every third byte never crash")
func truncations() {
    for text in sampleTexts {
        let bytes = Array(text.utf8)
        for end in stride(from: text.utf8.count % 3, to: bytes.count, by: 3) {
            exercise(String(decoding: bytes[..<end], as: UTF8.self))
        }
    }
}

@Test("samples with bytes changed, dropped and doubled never crash")
func mutations() {
    var generator = SeededNumbers(seed: 20_260_801)
    let signs = Array("()[]|.,:*?/~=!<>+-\"'`$@\\ \n\t#%{}ab09é\u{0}\u{202E}".utf8)
    for text in sampleTexts {
        let bytes = Array(text.utf8)
        for _ in 0..<6 where !bytes.isEmpty {
            var mutated = bytes
            for _ in 0..<Int.random(in: 1...4, using: &generator) where !mutated.isEmpty {
                let place = Int.random(in: 0..<mutated.count, using: &generator)
                switch Int.random(in: 0..<5, using: &generator) {
                case 0: mutated[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: mutated.remove(at: place)
                case 2: mutated.insert(signs.randomElement(using: &generator) ?? 0, at: place)
                case 3: mutated[place] = signs.randomElement(using: &generator) ?? 0
                default:
                    let end = min(place + 12, mutated.count)
                    let part = mutated[place..<end]
                    mutated.insert(
                        contentsOf: part, at: Int.random(in: 0..<mutated.count, using: &generator))
                }
            }
            exercise(String(decoding: mutated, as: UTF8.self))
        }
    }
}
