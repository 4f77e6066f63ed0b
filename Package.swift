// swift-tools-version: 6.2
import PackageDescription

// The rooms of the house, from the ground up. What a room may import is its `dependencies` line;
// builds run with `--explicit-target-dependency-import-check error`, so nothing else compiles.

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]
/// Spans returned from a transaction need the lifetime annotations; clients need no flag.
let lifetimes: [SwiftSetting] = strict + [.enableExperimentalFeature("Lifetimes")]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let arguments = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let http: [Target.Dependency] = [
  .product(name: "AsyncHTTPClient", package: "async-http-client"),
  .product(name: "HTTPTypes", package: "swift-http-types"),
  .product(name: "Hummingbird", package: "hummingbird"),
  .product(name: "HummingbirdCore", package: "hummingbird"),
  .product(name: "HummingbirdTLS", package: "hummingbird"),
  .product(name: "Logging", package: "swift-log"),
  .product(name: "NIOCore", package: "swift-nio"),
  .product(name: "NIOHTTP1", package: "swift-nio"),
  .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
  .product(name: "NIOPosix", package: "swift-nio"),
  .product(name: "NIOSSL", package: "swift-nio-ssl"),
  .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
  .product(name: "UnixSignals", package: "swift-service-lifecycle"),
]

let package = Package(
  name: "taizhang",
  products: [
    .executable(name: "taizhang", targets: ["taizhang"]),
    .library(name: "LMDB", targets: ["LMDB"]),
    .library(name: "Causality", targets: ["Causality"]),
    .library(name: "LedgerStore", targets: ["LedgerStore"]),
    .library(name: "SyncHTTP", targets: ["SyncHTTP"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .systemLibrary(name: "CLMDB", pkgConfig: "lmdb", providers: [.apt(["liblmdb-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(
      name: "CXlsxWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .target(name: "LMDB", dependencies: ["CLMDB"], swiftSettings: lifetimes),
    .target(name: "Causality", swiftSettings: strict),
    .target(name: "Wire", dependencies: ["Causality", "CZstd", crypto], swiftSettings: strict),
    .target(
      name: "LedgerStore", dependencies: ["LMDB", "Wire", "Causality", crypto],
      swiftSettings: strict),
    .target(name: "SyncSession", dependencies: ["Causality", "Wire"], swiftSettings: strict),
    .target(
      name: "SyncHTTP",
      dependencies: ["SyncSession", "LedgerStore", "Wire", "Causality", "Catalogue", crypto] + http,
      swiftSettings: strict),
    .target(name: "Catalogue", swiftSettings: strict),
    .target(name: "Projects", dependencies: ["Causality", "Catalogue"], swiftSettings: strict),
    .target(
      name: "Workbooks",
      dependencies: ["Catalogue", "Causality", "CExpat", "CXlsxWriter", "CZip", "Projects"],
      swiftSettings: strict),
    .target(
      name: "Bulletins",
      dependencies: ["Catalogue", "Causality", "Policy", "Workbooks", crypto],
      swiftSettings: strict),
    .target(
      name: "Policy",
      dependencies: [
        "Catalogue", "Causality", "Projects", .product(name: "Yams", package: "Yams"),
      ],
      resources: [.embedInCode("Data")], swiftSettings: strict),
    .target(
      name: "ProjectLedger",
      dependencies: [
        "Bulletins", "Catalogue", "Causality", "LedgerStore", "Policy", "Projects", "Wire",
        "Workbooks",
      ],
      swiftSettings: strict),
    .target(
      name: "Pages",
      dependencies: [
        "Bulletins", "Catalogue", "Causality", "LedgerStore", "Policy", "ProjectLedger",
        "Projects", "Workbooks", crypto,
        .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      resources: [.embedInCode("Resources")], swiftSettings: strict),
    .target(
      name: "Commands",
      dependencies: [
        "Bulletins", "Catalogue", "Causality", "LedgerStore", "Pages", "Policy", "ProjectLedger",
        "Projects", "SyncHTTP", "SyncSession", "Wire", "Workbooks", arguments,
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .executableTarget(name: "taizhang", dependencies: ["Commands"], swiftSettings: strict),
    .target(
      name: "TestSupport",
      dependencies: ["Causality", "LedgerStore", "LMDB", "SyncSession", "Wire"],
      swiftSettings: strict),

    // Programs of `tools/`.
    .executableTarget(
      name: "bench",
      dependencies: [
        "Catalogue", "Causality", "LedgerStore", "LMDB", "Policy", "ProjectLedger", "Projects",
        "SyncHTTP", "Wire", "Workbooks",
        crypto, .product(name: "Logging", package: "swift-log"),
      ],
      path: "tools/benchmarks", exclude: ["lmdb_twin.c", "store_twin.c"], swiftSettings: strict),
    .executableTarget(
      name: "simulator", dependencies: ["Causality", "TestSupport"], path: "tools/simulator",
      swiftSettings: strict),
    .executableTarget(
      name: "crash-child",
      dependencies: ["Causality", "LedgerStore", "LMDB", "TestSupport", "Wire"],
      path: "tools/crash-child", swiftSettings: strict),

    .testTarget(
      name: "LMDBTests", dependencies: ["LMDB"], exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(name: "CausalityTests", dependencies: ["Causality"], swiftSettings: strict),
    .testTarget(
      name: "WireTests", dependencies: ["Causality", "CZstd", "Wire", crypto],
      swiftSettings: strict),
    .testTarget(
      name: "LedgerStoreTests",
      dependencies: ["Causality", "LedgerStore", "LMDB", "TestSupport", "Wire"],
      swiftSettings: strict),
    .testTarget(name: "SimulationTests", dependencies: ["TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "CrashTests",
      dependencies: ["Causality", "LedgerStore", "LMDB", "TestSupport", "Wire", "crash-child"],
      swiftSettings: strict),
    .testTarget(
      name: "SyncSessionTests", dependencies: ["Causality", "SyncSession", "Wire"],
      swiftSettings: strict),
    .testTarget(
      name: "SyncHTTPTests",
      dependencies: [
        "Catalogue", "Causality", "LedgerStore", "LMDB", "SyncHTTP", "SyncSession", "TestSupport",
        "Wire", .product(name: "HummingbirdTesting", package: "hummingbird"),
      ] + http,
      swiftSettings: strict),
    .testTarget(
      name: "InteropTests",
      dependencies: ["Causality", "LedgerStore", "Projects", "SyncHTTP", "Wire", "taizhang"],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "BrowserTests", dependencies: ["taizhang"], swiftSettings: strict),
    .testTarget(
      name: "ProjectsTests", dependencies: ["Catalogue", "Causality", "Projects"],
      swiftSettings: strict),
    .testTarget(
      name: "WorkbooksTests",
      dependencies: ["Catalogue", "Causality", "Projects", "Workbooks"],
      swiftSettings: strict),
    .testTarget(
      name: "BulletinsTests",
      dependencies: ["Bulletins", "Catalogue", "Causality", "Policy", "Projects", "Workbooks"],
      swiftSettings: strict),
    .testTarget(
      name: "PolicyTests",
      dependencies: ["Catalogue", "Causality", "Policy", "Projects", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ProjectLedgerTests",
      dependencies: [
        "Bulletins", "Catalogue", "Causality", "LedgerStore", "Policy", "ProjectLedger", "Projects",
        "TestSupport", "Wire", "Workbooks",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "PagesTests",
      dependencies: [
        "Catalogue", "Causality", "LedgerStore", "Pages", "ProjectLedger", "Projects",
        "TestSupport", "Wire", "Workbooks",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "CommandTests", dependencies: ["Catalogue", "Commands", "LedgerStore", "taizhang"],
      swiftSettings: strict),
    .testTarget(
      name: "ConflictCommandTests", dependencies: ["Catalogue", "Commands", "taizhang"],
      swiftSettings: strict),
  ]
)
