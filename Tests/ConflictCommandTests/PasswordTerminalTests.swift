// 1. At a terminal a new password is asked twice and never shown; the terminal's echo comes back.
// 2. Two that differ are refused, and no account is made.

import Foundation
import Testing

@Suite(.serialized) struct PasswordTerminalTests {
  private let directory = NSTemporaryDirectory() + "taizhang-password-" + UUID().uuidString
  private let secret = "cold chain park one"

  /// Types two passwords where they are asked for; how it ended and all that was on the screen.
  private func add(_ first: String, _ second: String) throws -> (status: Int32, raw: String) {
    let office = Office(store: directory + "/store", author: "clerk")
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
    let made = try office.run("init", "--ledger", "411702", "--name", "office")
    #expect(made.status == 0, "\(made.errors)")
    let terminal = try Pseudoterminal(
      Program.process(
        ["--store", office.store, "--lang", "en", "account", "add", "clerk", "--role", "county"],
        environment: ["TERM": "xterm"]))
    _ = terminal.screen { lines in lines.contains { $0.contains("New password of clerk") } }
    terminal.type(first + "\n")
    _ = terminal.screen { lines in lines.contains { $0.contains("Once more") } }
    terminal.type(second + "\n")
    let end = terminal.finish()
    #expect(terminal.isCooked)
    let listed = try office.run("account", "list", "--json").output
    #expect(listed.contains("\"name\":\"clerk\"") == (first == second), "\(listed)")
    return end
  }

  @Test func unseen() throws {
    let end = try add(secret, secret)
    #expect(end.status == 0 && end.raw.contains("Added the account clerk"), "\(end.raw)")
    #expect(!end.raw.contains("cold") && !end.raw.contains("park"))
  }

  @Test func differing() throws {
    let end = try add(secret, secret + "!")
    #expect(end.status == 65 && end.raw.contains("differ"), "\(end.status) \(end.raw)")
    #expect(!end.raw.contains("cold"))
  }
}
