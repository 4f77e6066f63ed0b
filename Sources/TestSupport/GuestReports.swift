// Guarantees: a collection whose records are locked and summed, and one constraint of every kind.

public import Causality
public import Wire

extension Guest {
  /// The collection of reports on works.
  public static let report = CollectionID(rawValue: 3)

  /// Fields of a report.
  public enum Report {
    /// Text, by which a report is shown.
    public static let title = FieldID(rawValue: 1)
    /// The parent, which must not be archived.
    public static let work = FieldID(rawValue: 2)
    /// Authority; what the work's reports add up.
    public static let amount = FieldID(rawValue: 3)
    /// Locked is ``locked``.
    public static let state = FieldID(rawValue: 4)
    /// The month, as text such as `2021-09`.
    public static let period = FieldID(rawValue: 5)
    /// The report that this one takes the place of.
    public static let corrects = FieldID(rawValue: 6)
    /// Text; with one, a second original of the same round is allowed.
    public static let remark = FieldID(rawValue: 7)
    /// What only one original of a work says.
    public static let round = FieldID(rawValue: 8)

    /// The code of ``state`` behind which a write that had not seen it is a late edit.
    public static let locked: UInt32 = 2
  }

  /// The numbers of the constraints.
  public enum Rule {
    /// No two works have one code.
    public static let code: UInt16 = 1
    /// A work is opened before it is closed.
    public static let dates: UInt16 = 2
    /// The reports of a work add up to its total at most, unless a reason is given.
    public static let total: UInt16 = 3
    /// The work that a report is about is not archived.
    public static let work: UInt16 = 4
    /// One original report a round and work, unless a remark says why.
    public static let once: UInt16 = 5

    static let works = [
      ConstraintTraits(number: code, code: "code", rule: .unique(Field.code)),
      ConstraintTraits(
        number: dates, code: "dates", rule: .ascending(Field.opened, Field.closed)),
      ConstraintTraits(
        number: total, code: "total",
        rule: .sumWithin(
          SumTraits(
            whole: Field.total, reason: Field.reason, carried: Field.carried, year: Field.year,
            children: report, parent: Report.work, part: Report.amount, period: Report.period,
            corrects: Report.corrects, once: Report.round))),
    ]
    static let reports = [
      ConstraintTraits(number: work, code: "work", rule: .living(Report.work, in: Guest.work)),
      ConstraintTraits(
        number: once, code: "once",
        rule: .single(
          SingleTraits(
            parent: Report.work, value: Report.round, corrects: Report.corrects,
            reason: Report.remark))),
    ]
  }

  static let reports = CollectionTraits(
    id: report, code: "report", nameField: Report.title, parentField: Report.work,
    fields: [
      FieldTraits(id: Report.title, code: "title"), FieldTraits(id: Report.work, code: "work"),
      FieldTraits(id: Report.amount, code: "amount", rule: .authority),
      FieldTraits(
        id: Report.state, code: "state", rule: .cautious(order: [0, 1, 2]),
        codes: ["draft", "submitted", "locked"]),
      FieldTraits(id: Report.period, code: "period"),
      FieldTraits(id: Report.corrects, code: "corrects"),
      FieldTraits(id: Report.remark, code: "remark"),
      FieldTraits(id: Report.round, code: "round"),
    ], lock: LockTraits(field: Report.state, code: Report.locked), constraints: Rule.reports)

  /// Writes one field of a report.
  public static func write(_ report: RecordID, report field: FieldID, _ value: Value) -> Operation {
    Operation(collection: Guest.report, record: report, field: field, value: value)
  }

  /// A report of a work's progress.
  public static func report(
    _ record: RecordID, of work: RecordID, _ amount: Int64, period: String = "2021-09"
  ) -> [Operation] {
    [
      write(record, report: Report.work, .reference(work)),
      write(record, report: Report.amount, .integer(amount)),
      write(record, report: Report.period, .text(period)),
    ]
  }

  /// The city locks a report.
  public static func lock(_ record: RecordID) -> Operation {
    write(record, report: Report.state, .code(Report.locked))
  }

  /// The city opens a locked report again: submitted.
  public static func unlock(_ record: RecordID) -> Operation {
    write(record, report: Report.state, .code(1))
  }
}
