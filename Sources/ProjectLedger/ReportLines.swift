// What a bulletin takes from progress reports, read straight from what they show.

internal import Causality
internal import LedgerStore
internal import Policy
internal import Projects

/// A report that was handed in.
struct ReportLine: Sendable {
  let project: RecordID
  let period: Period
  /// 万元.
  let invested: ExactDecimal?
  let progress: String
  let submittedOn: CivilDate?
}

/// Reads reports; periods, which few texts name, are understood once each.
final class ReportLines {
  let collection: CollectionID
  private let project: FieldID
  private let period: FieldID
  private let invested: FieldID
  private let progress: FieldID
  private let state: FieldID
  private let submitted: FieldID
  /// The states in which a report does not count.
  private let open: [UInt32]
  private var periods: [String: Period] = [:]

  init?(_ collection: CollectionDefinition) {
    guard let project = collection.field("project"), let period = collection.field("period"),
      let invested = collection.field("month_investment"),
      let progress = collection.field("progress_done"),
      let submitted = collection.field("submitted_on"),
      let state = collection.field("report_state"), case .enumeration(let states) = state.type
    else { return nil }
    self.collection = collection.id
    self.project = project.id
    self.period = period.id
    self.invested = invested.id
    self.progress = progress.id
    self.state = state.id
    self.submitted = submitted.id
    open = states.cases.filter { ["draft", "returned"].contains($0.code) }.map(\.number)
  }

  func keeps(_ field: FieldID) -> Bool {
    field == project || field == period || field == invested || field == progress
      || field == state || field == submitted
  }

  /// The line of a report that was handed in; nil for others.
  func line(_ fields: [(field: FieldID, content: ShownContent)]) -> ReportLine? {
    var (owner, span): (RecordID?, Period?)
    var (amount, words): (ExactDecimal?, String) = (nil, "")
    var day: CivilDate?
    for case (let field, .value(let value)) in fields {
      switch value {
      case .reference(let id) where field == project: owner = id
      case .text(let text) where field == period: span = understood(text)
      case .text(let text) where field == progress: words = text
      case .decimal(let decimal) where field == invested: amount = decimal
      case .date(let date) where field == submitted: day = date
      case .code(let number) where field == state && open.contains(number): return nil
      default: break
      }
    }
    guard let owner, let span else { return nil }
    return ReportLine(
      project: owner, period: span, invested: amount, progress: words, submittedOn: day)
  }

  private func understood(_ text: String) -> Period? {
    if let known = periods[text] { return known }
    let period = Period(text)
    if let period, periods.count < 10_000 { periods[text] = period }
    return period
  }
}
