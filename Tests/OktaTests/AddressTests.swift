import Testing

@testable import Okta

@Suite struct AddressTests {
    @Test func anAddressIsTakenInEveryFormThatPeopleHave() throws {
        let cases = [
            ("acme", "https://acme.okta.com"),
            ("acme-admin", "https://acme.okta.com"),
            ("  ACME.okta.com\n", "https://acme.okta.com"),
            ("https://acme.okta.com/", "https://acme.okta.com"),
            ("https://acme-admin.okta.com/admin/dashboard?x=1#top", "https://acme.okta.com"),
            ("acme-admin.oktapreview.com", "https://acme.oktapreview.com"),
            ("acme.okta-emea.com/app/UserHome", "https://acme.okta-emea.com"),
            ("acme-admin.okta-gov.com", "https://acme.okta-gov.com"),
            ("id.acme.com", "https://id.acme.com"),
            ("https://id.acme.com:8443/x", "https://id.acme.com:8443"),
            ("https://web-admin.acme.com", "https://web-admin.acme.com"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://localhost:80/", "http://localhost"),
            ("http://[::1]:9", "http://[::1]:9"),
        ]
        for (typed, expected) in cases {
            #expect(try OrgAddress(typed).origin.description == expected, "\(typed)")
        }
        #expect(try OrgAddress("acme").name == "acme.okta.com")
        #expect(try OrgAddress("http://127.0.0.1:8080").name == "http://127.0.0.1:8080")
    }

    @Test func whatIsNoAddressOrNotSafeIsRefused() {
        let cases: [(String, OrgAddress.Refusal)] = [
            ("", .empty), ("  ", .empty),
            ("http://acme.okta.com", .plainHTTP(host: "acme.okta.com")),
            ("http://127.0.0.1.evil.com", .plainHTTP(host: "127.0.0.1.evil.com")),
            ("http://127.1.1", .plainHTTP(host: "127.1.1")),
            ("https://user:pass@acme.okta.com", .hasPassword),
            ("acme.okta.com@evil.com", .hasPassword),
            ("ftp://acme.okta.com", .notAnAddress("ftp://acme.okta.com")),
            ("a b", .notAnAddress("a b")),
            ("acme..com", .notAnAddress("acme..com")),
            ("https://acme.okta.com:99999", .notAnAddress("https://acme.okta.com:99999")),
            ("https://", .notAnAddress("https://")),
            ("ac\u{1B}me", .notAnAddress("ac\u{1B}me")),
        ]
        for (typed, expected) in cases {
            #expect(throws: expected, "\(typed)") { try OrgAddress(typed) }
        }
    }

    @Test func idsFromDataStayOneSegmentOfThePath() {
        let cases = [
            ("00u1", "00u1"), ("../groups/x", "..%2Fgroups%2Fx"), ("a%2Fb", "a%252Fb"),
            ("x?y#z", "x%3Fy%23z"), ("..", "%2E%2E"), (".", "%2E"),
            ("é@ü.com", "%C3%A9%40%C3%BC.com"),
            (#"" or 1 eq 1"#, "%22%20or%201%20eq%201"),
        ]
        for (text, encoded) in cases {
            #expect(PercentEncoding.encode(text) == encoded)
            #expect(PercentEncoding.decode(encoded) == text)
        }
    }

    @Test func theNextLinkIsFoundHoweverItIsWritten() {
        let cases: [(String, String?)] = [
            (#"<https://a/1>; rel="next""#, "https://a/1"),
            (#"<https://a/0>; rel="self", <https://a/1>; rel="next""#, "https://a/1"),
            (#"<https://a/1?x=a,b>;rel=next"#, "https://a/1?x=a,b"),
            (#"<https://a/1>; title="a, b"; REL="NEXT""#, "https://a/1"),
            (#"<https://a/1>; rel="prev next""#, "https://a/1"),
            (#"<https://a/0>; rel="self""#, nil), ("", nil), ("<https://a/1", nil),
            (#"<https://a/1>; title="rel=next""#, nil),
        ]
        for (header, expected) in cases {
            #expect(NextLink.nextURL(header) == expected, "\(header)")
        }
    }

    @Test func aProxyComesFromTheEnvironmentAndNeverForThisMachine() throws {
        let org = acme.origin
        func proxy(_ variables: [String: String], _ origin: Origin = org) throws -> String? {
            try ProxyAddress.of(origin) { variables[$0] }.map { "\($0.kind) \($0.host):\($0.port)" }
        }
        #expect(try proxy([:]) == nil)
        #expect(try proxy(["HTTPS_PROXY": "http://proxy:3128"]) == "http proxy:3128")
        #expect(try proxy(["https_proxy": "proxy.acme.com"]) == "http proxy.acme.com:8080")
        #expect(try proxy(["ALL_PROXY": "socks5://user:p%40ss@s:1081"]) == "socks s:1081")
        #expect(try proxy(["HTTP_PROXY": "http://proxy:1"]) == nil)
        for exception in ["*", "okta.com", ".okta.com", "x, acme.okta.com", "*.okta.com"] {
            #expect(
                try proxy(["HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": exception]) == nil,
                "\(exception)")
        }
        #expect(
            try proxy(["HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "kta.com"])
                == "http proxy:3128")
        let local = Origin(isSecure: false, host: "127.0.0.1", port: 8080)
        #expect(try proxy(["HTTPS_PROXY": "http://proxy:3128"], local) == nil)
        #expect(throws: ProxyAddress.Refusal(variable: "HTTPS_PROXY")) {
            try proxy(["HTTPS_PROXY": "quic://user:secret@proxy"])
        }
    }

    @Test func serverDatesAreReadAndWritten() {
        #expect(ServerDate.epochSeconds("Sun, 06 Nov 1994 08:49:37 GMT") == 784_111_777)
        #expect(ServerDate.epochSeconds("Mon, 03 Aug 2026 00:00:00 GMT") == 1_785_715_200)
        for text in ["", "soon", "Mon, 99 Aug 2026 00:00:00 GMT", "Mon, 03 Xyz 2026 00:00:00 GMT"] {
            #expect(ServerDate.epochSeconds(text) == nil)
        }
        #expect(ServerDate.iso(784_111_777) == "1994-11-06T08:49:37.000Z")
        #expect(ServerDate.iso(1_785_715_200) == "2026-08-03T00:00:00.000Z")
        #expect(ServerDate.iso(951_782_400) == "2000-02-29T00:00:00.000Z")
        #expect(ServerDate.iso(-1) == "1969-12-31T23:59:59.000Z")
    }
}
