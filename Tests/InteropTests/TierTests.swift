// Verifies, with a province's hub, a city's hub below it and two counties as processes of the
// program
// 1. A county's edit reaches the province through the city, a province's settlement reaches the
//    county, without anybody syncing by hand; the shared ledger is the same, byte for byte,
//    everywhere; the county's own signature is what the province verified.
// 2. The city's hub shares with the province only what it was invited to; the counties' other
//    ledger stays at the city, and the member lists stay apart.
// 3. A county that joins later is vouched for; one that the city revoked is revoked at the
//    province.
// 4. A hub cannot join as anything but `city`.
// 5. A revocation at the province of a county that it enrolled itself is told by the city's `sync`
//    and by that of the city's county, in a sentence and under `revocations`.
// 6. A bundle for the hub above, or for one below, goes without the member list; of one that
//    carries it the rest is taken in, the list is left out and said to be, and nothing stands as
//    refused.
// 7. A county that the province revoked is told who did and who can take it back, and so is the
//    city when it reinstates.
// 8. Files added at the county while agents run are at the province, byte for byte, without anybody
//    syncing by hand.

import Foundation
import Glibc
import Testing

@Suite(.serialized) struct TierTests {
  private func invite(
    _ city: City, _ hub: String, _ ledger: String, role: String
  ) throws -> String {
    let invitation = try city.must(
      hub, "hub", "invite", "--ledger", ledger, "--role", role)
    return try #require(invitation.object["token"] as? String)
  }

  /// A province's hub, served, and a city's hub that has joined it; the province's process and URL.
  private func tiers(_ city: City) throws -> (Process, url: String) {
    for hub in ["province", "city"] { try city.make(hub, "--role", "hub") }
    let (province, url) = try city.serveHub("province")
    try city.must(
      "city", "join", url, "--token", try invite(city, "province", "411702", role: "city"))
    return (province, url)
  }

  private func field(_ city: City, _ store: String, _ id: String, _ name: String) -> String? {
    let shown = try? city.run(store, "show", id)
    guard let shown, shown.status == 0 else { return nil }
    return (shown.object["fields"] as? [String: Any])?[name] as? String
  }

  private func replicas(_ city: City, _ store: String) throws -> Set<String> {
    Set(try city.must(store, "hub", "members").objects.compactMap { $0["replica"] as? String })
  }

