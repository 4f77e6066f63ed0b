// Verifies, with the stores and the bundle of every released format under Fixtures/stores:
//  1. they open, are sound, their signatures hold; the dump is what it was, to the byte
//  2. every kind of conflict is listed, what was settled, voided, attached and written before a
//     compaction is there, and an edit never sent still waits
//  3. they go on: after the next edit they exchange with each other, take in the old bundle, and
//     are equal

import Foundation
import Testing
import Wire

@Suite struct OldStoreTests {
  private static let fixtures = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/stores")
  private static let versions =
    (try? FileManager.default.contentsOfDirectory(atPath: fixtures.path))?
    .filter { $0.hasPrefix("v") }.sorted() ?? []

  private func fixture(_ version: String, _ name: String) -> URL {
    Self.fixtures.appendingPathComponent(version).appendingPathComponent(name)
  }

  /// The stores of a version, put where a city of its own has them.
  private func city(_ version: String) throws -> City {
    let city = try City()
    for office in ["hub", "county"] {
      let place = URL(fileURLWithPath: city.path(office))
      try FileManager.default.copyItem(at: fixture(version, office), to: place)
      let packed = place.appendingPathComponent("data.mdb.zst")
      let decompressor = ZstdDecompressor(limitBytes: 16 << 20)
      var bytes: [UInt8] = []
      try decompressor.decompress(Array(try Data(contentsOf: packed)), into: &bytes)
      try decompressor.requireEnded()
      try Data(bytes).write(to: place.appendingPathComponent("data.mdb"))
      try FileManager.default.removeItem(at: packed)
      for name in ["data.mdb", "identity.key"] {
        chmod(place.appendingPathComponent(name).path, 0o600)
      }
      chmod(place.path, 0o700)
    }
    return city
  }

  @Test func thereIsAVersion() { #expect(Self.versions.contains("v1")) }

  @Test(arguments: versions) func whatTheyHold(version: String) throws {
    let city = try city(version)
    for office in ["hub", "county"] {
      try city.must(office, "check", "--deep")
      try city.must(office, "verify")
    }
    let dump = try String(contentsOf: fixture(version, "county.ndjson"), encoding: .utf8)
    #expect(try city.must("county", "dump", "--canonical").output == dump)

    let conflicts = try city.must("county", "conflicts", "list").objects
    #expect(
      Set(conflicts.compactMap { $0["kind"] as? String }) == [
        "concurrent-edit", "archived-while-edited", "late-edit", "violation",
      ])
    #expect(try city.must("county", "conflicts", "history").objects.count == 1)
    let status = try city.must("county", "status").object["ledgers"] as? [[String: Any]]
    let line = try #require(status?.first)
    #expect(line["ledger"] as? String == "411702")
    #expect(line["unsent"] as? Int == 1)
    #expect(line["refused"] as? Int == 1)

    let plants = try city.must("county", "list", "project", "--where", "name=污水处理厂").objects
    let plant = try #require(plants.first?["id"] as? String)
    let fields = try city.must("county", "show", plant).object["fields"] as? [String: Any]
    #expect(fields?["owner"] as? String == "区水务公司")
    #expect(fields?["remark"] as? String == "尚未上报")
    let reasons = try city.must("county", "history", plant).objects.compactMap {
      $0["reason"] as? String
    }
    #expect(reasons.contains("以合同为准") && reasons.contains("调概"))
    try city.must("county", "attach", "verify")
  }

  @Test(arguments: versions) func theyGoOn(version: String) throws {
    let city = try city(version)
    let bundle = fixture(version, "other.tzb").path
    for office in ["hub", "county"] {
      try city.must(office, "bundle", "apply", bundle)
      try city.must(office, "add", "project", "name=\(office) 新增", "--author", "录入岗")
    }
    try city.must("county", "bundle", "create", city.path("there.tzb"), "--all")
    try city.must("hub", "bundle", "apply", city.path("there.tzb"))
    try city.must("hub", "bundle", "create", city.path("back.tzb"), "--all")
    try city.must("county", "bundle", "apply", city.path("back.tzb"))
    let dumps = try ["hub", "county"].map { try city.must($0, "dump", "--canonical").output }
    #expect(dumps[0] == dumps[1])
    for said in ["尚未上报", "区水利局", "hub 新增", "county 新增"] {
      #expect(dumps[0].contains(said), "\(said)")
    }
    for office in ["hub", "county"] {
      try city.must(office, "check", "--deep")
      try city.must(office, "verify")
    }
  }
}
