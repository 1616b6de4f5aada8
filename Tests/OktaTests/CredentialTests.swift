import Crypto
import CryptoExtras
import Foundation
import Testing

@testable import Okta

@Suite struct CredentialTests {
    /// Runs with a folder of its own that is gone afterwards.
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "okta-credentials-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? -1
    }

    @Test func aSecretIsShownNowhere() {
        let secret = Secret(" 00canary\n")
        var dumped = ""
        dump(secret, to: &dumped)
        let app = ServiceApp(clientId: "0oa1", privateKey: secret, scopes: [])
        dump(Credential.serviceApp(app), to: &dumped)
        let shown =
            "\(secret) \(String(reflecting: secret)) \(Credential.token(secret)) \(app) " + dumped
        #expect(!shown.contains("canary"))
        #expect(secret.withText { $0 } == "00canary")
        #expect(secret.isHeaderSafe && !Secret("a b").isHeaderSafe && !Secret("é").isHeaderSafe)
    }

    @Test func aKeptCredentialIsPrivateAndComesBack() throws {
        try withFolder { folder in
            let file = try CredentialFile(acme) { $0 == "XDG_CONFIG_HOME" ? folder : nil }
            #expect(try file.read() == nil)
            let old = umask(0)
            defer { umask(old) }
            try file.write(.token(Secret("00canary")))
            #expect(try file.read() == .token(Secret("00canary")))
            #expect(try mode(folder + "/cork") == 0o700)
            #expect(try mode(file.path) == 0o600)
            let app = Credential.serviceApp(
                ServiceApp(
                    clientId: "0oa1", privateKey: Secret("-----BEGIN\nx\n-----END"), keyId: "k1",
                    scopes: ["okta.users.read", "okta.apps.read"]))
            try file.write(app)
            #expect(try file.read() == app)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder + "/cork").count == 1)
            // Another org's credential is not handed out under this one's name.
            let other = try CredentialFile(try OrgAddress("other")) {
                $0 == "XDG_CONFIG_HOME" ? folder : nil
            }
            #expect(try other.read() == nil)
            try FileManager.default.copyItem(atPath: file.path, toPath: other.path)
            #expect(throws: CredentialFile.Refusal.malformed(path: other.path)) {
                try other.read()
            }
            #expect(try file.remove())
            #expect(try !file.remove())
        }
    }

    @Test func aFileThatOthersCanReachIsRefused() throws {
        try withFolder { folder in
            let file = try CredentialFile(acme) { $0 == "XDG_CONFIG_HOME" ? folder : nil }
            try file.write(.token(Secret("00canary")))
            for mode in [0o640, 0o604, 0o620, 0o644] {
                chmod(file.path, mode_t(mode))
                #expect(throws: CredentialFile.Refusal.self, "\(mode)") { try file.read() }
            }
            chmod(file.path, 0o600)
            #expect(try file.read() != nil)
            chmod(folder + "/cork", 0o755)
            #expect(throws: CredentialFile.Refusal.self) { try file.read() }
            #expect(throws: CredentialFile.Refusal.self) { try file.write(.token(Secret("x"))) }
            chmod(folder + "/cork", 0o700)
            let real = folder + "/real"
            try FileManager.default.moveItem(atPath: file.path, toPath: real)
            try FileManager.default.createSymbolicLink(
                atPath: file.path, withDestinationPath: real)
            #expect(
                throws: CredentialFile.Refusal.unsafe(path: file.path, what: "is a symbolic link")
            ) { try file.read() }
            try FileManager.default.moveItem(atPath: folder + "/cork", toPath: folder + "/moved")
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/cork", withDestinationPath: folder + "/moved")
            #expect(throws: CredentialFile.Refusal.self) { try file.read() }
        }
        #expect(throws: CredentialFile.Refusal.noFolder) {
            try CredentialFile(acme) { _ in nil }
        }
        #expect(throws: CredentialFile.Refusal.noFolder) {
            try CredentialFile(acme) { $0 == "HOME" ? "relative" : nil }
        }
    }

    @Test func aServiceAppSignsWhatItsPublicKeyVerifies() async throws {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let app = ServiceApp(
            clientId: "0oa1", privateKey: Secret(key.pemRepresentation), keyId: "k1",
            scopes: ["okta.users.read"])
        let transport = ScriptedTransport { request, index in
            if request.target == "/oauth2/v1/token" {
                return .success(
                    .ok(#"{"token_type":"Bearer","expires_in":3600,"access_token":"t\#(index)"}"#))
            }
            // The first access token has been revoked meanwhile.
            return .success(index == 1 ? .error(401, "E0000011") : .ok("[]"))
        }
        let client = client(transport, credential: .serviceApp(app))
        _ = try await client.send(Call(.get, "/api/v1/groups"))
        _ = try await client.send(Call(.get, "/api/v1/groups"))
        #expect(
            transport.targets == [
                "/oauth2/v1/token", "/api/v1/groups", "/oauth2/v1/token", "/api/v1/groups",
                "/api/v1/groups",
            ])
        let headers = transport.requests.map { request in
            request.headers.first { $0.name == "Authorization" }?.value
        }
        #expect(headers == [nil, "Bearer t0", nil, "Bearer t2", "Bearer t2"])
        let body = String(decoding: transport.requests[0].body ?? [], as: UTF8.self)
        let fields = QueryText(target: "?" + body)
        #expect(
            fields["grant_type"] == "client_credentials" && fields["scope"] == "okta.users.read")
        let parts = try #require(fields["client_assertion"]).split(separator: ".").map(String.init)
        let claims = try #require(
            ClientAssertion.base64URLDecoded(parts[1]).flatMap { JSONView($0) })
        #expect(claims["iss"]?.string == "0oa1" && claims["sub"]?.string == "0oa1")
        #expect(claims["aud"]?.string == "https://acme.okta.com/oauth2/v1/token")
        let signature = _RSA.Signing.RSASignature(
            rawRepresentation: try #require(ClientAssertion.base64URLDecoded(parts[2])))
        #expect(
            key.publicKey.isValidSignature(
                signature, for: SHA256.hash(data: Data("\(parts[0]).\(parts[1])".utf8)),
                padding: .insecurePKCS1v1_5))
    }

    @Test func anUnusableKeyIsSaidAndNotRetried() async throws {
        for key in [
            "", "nonsense", #"{"kty":"EC"}"#,
            "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----",
        ] {
            let transport = ScriptedTransport { _, _ in .success(.ok("[]")) }
            let app = ServiceApp(clientId: "0oa1", privateKey: Secret(key), scopes: [])
            let client = client(transport, credential: .serviceApp(app))
            await #expect(throws: OktaError.self) {
                _ = try await client.send(Call(.get, "/api/v1/groups"))
            }
            #expect(transport.requests.isEmpty)
        }
    }
}
