// Scores as configuration: what is scored, what it weighs, where it is capped, and who is ranked with
// whom. No document gives the weights, so every number here comes from the office that scores.

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
    /// The value that gives full marks; more gives more unless capped.
    var full: ExactDecimal
    var isCapped: Bool
  }

  enum Source: Sendable {
    case indicator(String)
    case figure(String)
  }

  var items: [Item]
}

extension RuleSetReader {
  func scoreSheet(_ entry: inout Entry) throws(RuleFault) -> ScoreSheet {
    var items: [ScoreSheet.Item] = []
    for var line in try entry.entries("items") {
      let name = try line.required("name")
      let title = try phrase("title", &line) ?? Phrase(zh: name, en: name)
      guard let weight = ExactDecimal(try line.required("weight"))?.scaled(places: 4), weight >= 0
      else { throw line.fault(.badValue, "weight", "10") }
      let source: ScoreSheet.Source
      if let indicator = try line.text("indicator") {
        source = .indicator(indicator)
      } else {
        source = .figure(try line.required("figure"))
      }
      guard let full = ExactDecimal(try line.text("full") ?? "1"), full > ExactDecimal(0) else {
        throw line.fault(.badValue, "full", "1")
      }
      let isCapped = try line.flag("capped") ?? true
      try line.finish()
      items.append(
        ScoreSheet.Item(
          name: name, title: title, weight: weight, source: source, full: full,
          isCapped: isCapped))
    }
    if items.isEmpty { throw entry.fault(.missingKey, "items") }
    return ScoreSheet(items: items)
  }
}
