/// Who works at Acme before anything goes wrong: departments, titles, managers, addresses.
struct Staff {
    private struct Department {
        let name: String
        let share: Int
        let titles: [String]
    }

    private static let departments = [
        Department(
            name: "Engineering", share: 32,
            titles: [
                "Software Engineer", "Senior Software Engineer", "Staff Engineer", "QA Engineer",
                "Site Reliability Engineer",
            ]),
        Department(
            name: "Sales", share: 14,
            titles: ["Account Executive", "Sales Engineer", "Sales Development Representative"]),
        Department(
            name: "Customer Support", share: 11,
            titles: ["Support Specialist", "Senior Support Specialist", "Technical Writer"]),
        Department(
            name: "Product", share: 8, titles: ["Product Manager", "Senior Product Manager"]),
        Department(name: "Data", share: 7, titles: ["Data Analyst", "Data Engineer"]),
        Department(
            name: "Marketing", share: 7, titles: ["Marketing Manager", "Content Strategist"]),
        Department(name: "IT", share: 6, titles: ["IT Administrator", "Systems Engineer"]),
        Department(name: "Finance", share: 6, titles: ["Accountant", "Financial Analyst"]),
        Department(
            name: "People & Culture", share: 5, titles: ["Recruiter", "HR Business Partner"]),
        Department(name: "Security", share: 4, titles: ["Security Analyst", "Security Engineer"]),
    ]

    private var names: SeededRandom
    private var facts: SeededRandom
    private var takenNames: Set<String> = []
    private var takenLocals: Set<String> = []
    private var awkward = Names.awkward

    init(seed: UInt64) {
        names = SeededRandom(seed: seed, stream: "names")
        facts = SeededRandom(seed: seed, stream: "staff")
    }

    /// A name nobody else has, whole and as the left part of an address.
    mutating func newName(first given: String? = nil) -> (
        first: String, last: String, local: String
    ) {
        while true {
            let first = given ?? names.pick(Names.given)
            let last = awkward.first ?? names.pick(Names.family)
            let local = "\(Names.ascii(first)).\(Names.ascii(last))"
            if takenNames.contains("\(first) \(last)") || takenLocals.contains(local) { continue }
            awkward = Array(awkward.dropFirst())
            takenNames.insert("\(first) \(last)")
            takenLocals.insert(local)
            return (first, last, local)
        }
    }

    /// `count` employees: a chief, a head and some managers per department, and their people.
    mutating func employees(_ count: Int) -> [Person] {
        var people = [employee(department: "People & Culture", title: "Chief Executive Officer")]
        people[0].department = "Executive"
        people[0].isManager = true
        let total = Self.departments.reduce(0) { $0 + $1.share }
        for (index, department) in Self.departments.enumerated() {
            let isLast = index == Self.departments.count - 1
            let size =
                isLast ? count - people.count : (count - 1) * department.share / total
            var leads: [Int] = []
            for position in 0..<size {
                var person = employee(
                    department: department.name, title: names.pick(department.titles))
                if position == 0 {
                    person.title = "VP \(department.name)"
                    person.manager = 0
                } else if position % 8 == 1 {
                    person.title = "\(department.name) Manager"
                    person.manager = leads[0]
                } else {
                    person.manager = leads.last
                }
                if position == 0 || position % 8 == 1 {
                    person.isManager = true
                    leads.append(people.count)
                }
                people.append(person)
            }
        }
        number(&people)
        return people
    }

    mutating func person(_ kind: Person.Kind) -> Person {
        let name = newName()
        return Person(kind: kind, first: name.first, last: name.last, local: name.local)
    }

    private mutating func employee(department: String, title: String) -> Person {
        var person = person(.employee)
        person.department = department
        person.title = title
        person.location = facts.pick(Location.all)
        person.hired = Moment.daysAgo(facts.within(120...2900))
        return person
    }

    /// HR numbers people in the order they were hired, from 101.
    private mutating func number(_ people: inout [Person]) {
        people[0].hired = Moment.daysAgo(3000)
        let order = people.indices.sorted {
            (people[$0].hired, $0) < (people[$1].hired, $1)
        }
        for (position, index) in order.enumerated() { people[index].number = 101 + position }
    }
}
