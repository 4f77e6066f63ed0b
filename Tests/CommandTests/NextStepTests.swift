// Refusals that once had no next step, or a wrong one. Verified, in both languages where sentences
// matter:
// 1. A bundle for two ranges at once, a hub that revokes or retires itself: 64 with a next step;
//    the hub goes on as a member.
// 2. Leaving a ledger on a hub, leaving the member list: 77, and why.
// 3. A reason above 4 KiB: the sentence names the limit, not a byte.
// 4. A hub's bundle on a store that has joined no hub: 77, and to join it.
// 5. A receipt is inspected; what is damaged is told in the person's language, without codes.
// 6. Plain HTTP beyond this machine: `serve` names the certificate, `join` the option; an address
//    that is none is a usage error.
// 7. A ledger that is not there is not granted; a store without a ledger is not made.
// 8. `identity renew` of a store in its own place says what was asked for, nothing of copies.
// 9. `bundle create` writes nothing on standard error of a pipe.
// 10. A bundle of a ledger that is not here, a bundle for an unknown member, an invitation to a
//     ledger that is new, files missing at a hub with none above it: what is named can be run
//     there.
// 11. Every command that a sentence names is there.

import Catalogue
import Foundation
import Testing

@Suite struct NextStepTests {
  /// Runs a command in both languages and expects a failure with a next step.
  private func expect(
    _ scratch: Scratch, _ arguments: [String], _ status: Int32, _ code: String,
    names parts: [String] = [], location: SourceLocation = #_sourceLocation
  ) throws {
    for language in ["zh", "en"] {
      let outcome = try scratch.run(arguments + ["--json", "--lang", language])
      #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: location)
      let failure = try #require(outcome.failure, sourceLocation: location)
      #expect(failure.code == code, sourceLocation: location)
      #expect(!failure.hint.isEmpty, "\(failure)", sourceLocation: location)
      let said = failure.message + failure.hint
      for part in parts { #expect(said.contains(part), "\(said)", sourceLocation: location) }
      #expect(!said.contains("{"), "\(said)", sourceLocation: location)
    }
  }

  private func replica(_ scratch: Scratch) throws -> String {
    try scratch.must("identity", "show", "--json").object["replica"] as? String ?? ""
  }

  @Test func namedCommandsAreThere() throws {
    var named: Set<String> = []
    for entry in Catalogue.entries {
      for match in entry.zh.matches(of: /taizhang ([a-z][a-z-]+)/) { named.insert(String(match.1)) }
    }
    #expect(named.count > 20)
    for command in named.sorted() {
      let help = try Program.run([command, "--help"])
      #expect(help.status == 0, "taizhang \(command)")
    }
  }

  @Test func membersAndLedgers() throws {
    let hub = try Scratch(role: "hub")
    let own = try replica(hub)
    try hub.must("hub", "invite", "--ledger", "411702")
    try expect(hub, ["hub", "revoke", own], 64, "own-revocation")
    try expect(hub, ["hub", "retire", own], 64, "own-retirement")
    let members = try hub.must("hub", "members", "--json").lines
    #expect(members.count == 1 && members[0]["retired"] == nil)
    try expect(
      hub, ["ledger", "grant", own, "999"], 66, "no-such-ledger",
      names: ["411702", "hub invite --ledger 999 --new"])
    #expect(
      try hub.must("identity", "show", "--json").object["ledgers"] as? [String] == ["411702"])
    try expect(hub, ["ledger", "remove", "411702"], 77, "not-permitted", names: ["411702"])
    let county = try Scratch()
    try expect(
      county, ["ledger", "remove", "city"], 77, "not-permitted",
      names: ["city", "taizhang ledger list"])
    try expect(
      county,
      ["bundle", "create", county.directory + "/x.tzb", "--since", "y.tzb", "--all"], 64,
      "bundle-range", names: ["--since", "--for", "--all"])
    try hub.sound()
    try county.sound()
  }

  @Test func theLimitOfReasonsIsNamed() throws {
    let scratch = try Scratch()
    let id = try scratch.add("project", "name=甲")
    let long = String(repeating: "x", count: 5_000)
    try expect(
      scratch, ["archive", id, "--reason", long], 65, "invalid-change",
      names: ["4 KiB", "--reason"])
    try expect(
      scratch, ["set", id, "owner=乙", "--reason", long], 65, "invalid-change", names: ["4 KiB"])
    try scratch.sound()
  }

