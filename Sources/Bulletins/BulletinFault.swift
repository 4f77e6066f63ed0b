// Why a bulletin cannot be made: facts that contradict themselves, a snapshot that is not whole,
// figures that do not agree, files that cannot be written. Each names the place and the next step.

public import Catalogue
internal import Causality
public import Workbooks

/// A bulletin that cannot be made.
public enum BulletinFault: Error, Sendable, Hashable {
  /// The facts contradict themselves or go beyond a bound.
  case facts(FactFault)
  /// A snapshot that cannot be read.
  case snapshot(SnapshotFault)
  /// Figures that do not agree with the annexes; all of them.
  case discrepancies([Discrepancy])
  /// A file that cannot be written.
  case file(WorkbookError)

  /// What is wrong, one message a fault.
  public var messages: [Message] {
    switch self {
    case .facts(let fault): [fault.message]
    case .snapshot(let fault): [fault.message]
    case .discrepancies(let all): all.map(\.message)
    case .file(let error): [error.message]
    }
  }

  /// What to do next.
  public var hint: Message {
    switch self {
    case .facts(let fault): Message("bulletin.fact.\(fault.code.rawValue).hint", [fault.detail])
    case .snapshot: Message("bulletin.snapshot.hint")
    case .discrepancies: Message("bulletin.discrepancy.hint")
    case .file(let error): error.hint
    }
  }
}

/// Facts that contradict themselves.
public struct FactFault: Error, Sendable, Hashable {
  /// What is wrong.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    /// Something is there twice: a county, a project.
    case twice
    /// A county or project that is not among the facts.
    case unknown
    /// A number, month or length outside of its bounds.
    case bounds
    /// A number stated by hand for a figure that the bulletin does not have.
    case figure
  }

  /// What is wrong.
  public let code: Code
  /// Which record, and which of its fields.
  public let place: String
  /// The value, or the bound.
  public let detail: String

  /// The sentence.
  public var message: Message { Message("bulletin.fact.\(code.rawValue)", [place, detail]) }
}

extension BulletinFacts {
  /// The most projects, approvals or issues of one bulletin.
  public static let recordsMax = 500_000
  /// The most money of one project: a hundred thousand 亿元, in 万元, so that no sum overflows.
  static let moneyMax: Int64 = 1_000_000_000

  /// Throws when the facts contradict themselves or go beyond a bound. O(records).
  public func validate() throws(FactFault) {
    try validateHead()
    var codes: Set<String> = []
    for county in counties {
      guard codes.insert(county.code).inserted, !county.code.isEmpty else {
        throw FactFault(code: .twice, place: "county", detail: county.code)
      }
      guard county.parts.count <= scoreItems.count else {
        throw FactFault(code: .bounds, place: "county \(county.code) parts", detail: "scoreItems")
      }
    }
    for rate in rates {
      if let county = rate.county, !codes.contains(county) {
        throw FactFault(code: .unknown, place: "rate \(rate.measure.rawValue)", detail: county)
      }
    }
    guard max(projects.count, approvals.count, issues.count) <= BulletinFacts.recordsMax else {
      throw FactFault(code: .bounds, place: "records", detail: "\(BulletinFacts.recordsMax)")
    }
    var known: Set<String> = Set(minimumCapacity: projects.count)
    for project in projects {
      guard codes.contains(project.county) else {
        throw FactFault(
          code: .unknown, place: "project \(project.code) county", detail: project.county)
      }
      guard known.insert(project.code).inserted, !project.code.isEmpty else {
        throw FactFault(code: .twice, place: "project", detail: project.code)
      }
      try project.validateMoney()
    }
    for code in approvals.lazy.map(\.project) where !known.contains(code) {
      throw FactFault(code: .unknown, place: "approval", detail: code)
    }
    for code in issues.lazy.map(\.project) where !known.contains(code) {
      throw FactFault(code: .unknown, place: "issue", detail: code)
    }
  }

  private func validateHead() throws(FactFault) {
    func check(_ value: Int, _ range: ClosedRange<Int>, _ place: String) throws(FactFault) {
      guard range.contains(value) else {
        throw FactFault(
          code: .bounds, place: place,
          detail: "\(value) (\(range.lowerBound)…\(range.upperBound))")
      }
    }
    try check(head.year, 1...9999, "head year")
    try check(head.month, 1...12, "head month")
    try check(head.number, 1...9999, "head number")
    try check(head.namedCount, 1...10, "head namedCount")
    try check(counties.count, 1...2000, "counties")
    try check(scoreItems.count, 0...30, "scoreItems")
    for month in months { try check(month.month, 1...12, "month \(month.measure.rawValue)") }
  }
}

extension ProjectFact {
  fileprivate func validateMoney() throws(FactFault) {
    let sums = [
      totalInvestment, priorCumulative, annualPlan, completed, expected, monthPlan, tenDays,
      toTenDays,
    ]
    for case let amount? in sums {
      guard amount.scale <= 4,
        amount <= ExactDecimal(BulletinFacts.moneyMax),
        amount >= ExactDecimal(-BulletinFacts.moneyMax)
      else {
        throw FactFault(code: .bounds, place: "project \(code)", detail: amount.description)
      }
    }
  }
}
