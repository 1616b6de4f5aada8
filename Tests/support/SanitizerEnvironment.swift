import Foundation

/// The settings of a sanitizer, for programs that are run with an environment of their own: without them one would
/// report what it holds at its end, or the slow paths of `Mutex`.
public let sanitizerEnvironment = ProcessInfo.processInfo.environment.filter {
    ["ASAN_OPTIONS", "TSAN_OPTIONS", "LD_PRELOAD"].contains($0.key)
}
