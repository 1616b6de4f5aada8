/// There are too few people for all the trouble that is to be planted.
struct Shortage: Error {}

/// The whole company: people, their accounts, and what is not a person's.
///
/// Built in one pass: hire, open the accounts everybody should have, plant the trouble, then let groups,
/// apps, devices and issues follow from what people have become.
struct Company {
    static let contractorCount = 20

    let seed: UInt64
    var random: SeededRandom
    var staff: Staff
    var people: [Person] = []
    var findings = Findings()

    /// Employees without any trouble yet and without reports, in random order.
    var pool: [Int] = []
    /// The heads of department who stay; owners of groups are taken from them.
    var heads: [Int] = []

    private var takenHandles: Set<String> = []

    // Accounts that belong to nobody in the plan.
    var strayGitHub: [GitHubAccount] = []
    var straySlack: [SlackAccount] = []
    /// Whose an account is after all, by its name; for the truth, not for the files.
    var strayOwners: [String: String] = [:]
    var strayGoogle: [GoogleAccount] = []
    var strayJira: [JiraAccount] = []
    var strayAWS: [AWSAccount] = []
    var leftManagers: [Int] = []
    var deprovisionedMembers: [Int] = []
    var deprovisionedAppUsers: [Int] = []
    /// Employees of HR who left and whose Okta user was deleted.
    var deletedFromOkta: Set<Int> = []

    var groups: [Group] = []
    var apps: [App] = []
    var computers: [Computer] = []
    var devices: [Device] = []
    var issues: [Issue] = []
    var events: [Event] = []
    var zoomAccounts: [ZoomAccount] = []
    var salesforceAccounts: [SalesforceAccount] = []
    var onePasswordAccounts: [OnePasswordAccount] = []
    var licences: [Licence] = []
    var laptops: [Laptop] = []
    var failures: [(login: String, count: Int)] = []

    /// - Parameter trouble: how often each kind of trouble with identities is planted; from 2 on harder ones too.
    init(seed: UInt64, people count: Int, trouble: Int = 1) throws(Shortage) {
        self.seed = seed
        random = SeededRandom(seed: seed, stream: "company")
        staff = Staff(seed: seed)
        people = staff.employees(count - Self.contractorCount)
        heads = people.indices.filter { people[$0].title.hasPrefix("VP ") }
        pool = people.indices.filter { !people[$0].isManager }
        random.shuffle(&pool)

        openAccounts()
        for _ in 0..<trouble { try plantIdentities() }
        if trouble > 1 { try plantHarderIdentities(trouble) }
        try plantLeavers()
        try plantHygiene()
        plantOutsiders()
        try plantOddities()
        formGroups()
        assignApps()
        handOutDevices()
        openIssues()
        logEvents()
        recordAccessBoards()
        recordHygieneBoards()
        openFurtherTools()
        recordFurtherBoards()
        recordPeopleBoards()
    }

    /// Takes people from the pool: nobody carries two kinds of trouble, so each finding has one reason.
    ///
    /// People without an AWS user outside IT and Security go first; some troubles need the others.
    mutating func deal(
        _ count: Int, where fits: (Person) -> Bool = { _ in true }
    ) throws(Shortage) -> [Int] {
        let fitting = pool.filter { fits(people[$0]) }
        let ordinary = fitting.filter { isOrdinary(people[$0]) }
        let dealt = (ordinary + fitting.filter { !isOrdinary(people[$0]) }).prefix(count)
        if dealt.count < count { throw Shortage() }
        pool.removeAll { dealt.contains($0) }
        return Array(dealt)
    }

    private func isOrdinary(_ person: Person) -> Bool {
        person.aws == nil && person.department != "IT" && person.department != "Security"
    }

    /// The name itself, or with a number where an account has it already.
    mutating func unused(_ name: String) -> String {
        var candidate = name
        var number = 2
        while !takenHandles.insert(candidate).inserted {
            candidate = "\(name)\(number)"
            number += 1
        }
        return candidate
    }

    func stream(_ name: String) -> SeededRandom { SeededRandom(seed: seed, stream: name) }

    func supervisorName(_ index: Int?) -> String { index.map { people[$0].name } ?? "" }
    func supervisorNumber(_ index: Int?) -> String { index.map { "\(people[$0].number)" } ?? "" }

    func active(_ index: Int) -> Bool { people[index].okta?.isActive ?? false }
}
