// Facts as one text and back: a line a record, fields between tabs, the number of lines and their
// SHA-256 at the end. The same facts give the same text; reading is strict, so that what reads is
// what was frozen.

internal import Causality
internal import Policy

extension BulletinFacts {
  /// The first line of the only version there is.
  static let snapshotTitle = "taizhang-bulletin\t3"
  /// The longest snapshot that is read.
  public static let snapshotBytesMax = 1 << 30

  /// The facts as text. O(records).
  public func snapshot() -> [UInt8] {
    var lines = LineWriter(title: BulletinFacts.snapshotTitle)
    lines.line(head)
    if isDraft { lines.line(DraftLine()) }
    for item in scoreItems { lines.line(ScoreItemLine(name: item)) }
    for record in counties { lines.line(record) }
    for record in rates { lines.line(record) }
    for record in months { lines.line(record) }
    for record in stated { lines.line(record) }
    for record in projects { lines.line(record) }
    for record in approvals { lines.line(record) }
    for record in issues { lines.line(record) }
    for record in reporters {
      if record.isUndated { lines.line(UndatedReporterLine(record)) } else { lines.line(record) }
    }
    return lines.finished()
  }

  /// Reads a snapshot whole. Throws for anything that ``snapshot()`` would not have written:
  /// another version, unknown kinds or another order of them, wrong fields, a missing end, a
  /// changed line. O(bytes).
  public init(snapshot bytes: [UInt8]) throws(SnapshotFault) {
    var lines = try LineReader(
      bytes, title: BulletinFacts.snapshotTitle, bytesMax: BulletinFacts.snapshotBytesMax)
    self.init()
    guard let head: BulletinHead = try lines.next() else { throw lines.fault(.kind, detail: "") }
    self.head = head
    isDraft = (try lines.next() as DraftLine?) != nil
    while let item: ScoreItemLine = try lines.next() { scoreItems.append(item.name) }
    while let record: CountyFact = try lines.next() { counties.append(record) }
    while let record: RateFact = try lines.next() { rates.append(record) }
    while let record: MonthFact = try lines.next() { months.append(record) }
    while let record: StatedFact = try lines.next() { stated.append(record) }
    while let record: ProjectFact = try lines.next() { projects.append(record) }
    while let record: ApprovalFact = try lines.next() { approvals.append(record) }
    while let record: IssueFact = try lines.next() { issues.append(record) }
    while true {
      if let record: ReporterFact = try lines.next() {
        reporters.append(record)
      } else if let line: UndatedReporterLine = try lines.next() {
        reporters.append(line.reporter)
      } else {
        break
      }
    }
    try lines.finish()
  }
}

/// A record that is one line of a snapshot.
protocol SnapshotLine {
  /// The first field.
  static var kind: String { get }
  func write(_ fields: inout FieldWriter)
  init(_ fields: inout FieldReader) throws(SnapshotFault)
}

/// The month was open.
private struct DraftLine: SnapshotLine {
  static let kind = "draft"
  private enum Why: String { case open }

  init() {}
  func write(_ fields: inout FieldWriter) { fields.text(Why.open.rawValue) }
  init(_ fields: inout FieldReader) throws(SnapshotFault) { let _: Why = try fields.code() }
}

/// The name of a part of the score.
private struct ScoreItemLine: SnapshotLine {
  static let kind = "score-item"
  var name: String

  init(name: String) { self.name = name }
  func write(_ fields: inout FieldWriter) { fields.text(name) }
  init(_ fields: inout FieldReader) throws(SnapshotFault) { name = try fields.text() }
}
