/// Reads one list from its first page, or from a cursor, to its end.
struct PartReading {
    let client: OktaClient
    let list: ObjectList
    let part: ListPart
    let cursor: String?
    let tally: Tally
    let deliver: @Sendable (Page) async throws -> Void

    /// A list of nothing but empty pages with new links is no list.
    private static let emptyPagesMax = 50

    /// How far it came.
    struct End {
        var rows = 0
        /// Rows that came before this reading, behind the cursor, are not among `rows`.
        var isWhole: Bool
    }

    /// - Throws: `OktaError`, or what `deliver` throws.
    func read() async throws -> End {
        do {
            return try await read(from: cursor ?? part.target, isWhole: cursor == nil)
        } catch let stop as StaleCursor {
            _ = stop
            tally.change { $0.restarts += 1 }
            return try await read(from: part.target, isWhole: true)
        }
    }

    /// Okta no longer takes a stored cursor.
    private struct StaleCursor: Error {}

    private func read(from start: String, isWhole: Bool) async throws -> End {
        var keys = RecordKeys()
        var visited: Set<String> = []
        var target = start
        var end = End(isWhole: isWhole)
        var emptyPages = 0
        var index = 0
        var isAgain = false
        while true {
            guard visited.insert(target).inserted || isAgain else { throw OktaError.repeatedLink }
            isAgain = false
            let received = try await page(target, isResumed: !isWhole && index == 0)
            let next = try NextLink(org: client.org, aliases: client.aliases).target(
                after: received, of: part.target, keeping: list.sticky)
            var records: [Record] = []
            var duplicates = 0
            let rows = received.json.flatMap { list.shape.rows($0) } ?? []
            for row in rows {
                for record in try list.shape.records(row, part: part.key) {
                    if keys.insert(record.key) {
                        records.append(record)
                    } else {
                        duplicates += 1
                    }
                }
            }
            let isLast: Bool
            switch list.ending {
            case .noNextLink: isLast = next == nil
            case .emptyPage: isLast = next == nil || rows.isEmpty
            }
            emptyPages = rows.isEmpty ? emptyPages + 1 : 0
            if !isLast, emptyPages > Self.emptyPagesMax {
                throw OktaError.damaged(reason: "\(emptyPages) empty pages one after another")
            }
            if rows.isEmpty, !isLast, next == target, emptyPages < client.settings.triesMax {
                // Nothing came and the link says to ask the same again, which is no loop yet.
                isAgain = true
                continue
            }
            end.rows += records.count
            tally.take(received.answer, rows: records.count, duplicates: duplicates)
            // An empty page of a list that never ends repeats its own cursor, or gives none.
            let cursor = list.ending == .emptyPage && isLast ? next ?? target : next
            try await deliver(
                Page(
                    list: list.name, part: part.key, index: index, records: records, next: cursor,
                    isLast: isLast, serverSeconds: received.answer.serverSeconds))
            guard !isLast, let next else { return end }
            target = next
            index += 1
        }
    }

    private func page(_ target: String, isResumed: Bool) async throws -> OktaClient.Received {
        var call = Call(.get, target)
        call.expects = list.shape
        call.refusesEmpty = !part.mayBeEmpty && target == part.target
        tally.change { $0.calls += 1 }
        do throws(OktaError) {
            return try await client.send(call)
        } catch {
            if isResumed, case .refused(let refusal) = error,
                [400, 404, 410].contains(refusal.status)
            {
                throw StaleCursor()
            }
            throw error
        }
    }
}
