/// Reads one object: all its parts, several at a time, each page handed over as it comes.
public struct ListReading: Sendable {
    public let client: OktaClient
    public let list: ObjectList
    public let parts: [ListPart]
    public let start: ResumePoint

    /// After so many parts that the credential may not read, and none that it may, the rest is not asked for.
    private static let refusalsMax = 3

    public init(
        client: OktaClient, list: ObjectList, parts: [ListPart], from start: ResumePoint = .init()
    ) {
        self.client = client
        self.list = list
        self.parts = parts
        self.start = start
    }

    /// Reads to the end, or as far as it goes.
    ///
    /// Faults of the server end in the ledger, part by part, and leave the other parts alone.
    ///
    /// - Parameter deliver: called for one page at a time, and awaited before the next page of that part is
    ///   asked for.
    /// - Throws: `OktaError.cancelled`; an error that ends every further call, such as a dead token; what
    ///   `deliver` throws.
    public func run(deliver: @escaping @Sendable (Page) async throws -> Void) async throws -> Ledger
    {
        let tally = Tally(list)
        tally.change {
            $0.parts = parts.count
            $0.partsComplete = parts.filter { start.finished.contains($0.key) }.count
        }
        let turn = Parallelism(width: 1, widthMax: 1)
        let inTurn: @Sendable (Page) async throws -> Void = { page in
            try await turn.enter()
            defer { turn.leave() }
            try await deliver(page)
        }
        let waiting = parts.filter { !start.finished.contains($0.key) }
        let widthMax = client.settings.parallelismMax
        try await withThrowingTaskGroup(of: Void.self) { group in
            var next = 0
            var running = 0
            while next < waiting.count || running > 0 {
                if next < waiting.count, running < widthMax, !tally.asked(isHopeless) {
                    let part = waiting[next]
                    next += 1
                    running += 1
                    group.addTask { try await read(part, tally, inTurn) }
                } else if running > 0 {
                    try await group.next()
                    running -= 1
                } else {
                    break
                }
            }
        }
        return tally.current
    }

    private func isHopeless(_ ledger: Ledger) -> Bool {
        if ledger.absence != nil { return true }
        return ledger.partsComplete == 0 && ledger.refusal != nil
            && ledger.shortfalls.count >= min(Self.refusalsMax, parts.count)
    }

    private func read(
        _ part: ListPart, _ tally: Tally, _ deliver: @escaping @Sendable (Page) async throws -> Void
    ) async throws {
        let reading = PartReading(
            client: client, list: list, part: part, cursor: start.cursors[part.key], tally: tally,
            deliver: deliver)
        do {
            let end = try await reading.read()
            if end.isWhole, let expected = part.expected, expected != end.rows {
                try await lookAgain(part, rows: end.rows, tally)
            }
            tally.change { $0.partsComplete += 1 }
        } catch let error as OktaError {
            try note(error, part, tally)
        }
    }

    /// The count was taken some time before the rows: it is asked for again before it is held against them.
    private func lookAgain(_ part: ListPart, rows: Int, _ tally: Tally) async throws {
        var expected = part.expected
        if let recount = list.recount {
            let path = recount.path.replacing("{part}", with: PercentEncoding.encode(part.key))
            tally.change { $0.calls += 1 }
            let received = try await client.send(Call(.get, path: path, query: recount.query))
            expected = received.json.flatMap(recount.count)
        }
        guard let expected, expected != rows else { return }
        tally.change {
            $0.differences.append(
                Ledger.Difference(part: part.key, expected: expected, rows: rows))
        }
    }

    private func note(_ error: OktaError, _ part: ListPart, _ tally: Tally) throws {
        if case .cancelled = error { throw error }
        if Task.isCancelled { throw OktaError.cancelled }
        if case .unusableCredential = error { throw error }
        let shortfall = Ledger.Shortfall(part: part.key, reason: error.sentence)
        guard case .refused(let refusal) = error else {
            return tally.change { $0.shortfalls.append(shortfall) }
        }
        if refusal.isBadCredential { throw error }
        tally.change { ledger in
            switch list.parts {
            case .one where refusal.isAbsent: ledger.absence = refusal.sentence
            case .values where refusal.isAbsent || refusal.status == 400,
                .parents where refusal.status == 404 || refusal.status == 410:
                // Not a type of this org; deleted since its list was read.
                ledger.partsComplete += 1
                ledger.remarks.append(shortfall)
            case .parents where refusal.code == "E0000015": ledger.absence = refusal.sentence
            default:
                ledger.shortfalls.append(shortfall)
                if refusal.isMissingRight { ledger.refusal = refusal.sentence }
            }
        }
    }
}
