// Why a warning is given, in numbers, and the sentence made of them.

public import Catalogue
internal import Causality

/// A sentence with numbers, in either language.
public struct Reason: Sendable, Hashable {
  /// The entry of the catalogue.
  public let key: String
  /// What the rule asks; fills the first gap.
  public let title: Phrase
  /// What fills the other gaps.
  public let arguments: [String]

  /// The sentence.
  public func text(_ language: Language) -> String {
    Catalogue.text(
      Message(key, [language == .zh ? title.zh : title.en] + arguments), in: language)
  }
}

/// The numbers of a warning.
enum Grounds: Sendable, Hashable {
  /// Days and working days over the last day, not done.
  case overdue(CivilDate, days: Int32, workdays: Int32)
  /// Days beyond a soft last day, and working days left to the hard one behind it.
  case overdueNext(days: Int32, next: CivilDate, left: Int32)
  /// Done, but not complete.
  case incomplete(CivilDate, days: Int32, workdays: Int32)
  /// Done after the last day.
  case late(CivilDate, done: CivilDate, days: Int32, workdays: Int32)
  /// Days left, and working days where the calendar reaches so far.
  case ahead(CivilDate, days: Int32, workdays: Int32?)
  /// A planned day after the last one allowed.
  case plan(CivilDate, due: CivilDate, days: Int32)
  /// Working days used of those allowed.
  case total(used: Int32, allowed: Int32)
  /// Working days that a plan takes of those allowed.
  case planned(Int32, allowed: Int32)
  /// A total as stated, and what its parts add up to.
  case stated(ExactDecimal, sum: ExactDecimal, difference: ExactDecimal)
  /// Of the records asked, how many are as asked, and a bit for every condition that this one
  /// fails.
  case coverage(passed: Int64, all: Int64, lacking: UInt64)
  case cadence(
    String, count: Int32, atLeast: Int32, end: CivilDate, missed: Int32, isAhead: Bool)
  /// Points behind, 元 done and planned, and the months of the line.
  case behind(Fraction, done: Int64, plan: Int64, gone: Int16, window: Int16, isMonthly: Bool)
  /// A figure of a group, in words already.
  case figure(key: String, [String])

  /// Whether the act is still to come.
  var isOpen: Bool {
    switch self {
    case .overdue, .overdueNext, .incomplete, .coverage: true
    default: false
    }
  }

  func reason(_ rule: Rule) -> Reason {
    let (key, arguments) = parts
    return Reason(
      key: key, title: breach(rule) ?? lack(rule) ?? rule.title, arguments: arguments)
  }

  /// What is asked, with what of it is not so here.
  private func lack(_ rule: Rule) -> Phrase? {
    guard case .coverage(_, _, let lacking) = self, case .coverage(let coverage) = rule.body
    else { return nil }
    var named: [Phrase] = []
    for (bit, phrase) in coverage.asked.enumerated() where lacking & 1 << UInt64(bit) != 0 {
      if let phrase, !named.contains(phrase) { named.append(phrase) }
    }
    if named.isEmpty { return nil }
    return Phrase(
      zh: "\(rule.title.zh)（缺：\(named.map(\.zh).joined(separator: "、"))）",
      en: "\(rule.title.en) (lacking: \(named.map(\.en).joined(separator: ", ")))")
  }

  /// The rule's own words for a period without it.
  private func breach(_ rule: Rule) -> Phrase? {
    guard case .cadence(let label, _, _, _, _, let isAhead) = self, !isAhead, let said = rule.breach
    else { return nil }
    let half: Phrase? =
      label.hasSuffix("-H1")
      ? Phrase("policy.first-half") : label.hasSuffix("-H2") ? Phrase("policy.second-half") : nil
    return Phrase(
      zh: said.zh.replacing("{period}", with: half?.zh ?? label),
      en: said.en.replacing("{period}", with: half?.en ?? label))
  }

  private var parts: (String, [String]) {
    switch self {
    case .overdue(let due, let days, let workdays):
      ("warning.deadline.overdue", [due.description, "\(days)", "\(workdays)"])
    case .overdueNext(let days, let next, let left):
      ("warning.deadline.overdue-next", ["\(days)", next.description, "\(left)"])
    case .incomplete(let due, let days, let workdays):
      ("warning.deadline.incomplete", [due.description, "\(days)", "\(workdays)"])
    case .late(let due, let done, let days, let workdays):
      (
        "warning.deadline.late",
        [due.description, done.description, "\(days)", "\(workdays)"]
      )
    case .ahead(let due, let days, let workdays):
      (
        "warning.deadline.ahead",
        [due.description, "\(days)", workdays.map { "\($0)" } ?? "—"]
      )
    case .plan(let planned, let due, let days):
      ("warning.plan", [planned.description, due.description, "\(days)"])
    case .total(let used, let allowed):
      (used > allowed ? "warning.total.over" : "warning.total.near", ["\(used)", "\(allowed)"])
    case .planned(let workdays, let allowed):
      ("warning.plan-total", ["\(workdays)", "\(allowed)"])
    case .stated(let stated, let sum, let difference):
      (
        "warning.stated-total",
        [
          stated.description, sum.description,
          (difference.mantissa > 0 ? "+" : "") + difference.description,
        ]
      )
    case .coverage(let passed, let all, _): ("warning.coverage", ["\(passed)", "\(all)"])
    case .cadence(let label, let count, let atLeast, let end, let missed, let isAhead):
      (
        isAhead ? "warning.cadence.ahead" : "warning.cadence.missed",
        [label, "\(count)", "\(atLeast)", end.description, "\(missed)"]
      )
    case .behind(let lag, let done, let plan, let gone, let window, let isMonthly):
      (
        isMonthly ? "warning.behind.plan" : "warning.behind.line",
        [
          lag.quotient() ?? "", Judge.money(done), Judge.money(plan), "\(gone)/\(window)",
        ]
      )
    case .figure(let key, let arguments): (key, arguments)
    }
  }
}