  @Test func filesOnAStick() throws {
    let hub = try Scratch(role: "hub")
    _ = try hub.add("project", "name=甲")
    let bundle = hub.directory + "/1.tzb"
    let made = try hub.must("bundle", "create", bundle, "--all")
    #expect(made.errors.isEmpty, "\(made.errors)")
    let county = try Scratch()
    try expect(
      county, ["bundle", "apply", bundle], 77, "stranger-bundle", names: ["taizhang join"])
    let receipt = hub.directory + "/1.tzr"
    try hub.must("bundle", "receipt", receipt)
    let told = try county.must("bundle", "inspect", receipt, "--json").object
    #expect(told["receipts"] as? Int == 2)
    #expect(try told["replica"] as? String == replica(hub))
    #expect((told["ledgers"] as? [[String: Any]])?.count == 2)
    for language in ["zh", "en"] {
      let person = try county.must("bundle", "inspect", receipt, "--lang", language)
      #expect(person.output.contains("taizhang bundle apply"))
    }
    var bytes = try Data(contentsOf: URL(fileURLWithPath: bundle))
    bytes[bytes.count / 2] ^= 4
    let flipped = try hub.file("flipped.tzb", bytes)
    let short = try hub.file("short.tzb", Data(bytes.prefix(3)))
    let other = try hub.file("other.tzb", "no bundle at all, but long enough to be read as one")
    for file in [flipped, short, other] {
      let refused = try county.run("bundle", "apply", file, "--json", "--lang", "zh")
      #expect(refused.status == 65)
      let message = try #require(refused.failure?.message)
      #expect(!message.contains(" at byte "), "\(message)")
      #expect(message.contains("字节"), "\(message)")
    }
    let inspected = try county.run("bundle", "inspect", flipped, "--lang", "zh")
    #expect(inspected.status == 1)
    #expect(inspected.output.contains("包已损坏"), "\(inspected.output)")
    #expect(!inspected.output.contains("mismatch") && !inspected.output.contains(" at byte "))
    try county.sound()
  }

  @Test func whatIsNamedCanBeRun() throws {
    let hub = try Scratch(role: "hub")
    let id = try hub.add("project", "name=甲")
    let bundle = hub.directory + "/1.tzb"
    let other = try Scratch(ledgers: "411799")
    _ = try other.add("project", "name=乙")
    try other.must("bundle", "create", bundle)
    try expect(
      hub, ["bundle", "apply", bundle], 66, "no-such-ledger",
      names: ["411799", "taizhang ledger list"])
    let refused = try hub.run("bundle", "apply", bundle, "--lang", "en")
    #expect(!refused.errors.contains("holds: )"), "\(refused.errors)")
    #expect(try hub.must("ledger", "list").output.contains("411702"))
    try expect(
      other, ["bundle", "create", bundle, "--for", "zzzz"], 66, "no-such-member",
      names: ["taizhang hub members"])

    let file = try hub.file("a.txt", "一")
    try hub.must("attach", "add", id, file)
    try FileManager.default.removeItem(atPath: hub.store + "/blobs")
    let missing = try hub.must("attach", "list", "--lang", "en")
    #expect(missing.errors.contains("1 files are not here"), "\(missing.errors)")
    #expect(!missing.errors.contains("attach fetch"), "\(missing.errors)")

    let invited = try hub.must("hub", "invite", "--ledger", "41170", "--lang", "en")
    #expect(invited.errors.contains("--new") && invited.errors.contains("taizhang ledger list"))
    let meant = try hub.must("hub", "invite", "--ledger", "41171", "--new", "--lang", "en")
    #expect(!meant.errors.contains("41171"), "\(meant.errors)")
  }

  @Test func plainHTTP() throws {
    let hub = try Scratch(role: "hub")
    try expect(
      hub, ["serve", "--hub", "--listen", "0.0.0.0:0"], 77, "insecure",
      names: ["--tls-cert", "--tls-key", "--insecure-http"])
    try expect(
      hub, ["serve", "--listen", "0.0.0.0:0"], 78, "bare-insecure",
      names: ["--tls-cert", "--tls-key", "--insecure-http"])
    let token = String(repeating: "0", count: 26)
    let county = try Scratch()
    try expect(
      county, ["join", "http://192.0.2.1:1", "--token", token], 77, "insecure",
      names: ["--insecure-http"])
    try expect(county, ["join", "ftp://x", "--token", token], 64, "bad-url")
  }

  @Test func aStoreHasALedger() throws {
    let scratch = try Scratch(ledgers: nil)
    for ledger in ["", ","] {
      try expect(
        scratch, ["init", "--ledger", ledger, "--name", "驿城区项目办"], 64, "init-needs-ledger")
    }
    #expect(!FileManager.default.fileExists(atPath: scratch.store))
  }

  @Test func renewingWhatWasNotCopied() throws {
    for role in ["county", "hub"] {
      let scratch = try Scratch(role: role)
      for (language, words) in [("zh", ["复制", "恢复"]), ("en", ["copied", "restored"])] {
        let before = try replica(scratch)
        let outcome = try scratch.must("identity", "renew", "--lang", language)
        #expect(outcome.errors.isEmpty, "\(outcome.errors)")
        let after = try replica(scratch)
        #expect(outcome.output.contains(before) && outcome.output.contains(after))
        for word in words { #expect(!outcome.output.contains(word), "\(outcome.output)") }
        // It has joined no hub: there is none that would take it.
        #expect(!outcome.output.contains("taizhang sync"), "\(outcome.output)")
      }
      let told = try scratch.must("identity", "renew", "--json")
      let now = try replica(scratch)
      #expect(told.object["replica"] as? String == now)
      #expect(told.errors.isEmpty)
      try scratch.sound()
    }
  }
}
