import Crypto
import CryptoExtras
import Testing

@testable import OktaSandbox

/// Base 64 for URLs, written a second time so that a mistake of the server's reader shows.
private func encoded(_ bytes: some Sequence<UInt8>) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    let bits = bytes.flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 } }
    var text = ""
    for start in stride(from: 0, to: bits.count, by: 6) {
        let six = (0..<6).map { start + $0 < bits.count ? bits[start + $0] : 0 }
        text.append(alphabet[Int(six.reduce(0) { $0 << 1 | $1 })])
    }
    return text
}

@Suite struct Access {
    @Test func aTokenIsAcceptedWithItsSchemeAndNoOther() async throws {
        try await withOrg { org async throws in
            let cases: [(String?, Int)] = [
                ("SSWS sandbox", 200), ("SSWSsandbox", 200), ("SSWS  sandbox", 200),
                ("SSWS Sandbox", 401), ("Bearer sandbox", 401), ("sandbox", 401), ("", 401),
                (nil, 401),
            ]
            for (token, status) in cases {
                let answer = try await org.call("GET", "/api/v1/users/me", token: token)
                #expect(answer.status == status, "\(token ?? "none")")
                #expect(status == 200 || answer.errorCode == "E0000011")
            }
            let open = try await org.call("GET", "/.well-known/okta-organization", token: nil)
            #expect(open.status == 200 && open.json.record?.text("pipeline") == "idx")
        }
    }

    @Test func aTokenDiesWithItsOwner() async throws {
        try await withOrg { org async throws in
            let owner = try await org.get("/api/v1/users/me").json.record?.text("id") ?? ""
            #expect(try await org.post("/api/v1/users/\(owner)/lifecycle/deactivate").status == 200)
            #expect(try await org.get("/api/v1/users/me").errorCode == "E0000011")
        }
    }

    @Test func aTokenWithFewerRightsIsToldSo() async throws {
        var tenant = Tenant.generated(users: 20, apps: 2)
        tenant.addToken("readonly", scopes: ["okta.users.read", "okta.groups.manage"])
        try await withOrg(tenant) { org async throws in
            let cases: [(String, String, Int)] = [
                ("GET", "/api/v1/users", 200), ("GET", "/api/v1/groups", 200),
                ("GET", "/api/v1/apps", 403), ("GET", "/api/v1/logs", 403),
                ("POST", "/api/v1/users/x/lifecycle/suspend", 403),
            ]
            for (method, path, status) in cases {
                let answer = try await org.call(method, path, token: "SSWS readonly")
                #expect(answer.status == status, "\(method) \(path)")
                #expect(status == 200 || answer.errorCode == "E0000006")
            }
        }
    }

    private func assertion(
        _ header: String, _ claims: String, sign: (String) throws -> [UInt8]
    ) rethrows -> String {
        let signed = "\(encoded(header.utf8)).\(encoded(claims.utf8))"
        return "\(signed).\(encoded(try sign(signed)))"
    }

    private func request(_ org: Org, _ assertion: String, _ scope: String) async throws -> Received
    {
        let form =
            "grant_type=client_credentials&scope=\(PercentEncoding.encode(scope))"
            + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
            + "&client_assertion=\(assertion)"
        return try await org.callForm("/oauth2/v1/token", form)
    }

    @Test func aServiceAppGetsATokenByItsKeyAndMayDoWhatItWasGranted() async throws {
        let elliptic = P256.Signing.PrivateKey()
        let point = Array(elliptic.publicKey.rawRepresentation)
        let rsa = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let parts = try rsa.publicKey.getKeyPrimitives()
        var tenant = Tenant.generated(users: 20, apps: 2)
        try tenant.addServiceApp(
            clientID: "0oaService", name: "Reader",
            keys: """
                {"keys": [
                    {"kty": "EC", "kid": "ec", "crv": "P-256", "x": "\(encoded(point.prefix(32)))",
                     "y": "\(encoded(point.suffix(32)))"},
                    {"kty": "RSA", "kid": "rsa", "n": "\(encoded(parts.modulus))",
                     "e": "\(encoded(parts.publicExponent))"}]}
                """, scopes: ["okta.users.read", "okta.groups.read"])
        try await withOrg(tenant) { org async throws in
            let now = Instant.now().milliseconds / 1000
            let byEC: (String) throws -> [UInt8] = {
                Array(try elliptic.signature(for: Array($0.utf8)).rawRepresentation)
            }
            let byRSA: (String) throws -> [UInt8] = {
                Array(
                    try rsa.signature(
                        for: SHA256.hash(data: Array($0.utf8)), padding: .insecurePKCS1v1_5
                    ).rawRepresentation)
            }
            func claims(
                _ number: Int, audience: String? = nil, life: Int = 300,
                subject: String = "0oaService"
            ) -> String {
                """
                {"iss":"0oaService","sub":"\(subject)","aud":"\(audience ?? org.url + "/oauth2/v1/token")",\
                "exp":\(now + life),"iat":\(now),"jti":"\(number)"}
                """
            }
            let (ec, rs) = (
                "{\"alg\":\"ES256\",\"kid\":\"ec\"}", "{\"alg\":\"RS256\",\"kid\":\"rsa\"}"
            )
            let good = try assertion(rs, claims(1), sign: byRSA)
            let cases: [(String, String, Int, String?)] = [
                (try assertion(ec, claims(0), sign: byEC), "okta.users.read", 200, nil),
                (good, "okta.users.read okta.groups.read", 200, nil),
                (good, "okta.users.read", 401, "invalid_client"),
                (
                    try assertion(rs, claims(2), sign: byEC), "okta.users.read", 401,
                    "invalid_client"
                ),
                (try assertion(rs, claims(3), sign: byRSA), "okta.apps.read", 400, "invalid_scope"),
                (
                    try assertion(rs, claims(4, audience: "https://x/"), sign: byRSA),
                    "okta.users.read", 401, "invalid_client"
                ),
                (
                    try assertion(rs, claims(5, life: -1), sign: byRSA), "okta.users.read", 401,
                    "invalid_client"
                ),
                (
                    try assertion(rs, claims(6, subject: "0oaOther"), sign: byRSA),
                    "okta.users.read", 401, "invalid_client"
                ),
                ("x.y", "okta.users.read", 401, "invalid_client"),
            ]
            for (token, scope, status, error) in cases {
                let answer = try await request(org, token, scope)
                #expect(answer.status == status)
                #expect(answer.json.record?.text("error") == error)
            }
            let token = try await request(
                org, try assertion(ec, claims(9), sign: byEC), "okta.users.read")
            let bearer = "Bearer \(token.json.record?.text("access_token") ?? "")"
            #expect(token.json.record?["expires_in"] == 3600)
            #expect(try await org.call("GET", "/api/v1/users?limit=1", token: bearer).status == 200)
            let refused = try await org.call("GET", "/api/v1/groups", token: bearer)
            #expect(refused.status == 403)
            #expect(refused.header("www-authenticate")?.contains("insufficient_scope") == true)
            #expect(try await org.call("GET", "/api/v1/users/me", token: bearer).status == 404)
        }
    }
}
