// swift-tools-version: 6.2
// The decoders with libFuzzer and AddressSanitizer in them; built and run by `tools/fuzz`. A package
// of its own, because the instrumentation must reach Wire and must never reach a product. Its
// sources are links to those of the house.
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .unsafeFlags(["-sanitize=fuzzer,address"]),
]

let package = Package(
  name: "fuzz-targets",
  dependencies: [.package(url: "https://github.com/apple/swift-crypto", from: "4.5.2")],
  targets: [
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .target(name: "Causality", swiftSettings: strict),
    .target(
      name: "Wire",
      dependencies: ["Causality", "CZstd", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strict),
    .executableTarget(
      name: "FuzzTarget", dependencies: ["Wire", "Causality"],
      swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])],
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]),
  ]
)
