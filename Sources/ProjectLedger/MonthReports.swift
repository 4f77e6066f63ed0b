// The reports of a month as tables of some records: those that a list shows or a command selects, in
// their order.

package import Bulletins
internal import Causality
package import LedgerStore
package import Workbooks

extension MonthReport {
  /// The report of these projects; nil where none of them belongs in it. O(projects).
  ///
  /// - Parameter facts: those of the month, of at least these projects.
  package func table(
    of facts: BulletinFacts, _ records: [Record]
  ) throws(FactFault) -> Table? {
    var chosen = facts
    let places = Dictionary(
      facts.projects.enumerated().map { ($0.element.code, $0.offset) }, uniquingKeysWith: { $1 })
    chosen.projects = records.compactMap { record in
      places[record.id.description].map { facts.projects[$0] }
    }
    let counties = Set(chosen.projects.map(\.county))
    chosen.counties.removeAll { !counties.contains($0.code) }
    let counted = Set(chosen.counties.map(\.code))
    chosen.rates.removeAll { rate in rate.county.map { !counted.contains($0) } ?? true }
    chosen.approvals = []
    chosen.issues = []
    chosen.reporters = []
    return try table(of: chosen)
  }
}
