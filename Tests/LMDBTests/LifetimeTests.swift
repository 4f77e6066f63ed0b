// Verifies, by compiling the snippets in Fixtures against the built module without any experimental
// flag:
//  1. correct use compiles (the control)
//  2. a span or a cursor's span cannot be kept past its read transaction, nor past a commit
//  3. a put while a span or a cursor of the same transaction is in use does not compile
//  4. a cursor cannot be stored in a type that may outlive the transaction
//  5. a write transaction cannot be used after commit, copied, or begun in an async function
//
// Each snippet names on its first line the words its refusal must contain, or `success`.

import Foundation
import Testing

@Suite struct LifetimeTests {
  static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

  static let fixtures: [String] = {
    let folder = sources.appendingPathComponent("Fixtures").path
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
    return (names ?? []).filter { $0.hasSuffix(".swift") }.sorted()
  }()

  @Test func fixturesAreThere() {
    #expect(Self.fixtures.count >= 12)
  }

  @Test(.serialized, arguments: fixtures)
  func compilerAgrees(_ name: String) throws {
    let fixture = Self.sources.appendingPathComponent("Fixtures/\(name)")
    let text = try String(contentsOf: fixture, encoding: .utf8)
    let mark = "// expect: "
    let firstLine = try #require(text.split(separator: "\n").first)
    try #require(firstLine.hasPrefix(mark))
    let expected = String(firstLine.dropFirst(mark.count))
    let (status, output) = try Self.compile(fixture)
    if expected == "success" {
      #expect(status == 0, "\(output)")
    } else {
      #expect(status != 0, "\(name) compiled")
      let errors = output.split(separator: "\n").filter { $0.contains("error: ") }
      #expect(errors.contains { $0.contains(expected) }, "\(output)")
    }
  }

  /// Compiles one file as far as the checks of lifetimes and exclusivity, which come after type
  /// checking.
  private static func compile(_ file: URL) throws -> (status: Int32, output: String) {
    let modules = try builtModules()
    let moduleMap =
      sources
      .appendingPathComponent("../../Sources/CLMDB/module.modulemap").standardizedFileURL.path
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "swiftc", "-swift-version", "6", "-emit-sil", "-o", "/dev/null", "-I", modules,
      "-Xcc", "-fmodule-map-file=\(moduleMap)", file.path,
    ]
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  /// The directory of `LMDB.swiftmodule`, beside the running test binary.
  private static func builtModules() throws -> String {
    let binary = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let products = URL(fileURLWithPath: binary).deletingLastPathComponent()
    let modules = products.appendingPathComponent("Modules").path
    try #require(
      FileManager.default.fileExists(atPath: modules + "/LMDB.swiftmodule"),
      "no LMDB.swiftmodule in \(modules)")
    return modules
  }
}
