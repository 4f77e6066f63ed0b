// swift-tools-version: 6.2
// The decoders with libFuzzer and AddressSanitizer in them; built and run by `tools/fuzz`. A
// package of its own, because the instrumentation must reach the decoders and must never reach a
// product. Its sources are links to those of the house.
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .unsafeFlags(["-sanitize=fuzzer,address"]),
]

let package = Package(
  name: "fuzz-targets",
  dependencies: [
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(
      name: "CXlsxWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .target(name: "Causality", swiftSettings: strict),
    .target(name: "Catalogue", swiftSettings: strict),
    .target(name: "Projects", dependencies: ["Causality", "Catalogue"], swiftSettings: strict),
    .target(
      name: "Workbooks",
      dependencies: ["Catalogue", "Causality", "CExpat", "CXlsxWriter", "CZip", "Projects"],
      swiftSettings: strict),
    .target(
      name: "Policy",
      dependencies: [
        "Catalogue", "Causality", "Projects", .product(name: "Yams", package: "Yams"),
      ],
      resources: [.embedInCode("Data")], swiftSettings: strict),
    .target(
      name: "Wire",
      dependencies: ["Causality", "CZstd", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strict),
    .executableTarget(
      name: "FuzzTarget",
      dependencies: ["Catalogue", "Causality", "Policy", "Projects", "Wire", "Workbooks"],
      swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])],
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]),
  ]
)
