import Actions
import Testing

@Suite struct ActionRegistryTests {
    @Test func namesAreUniqueAndInLowerCase() {
        let names = ActionRegistry().all.map(\.name)
        #expect(Set(names).count == names.count)
        for name in names { #expect(name == name.lowercased()) }
        #expect(ActionRegistry()["Suspend User"]?.name == "suspend user")
        #expect(ActionRegistry()["suspend"] == nil)
    }
}
