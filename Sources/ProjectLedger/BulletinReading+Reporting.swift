// Reporting discipline from the records: which counties have handed in the month's reports of all
// their projects, by when, and which have not.

internal import Bulletins
internal import Catalogue
internal import Causality
internal import LedgerStore
internal import Policy
internal import Projects

extension BulletinReading {
  /// The day of the next month by which reports are due where nobody says another.
  package static var usualDay: Int { 5 }

  /// The day by which the month's reports are due: as asked, else the 5th of the next month, rolled
  /// to a working day where the calendar knows it.
  func due(_ calendar: WorkCalendar) -> CivilDate {
    if let reportsDue { return reportsDue }
    let day = month.end.adding(days: Self.usualDay) ?? month.end
    return (try? calendar.rolled(day)) ?? day
  }

  /// The counties with projects to report, each with the day of its last report, or none while a
  /// report is missing. A report that names no day was handed in, on a day that is not known.
  func reporters(
    _ projects: [Record], _ reports: [ReportLine], due: CivilDate
  ) -> [ReporterFact] {
    var reported: Set<RecordID> = []
    var days: [RecordID: CivilDate] = [:]
    // Handed in after the month's end, as reports are: nothing is cut off here.
    for line in reports where line.period == month {
      reported.insert(line.project)
      guard let day = line.submittedOn else { continue }
      days[line.project] = min(days[line.project] ?? day, day)
    }
    var counties: [String: (all: Int, missing: Int, isUndated: Bool, last: CivilDate?)] = [:]
    for record in projects {
      let fields = ShownFields(record, schema, asOf: month.end)
      let isReported = reported.contains(record.id)
      guard isReported || ReportDuty(fields).isOwed(of: month) else { continue }
      let code = fields.text("region_code", else: record.ledger)
      var county = counties[code] ?? (0, 0, false, nil)
      county.all += 1
      if !isReported {
        county.missing += 1
      } else if let day = days[record.id] {
        county.last = max(county.last ?? day, day)
      } else {
        county.isUndated = true
      }
      counties[code] = county
    }
    return counties.sorted { $0.key < $1.key }.map { code, county in
      let name = Region.find(code)?.name ?? code
      let isPartial = county.missing > 0 && county.missing < county.all
      let unit =
        isPartial
        ? Catalogue.text(
          Message("bulletin.reporter.partial", [name, "\(county.all)", "\(county.missing)"]),
          in: .zh) : name
      let isMissing = county.missing > 0
      return ReporterFact(
        unit: unit, dueOn: due, reportedOn: isMissing ? nil : county.last,
        isUndated: county.isUndated && !isMissing)
    }
  }
}
