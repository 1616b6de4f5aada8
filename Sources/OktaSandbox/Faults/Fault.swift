/// Something a call gets wrong on request: what, for which calls, and how often.
public struct Fault: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        // Answered instead of doing what was asked.
        /// 429 as the bucket gives it, to be over at the next window.
        case tooManyRequests = "429"
        case tooManyWithoutHeaders = "429-no-headers"
        case tooManyWithGarbage = "429-garbage-headers"
        case tooManyInThePast = "429-past-reset"
        case tooManyFarAway = "429-far-reset"
        /// 429 with limit and remaining 0: too many calls at once, not too many a minute.
        case concurrency = "429-concurrency"
        case unauthorized = "401"
        case forbidden = "403"
        case internalError = "500"
        case badGateway = "502"
        case unavailable = "503"
        case gatewayTimeout = "504"
        /// 500 for pages of more than fifty rows, as a list that takes too long answers.
        case bigPage = "500-big-page"
        case loginPage = "login-page"
        /// 302 to another host.
        case redirect = "redirect"
        /// A refusal whose text tries to write to the terminal.
        case hostileText = "hostile-text"
        case dropBefore = "drop-before"

        // Pages.
        case repeatedCursor = "repeated-cursor"
        case overlappingPages = "overlapping-pages"
        case emptyPage = "empty-page"
        case shortPage = "short-page"
        case droppedExpand = "dropped-expand"
        /// An empty list without a next page, where there are rows.
        case emptyList = "empty-list"
        /// The next link leads to the same server under another host name.
        case crossHostNext = "cross-host-next"

        // Done as asked, then answered wrongly.
        case slowBody = "slow-body"
        case cutBody = "cut-body"
        case cutChunks = "cut-chunks"
        case wrongLength = "wrong-length"
        case badGzip = "bad-gzip"
        case cutGzip = "cut-gzip"
        case cutJSON = "cut-json"
        case emptyBody = "empty-body"
        /// The connection ends without an answer.
        case dropAfter = "drop-after"
        case errorAfter = "500-after"
    }

    public var kind: Kind
    /// Only calls with this method; nil is any.
    public var method: String?
    /// Only calls of this path: `*` stands for one part, `**` at the end for any rest; nil is any.
    public var path: String?
    /// Calls that fit and are let through before the first that is not.
    public var skip: Int
    public var times: Int
    /// How long a slow body takes.
    public var seconds: Double

    public init(
        _ kind: Kind, method: String? = nil, path: String? = nil, skip: Int = 0, times: Int = 1,
        seconds: Double = 2
    ) {
        self.kind = kind
        self.method = method
        self.path = path
        self.skip = skip
        self.times = times
        self.seconds = seconds
    }

    /// Reads `{"kind": "cut-body", "path": "/api/v1/users", "skip": 1, "times": 2}`; nil without a known kind.
    init?(_ record: Record) {
        guard let kind = record.text("kind").flatMap(Kind.init) else { return nil }
        self.init(
            kind, method: record.text("method"), path: record.text("path"),
            skip: record["skip"]?.count ?? 0, times: record["times"]?.count ?? 1)
        switch record["seconds"] {
        case .integer(let count)?: seconds = Double(count)
        case .number(let number)?: seconds = number
        default: break
        }
    }

    func fits(method: String, path: String) -> Bool {
        if let wanted = self.method, wanted != method { return false }
        guard let pattern = self.path else { return true }
        let parts = path.split(separator: "/")
        var wanted = pattern.split(separator: "/")[...]
        let isOpen = wanted.last == "**"
        if isOpen { wanted.removeLast() }
        guard isOpen ? parts.count >= wanted.count : parts.count == wanted.count else {
            return false
        }
        return zip(wanted, parts).allSatisfy { $0 == "*" || $0 == $1 }
    }

    var pageFault: PageFault? {
        switch kind {
        case .repeatedCursor: .repeatedCursor
        case .overlappingPages: .overlappingPages
        case .emptyPage: .emptyPage
        case .shortPage: .shortPage
        case .droppedExpand: .droppedExpand
        default: nil
        }
    }
}

/// The faults that wait for their calls, the first that fits going first.
struct FaultPlan: Sendable {
    private(set) var faults: [Fault] = []
    /// How often each kind has struck.
    private(set) var struck: [String: Int] = [:]

    mutating func add(_ fault: Fault) { faults.append(fault) }

    mutating func clear() { faults = [] }

    mutating func next(method: String, path: String) -> Fault? {
        for index in faults.indices where faults[index].fits(method: method, path: path) {
            if faults[index].skip > 0 {
                faults[index].skip -= 1
                continue
            }
            let fault = faults[index]
            faults[index].times -= 1
            if faults[index].times <= 0 { faults.remove(at: index) }
            note(fault)
            return fault
        }
        return nil
    }

    mutating func note(_ fault: Fault) { struck[fault.kind.rawValue, default: 0] += 1 }
}
