// Verifies, where schemathesis is installed
// 1. A live hub answers what schemathesis makes of its OpenAPI description, requests signed as a
//    member's, with what the description says: no 5xx, no status, type or shape that is not
//    described.
//
// To install: pip install schemathesis cryptography. TAIZHANG_SCHEMATHESIS names the program where
// it is not on the path; TAIZHANG_SCHEMATHESIS_SECONDS says how long it may go on.

import Foundation
import Testing

@Suite(.serialized) struct SchemathesisTests {
  static let environment = ProcessInfo.processInfo.environment

  static let program: String? = {
    if let named = environment["TAIZHANG_SCHEMATHESIS"] { return named }
    let places = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/schemathesis" }
    let found = places.first { FileManager.default.isExecutableFile(atPath: $0) }
    if found == nil {
      print("schemathesis is not installed: pip install schemathesis cryptography")
    }
    return found
  }()

  @Test(.enabled(if: program != nil), .timeLimit(.minutes(60))) func theDescriptionIsTrue() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    try city.join("east", at: url)
    try city.must("east", "add", "project", "name=桥")
    try city.must("east", "sync")
    let identity = try city.must("east", "identity", "show").object
    let lines = try String(contentsOfFile: city.path("east/identity.key"), encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(Self.program))
    process.currentDirectoryURL = URL(fileURLWithPath: city.directory)
    process.arguments = [
      "run", url + "/v1/openapi.json", "--checks",
      "not_a_server_error,status_code_conformance,content_type_conformance,"
        + "response_schema_conformance,ignored_auth,unsupported_method",
      "--max-time", Self.environment["TAIZHANG_SCHEMATHESIS_SECONDS"] ?? "60", "--rate-limit",
      "40/s",
      "--no-color",
    ]
    process.environment = Self.environment.merging([
      "SCHEMATHESIS_HOOKS": Self.hooks, "TAIZHANG_SEED": String(lines[3]),
      "TAIZHANG_REPLICA": try #require(identity["replica"] as? String),
    ]) { _, new in new }
    let output = city.path("schemathesis.out")
    _ = FileManager.default.createFile(atPath: output, contents: nil)
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = process.standardOutput
    try process.run()
    process.waitUntilExit()
    let said = try String(contentsOfFile: output, encoding: .utf8)
    #expect(process.terminationStatus == 0, "\(said.suffix(8_000))")
    #expect(city.stop(hub) == 0)
    try city.expectConverged("hub", "east")
  }

  private static let hooks = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures/signed_requests.py").path
}
