import Actions
import Okta
import Sync
import Synchronization
import Workspace

/// Sends a plan's rows to a webhook, one POST each, one after the other in the order of the plan.
///
/// - Invariant: no row leaves before its intent is on the disk, and none leaves again unless it is sure that the
///   receiver has not taken it.
public final class SendRunner: Sendable {
    private let receiver: ReceiverAddress
    private let transport: any Transport
    private let journal: RunJournal
    private let userAgent: String
    private let control: RunControl
    private let stopped = Mutex<RunStop?>(nil)

    public init(
        to receiver: ReceiverAddress, over transport: any Transport, store: SyncStore,
        origin: RunOrigin, userAgent: String, clock: @escaping @Sendable () -> Int64,
        control: RunControl = RunControl()
    ) {
        self.receiver = receiver
        self.transport = transport
        journal = RunJournal(store: store, origin: origin, clock: clock)
        self.userAgent = userAgent
        self.control = control
    }

    /// Why it stopped before its last row; nil when every one had its turn.
    public var stop: RunStop? { stopped.withLock { $0 } }

    /// - Throws: when the journal cannot be begun; nothing was sent then.
    public func apply(_ plan: Plan) async throws -> RunRecord {
        let run = try await journal.begin(plan)
        return try await send(
            plan, plan.steps.indices.filter { plan.steps[$0].verdict.isDone }, run)
    }

    /// Sends what is left and what the receiver has surely not taken.
    public func resume(_ record: RunRecord) async throws -> RunRecord {
        try await journal.resume(record.number)
        return try await send(record.plan, Self.rest(of: record), record.number)
    }

    /// The steps that may be sent (again): one that nobody knows of is not among them.
    public static func rest(of record: RunRecord) -> [Int] {
        record.plan.steps.indices.filter { [.left, .failed].contains(record.state(of: $0)) }
    }

    private func send(_ plan: Plan, _ steps: [Int], _ run: Int64) async throws -> RunRecord {
        control.begin(steps.count)
        await withTaskCancellationHandler {
            // A task of its own: who waits may be cancelled, a row that is on its way must not be.
            await Task.detached { [self] in
                let stop = await sendEach(plan, steps, run)
                stopped.withLock { $0 = stop }
            }.value
        } onCancel: {
            control.stop()
        }
        return try await journal.end(run, stop)
    }

    private func sendEach(_ plan: Plan, _ steps: [Int], _ run: Int64) async -> RunStop? {
        for step in steps {
            if control.isStopping { return .interrupted }
            guard let body = Sending.json(of: plan.steps[step]) else { continue }
            do throws(RunStop) {
                try await journal.write(
                    .intent, step, .object([("effect", .text("POST \(receiver.name)"))]), run)
                let answer = await post(body)
                try await journal.write(.outcome, step, answer.outcome.json, run)
                control.end(answer.outcome)
                if let stop = answer.stop { return stop }
            } catch {
                return error
            }
        }
        return nil
    }

    private func post(_ body: [UInt8]) async -> SendAnswer {
        do throws(TransportError) {
            return SendAnswer(
                try await transport.send(
                    OutgoingRequest(
                        method: .post, origin: receiver.origin, target: receiver.target,
                        headers: [
                            ("Content-Type", "application/json"), ("User-Agent", userAgent),
                        ], body: body)))
        } catch {
            return SendAnswer(error)
        }
    }
}
