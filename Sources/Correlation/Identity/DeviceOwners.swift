import Columns

/// Who is said to have each device, and what says so.
struct DeviceOwners: Sendable {
    private var persons: [Int32]
    private var numbers: [Int32]
    /// Further persons of records that several have.
    private var more: [Int32: [(person: Int32, reason: Int32)]] = [:]
    private var phrases = Phrases()

    init(count: Int) {
        persons = [Int32](repeating: -1, count: count)
        numbers = persons
    }

    mutating func number(_ reason: String) -> Int32 { phrases.number(reason) }

    mutating func add(_ record: Int, _ person: Int32, _ reason: Int32) {
        if persons[record] < 0 {
            persons[record] = person
            numbers[record] = reason
        } else if persons[record] != person,
            more[Int32(record)]?.contains(where: { $0.person == person }) != true
        {
            more[Int32(record), default: []].append((person, reason))
        }
    }

    func forEach(_ record: Int32, _ body: (_ person: Int32, _ reason: Int32) -> Void) {
        guard persons[Int(record)] >= 0 else { return }
        body(persons[Int(record)], numbers[Int(record)])
        for other in more[record] ?? [] { body(other.person, other.reason) }
    }

    func text(_ reason: Int32) -> String { phrases.texts[Int(reason)] }
}
