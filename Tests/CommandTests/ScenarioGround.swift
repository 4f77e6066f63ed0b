// What the tests of scenarios share: the store of one place's office, records as people type them,
// and the lines that the commands of the rules give. Nothing here is verified.

import Foundation
import Testing

/// The store of an office whose rules are judged.
struct ScenarioGround {
  let scratch: Scratch
  private let ruleSet: String

  init(_ ruleSet: String, ledger: String, role: String = "city") throws {
    self.ruleSet = ruleSet
    scratch = try Scratch(ledgers: ledger, role: role)
  }

  static func zhumadian(role: String = "city") throws -> ScenarioGround {
    try ScenarioGround("zhumadian-2021", ledger: "411700", role: role)
  }

  /// Adds a record of typed fields; its id.
  @discardableResult
  func add(
    _ collection: String, _ fields: String..., location: SourceLocation = #_sourceLocation
  ) throws -> String {
    try add(collection, fields, location: location)
  }

  @discardableResult
  func add(
    _ collection: String, _ fields: [String], location: SourceLocation = #_sourceLocation
  ) throws -> String {
    let outcome = try scratch.run(["add", collection] + fields + ["--json"])
    #expect(outcome.status == 0, "\(fields): \(outcome.errors)", sourceLocation: location)
    return outcome.object["id"] as? String ?? ""
  }

  func set(
    _ id: String, _ fields: String..., location: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try scratch.run(["set", id] + fields + ["--json"])
    #expect(outcome.status == 0, "\(fields): \(outcome.errors)", sourceLocation: location)
  }

  /// Loads records as lines of JSON, each with its collection and fields.
  func put(
    _ records: [(String, [String: Any])], location: SourceLocation = #_sourceLocation
  ) throws {
    let lines = try records.map { collection, fields in
      var object: [String: Any] = ["collection": collection]
      var fields = fields
      object["id"] = fields.removeValue(forKey: "id")
      object["fields"] = fields
      return String(
        decoding: try JSONSerialization.data(withJSONObject: object, options: .sortedKeys),
        as: UTF8.self)
    }
    let outcome = try scratch.run(["put", "--json"], input: lines.joined(separator: "\n") + "\n")
    #expect(outcome.status == 0, "\(outcome.errors)", sourceLocation: location)
  }

  /// Runs a command of the rules under `--json` and `--lang zh`; its lines.
  func lines(
    _ arguments: [String], location: SourceLocation = #_sourceLocation
  ) throws -> [[String: Any]] {
    let outcome = try scratch.run(arguments + ["--rule-set", ruleSet, "--lang", "zh", "--json"])
    #expect(outcome.status == 0, "\(arguments): \(outcome.errors)", sourceLocation: location)
    return outcome.lines
  }

  /// The warnings of a rule as of a day.
  func warnings(
    _ asOf: String, _ rule: String, county: String? = nil,
    location: SourceLocation = #_sourceLocation
  ) throws -> [[String: Any]] {
    try lines(
      ["warnings", "--as-of", asOf] + (county.map { ["--county", $0] } ?? []), location: location
    ).filter { $0["rule"] as? String == rule }
  }

  /// What is still to be done by a rule, within a hundred days of a day.
  func due(
    _ asOf: String, _ rule: String, location: SourceLocation = #_sourceLocation
  ) throws -> [[String: Any]] {
    try lines(["due", "--as-of", asOf, "--within", "100d"], location: location)
      .filter { $0["rule"] as? String == rule }
  }

  /// An indicator of the whole as of a day.
  func indicator(
    _ id: String, _ asOf: String, location: SourceLocation = #_sourceLocation
  ) throws -> [String: Any] {
    let found = try lines(["indicators", "--only", id, "--as-of", asOf], location: location)
    #expect(found.count == 1, sourceLocation: location)
    return found.first ?? [:]
  }

  /// The code of a refusal; nil where the command went through. Every refusal has its next step.
  func refusal(
    _ arguments: String..., location: SourceLocation = #_sourceLocation
  ) throws -> String? {
    let outcome = try scratch.run(arguments + ["--json"])
    if outcome.status == 0 { return nil }
    #expect(
      outcome.failure?.hint.isEmpty == false, "\(outcome.errors)", sourceLocation: location)
    return outcome.failure?.code
  }

  /// Puts a text of a rule set built in into the ledger, with something replaced: what if.
  func replaceRules(_ changes: (String, String)...) throws {
    let file = Program.root.appendingPathComponent("Sources/Policy/Data/\(ruleSet).yaml")
    var text = try String(contentsOf: file, encoding: .utf8)
    for (old, new) in changes {
      #expect(text.contains(old), "\(old)")
      text = text.replacing(old, with: new)
    }
    try add("rule_set", "name=试算", "code=\(ruleSet)", "text=\(text)")
  }
}

extension [String: Any] {
  func text(_ key: String) -> String? { self[key] as? String }
  func number(_ key: String) -> Int? { self[key] as? Int }
}
