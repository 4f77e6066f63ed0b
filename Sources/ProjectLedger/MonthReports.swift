// The reports of a month as tables of some records: those that a list shows or a command selects,
// in their order. Of a closed month every project that was there is in its reports, archived since
// or not. Every sheet says whether its figures stand.

package import Bulletins
internal import Causality
package import LedgerStore
package import Workbooks

extension MonthReport {
  /// The report of these projects; nil where none of them belongs in it. O(projects).
  ///
  /// - Parameters:
  ///   - facts: those of the month, of at least these projects.
  ///   - source: where the facts are from.
  ///   - records: the projects in the order wanted; nil for all of the facts.
  ///   - isMeant: which of them.
  package func table(
    of facts: BulletinFacts, from source: BulletinSource, _ records: [Record]?,
    where isMeant: (ProjectFact) -> Bool
  ) throws(FactFault) -> Table? {
    var chosen = facts
    if let records {
      let places = Dictionary(
        facts.projects.enumerated().map { ($0.element.code, $0.offset) },
        uniquingKeysWith: { $1 })
      chosen.projects = records.compactMap { record in
        places[record.id.description].map { facts.projects[$0] }
      }
    }
    chosen.projects.removeAll { !isMeant($0) }
    let counties = Set(chosen.projects.map(\.county))
    chosen.counties.removeAll { !counties.contains($0.code) }
    let counted = Set(chosen.counties.map(\.code))
    chosen.rates.removeAll { rate in rate.county.map { !counted.contains($0) } ?? true }
    chosen.approvals = []
    chosen.issues = []
    chosen.reporters = []
    return try table(of: chosen)?.noting(source.note)
  }
}
