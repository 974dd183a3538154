// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is built alike: warnings are errors, imports say what they leak.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// What serves requests: a release trusts what every debug build checks, that nothing is changed
/// while it is looked at, and lets one module's generic code be made for the types of another.
let served =
    strict + [
        .unsafeFlags(
            ["-enforce-exclusivity=unchecked", "-cross-module-optimization"],
            .when(configuration: .release))
    ]

let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

let package = Package(
    name: "leadline",
    products: [
        .executable(name: "leadline-server", targets: ["leadline-server"]),
        .executable(name: "leadline", targets: ["leadline"]),
        .executable(name: "leadline-bench", targets: ["leadline-bench"]),
        .library(name: "LeadlineClient", targets: ["LeadlineClient"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    ],
    targets: [
        // C libraries, each behind one small target.
        .target(
            name: "CLevelDB",
            cxxSettings: [.unsafeFlags(["-fno-rtti", "-fno-exceptions", "-Wall", "-Werror"])],
            linkerSettings: [.linkedLibrary("leveldb")]),
        .systemLibrary(
            name: "CPublicSuffix", pkgConfig: "libpsl", providers: [.apt(["libpsl-dev"])]),
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CSwiftRuntime"),
        .target(name: "CEdit", linkerSettings: [.linkedLibrary("edit")]),
        .systemLibrary(name: "CIDN2", pkgConfig: "libidn2", providers: [.apt(["libidn2-dev"])]),

        // Waiting for sockets, counting allocations and system calls: for leadline-bench alone.
        .systemLibrary(name: "CEpoll"),
        .systemLibrary(name: "CPerf"),
        .target(name: "CAllocationCount"),

        // The house, ground floor first.
        .target(
            name: "LeadlineDigest",
            dependencies: [.product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: served),
        .target(
            name: "LeadlineNames", dependencies: ["CPublicSuffix", "CIDN2"], swiftSettings: served),
        .target(name: "LeadlineWire", dependencies: [nioCore], swiftSettings: served),
        .target(name: "LeadlineDomain", swiftSettings: served),
        .target(
            name: "LeadlineStore", dependencies: ["CLevelDB"],
            swiftSettings: served + [
                .strictMemorySafety(), .enableExperimentalFeature("Lifetimes"),
            ]),
        .target(
            name: "LeadlineBackup", dependencies: ["LeadlineDigest", "LeadlineStore"],
            swiftSettings: strict),
        .target(
            name: "LeadlineEngine",
            dependencies: [
                "LeadlineDigest", "LeadlineNames", "LeadlineWire", "LeadlineDomain",
                "LeadlineStore", "LeadlineBackup", nioCore,
            ],
            swiftSettings: served),
        .target(
            name: "LeadlineServer",
            dependencies: [
                "LeadlineEngine", "LeadlineBackup", "LeadlineStore", "LeadlineDomain",
                "LeadlineWire", nioCore, nioPosix, nioSSL, nioTLS, logging, "CMalloc",
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: served),
        .target(
            name: "LeadlineClient", dependencies: ["LeadlineWire", nioCore, nioPosix, nioSSL],
            swiftSettings: strict),

        .executableTarget(
            name: "leadline-server",
            dependencies: [
                "LeadlineServer", "LeadlineEngine", "LeadlineBackup", "LeadlineStore",
                "CSwiftRuntime", argumentParser, logging,
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "leadline",
            dependencies: ["LeadlineClient", "LeadlineDigest", "CEdit", argumentParser],
            swiftSettings: strict),
        .executableTarget(
            name: "leadline-bench",
            dependencies: [
                "LeadlineClient", "LeadlineEngine", "LeadlineStore", "LeadlineWire",
                "CAllocationCount", "CEpoll", "CPerf", argumentParser, nioCore, nioPosix,
                .product(name: "Histogram", package: "hdrhistogram-swift"),
            ],
            resources: [.embedInCode("Peers")],
            swiftSettings: strict),

        .target(
            name: "LeadlineVectors", dependencies: ["LeadlineWire", nioCore],
            path: "Tests/Support/LeadlineVectors", swiftSettings: strict),
        // Random histories of a whole house without sockets, for tests and for long runs.
        .target(
            name: "LeadlineSimulation",
            dependencies: [
                "LeadlineEngine", "LeadlineDomain", "LeadlineStore", "LeadlineWire", nioCore,
            ],
            path: "Tests/Support/LeadlineSimulation", swiftSettings: strict),
        .executableTarget(
            name: "leadline-simulate", dependencies: ["LeadlineSimulation", argumentParser],
            path: "Tests/Support/leadline-simulate", swiftSettings: strict),
        .testTarget(
            name: "LeadlineDigestTests", dependencies: ["LeadlineDigest"], swiftSettings: strict),
        .testTarget(
            name: "LeadlineNamesTests", dependencies: ["LeadlineNames"], swiftSettings: strict),
        .testTarget(
            name: "LeadlineWireTests", dependencies: ["LeadlineWire", nioCore],
            swiftSettings: strict),
        .testTarget(
            name: "LeadlineDomainTests", dependencies: ["LeadlineDomain"], swiftSettings: strict),
        .testTarget(
            name: "LeadlineStoreTests", dependencies: ["LeadlineStore", "CLevelDB"],
            swiftSettings: strict),
        .testTarget(
            name: "LeadlineBackupTests",
            dependencies: ["LeadlineBackup", "LeadlineDigest", "LeadlineStore"],
            swiftSettings: strict),
        .testTarget(
            name: "LeadlineEngineTests",
            dependencies: [
                "LeadlineEngine", "LeadlineBackup", "LeadlineDigest", "LeadlineDomain",
                "LeadlineStore", "LeadlineWire", "LeadlineVectors", "LeadlineSimulation", nioCore,
            ],
            exclude: ["Stores"], swiftSettings: strict),
        .testTarget(
            name: "LeadlineServerTests",
            dependencies: [
                "LeadlineServer", "LeadlineEngine", "LeadlineBackup", "LeadlineStore",
                "LeadlineDomain", "LeadlineClient", "leadline", "leadline-bench",
                "LeadlineWire", "LeadlineVectors", nioCore, nioPosix, nioSSL, logging,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "LeadlineClientTests",
            dependencies: [
                "LeadlineClient", "LeadlineWire", "leadline", "leadline-bench", nioCore, nioPosix,
                argumentParser,
            ],
            swiftSettings: strict),
        // Every decoder under any bytes: a corpus in the tests, libFuzzer by fuzz.py.
        .testTarget(
            name: "DecoderTests",
            dependencies: [
                "LeadlineServer", "LeadlineEngine", "LeadlineBackup", "LeadlineDigest",
                "LeadlineStore", "LeadlineDomain", "LeadlineNames", "LeadlineClient",
                "LeadlineWire", "leadline", nioCore,
                .product(name: "Configuration", package: "swift-configuration"),
            ],
            exclude: ["README.md", "fuzz.py", "corpus"], swiftSettings: strict),
        .testTarget(name: "HouseTests", swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
