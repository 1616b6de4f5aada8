import Crypto
import CryptoExtras

/// The signed statement (RFC 7523) by which a service app proves that it has its private key.
enum ClientAssertion {
    /// A JWT signed with RS256, good for five minutes.
    ///
    /// - Throws: `unusableCredential` when the key is none that can sign.
    static func signed(
        _ app: ServiceApp, audience: String, now: Int64, random: RandomSource
    ) throws(OktaError) -> String {
        var keyId = app.keyId
        let key = try app.privateKey.withText { text throws(OktaError) in
            try privateKey(text, keyId: &keyId)
        }
        let header = json([("alg", "RS256"), ("typ", "JWT")] + (keyId.map { [("kid", $0)] } ?? []))
        // The id is what tells a replayed assertion; 16 digits of chance are enough for five minutes.
        let id = (0..<4).map { _ in String(UInt32(random() * 4_294_967_295), radix: 36) }.joined()
        let claims = json(
            [("iss", app.clientId), ("sub", app.clientId), ("aud", audience), ("jti", id)],
            numbers: [("iat", now), ("exp", now + 300)])
        let signed = base64URL(header) + "." + base64URL(claims)
        do {
            let digest = SHA256.hash(data: Array(signed.utf8))
            let signature = try key.signature(for: digest, padding: .insecurePKCS1v1_5)
            let bytes = signature.withUnsafeBytes { Array($0) }
            return signed + "." + base64URL(bytes)
        } catch {
            throw .unusableCredential(reason: "the private key cannot sign")
        }
    }

    private static func privateKey(
        _ text: String, keyId: inout String?
    ) throws(OktaError) -> _RSA.Signing.PrivateKey {
        let refusal = OktaError.unusableCredential(
            reason: "the private key is not an RSA key of 2048 bits or more, in PEM or as a JWK")
        do {
            guard text.hasPrefix("{") else {
                return try _RSA.Signing.PrivateKey(pemRepresentation: text)
            }
            guard let jwk = JSONView(Array(text.utf8)), jwk["kty"]?.string == "RSA" else {
                throw refusal
            }
            keyId = keyId ?? jwk["kid"]?.string
            let parts = ["n", "e", "d", "p", "q"].map { jwk[$0]?.string.flatMap(base64URLDecoded) }
            guard let n = parts[0], let e = parts[1], let d = parts[2], let p = parts[3],
                let q = parts[4]
            else { throw refusal }
            return try _RSA.Signing.PrivateKey(n: n, e: e, d: d, p: p, q: q)
        } catch {
            throw refusal
        }
    }

    private static func json(
        _ texts: [(String, String)], numbers: [(String, Int64)] = []
    ) -> [UInt8] {
        var bytes: [UInt8] = [UInt8(ascii: "{")]
        for (name, value) in texts {
            if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
            bytes += JSONLayout.string(name) + [UInt8(ascii: ":")] + JSONLayout.string(value)
        }
        for (name, value) in numbers {
            bytes += Array(",".utf8) + JSONLayout.string(name) + Array(":\(value)".utf8)
        }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    // MARK: - base64url (RFC 4648, section 5)

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func base64URL(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                text.append(alphabet[Int(bits >> UInt32(count) & 63)])
            }
        }
        if count > 0 { text.append(alphabet[Int(bits << UInt32(6 - count) & 63)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// nil when a character is none of the alphabet; padding at the end is allowed.
    static func base64URLDecoded(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in text.utf8 where byte != UInt8(ascii: "=") {
            guard let value = alphabet.firstIndex(of: byte) else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }
}
