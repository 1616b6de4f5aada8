// swift-tools-version:6.1
import PackageDescription

// Kernels run 20 to 350 times slower unoptimised, so the targets that hold them are built with -O in
// debug too; everything else keeps its debug information and its quick builds.
let kernel: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

// The C kernels likewise: an unoptimised intrinsic is a function call.
let kernelC: [CSetting] = [.unsafeFlags(["-O2"])]

/// Programs for libFuzzer, which brings a `main` of its own; `make fuzz` asks for them.
let fuzzing: [Target] =
    Context.environment["CORK_FUZZ"] == nil
    ? []
    : [
        .executableTarget(
            name: "fuzz-readers", dependencies: ["LoadChecks"], path: "Tests/fuzz/readers",
            swiftSettings: libFuzzer),
        .executableTarget(
            name: "fuzz-language", dependencies: ["BoardLanguage"], path: "Tests/fuzz/language",
            swiftSettings: libFuzzer),
        .executableTarget(
            name: "fuzz-patterns", dependencies: ["Engine"], path: "Tests/fuzz/patterns",
            swiftSettings: libFuzzer),
    ]
let libFuzzer: [SwiftSetting] = [.unsafeFlags(["-parse-as-library"])]

let package = Package(
    name: "cork",
    products: [.executable(name: "cork", targets: ["cork"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    ],
    targets: [
        // C
        .target(name: "CKernels", cSettings: kernelC),
        .target(name: "CEdit", linkerSettings: [.linkedLibrary("edit")]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),

        // Swift, lowest layer first. Tests/ArchitectureTests holds this list against the import lines.
        .target(name: "Columns", dependencies: ["CKernels"], swiftSettings: kernel),
        .target(name: "BoardLanguage"),
        .target(
            name: "Ingest",
            dependencies: [
                "Columns", "CKernels", "CZlib",
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: kernel),
        .target(
            name: "CCheckedFile",
            dependencies: [.product(name: "GRDBSQLite", package: "GRDB.swift")],
            cSettings: kernelC),
        .target(
            name: "Workspace",
            dependencies: [
                "Columns", "CCheckedFile", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ], swiftSettings: kernel),
        .target(
            name: "Correlation", dependencies: ["CKernels", "Columns"], swiftSettings: kernel),
        .target(
            name: "Engine", dependencies: ["Columns", "BoardLanguage", "Correlation"],
            swiftSettings: kernel),
        .target(
            name: "Render",
            dependencies: [
                "CKernels", "Columns", .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        .target(
            name: "Okta",
            dependencies: [
                "Columns", "Ingest",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ], swiftSettings: kernel),
        .target(name: "Sync", dependencies: ["Columns", "Ingest", "Okta", "Workspace"]),
        // What Okta can do, one file each: which calls, in which states, what is lost. Sends nothing.
        .target(name: "Actions", dependencies: ["Okta"]),
        // Plans, and what becomes of them: journal, apply, resume, undo.
        .target(
            name: "Runs",
            dependencies: [
                "Actions", "Okta", "Sync", "Workspace",
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        // Listens for what an org's event hooks send. Knows nothing of Okta's objects.
        .target(
            name: "EventHooks",
            dependencies: [
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .target(
            name: "Shell",
            dependencies: [
                "Columns", "BoardLanguage", "Ingest", "Correlation", "Engine", "Render", "Okta",
                "Workspace", "Sync", "Actions", "Runs", "EventHooks",
            ]),

        // A tenant that behaves like Okta. Imports nothing of ours, so that one misreading of Okta's API
        // cannot hide in the client and in what it is tested against.
        .target(
            name: "OktaSandbox",
            dependencies: [
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ]),
        .executableTarget(
            name: "cork",
            dependencies: [
                "Shell", "OktaSandbox", "CEdit",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            // The static runtime exports every symbol of the program. Nothing looks them up, and the loader
            // walks their table at each start.
            linkerSettings: [
                .unsafeFlags(["-Xlinker", "--no-export-dynamic"], .when(configuration: .release))
            ]),

        // Writes fixtures/acme. Imports nothing of ours, so that it cannot share a mistake with the product.
        .executableTarget(
            name: "acme-company",
            dependencies: [.product(name: "GRDBSQLite", package: "GRDB.swift")]),

        // What must hold of any file. Its plain readers share no code with the product's.
        .target(
            name: "LoadChecks",
            dependencies: [
                "Columns", "Ingest", "Render", "CZlib",
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            path: "Tests/mutants/checks", swiftSettings: kernel),
        // Loads damaged files.
        .executableTarget(
            name: "mutants", dependencies: ["LoadChecks", "CZlib"], path: "Tests/mutants/program",
            swiftSettings: kernel),

        // How right inference is on sets whose links are known; `make bench-inference` prints it.
        .target(
            name: "Scoreboard", dependencies: ["Columns", "Ingest", "Correlation"],
            path: "Tests/inference/scoreboard"),
        .executableTarget(
            name: "bench-inference", dependencies: ["Scoreboard"], path: "Tests/inference/program"),

        // Times loads and boards; `make bench` runs it beside other engines.
        .executableTarget(
            name: "bench-boards", dependencies: ["Columns", "Ingest", "Shell"],
            path: "Tests/bench-boards"),
        // Times each kernel on each path of instructions; `make bench-kernels` prints it.
        .executableTarget(
            name: "bench-kernels", dependencies: ["CKernels", "Columns", "Ingest", "Correlation"],
            path: "Tests/bench-kernels"),
        .target(name: "TestSupport", path: "Tests/support"),
        .testTarget(
            name: "InferenceTests", dependencies: ["TestSupport", "Scoreboard"],
            exclude: ["scoreboard.txt"]),

        .testTarget(name: "ColumnsTests", dependencies: ["TestSupport", "Columns"]),
        .testTarget(name: "BoardLanguageTests", dependencies: ["TestSupport", "BoardLanguage"]),
        .testTarget(
            name: "IngestTests",
            dependencies: [
                "TestSupport",
                "Ingest", "Columns", "CKernels",
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "CorrelationTests",
            dependencies: ["TestSupport", "Correlation", "Columns", "Ingest"]),
        .testTarget(
            name: "EngineTests",
            dependencies: [
                "TestSupport",
                "Engine", "Columns", "BoardLanguage", "Correlation", "Ingest",
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "RenderTests",
            dependencies: [
                "TestSupport",
                "Render", "Columns", .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "OktaTests",
            dependencies: [
                "Okta", "OktaSandbox", "Columns", "Ingest", "TestSupport",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ]),
        .testTarget(
            name: "ActionsTests",
            dependencies: ["TestSupport", "Actions", "Okta", "OktaSandbox"]),
        .testTarget(
            name: "ShellTests",
            dependencies: [
                "TestSupport",
                "Shell", "Actions", "Columns", "BoardLanguage", "Correlation", "Engine", "Ingest",
                "Okta", "Workspace",
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "OktaSandboxTests",
            dependencies: [
                "OktaSandbox",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ]),
        .testTarget(
            name: "SyncTests",
            dependencies: ["TestSupport", "Sync", "Okta", "OktaSandbox", "Workspace", "cork"]),
        // Runs against a tenant in this process, and by `cork` processes that are killed.
        .testTarget(
            name: "RunsTests",
            dependencies: [
                "TestSupport", "Runs", "Actions", "Sync", "Okta", "OktaSandbox", "Workspace",
                "cork",
            ]),
        // A file system for SQLite that fails when told to, and a program that is killed while it writes.
        .target(
            name: "CFaults", dependencies: [.product(name: "GRDBSQLite", package: "GRDB.swift")],
            path: "Tests/CFaults"),
        .executableTarget(
            name: "keeper", dependencies: ["Columns", "Workspace"], path: "Tests/keeper"),
        .testTarget(
            name: "WorkspaceTests",
            dependencies: [
                "TestSupport",
                "Workspace", "Columns", "Ingest", "CFaults", "keeper",
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        // A receiver of event hooks that is killed while it takes deliveries in.
        .executableTarget(
            name: "receiver", dependencies: ["EventHooks", "Okta", "Workspace"],
            path: "Tests/receiver"),
        .testTarget(
            name: "EventHooksTests",
            dependencies: [
                "TestSupport",
                "EventHooks", "Okta", "Workspace", "receiver",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ]),
        // `cork diff` and `cork watch` beside a tenant that changes.
        .testTarget(
            name: "WatchTests",
            dependencies: [
                "TestSupport",
                "OktaSandbox", "cork",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ]),
        .testTarget(name: "ArchitectureTests", dependencies: ["TestSupport"]),
        .testTarget(name: "ReliabilityTests", dependencies: ["TestSupport", "mutants", "cork"]),
    ] + fuzzing,
    swiftLanguageModes: [.v6]
)
