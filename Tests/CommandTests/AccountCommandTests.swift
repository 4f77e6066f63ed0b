// 1. Accounts are added with a password from standard input, listed, given other roles and
//    passwords, disabled and enabled; the JSON keys are name, role, county, disabled, changed, and
//    never a password or its hash.
// 2. A password as an argument, none at all, a short one, a role beyond the node's, an unknown
//    county or account: a clear error with the exit status of its kind, and nothing written.
// 3. A node without TLS does not serve beyond this machine, and says what to add.

import Foundation
import Testing

struct AccountCommandTests {
  private let password = "cold chain park one"

  @Test func lifeOfAnAccount() throws {
    let scratch = try Scratch(role: "hub")
    let added = try scratch.must(
      "account", "add", "yicheng", "--role", "county", "--county", "驿城区", "--json",
      input: password + "\n")
    #expect(Set(added.object.keys) == ["name", "role", "county", "disabled", "changed"])
    #expect(added.object["county"] as? String == "411702")
    try scratch.must("account", "add", "lookout", "--role", "observer", input: password)
    var listed = try scratch.must("account", "list", "--json").lines
    #expect(listed.map { $0["name"] as? String } == ["lookout", "yicheng"])
    try scratch.must("account", "role", "lookout", "--role", "city")
    try scratch.must("account", "disable", "yicheng")
    listed = try scratch.must("account", "list", "--json").lines
    #expect(listed[0]["role"] as? String == "city" && listed[1]["disabled"] as? Bool == true)
    try scratch.must("account", "enable", "yicheng")
    try scratch.must("account", "password", "yicheng", input: "another long one\n")
    let shown = try scratch.must("account", "list").output
    #expect(shown.contains("yicheng") && shown.contains("411702") && !shown.contains("scrypt"))
    let file = try String(contentsOfFile: scratch.store + "/accounts", encoding: .utf8)
    #expect(!file.contains("cold") && !file.contains("another"))
    #expect(try scratch.must("account", "sign-ins", "--json").lines.isEmpty)
    let none = try scratch.must("account", "sign-ins", "--lang", "zh")
    #expect(none.output.isEmpty && none.errors == "没有。\n")
    try scratch.sound()
  }

  @Test func refusals() throws {
    let scratch = try Scratch()
    func failure(_ arguments: [String], _ input: String) throws -> (Int32, String) {
      let outcome = try scratch.run(["account"] + arguments + ["--json"], input: input)
      let failure = try #require(outcome.failure, "\(outcome.errors)")
      #expect(!failure.hint.isEmpty, "\(failure)")
      return (outcome.status, failure.code)
    }
    #expect(try failure(["add", "clerk", "--role", "county"], "") == (65, "no-password"))
    #expect(
      try failure(["add", "clerk", "--role", "county"], "short\n") == (65, "account-short-password")
    )
    #expect(
      try failure(["add", "two words", "--role", "county"], password) == (65, "account-bad-name"))
    #expect(try failure(["add", "clerk", "--role", "city"], password) == (77, "account-bad-role"))
    #expect(
      try failure(["add", "clerk", "--role", "county", "--county", "nowhere"], password)
        == (65, "account-bad-county"))
    #expect(try failure(["disable", "clerk"], "") == (66, "account-missing"))
    #expect(try failure(["password", "clerk"], password) == (66, "account-missing"))
    #expect(try failure(["add", "clerk", "--role", "king"], password).0 == 64)
    #expect(try failure(["add", "clerk", "--role", "county", "--password", "x"], "").0 == 64)
    #expect(!FileManager.default.fileExists(atPath: scratch.store + "/accounts"))
    try scratch.must("account", "add", "clerk", "--role", "county", input: password)
    #expect(try failure(["add", "clerk", "--role", "county"], password) == (65, "account-exists"))
    let hub = try Scratch(role: "hub")
    let needed = try hub.run(
      "account", "add", "clerk", "--role", "county", "--json", input: password)
    #expect(needed.status == 64 && needed.failure?.code == "account-county-needed")
  }

  @Test func onlyWithTLSBeyondThisMachine() throws {
    let scratch = try Scratch()
    try scratch.must("account", "add", "clerk", "--role", "county", input: password)
    let refused = try scratch.run("serve", "--listen", "0.0.0.0:0", "--json")
    #expect(refused.status == 78 && refused.failure?.code == "bare-insecure")
    #expect(refused.failure?.hint.contains("--tls-cert") == true)
  }
}
