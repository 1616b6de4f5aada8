import Testing

@testable import Columns

@Suite struct TwoByteCaseTests {
    @Test func everyScalarFoldsAsTheStandardLibraryLowersIt() {
        for value in UInt32(1)...0xFFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = "x\(scalar)y"
            if scalar.properties.isWhitespace { continue }
            #expect(Folding.folded(text) == text.lowercased(), "U+\(String(value, radix: 16))")
        }
    }

    @Test func mixedTextAndIllFormedBytes() {
        for text in [
            "ZOË.Müller@ACME.com", "ŁUKASZ", "İstanbul", "田中 ÅSA", "Ünïcödé 😀 É", "ПРИВЕТ", "ΣΑΣ",
        ] {
            #expect(Folding.folded(text) == text.lowercased())
        }
        let broken: [UInt8] = [0xC3, 0x41, 0xE3, 0x80]
        broken.withUnsafeBufferPointer { bytes in
            var out: [UInt8] = []
            Folding.append(bytes, to: &out)
            #expect(out == Array(String(decoding: broken, as: UTF8.self).lowercased().utf8))
        }
    }
}