  @Test func countyCityProvince() throws {
    let city = try City()
    for hub in ["province", "city"] { try city.make(hub, "--role", "hub") }
    let (provinceHub, provinceURL) = try city.serveHub("province")
    let (cityAlone, _) = try city.serveHub("city")
    #expect(city.stop(cityAlone) == 0)

    // Only as `city`.
    let wrong = try city.run(
      "city", "join", provinceURL, "--token",
      try invite(city, "province", "411702", role: "county"))
    #expect(wrong.status == 77)
    #expect(wrong.code == "hub-needs-city", "\(wrong.errors)")
    try city.must(
      "city", "join", provinceURL, "--token", try invite(city, "province", "411702", role: "city"))

    let (cityHub, cityURL) = try city.serveHub("city")
    try city.join("east", at: cityURL, hub: "city")
    try city.must(
      "west", "join", cityURL, "--name", "west", "--token",
      try invite(city, "city", "411721", role: "county"))
    let agent = try city.launch("east", "agent", "--every", "1h")

    let id = try #require(
      try city.must("east", "add", "project", "name=大桥", "scale=六车道").object["id"] as? String)
    City.eventually("the county's edit at the province") {
      field(city, "province", id, "name") == "大桥"
    }
    let east = try #require(
      try city.must("east", "identity", "show").object["replica"] as? String)
    let history = try city.must("province", "history", id).objects
    #expect(history.allSatisfy { $0["replica"] as? String == east })
    #expect(try replicas(city, "province").contains(east))

    try city.must("province", "set", id, "remark=省里看过")
    City.eventually("the province's settlement at the county") {
      field(city, "east", id, "remark") == "省里看过"
    }
    // The other county's ledger is no business of the province.
    _ = try city.must("west", "add", "project", "name=邻县")
    try city.must("west", "sync")
    // What is sent after it has arrived: so would it have.
    try city.must("east", "set", id, "scale=四车道")
    City.eventually("a later edit at the province") {
      field(city, "province", id, "scale") == "四车道"
    }
    let ledgers = try city.must("province", "status").object["ledgers"] as? [[String: Any]]
    #expect(ledgers?.compactMap { $0["ledger"] as? String }.contains("411721") == false)
    #expect(try city.must("province", "list", "project").objects.count == 1)
    let west = try #require(
      try city.must("west", "identity", "show").object["replica"] as? String)
    #expect(try !replicas(city, "province").contains(west))

    try laterAndRevoked(city, at: cityURL, id)
    #expect(city.stop(agent) == 0)
    #expect(city.stop(cityHub) == 0)
    #expect(city.stop(provinceHub) == 0)
    try city.expectConverged("province", "city", "east")
    for store in ["province", "city", "east"] {
      let verified = try city.run(store, "verify")
      #expect(verified.status == 0, "\(store): \(verified.output) \(verified.errors)")
    }
  }

  /// A county that joins later, and is revoked: both reach the province.
  private func laterAndRevoked(_ city: City, at cityURL: String, _ id: String) throws {
    try city.join("south", at: cityURL, hub: "city")
    let later = try #require(
      try city.must("south", "add", "project", "name=南路").object["id"] as? String)
    try city.must("south", "sync")
    City.eventually("a later county's record at the province") {
      field(city, "province", later, "name") == "南路"
    }
    try City.eventually("the same everywhere") {
      let dumps = try ["province", "city", "east"].map { try city.dump($0) }
      return Set(dumps).count == 1
    }
    try city.must("south", "sync")
    try city.expectConverged("province", "city", "east", "south")

    let south = try #require(
      try city.must("south", "identity", "show").object["replica"] as? String)
    try city.must("city", "hub", "revoke", south)
    try city.must("city", "set", id, "scale=八车道")
    try City.eventually("the revocation at the province") {
      try city.must("province", "hub", "members").objects.contains {
        guard $0["replica"] as? String == south else { return false }
        return !(($0["revocations"] as? [String: Any]) ?? [:]).isEmpty
          || $0["revoked"] as? Bool == true
      }
    }
    try City.eventually("the same everywhere") {
      let dumps = try ["province", "city", "east"].map { try city.dump($0) }
      return Set(dumps).count == 1
    }
  }

  @Test func bundlesBetweenHubs() throws {
    let city = try City()
    let (province, _) = try tiers(city)
    #expect(city.stop(province) == 0)
    func ledgers(_ outcome: Outcome, _ key: String) -> [String] {
      (outcome.object[key] as? [[String: Any]] ?? []).compactMap { $0["ledger"] as? String }
    }
    let file = city.path("tiers.tzb")
    for (from, to) in [("city", "province"), ("province", "city")] {
      try city.must(from, "add", "project", "name=\(from)")
      let reader = try #require(
        try city.must(to, "identity", "show").object["replica"] as? String)
      let made = try city.must(from, "bundle", "create", file, "--for", reader)
      #expect(ledgers(made, "sections") == ["411702"])
      let all = try city.must(from, "bundle", "create", file, "--all")
      #expect(ledgers(all, "sections") == ["city", "411702"])
      let members = try city.must(to, "hub", "members").output
      let taken = try city.must(to, "bundle", "apply", file)
      #expect(taken.object["applied"] as? Int == 1)
      #expect(taken.object["left"] as? [String] == ["city"])
      #expect((taken.object["refused"] as? [Any])?.isEmpty == true)
      #expect(ledgers(taken, "ledgers") == ["411702"])
      let said = try city.process(
        ["bundle", "apply", file, "--store", city.path(to), "--lang", "en"])
      #expect(said.contains("another hub's and was left out"), "\(said)")
      #expect(try city.must(to, "refused").objects.isEmpty)
      #expect(try city.must(to, "hub", "members").output == members)
    }
    try city.expectConverged("province", "city")
  }

  @Test func filesGoUp() throws {
    let city = try City()
    let (province, _) = try tiers(city)
    let (served, cityURL) = try city.serveHub("city")
    try city.join("east", at: cityURL, hub: "city")
    let agent = try city.launchAgent("east")
    for number in 1...3 {
      let file = city.path("photo\(number).jpg")
      try Data((0..<200_000).map { UInt8(truncatingIfNeeded: ($0 &* (number + 2)) >> 3) })
        .write(to: URL(fileURLWithPath: file))
      let id = try #require(
        try city.must("east", "add", "project", "name=桥\(number)").object["id"] as? String)
      try city.must("east", "attach", "add", id, file)
      City.eventually("file \(number) at the province") {
        let listed = try? city.run("province", "attach", "list", id)
        return listed?.objects.compactMap { $0["state"] as? String } == ["here"]
      }
      let copy = city.path("copy\(number).jpg")
      try city.must("province", "attach", "get", id, copy)
      #expect(FileManager.default.contentsEqual(atPath: file, andPath: copy))
    }
    try city.must("province", "attach", "verify")
    for process in [agent, served, province] { #expect(city.stop(process) == 0) }
    try city.expectConverged("province", "city", "east")
  }

  @Test func whoCanReinstateIsTold() throws {
    let city = try City()
    let (province, _) = try tiers(city)
    let (served, cityURL) = try city.serveHub("city")
    try city.join("east", at: cityURL, hub: "city")
    let east = try #require(
      try city.must("east", "identity", "show").object["replica"] as? String)
    City.eventually("the county at the province") {
      (try? replicas(city, "province").contains(east)) == true
    }
    #expect(city.stop(served) == 0)
    try city.must("province", "hub", "revoke", east)
    try city.must("city", "sync")
    let said = try city.process(
      ["hub", "reinstate", east, "--store", city.path("city"), "--lang", "en"])
    #expect(said.contains("province, the hub above, has revoked it in 411702"), "\(said)")
    try city.must("city", "sync")
    let (again, _) = try city.serveHub(
      "city", port: try #require(Int(cityURL.split(separator: ":").last ?? "")))
    let refused = try city.run("east", "sync")
    #expect(refused.status == 77 && refused.code == "wrong-ledger", "\(refused.errors)")
    #expect(refused.errors.contains("taizhang hub reinstate \(east)"), "\(refused.errors)")
    for process in [again, province] { #expect(city.stop(process) == 0) }
  }

  @Test func revocationFromAboveIsTold() throws {
    let city = try City()
    let (province, provinceURL) = try tiers(city)
    try city.join("direct", at: provinceURL, hub: "province")
    try city.must("direct", "add", "project", "name=桥")
    try city.must("direct", "sync")
    try city.must("city", "sync")
    let (served, cityURL) = try city.serveHub("city")
    for county in ["east", "west"] { try city.join(county, at: cityURL, hub: "city") }
    #expect(city.stop(served) == 0)
    let direct = try #require(
      try city.must("direct", "identity", "show").object["replica"] as? String)
    try city.must("province", "hub", "revoke", direct)
    func revoked(_ outcome: Outcome) -> [String] {
      (outcome.object["revocations"] as? [[String: Any]] ?? []).compactMap {
        $0["replica"] as? String
      }
    }
    #expect(revoked(try city.must("city", "sync")) == [direct])
    #expect(revoked(try city.must("city", "sync")).isEmpty)
    let (again, _) = try city.serveHub(
      "city", port: try #require(Int(cityURL.split(separator: ":").last ?? "")))
    #expect(revoked(try city.must("east", "sync")) == [direct])
    let said = try city.process(["sync", "--store", city.path("west"), "--lang", "en"])
    #expect(said.contains("The hub has revoked direct (\(direct))"), "\(said)")
    #expect(city.stop(again) == 0)
    #expect(city.stop(province) == 0)
    try city.expectConverged("province", "city", "east", "west")
  }
}
