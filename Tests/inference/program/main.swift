import Foundation
import Scoreboard

/// `bench-inference [--sets FOLDER]… [--acme FOLDER]… [--seed N] [-v]`: how right inference is, and how long it takes.
///
/// A folder of sets has one folder for each set, with a `truth.json` beside its files. Without any, the
/// sets are those that the repository makes itself.
struct Options {
    var folders: [String] = []
    var companies: [String] = []
    var seed: UInt64 = 1
    var isDetailed = false

    init(_ arguments: some Sequence<String>) {
        var rest = Array(arguments)[...]
        while let option = rest.popFirst() {
            switch option {
            case "-v": isDetailed = true
            case "--sets": if let value = rest.popFirst() { folders.append(value) }
            case "--acme": if let value = rest.popFirst() { companies.append(value) }
            case "--seed": seed = rest.popFirst().flatMap { UInt64($0) } ?? 1
            default:
                print("error: unknown option \(option)")
                exit(2)
            }
        }
    }
}

func sets(in folder: String) throws -> [InferenceSet] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        .map { "\(folder)/\($0)" }
        .filter { FileManager.default.fileExists(atPath: "\($0)/truth.json") }
        .map { try InferenceSet(folder: $0) }
}

let options = Options(CommandLine.arguments.dropFirst())
var chosen: [InferenceSet] = []
for folder in options.folders { chosen += try sets(in: folder) }
for folder in options.companies {
    chosen.append(try InferenceSet(folder: folder, truth: .sampleCompany))
}
if chosen.isEmpty { chosen = try Sketch.all(seed: options.seed) }
var board = Scoreboard()
var seconds: [(String, Duration)] = []
for set in chosen {
    let clock = ContinuousClock()
    var answer: (score: Score, reasons: [String: [String]])?
    seconds.append((set.name, clock.measure { answer = set.score() }))
    if let answer {
        board.add(
            set.name, names: "as is", answer.score, reasons: answer.reasons,
            isDetailed: options.isDetailed)
    }
    let random = set.renamed(seed: options.seed).score()
    board.add(
        set.name, names: "random", random.score, reasons: random.reasons,
        isDetailed: options.isDetailed)
}
board.close()
print(board.text, terminator: "")
for (name, duration) in seconds { print("\(name): \(duration) for profiles, keys and links") }
