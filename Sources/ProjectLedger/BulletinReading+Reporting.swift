// Reporting discipline from the records: which counties have handed in the month's reports of all their
// projects, by when, and which have not.

internal import Bulletins
internal import Catalogue
internal import Causality
internal import LedgerStore
internal import Policy
internal import Projects

extension BulletinReading {
  /// The day of the next month by which reports are due where nobody says another.
  package static var usualDay: Int { 5 }

  /// The day by which the month's reports are due: as asked, else the 5th of the next month, rolled to
  /// a working day where the calendar knows it.
  func due(_ calendar: WorkCalendar) -> CivilDate {
    if let reportsDue { return reportsDue }
    let day = month.end.adding(days: Self.usualDay) ?? month.end
    return (try? calendar.rolled(day)) ?? day
  }

  /// The counties with projects to report, each with the day of its last report, or none while a
  /// report is missing. A report that names no day counts as of the month's last.
  func reporters(
    _ projects: [Record], _ reports: [ReportLine], due: CivilDate
  ) -> [ReporterFact] {
    var days: [RecordID: CivilDate] = [:]
    // Handed in after the month's end, as reports are: nothing is cut off here.
    for line in reports where line.period == month {
      let day = line.submittedOn ?? month.end
      days[line.project] = min(days[line.project] ?? day, day)
    }
    var counties: [String: (all: Int, missing: Int, last: CivilDate?)] = [:]
    for record in projects {
      let fields = ShownFields(record, schema, asOf: month.end)
      let day = days[record.id]
      guard day != nil || ReportDuty(fields).isOwed(of: month) else { continue }
      var county = counties[fields.text("region_code", else: record.ledger)] ?? (0, 0, nil)
      county.all += 1
      if let day {
        county.last = max(county.last ?? day, day)
      } else {
        county.missing += 1
      }
      counties[fields.text("region_code", else: record.ledger)] = county
    }
    return counties.sorted { $0.key < $1.key }.map { code, county in
      let name = Region.find(code)?.name ?? code
      let isPartial = county.missing > 0 && county.missing < county.all
      let unit =
        isPartial
        ? Catalogue.text(
          Message("bulletin.reporter.partial", [name, "\(county.all)", "\(county.missing)"]),
          in: .zh) : name
      return ReporterFact(
        unit: unit, dueOn: due, reportedOn: county.missing > 0 ? nil : county.last)
    }
  }
}
