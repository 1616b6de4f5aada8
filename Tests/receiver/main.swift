// Receives event hooks into a workspace until it is killed; the tests watch what is left.
//
//   receiver WORKSPACE PORT SECRET
import EventHooks
import Glibc
import Okta
import Workspace

let arguments = CommandLine.arguments
guard arguments.count == 4, let port = Int(arguments[2]) else { exit(2) }
let folder = try StateFolder.make(in: arguments[1])
guard let database = try WorkspaceDatabase.open(folder, makes: true) else { exit(1) }
var configuration = EventReceiver.Configuration(secret: arguments[3])
configuration.port = port
let receiver = EventReceiver(
    configuration, isWhole: { LogEvent.delivered($0) != nil },
    keep: { bodies in
        let events = bodies.flatMap { LogEvent.delivered($0) ?? [] }
        try database.keepEvents(
            events.map { KeptEvent(key: $0.uuid, published: $0.published, json: $0.json) },
            connection: "acme.okta.com")
    })
print(try await receiver.start())
fflush(nil)
while true { try await Task.sleep(for: .seconds(60)) }
