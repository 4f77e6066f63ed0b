// Scores as configuration: what is scored, what it weighs, where it is capped, and who is ranked
// with whom. No document gives the weights, so every number here comes from the office that scores.

internal import Causality

/// A score sheet.
struct ScoreSheet: Sendable {
  /// One thing scored.
  struct Item: Sendable {
    var name: String
    var title: Phrase
    /// Points at full marks, in ten-thousandths.
    var weight: Int64
    /// The indicator or typed figure that is scored.
    var source: Source
    /// The value that gives full marks; nil for the best of the group.
    var full: ExactDecimal?
    /// Whether more than full marks are cut to them.
    var isCapped: Bool
  }

  enum Source: Sendable {
    case indicator(String)
    case figure(String)
  }

  /// Who is ranked together.
  struct Group: Sendable {
    var name: Phrase
    /// Codes of counties; empty for all of the kind.
    var members: [String]
    var isZones: Bool
  }

  var items: [Item]
  var groups: [Group]
}

extension RuleSetReader {
  func scoreSheet(_ entry: inout Entry) throws(RuleFault) -> ScoreSheet {
    var items: [ScoreSheet.Item] = []
    for var line in try entry.entries("items") {
      let name = try line.required("name")
      let title = try phrase("title", &line) ?? Phrase(zh: name, en: name)
      guard let weight = ExactDecimal(try line.required("weight"))?.scaled(places: 4),
        (0...10_000_000_000).contains(weight)
      else { throw line.fault(.badValue, "weight", "10") }
      let source: ScoreSheet.Source
      if let indicator = try line.text("indicator") {
        source = .indicator(indicator)
      } else {
        source = .figure(try line.required("figure"))
      }
      let fullText = try line.text("full") ?? "1"
      let full = fullText == "best" ? nil : ExactDecimal(fullText)
      if fullText != "best", full.map({ $0 > ExactDecimal(0) }) != true {
        throw line.fault(.badValue, "full", "1, best")
      }
      let isCapped = try line.flag("capped") ?? true
      try line.finish()
      items.append(
        ScoreSheet.Item(
          name: name, title: title, weight: weight, source: source, full: full,
          isCapped: isCapped))
    }
    if items.isEmpty { throw entry.fault(.missingKey, "items") }
    return ScoreSheet(items: items, groups: try groups(&entry))
  }

  /// `[{name: …, of: county}, {name: …, of: zone}, {name: …, members: […]}]`; counties and zones
  /// apart where nothing is said.
  private func groups(_ entry: inout Entry) throws(RuleFault) -> [ScoreSheet.Group] {
    var groups: [ScoreSheet.Group] = []
    for var line in try entry.entries("groups") {
      guard let name = try phrase("name", &line) else { throw line.fault(.missingKey, "name") }
      let members = try line.texts("members")
      let kind = try line.text("of") ?? "county"
      guard ["county", "zone"].contains(kind) else {
        throw line.fault(.badValue, "of", "county zone")
      }
      try line.finish()
      groups.append(ScoreSheet.Group(name: name, members: members, isZones: kind == "zone"))
    }
    if !groups.isEmpty { return groups }
    return [
      ScoreSheet.Group(name: Phrase("policy.counties"), members: [], isZones: false),
      ScoreSheet.Group(name: Phrase("policy.zones"), members: [], isZones: true),
    ]
  }
}
