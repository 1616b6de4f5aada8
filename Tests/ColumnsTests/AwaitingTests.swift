import Columns
import Dispatch
import Testing

@Suite struct AwaitingTests {
    @Test func `What is awaited is had, and who cancels does not wait for it`() async {
        #expect(Cancellation().awaited { 6 * 7 } == 42)
        let cancellation = Cancellation()
        let isUnderWay = DispatchSemaphore(value: 0)
        let mayEnd = DispatchSemaphore(value: 0)
        // Ends the work where cancelling does not, so that the test fails and does not hang.
        DispatchQueue.global().asyncAfter(deadline: .now() + 20) { mayEnd.signal() }
        DispatchQueue.global().async {
            isUnderWay.wait()
            cancellation.cancel()
        }
        let answer = cancellation.awaited {
            isUnderWay.signal()
            mayEnd.wait()
            return 1
        }
        #expect(answer == nil)
        mayEnd.signal()
        #expect(cancellation.awaited { 1 } == nil, "nothing is begun any more")
    }
}
