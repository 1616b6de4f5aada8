import Testing

@testable import Okta

@Suite struct ListTests {
    private func read(
        _ list: ObjectList, _ transport: ScriptedTransport, parts: [ListPart]? = nil,
        from start: ResumePoint = .init()
    ) async throws -> (Ledger, PageBox) {
        let box = PageBox()
        let ledger = try await ListReading(
            client: client(transport), list: list, parts: parts ?? list.parts(), from: start
        ).run { box.add($0) }
        return (ledger, box)
    }

    private static func target(_ after: String) -> String {
        "https://acme.okta.com/api/v1/users?after=\(after)&limit=200"
    }

    @Test func pagesAreFollowedToTheEndWhateverTheirLength() async throws {
        // Short, empty and overlapping pages, a link under the admin host, and a lost filter.
        let transport = ScriptedTransport { request, index in
            switch index {
            case 0: .success(.ok(rows(1...3), next: Self.target("a")))
            case 1: .success(.ok("[]", next: Self.target("b")))
            case 2:
                .success(
                    .ok(
                        rows(3...5),
                        next: "https://acme-admin.okta.com/api/v1/users?after=c&limit=200"))
            default: .success(.ok(rows(5...6)))
            }
        }
        let (ledger, box) = try await read(.users, transport)
        #expect(box.keys == (1...6).map { "u\($0)" })
        #expect(
            ledger.isComplete && ledger.pages == 4 && ledger.rows == 6 && ledger.duplicates == 2)
        #expect(box.all.map(\.isLast) == [false, false, false, true])
        #expect(box.all.map { $0.next == nil } == [false, false, false, true])
        #expect(transport.requests.allSatisfy { $0.origin == acme.origin })
        #expect(transport.targets.allSatisfy { QueryText(target: $0)["filter"] != nil })
        #expect(QueryText(target: transport.targets[3])["after"] == "c")
    }

    @Test func linksThatLeadAstrayEndTheListIncomplete() async throws {
        let cases = [
            ("https://evil.com/api/v1/users?after=a", "not this org"),
            ("http://acme.okta.com/api/v1/users?after=a", "not this org"),
            ("https://acme.okta.com:444/api/v1/users?after=a", "not this org"),
            ("https://acme.okta.com.evil.com/api/v1/users", "not this org"),
            ("https://acme.okta.com@evil.com/api/v1/users", "not this org"),
            ("//evil.com/api/v1/users", "not this org"),
            ("https://other.okta.com/api/v1/users", "not this org"),
            ("https://acme.okta.com/api/v1/users?after=same", "repeats"),
        ]
        for (link, reason) in cases {
            let transport = ScriptedTransport { _, _ in .success(.ok(rows(1...2), next: link)) }
            let (ledger, box) = try await read(.users, transport)
            guard case .incomplete(let text) = ledger.state else {
                Issue.record("\(link) is complete")
                continue
            }
            #expect(text.contains(reason), "\(link): \(text)")
            #expect(box.keys == (reason == "repeats" ? ["u1", "u2"] : []))
            #expect(transport.requests.allSatisfy { $0.origin == acme.origin })
            #expect(transport.requests.count <= 3)
        }
    }

    @Test func aPageThatFailsLeavesTheListIncompleteAndKeepsWhatCame() async throws {
        let transport = ScriptedTransport { _, index in
            .success(
                index == 0 ? .ok(rows(1...2), next: Self.target("a")) : .error(503, "E0000010"))
        }
        let (ledger, box) = try await read(.users, transport)
        #expect(box.keys == ["u1", "u2"])
        #expect(ledger.partsComplete == 0 && !ledger.isComplete)
    }

    @Test func readingGoesOnFromAStoredCursor() async throws {
        let transport = ScriptedTransport { request, _ in
            QueryText(target: request.target)["after"] == "a"
                ? .success(.ok(rows(3...4))) : .success(.ok(rows(1...2), next: Self.target("a")))
        }
        let (_, whole) = try await read(.users, transport)
        let cursor = try #require(whole.all[0].next)
        let (ledger, rest) = try await read(
            .users, transport, from: ResumePoint(cursors: ["": cursor]))
        #expect(rest.keys == ["u3", "u4"] && ledger.isComplete && ledger.restarts == 0)
        // A cursor that Okta no longer takes: from the start again.
        let stale = ScriptedTransport { request, _ in
            QueryText(target: request.target)["after"] == nil
                ? .success(.ok(rows(1...4))) : .success(.error(400, "E0000029"))
        }
        let (again, all) = try await read(.users, stale, from: ResumePoint(cursors: ["": cursor]))
        #expect(all.keys.count == 4 && again.isComplete && again.restarts == 1)
        let (done, nothing) = try await read(
            .users, stale, from: ResumePoint(finished: [""]))
        #expect(nothing.keys.isEmpty && done.isComplete)
    }

    @Test func theLogEndsWithAnEmptyPageAndKeepsItsLink() async throws {
        let transport = ScriptedTransport { _, index in
            let body = index < 2 ? #"[{"uuid":"e\#(index)"}]"# : "[]"
            return .success(
                .ok(
                    body,
                    next: "https://acme.okta.com/api/v1/logs?after=\(min(index, 2))&limit=1000"))
        }
        let (ledger, box) = try await read(.events, transport)
        #expect(box.keys == ["e0", "e1"] && ledger.isComplete && ledger.pages == 3)
        #expect(box.all.last?.isLast == true)
        #expect(box.all.last?.next == "/api/v1/logs?after=2&limit=1000")
    }

    @Test func adminListsHaveTheirLinkInTheBody() async throws {
        let transport = ScriptedTransport { _, index in
            .success(
                .ok(
                    index == 0
                        ? #"{"value":[{"id":"u1"}],"_links":{"next":{"href":"https://acme.okta.com/api/v1/iam/assignees/users?after=x"}}}"#
                        : #"{"value":[{"id":"u2"}]}"#))
        }
        let (ledger, box) = try await read(.admins, transport)
        #expect(box.keys == ["u1", "u2"] && ledger.isComplete)
    }

    @Test func membersAreCountedAgainstWhatOktaSays() async throws {
        let groups = [("g0", 0), ("g1", 2), ("g2", 3)].map {
            JSONView(
                checked: Array(
                    #"{"id":"\#($0.0)","_embedded":{"stats":{"usersCount":\#($0.1)}}}"#.utf8))
        }
        let parts = ObjectList.groupMembers.parts(parents: groups)
        #expect(parts.map(\.key) == ["g1", "g2"])
        // g2 lost a member since it was counted, or its list is short: the second count decides.
        for (recount, isComplete) in [(2, true), (3, false)] {
            let transport = ScriptedTransport { request, _ in
                if request.target.hasPrefix("/api/v1/groups/g2?") {
                    return .success(
                        .ok(#"{"id":"g2","_embedded":{"stats":{"usersCount":\#(recount)}}}"#))
                }
                return .success(.ok(rows(1...2)))
            }
            let (ledger, box) = try await read(.groupMembers, transport, parts: parts)
            #expect(ledger.isComplete == isComplete)
            #expect(box.keys.sorted() == ["g1/u1", "g1/u2", "g2/u1", "g2/u2"])
            #expect(
                box.all.flatMap(\.records).contains {
                    String(decoding: $0.json, as: UTF8.self) == #"{"groupId":"g1","userId":"u1"}"#
                })
        }
    }

    @Test func devicesBringTheirUsersAndMissingOnesAreNoticed() async throws {
        let device =
            #"{"id":"d1","_embedded":{"users":[{"created":"x","user":{"id":"u1"}},{"user":{"id":"u2"}}]}}"#
        let transport = ScriptedTransport { _, _ in .success(.ok("[\(device)]")) }
        let (ledger, box) = try await read(.deviceUsers, transport)
        #expect(box.keys == ["d1/u1", "d1/u2"] && ledger.isComplete)
        #expect(
            String(decoding: box.all[0].records[0].json, as: UTF8.self)
                == #"{"deviceId":"d1","created":"x","user":{"id":"u1"}}"#)
        let dropped = ScriptedTransport { _, _ in .success(.ok(#"[{"id":"d1"}]"#)) }
        let (short, _) = try await read(.deviceUsers, dropped)
        #expect(!short.isComplete)
    }

    @Test func aRefusedScopeIsSaidOnceAndNotAskedForEveryParent() async throws {
        let parents = (0..<50).map { JSONView(checked: Array(#"{"id":"a\#($0)"}"#.utf8)) }
        let transport = ScriptedTransport { _, _ in .success(.error(403, "E0000006", "no rights")) }
        let (ledger, _) = try await read(
            .appUsers, transport, parts: ObjectList.appUsers.parts(parents: parents))
        #expect(transport.requests.count < 20)
        guard case .incomplete(let reason) = ledger.state else {
            Issue.record("complete")
            return
        }
        #expect(reason.hasPrefix("not allowed (okta.apps.read): Okta answered 403 E0000006"))
    }

    @Test func whatAnOrgDoesNotHaveIsNoGap() async throws {
        let missing = ScriptedTransport { _, _ in .success(.error(404, "E0000007")) }
        let (absent, _) = try await read(.authenticators, missing)
        guard case .absent = absent.state else {
            Issue.record("\(absent.state)")
            return
        }
        let types = ScriptedTransport { request, _ in
            request.target.contains("PASSWORD")
                ? .success(.ok(rows(1...1))) : .success(.error(400, "E0000001"))
        }
        let (policies, box) = try await read(.policies, types)
        #expect(policies.isComplete && box.keys == ["u1"] && policies.remarks.count == 11)
        let gone = ScriptedTransport { request, _ in
            request.target.contains("/a1/")
                ? .success(.error(404, "E0000007")) : .success(.ok(rows(1...1)))
        }
        let parents = ["a1", "a2"].map { JSONView(checked: Array(#"{"id":"\#($0)"}"#.utf8)) }
        let (children, _) = try await read(
            .appUsers, gone, parts: ObjectList.appUsers.parts(parents: parents))
        #expect(children.isComplete && children.remarks.count == 1)
    }

    @Test func aDeadTokenEndsTheReading() async throws {
        let transport = ScriptedTransport { _, _ in .success(.error(401, "E0000011")) }
        await #expect(throws: OktaError.self) { _ = try await read(.users, transport) }
    }

    @Test func whatDeliveryThrowsEndsTheReading() async throws {
        struct Full: Error {}
        let transport = ScriptedTransport { _, _ in
            .success(.ok(rows(1...2), next: Self.target("a")))
        }
        await #expect(throws: Full.self) {
            _ = try await ListReading(
                client: client(transport), list: .users, parts: ObjectList.users.parts()
            ).run { _ in throw Full() }
        }
    }

    @Test func everyObjectOfTheLanguageIsListed() {
        let names = """
            users groups group_members group_owners group_rules apps app_users app_groups devices \
            device_users factors policies rules user_types admin_roles group_admin_roles \
            authenticators linked_objects zones trusted_origins auth_servers idps event_hooks \
            api_tokens events
            """.split(separator: " ").map(String.init)
        #expect(Set(ListRegistry.objects.map(\.name)) == Set(names))
        for list in ListRegistry.all {
            if let parent = list.parentList {
                let own = ListRegistry.all.firstIndex { $0.name == list.name }
                let other = ListRegistry.all.firstIndex { $0.name == parent }
                #expect(other != nil && other! < own!, "\(list.name)")
            }
            #expect(list.scope.hasPrefix("okta.") && list.scope.hasSuffix(".read"))
        }
        #expect(
            ListRegistry.withParents([.adminRoles]).map(\.name) == ["admins", "admin_roles"])
    }
}
