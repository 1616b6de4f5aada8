import TestSupport

extension SeededNumbers {
    mutating func chance(_ probability: Double) -> Bool {
        Double.random(in: 0..<1, using: &self) < probability
    }
    mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: 0..<values.count, using: &self)]
    }
}

/// Three small tables of made-up records as CSV: people (with a manager), badges (several a person) and rooms.
/// Every nullable field is missing now and then, and letter case and blanks around texts vary.
struct RandomCompany {
    let people: String
    let badges: String
    let rooms: String

    static let departments = ["Sales", "IT", "Legal", "R&D", "Field Ops"]
    static let colors = ["red", "green", "blue"]

    init(using random: inout SeededNumbers) {
        let count = Int.random(in: 1...40, using: &random)
        let roomCount = Int.random(in: 1...6, using: &random)
        var people = "id,name,dept,age,score,active,hired,manager,room\n"
        for person in 0..<count {
            let dept = random.chance(0.15) ? "" : Self.spell(random.pick(Self.departments), &random)
            let age = random.chance(0.2) ? "" : String(Int.random(in: -3...60, using: &random))
            let score = random.chance(0.2) ? "" : "\(Int.random(in: -8...40, using: &random)).5"
            let active = random.chance(0.2) ? "" : random.pick(["true", "false"])
            let hired =
                random.chance(0.2)
                ? ""
                : "20\(Int.random(in: 10...29, using: &random))-0\(Int.random(in: 1...9, using: &random))-15"
            let manager =
                random.chance(0.3) ? "" : "p\(Int.random(in: 0..<(count + 2), using: &random))x"
            let room =
                random.chance(0.3) ? "" : "r\(Int.random(in: 0..<(roomCount + 1), using: &random))y"
            people +=
                "p\(person)x,name \(person % 7) of \(person),\(dept),\(age),\(score),\(active),\(hired),\(manager),\(room)\n"
        }
        var badges = "badge,person,color,level\n"
        for badge in 0..<Int.random(in: 1...60, using: &random) {
            let color = random.chance(0.2) ? "" : Self.spell(random.pick(Self.colors), &random)
            let level = random.chance(0.2) ? "" : String(Int.random(in: 1...5, using: &random))
            badges +=
                "b\(badge)z,p\(Int.random(in: 0..<(count + 2), using: &random))x,\(color),\(level)\n"
        }
        var rooms = "room,floor\n"
        for room in 0..<roomCount {
            rooms +=
                "r\(room)y,\(random.chance(0.2) ? "" : String(Int.random(in: 0...4, using: &random)))\n"
        }
        self.people = people
        self.badges = badges
        self.rooms = rooms
    }

    private static func spell(_ text: String, _ random: inout SeededNumbers) -> String {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: text.uppercased()
        case 1: text.lowercased()
        case 2: " \(text) "
        default: text
        }
    }
}
