// Loads damaged files and checks what must hold of any file; Check.swift says what that is.
//
//   mutants [--count N] [--seed S] [--threads T] [--keep FOLDER] SAMPLES…
//   mutants --replay FILES…
//
// Every sample is loaded whole, then N mutants. A mutant is told by the seed and its number; the one that is
// being loaded, and those that failed, are kept in FOLDER (.build/mutants).
import Dispatch
import Foundation
import LoadChecks
import Synchronization

struct Options {
    var count = 10_000
    var seed: UInt64 = 1
    var threads = 2
    var folder = ".build/mutants"
    var replays = false
    var paths: [String] = []

    init(_ arguments: [String]) {
        var rest = arguments[...]
        while let word = rest.popFirst() {
            switch word {
            case "--count": count = rest.popFirst().flatMap { Int($0) } ?? count
            case "--seed": seed = rest.popFirst().flatMap { UInt64($0) } ?? seed
            case "--threads": threads = rest.popFirst().flatMap { Int($0) } ?? threads
            case "--keep": folder = rest.popFirst() ?? folder
            case "--replay": replays = true
            default: paths.append(word)
            }
        }
    }
}

/// The bytes of one mutant and what the file is called: the seed and the number say all.
func mutant(_ number: Int, of samples: [Sample], seed: UInt64) -> (bytes: [UInt8], name: String) {
    var random = SeededRandom(seed: seed &* 1_000_000_007 &+ UInt64(number))
    let sample = samples[number % samples.count]
    var bytes = sample.cut(&random)
    if random.below(4) == 0, !sample.name.hasSuffix(".gz") {
        bytes = Packing.allCases[random.below(Packing.allCases.count)].pack(bytes)
    }
    var mutation = Mutation(random: random)
    mutation.apply(to: &bytes)
    return (bytes, "mutant" + sample.suffix)
}

func run(_ options: Options) throws -> Progress.Counts {
    let samples = try SampleFiles.find(options.paths)
    let progress = try Progress(folder: options.folder, workers: options.threads)
    let next = Atomic(0)
    let total = samples.count + (options.replays ? 0 : options.count)
    let group = DispatchGroup()
    for worker in 0..<options.threads {
        group.enter()
        // A stack as the main thread has it: the plain JSON reader recurses.
        let thread = Thread {
            while true {
                let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
                if number >= total || progress.counts.failures.count >= Progress.failuresMax {
                    break
                }
                let isSample = number < samples.count
                let (bytes, name) =
                    isSample
                    ? (samples[number].bytes, samples[number].name)
                    : mutant(number - samples.count, of: samples, seed: options.seed)
                let title =
                    isSample
                    ? name
                    : "mutant \(number - samples.count) of "
                        + samples[(number - samples.count) % samples.count].name
                progress.begin(title, bytes, worker: worker)
                progress.end(Check.run(bytes, name: name), bytes, worker: worker)
            }
            group.leave()
        }
        thread.stackSize = 64 << 20
        thread.start()
    }
    while group.wait(timeout: .now() + 1) == .timedOut { progress.watch() }
    return progress.counts
}

let options = Options(Array(CommandLine.arguments.dropFirst()))
do {
    let counts = try run(options)
    for failure in counts.failures { print(failure) }
    let files = counts.loaded + counts.refused + counts.failures.count
    print(
        "mutants: \(files) files, \(counts.loaded) loaded with \(counts.rows) rows, "
            + "\(counts.refused) refused, \(counts.failures.count) wrong; seed \(options.seed), slowest "
            + "\(Int(counts.slowest * 1000)) ms, peak \(Progress.peakBytes >> 20) MiB")
    // A sanitizer's own memory would count.
    let isBounded =
        Progress.peakBytes < Progress.memoryMax || getenv("ASAN_OPTIONS") != nil
    if !isBounded { print("more than \(Progress.memoryMax >> 20) MiB of memory") }
    exit(counts.failures.isEmpty && counts.loaded > 0 && isBounded ? 0 : 1)
} catch {
    print("mutants: \(error)")
    exit(2)
}
