import Crypto
import CryptoExtras

/// A JWT by which a service app shows that it holds its private key (RFC 7523).
struct ClientAssertion {
    struct Refused: Error {
        var reason: String
    }

    let clientID: String
    /// `jti`: an assertion with one is good for one use.
    let identifier: String?
    private let header: Record
    private let claims: Record
    private let signed: [UInt8]
    private let signature: [UInt8]

    init(_ token: String) throws(Refused) {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Self.record(parts[0]),
            let claims = Self.record(parts[1]),
            let signature = Base64URL.decode(parts[2])
        else { throw Refused(reason: "The client_assertion is not a JWT.") }
        guard let clientID = claims.text("sub"), claims.text("iss") == clientID else {
            throw Refused(reason: "The client_assertion's iss and sub must be the client's id.")
        }
        self.header = header
        self.claims = claims
        self.clientID = clientID
        self.signature = signature
        identifier = claims.text("jti")
        signed = Array("\(parts[0]).\(parts[1])".utf8)
    }

    /// - Parameter keys: The client's public keys as JWKs.
    func verify(keys: [Record], audience: String, now: Instant) throws(Refused) {
        guard claims.text("aud") == audience else {
            throw Refused(reason: "The client_assertion's aud must be '\(audience)'.")
        }
        let seconds = now.milliseconds / 1000
        guard let expires = claims["exp"]?.count, expires > seconds, expires <= seconds + 3660
        else {
            throw Refused(reason: "The client_assertion has expired, or lives longer than an hour.")
        }
        let keyID = header.text("kid")
        let candidates = keys.filter {
            keyID == nil || $0.text("kid") == nil || $0.text("kid") == keyID
        }
        guard candidates.contains(where: isSigned) else {
            throw Refused(reason: "The client_assertion signature is invalid.")
        }
    }

    private func isSigned(by key: Record) -> Bool {
        switch (header.text("alg"), key.text("kty")) {
        case ("RS256", "RSA"):
            guard let modulus = Base64URL.decode(key.text("n") ?? ""),
                let exponent = Base64URL.decode(key.text("e") ?? ""),
                let publicKey = try? _RSA.Signing.PublicKey(n: modulus, e: exponent)
            else { return false }
            return publicKey.isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: signature),
                for: SHA256.hash(data: signed), padding: .insecurePKCS1v1_5)
        case ("ES256", "EC"):
            guard key.text("crv") == "P-256", let x = Base64URL.decode(key.text("x") ?? ""),
                let y = Base64URL.decode(key.text("y") ?? ""),
                let publicKey = try? P256.Signing.PublicKey(x963Representation: [4] + x + y),
                let point = try? P256.Signing.ECDSASignature(rawRepresentation: signature)
            else { return false }
            return publicKey.isValidSignature(point, for: signed)
        default: return false
        }
    }

    private static func record(_ part: Substring) -> Record? {
        Base64URL.decode(part).flatMap { try? JSONParser.parse($0).record }
    }
}

/// Base 64 with the alphabet for URLs and without padding (RFC 4648, section 5).
enum Base64URL {
    static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for character in text.utf8 {
            let value: UInt8
            switch character {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = character - UInt8(ascii: "A")
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = character - UInt8(ascii: "a") + 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = character - UInt8(ascii: "0") + 52
            case UInt8(ascii: "-"): value = 62
            case UInt8(ascii: "_"): value = 63
            default: return nil
            }
            buffer = buffer << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
            }
        }
        return bits < 6 ? bytes : nil
    }
}
