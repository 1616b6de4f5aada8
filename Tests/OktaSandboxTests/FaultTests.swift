import AsyncHTTPClient
import Testing

@testable import OktaSandbox

@Suite struct Faults {
    private let path = "/api/v1/users?limit=10&search=id%20pr"

    /// What a client sees when a fault strikes: an answer, or the end of the connection.
    private func struck(_ kind: Fault.Kind, _ org: Org, _ path: String) async -> Received? {
        org.server.inject(Fault(kind, seconds: 0.3))
        return try? await org.call("GET", path, headers: ["Accept-Encoding": "identity"])
    }

    @Test func everyFaultDoesWhatItsNameSays() async throws {
        try await withOrg { org async throws in
            for kind in Fault.Kind.allCases {
                org.server.reset()
                let answer = await struck(kind, org, path)
                let reset = answer?.header("x-rate-limit-reset")
                let limit = answer?.header("x-rate-limit-limit")
                let now = Instant.now().milliseconds / 1000
                switch kind {
                case .tooManyRequests:
                    #expect(answer?.status == 429 && (reset.flatMap { Int($0) } ?? 0) >= now)
                case .tooManyWithoutHeaders: #expect(answer?.status == 429 && reset == nil)
                case .tooManyWithGarbage:
                    #expect(answer?.status == 429 && reset.flatMap { Int($0) } == nil)
                case .tooManyInThePast:
                    #expect(answer?.status == 429 && (reset.flatMap { Int($0) } ?? now) < now)
                case .tooManyFarAway: #expect(answer?.status == 429 && reset == "253402300799")
                case .concurrency: #expect(answer?.status == 429 && limit == "0")
                case .unauthorized: #expect(answer?.errorCode == "E0000011")
                case .forbidden: #expect(answer?.errorCode == "E0000006")
                case .internalError, .errorAfter: #expect(answer?.errorCode == "E0000009")
                case .badGateway: #expect(answer?.status == 502)
                case .unavailable: #expect(answer?.status == 503)
                case .gatewayTimeout: #expect(answer?.status == 504)
                case .bigPage:
                    #expect(answer?.status == 200)
                    let big = await struck(kind, org, "/api/v1/users?limit=51")
                    #expect(big?.status == 500)
                case .loginPage:
                    #expect(answer?.status == 200 && answer?.json == .null)
                    #expect(answer?.header("content-type")?.hasPrefix("text/html") == true)
                case .redirect: #expect(answer?.status == 302 || answer == nil)
                case .hostileText:
                    #expect(answer?.json.record?.text("errorSummary")?.contains("\u{1B}") == true)
                case .dropBefore, .dropAfter, .cutBody, .cutChunks: #expect(answer == nil)
                case .wrongLength: #expect(answer.map { $0.json == .null } ?? true)
                case .repeatedCursor: try await expectRepeated(answer, org)
                case .overlappingPages:
                    let next = try await org.get(answer?.next ?? "")
                    #expect(next.rows.first?.text("id") == answer?.rows.last?.text("id"))
                case .emptyPage:
                    #expect(answer?.rows.isEmpty == true)
                    #expect(try await org.get(answer?.next ?? "").rows.count == 10)
                case .shortPage:
                    #expect(answer?.rows.count == 5)
                    #expect(try await org.all(answer?.next ?? "").rows.count == 55)
                case .droppedExpand:
                    let groups = await struck(kind, org, "/api/v1/groups?expand=stats&limit=2")
                    #expect(groups?.next?.contains("expand") == false)
                case .emptyList:
                    #expect(answer?.status == 200 && answer?.json == [] && answer?.next == nil)
                case .crossHostNext:
                    #expect(answer?.next?.hasPrefix("http://localhost:") == true)
                    _ = try await org.get(answer?.next ?? "")
                    #expect(org.server.foreignHostCalls == 1)
                case .slowBody: #expect(answer?.rows.count == 10)
                case .badGzip, .cutGzip:
                    #expect(answer?.header("content-encoding") == "gzip" && answer?.json == .null)
                case .cutJSON: #expect(answer?.status == 200 && answer?.json == .null)
                case .emptyBody: #expect(answer?.status == 200 && answer?.body.isEmpty == true)
                }
                #expect((org.server.struckFaults[kind.rawValue] ?? 0) >= 1, "\(kind)")
            }
        }
    }

    private func expectRepeated(_ answer: Received?, _ org: Org) async throws {
        org.server.inject(Fault(.repeatedCursor))
        let second = try await org.get(answer?.next ?? "")
        #expect(second.next == answer?.next)
        #expect(second.rows.map { $0.text("id") } == answer?.rows.map { $0.text("id") })
    }

    @Test func aDroppedReplyHasHadItsEffectAndADroppedRequestHasNot() async throws {
        try await withOrg { org async throws in
            for (kind, count) in [(Fault.Kind.dropBefore, nil), (.dropAfter, 1), (.errorAfter, 1)] {
                org.server.reset()
                let id = org.user(3, status: "ACTIVE")
                org.server.inject(
                    Fault(kind, method: "POST", path: "/api/v1/users/*/lifecycle/suspend"))
                let answer = try? await org.post("/api/v1/users/\(id)/lifecycle/suspend")
                #expect(answer == nil || answer?.status == 500)
                #expect(org.server.effects["user.lifecycle.suspend \(id)"] == count)
            }
        }
    }

    @Test func aFaultWaitsForItsCallsAndIsGoneAfterThem() async throws {
        try await withOrg { org async throws in
            org.server.inject(
                Fault(.internalError, method: "GET", path: "/api/v1/groups/**", skip: 1, times: 2))
            var statuses: [Int] = []
            for path in ["zones", "groups", "groups", "groups/rules", "groups"] {
                statuses.append(try await org.get("/api/v1/\(path)").status)
            }
            #expect(statuses == [200, 200, 500, 500, 200])
            let byHeader = try await org.call(
                "GET", "/api/v1/zones", headers: ["X-Sandbox-Fault": "503"])
            #expect(byHeader.status == 503)
        }
    }

    @Test func faultsAndCountsAreReachedOverHTTPToo() async throws {
        try await withOrg { org async throws in
            let set = try await org.call(
                "POST", "/__sandbox/faults", ["kind": "503", "path": "/api/v1/zones", "times": 1],
                token: nil)
            #expect(set.status == 200)
            let wrong = try await org.call("POST", "/__sandbox/faults", ["kind": "x"], token: nil)
            #expect(wrong.status == 400)
            #expect(try await org.get("/api/v1/zones").status == 503)
            let state = try await org.call("GET", "/__sandbox/state", token: nil).json.record ?? [:]
            #expect(state.value("counts.users") == 60)
            #expect(state.value("calls")?.record?["GET /api/v1/zones"] == 1)
            #expect(state.value("faults.struck")?.record?["503"] == 1)
            let ids = try await org.call("GET", "/__sandbox/ids/users", token: nil).json.texts
            #expect(ids == org.server.ids(of: "users"))
            _ = try await org.call("DELETE", "/api/v1/users/\(ids[3])")
            _ = try await org.call("POST", "/__sandbox/reset", token: nil)
            #expect(org.server.effects.isEmpty && org.server.counts["users"] == 60)
        }
    }

    @Test func aPackedAnswerIsWholeAndItsChecksumRight() throws {
        let body = Array(repeating: Array("0123456789".utf8), count: 20_000).flatMap { $0 }
        let packed = Gzip.stored(body)
        #expect(Gzip.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(packed.count == body.count + 18 + 4 * 5)
    }
}
