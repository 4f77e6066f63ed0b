// The fields of each kind of line of a snapshot, in their order. The order is the format: a change
// of it is another version.

internal import Causality
internal import Policy

extension BulletinHead: SnapshotLine {
  static let kind = "head"

  func write(_ fields: inout FieldWriter) {
    for text in [title, office, whole] { fields.text(text) }
    for number in [year, month, number] { fields.number(number) }
    fields.date(issuedOn)
    fields.text(addressee)
    fields.texts(basis)
    fields.texts(demands)
    fields.text(rounding.rawValue)
    fields.number(namedCount)
    fields.number(tenDays ?? 0)
  }

  init(_ fields: inout FieldReader) throws(SnapshotFault) {
    self.init()
    title = try fields.text()
    office = try fields.text()
    whole = try fields.text()
    year = try fields.number(1...9999)
    month = try fields.number(1...12)
    number = try fields.number(1...9999)
    issuedOn = try fields.requiredDate()
    addressee = try fields.text()
    basis = try fields.texts(0...1000)
    demands = try fields.texts(0...1000)
    rounding = try fields.code()
    namedCount = try fields.number(1...10)
    let third = try fields.number(0...3)
    tenDays = third == 0 ? nil : third
  }
}

extension CountyFact: SnapshotLine {
  static let kind = "county"

  func write(_ fields: inout FieldWriter) {
    fields.text(code)
    fields.text(name)
    fields.text(isZone ? "zone" : "county")
    fields.decimal(score)
    fields.number(parts.count)
    for part in parts { fields.decimal(part) }
  }

  init(_ fields: inout FieldReader) throws(SnapshotFault) {
    self.init(code: try fields.text(), name: try fields.text())
    let kind: Kind = try fields.code()
    isZone = kind == .zone
    score = try fields.decimal()
    for _ in 0..<(try fields.number(0...30)) { parts.append(try fields.decimal()) }
  }

  private enum Kind: String { case zone, county }
}

extension RateFact: SnapshotLine {
  static let kind = "rate"

  func write(_ fields: inout FieldWriter) {
    fields.text(measure.rawValue)
    fields.optional(county)
    fields.decimal(rate.numerator)
    fields.decimal(rate.denominator)
  }

  init(_ fields: inout FieldReader) throws(SnapshotFault) {
    self.init(
      try fields.code(), county: try fields.optional(),
      Rate(try fields.requiredDecimal(), try fields.requiredDecimal()))
  }
}

extension MonthFact: SnapshotLine {
  static let kind = "month"

  func write(_ fields: inout FieldWriter) {
    fields.number(month)
    fields.text(measure.rawValue)
    fields.decimal(rate.numerator)
    fields.decimal(rate.denominator)
  }

  init(_ fields: inout FieldReader) throws(SnapshotFault) {
    self.init(
      try fields.number(1...12), try fields.code(),
      Rate(try fields.requiredDecimal(), try fields.requiredDecimal()))
  }
}

extension StatedFact: SnapshotLine {
  static let kind = "stated"

  func write(_ fields: inout FieldWriter) {
    for text in [figure, text, reason] { fields.text(text) }
  }

  init(_ fields: inout FieldReader) throws(SnapshotFault) {
    self.init(figure: try fields.text(), text: try fields.text(), reason: try fields.text())
  }
}

extension ProjectFact: SnapshotLine {
  static let kind = "project"

  func write(_ fields: inout FieldWriter) {
    for text in [code, name, county] { fields.text(text) }
    fields.number(Int(lists.rawValue))
    for amount in [
      totalInvestment, priorCumulative, annualPlan, completed, expected, monthPlan, tenDays,
    ] {
      fields.decimal(amount)
    }
    for text in [progress, builder, leader] { fields.text(text) }
    for date in [
      signedOn, performedOn, plannedStartOn, startedOn, plannedProductionOn, producingOn,
    ] {
      fields.date(date)
    }
    fields.text(light.rawValue)
    fields.text(reason)
    fields.decimal(toTenDays)
  }

  init(_ fields: inout FieldReader) throws(SnapshotFault) {
    self.init(
      code: try fields.text(), name: try fields.text(), county: try fields.text(),
      lists: ProjectLists(rawValue: UInt8(try fields.number(0...Int(ProjectLists.all.rawValue)))))
    totalInvestment = try fields.decimal()
    priorCumulative = try fields.decimal()
    annualPlan = try fields.decimal()
    completed = try fields.decimal()
    expected = try fields.decimal()
    monthPlan = try fields.decimal()
    tenDays = try fields.decimal()
    progress = try fields.text()
    builder = try fields.text()
    leader = try fields.text()
    signedOn = try fields.date()
    performedOn = try fields.date()
    plannedStartOn = try fields.date()
    startedOn = try fields.date()
    plannedProductionOn = try fields.date()
    producingOn = try fields.date()
    light = try fields.code()
    reason = try fields.text()
    toTenDays = try fields.decimal()
  }
}

extension ApprovalFact: SnapshotLine {
  static let kind = "approval"

  func write(_ fields: inout FieldWriter) {
    for text in [project, item, unit] { fields.text(text) }
    for date in [acceptedOn, dueOn, decidedOn] { fields.date(date) }
  }

  init(_ fields: inout FieldReader) throws(SnapshotFault) {
    self.init(
      project: try fields.text(), item: try fields.text(), unit: try fields.text(),
      acceptedOn: try fields.date(), dueOn: try fields.date(), decidedOn: try fields.date())
  }
}

extension IssueFact: SnapshotLine {
  static let kind = "issue"

  func write(_ fields: inout FieldWriter) {
    for text in [project, text, unit] { fields.text(text) }
    fields.date(assignedOn)
    fields.date(dueOn)
    fields.text(state.rawValue)
    fields.date(closedOn)
  }

  init(_ fields: inout FieldReader) throws(SnapshotFault) {
    self.init(
      project: try fields.text(), text: try fields.text(), unit: try fields.text(),
      assignedOn: try fields.date(), dueOn: try fields.date(), state: try fields.code(),
      closedOn: try fields.date())
  }
}

extension ReporterFact: SnapshotLine {
  static let kind = "reporter"

  func write(_ fields: inout FieldWriter) {
    fields.text(unit)
    fields.date(dueOn)
    fields.date(reportedOn)
  }

  init(_ fields: inout FieldReader) throws(SnapshotFault) {
    self.init(
      unit: try fields.text(), dueOn: try fields.requiredDate(), reportedOn: try fields.date())
  }
}

/// A unit of which a day of reporting is not known: a kind of its own, so that what was kept before
/// there was one reads as it was written.
struct UndatedReporterLine: SnapshotLine {
  static let kind = "reporter-undated"
  let reporter: ReporterFact

  init(_ reporter: ReporterFact) { self.reporter = reporter }

  func write(_ fields: inout FieldWriter) { reporter.write(&fields) }

  init(_ fields: inout FieldReader) throws(SnapshotFault) {
    var reporter = try ReporterFact(&fields)
    reporter.isUndated = true
    self.reporter = reporter
  }
}
