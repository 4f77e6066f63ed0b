// Indicators as data: what is counted over what, during which period, in which reading. The same
// text form as rule sets, read as strictly.

internal import Causality

/// An indicator's definition.
public struct Indicator: Sendable {
  /// How the quotient is shown.
  public enum Shown: String, Sendable, Hashable {
    case percent
    case quotient
  }

  /// Its number in the list of indicators.
  public let id: String
  /// What it says.
  public let title: Phrase
  /// How the quotient is shown.
  public let shown: Shown
  /// The period it looks at; nil for all time.
  public let during: Period.Kind?
  /// The rules whose targets it is held against, the first in force counting.
  public let rules: [String]
  /// The ways it can be read.
  public let readings: [Rule.Reading]
  /// The way it is read.
  public let reading: String?
  let numerator: Measure?
  let less: Measure?
  let denominator: Measure?
  /// The kind of rule whose judgements are counted instead of records: approvals within their
  /// limits, or what a deadline asks done by its last day.
  let within: Rule.Kind?
  /// The deadline whose judgements are counted.
  let deadline: String?

  /// Whether the numerator is one amount less another, so that its percentage is in points.
  public var isDifference: Bool { less != nil }

  /// The indicators built in.
  public static let standard: [Indicator] = {
    do {
      return try read(yaml: Embedded.indicators)
    } catch {
      preconditionFailure("the indicators built in are not readable: \(error)")
    }
  }()

  /// The built-in indicators that an id asks for: the one of that id, or else those of its lines,
  /// as `A8.completion` and others are of `A8`; none where there is no such id.
  public static func named(_ id: String) -> [Indicator] {
    let exact = standard.filter { $0.id == id }
    return exact.isEmpty ? standard.filter { $0.id.hasPrefix(id + ".") } : exact
  }

  /// Reads indicators from their text.
  ///
  /// - Throws: ``RuleFault`` with the indicator, the key, the line and the next step.
  public static func read(
    yaml text: String, vocabulary: Vocabulary = .standard
  ) throws(RuleFault) -> [Indicator] {
    var document = try Entry.document(text)
    document.place.ruleSet = "indicators"
    let reader = RuleSetReader(vocabulary: vocabulary)
    var found: [Indicator] = []
    for entry in try document.entries("indicators") {
      let indicator = try reader.indicator(entry)
      if found.contains(where: { $0.id == indicator.id }) {
        throw entry.fault(.repeatedRule, "id", indicator.id)
      }
      found.append(indicator)
    }
    try document.finish()
    return found
  }
}

extension RuleSetReader {
  func indicator(_ written: Entry) throws(RuleFault) -> Indicator {
    var entry = written
    let id = try entry.required("id")
    entry.place.rule = id
    let (readings, reading) = try self.readings(&entry)
    let title = try phrase("title", &entry) ?? Phrase(zh: id, en: id)
    let shownName = try entry.text("shown") ?? "percent"
    guard let shown = Indicator.Shown(rawValue: shownName) else {
      throw entry.fault(.badValue, "shown", "percent quotient")
    }
    let during = try kind("during", &entry)
    let rules = try entry.texts("rules")
    var within: Rule.Kind?
    if let name = try entry.text("within") {
      guard let counted = Rule.Kind(rawValue: name),
        counted == .approvalLimit || counted == .approvalTotal || counted == .deadline
      else { throw entry.fault(.badValue, "within", "approval-limit approval-total deadline") }
      within = counted
    }
    let deadline = try entry.text("deadline")
    if (within == .deadline) != (deadline != nil) { throw entry.fault(.missingKey, "deadline") }
    let numerator = try measure("numerator", &entry)
    let less = try measure("less", &entry)
    let denominator = try measure("denominator", &entry)
    if numerator == nil, within == nil { throw entry.fault(.missingKey, "numerator") }
    if let less, less.places != numerator?.places {
      throw entry.fault(.badValue, "less", "numerator")
    }
    try entry.finish()
    return Indicator(
      id: id, title: title, shown: shown, during: during, rules: rules, readings: readings,
      reading: reading, numerator: numerator, less: less, denominator: denominator,
      within: within, deadline: deadline)
  }
}
