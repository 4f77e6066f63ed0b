// Closing a period: a frozen text of every project's line, made of exact values in a fixed order,
// so that the same figures always give the same bytes; and the writes by which the city locks the
// reports and says again what it found, so that an edit made without having seen the lock is a
// conflict in which the city's figure stands.

public import Causality

/// One project's row in the snapshot of a closed period.
public struct ClosedRow: Sendable, Hashable {
  /// The project.
  public let project: RecordID
  /// Its name.
  public let name: String
  /// The plan of the year, 万元.
  public let annualPlan: ExactDecimal?
  /// The month's figure and the cumulatives.
  public let line: MonthLine

  /// A row.
  public init(project: RecordID, name: String, annualPlan: ExactDecimal?, line: MonthLine) {
    self.project = project
    self.name = name
    self.annualPlan = annualPlan
    self.line = line
  }
}

/// Why a snapshot is not made or not believed.
public enum SnapshotFailure: Error, Sendable, Hashable {
  /// The text is longer than a field holds; close county by county.
  case tooLong(bytes: Int)
  /// The kept text does not have the kept digest.
  case digestDiffers
}

/// The frozen snapshot of a period.
public struct PeriodSnapshot: Sendable, Hashable {
  /// The most bytes a snapshot may have: what one field holds.
  public static let bytesMax = 1_048_576
  private static let head = "taizhang-period-1"

  /// The period.
  public let period: ReportingPeriod
  /// The county's code; empty for the whole book.
  public let region: String
  /// The version, from 1.
  public let version: Int
  /// The rows, by project.
  public let rows: [ClosedRow]

  /// A snapshot; the order of the rows given does not matter.
  public init(period: ReportingPeriod, region: String, version: Int, rows: [ClosedRow]) {
    self.period = period
    self.region = region
    self.version = version
    self.rows = rows.sorted { $0.project < $1.project }
  }

  /// The text that is kept and printed again, tabs between fields, one line a project, the sums
  /// last.
  ///
  /// - Throws: ``SnapshotFailure/tooLong(bytes:)``.
  public func text() throws(SnapshotFailure) -> String {
    var lines = ["\(Self.head)\t\(period.text)\t\(region)\t\(version)\t\(rows.count)"]
    var sums = [ExactDecimal](repeating: ExactDecimal(0), count: 4)
    for row in rows {
      let numbers = [
        row.annualPlan, row.line.month, row.line.yearToDate, row.line.cumulative,
      ]
      for (place, number) in numbers.enumerated() {
        sums[place] = number.flatMap { sums[place].adding($0) } ?? sums[place]
      }
      let cells = numbers.map { $0?.description ?? "" }
      lines.append(
        ([row.project.description, Self.clean(row.name)] + cells).joined(separator: "\t"))
    }
    lines.append((["total", "\(rows.count)"] + sums.map(\.description)).joined(separator: "\t"))
    let text = lines.joined(separator: "\n") + "\n"
    guard text.utf8.count <= Self.bytesMax else { throw .tooLong(bytes: text.utf8.count) }
    return text
  }

  /// A name on one line: tabs and line breaks become spaces.
  private static func clean(_ name: String) -> String {
    var clean = String.UnicodeScalarView()
    for scalar in name.unicodeScalars { clean.append(scalar.value < 0x20 ? " " : scalar) }
    return String(clean)
  }

  /// The text of a closed period as it was kept, after its digest was compared.
  ///
  /// - Parameter digest: SHA-256 as 64 hexadecimal digits in lower case.
  /// - Throws: ``SnapshotFailure/digestDiffers``.
  public static func reprint(
    _ close: RelatedRecord, digest: (String) -> String
  ) throws(SnapshotFailure) -> String {
    guard let text = close.text("snapshot"), close.text("digest") == digest(text) else {
      throw .digestDiffers
    }
    return text
  }
}

/// The writes by which the city locks.
public enum PeriodLock {
  /// The figures of a report that the city says again while it locks.
  public static let figures = [
    "planned", "month_investment", "funds_in", "stat_entered_amount",
  ]

  /// The writes on a report: locked, with its figures as the city has them. A write of the value
  /// that stands is meant to be made: it is what a late edit then stands against.
  public static func writes(on report: RelatedRecord) -> [(field: FieldID, value: Value)] {
    let state = Schema.progressReport.known("report_state")
    let locked = Enumeration.reportState.numbers(["locked"])[0]
    return [(state.id, .code(locked))] + said(figures, report)
  }

  /// The writes on a project: its annual plan and the plan's year as the city has them.
  public static func writes(onPlanOf project: RelatedRecord) -> [(field: FieldID, value: Value)] {
    said(["annual_plan_year", "annual_plan"], project)
  }

  private static func said(
    _ codes: [String], _ record: RelatedRecord
  ) -> [(field: FieldID, value: Value)] {
    codes.compactMap { code in
      record.has(code) ? (record.collection.known(code).id, record.value(code)) : nil
    }
  }
}
