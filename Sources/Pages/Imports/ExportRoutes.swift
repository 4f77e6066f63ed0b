// Spreadsheets out: the projects of a list, as it is searched, narrowed and sorted, in the ledger's
// layout that imports read back or in that of offices' investment plans.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import ProjectLedger
internal import Projects
internal import Workbooks

extension Pages {
  /// Records read in one short transaction.
  private static let recordsAtOnce = 500

  /// `/exports/ledger.xlsx` and `/exports/plan.xlsx`, of what the address narrows as `/projects` does.
  func export(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in
      let layout = visit.parameters["name"] ?? ""
      guard ["ledger.xlsx", "plan.xlsx"].contains(layout),
        let projects = schema.collection("project")
      else { throw Stop(.notFound, "page.stop-missing", visit.path) }
      let records = try listed(projects, visit)
      let made: Table?
      if layout == "plan.xlsx" {
        made = LedgerExport.plan(records, of: projects, in: visit.language)
      } else {
        made = LedgerExport.ledger(
          records, LedgerExport.filledColumns(of: projects, records), of: projects,
          in: visit.language)
      }
      guard let table = made else { throw Stop(.notFound, "page.stop-missing", visit.path) }
      let book = WorkbookFile(
        title: table.title, office: store.identity.office, createdOn: today ?? .earliest,
        tables: [table], language: visit.language)
      let bytes: [UInt8]
      do {
        bytes = try PassingFile.bytes { path in try book.write(to: path) }
      } catch let fault as DraftFault {
        throw Stop(.serviceUnavailable, "page.stop-export-disk", fault.detail)
      } catch let error as WorkbookError {
        throw Stop(.serviceUnavailable, "page.stop-export-disk", visit.text(error.message))
      }
      var answer = Answer(
        mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        body: bytes)
      answer.fileName = table.title + ".xlsx"
      return answer
    }
  }

  /// The records of the list, in its order.
  private func listed(_ projects: CollectionDefinition, _ visit: Visit) throws -> [Record] {
    let all = try table.now()
    let places = GridQuery(visit.query).places(in: all)
    var records: [Record] = []
    records.reserveCapacity(places.count)
    for start in stride(from: 0, to: places.count, by: Self.recordsAtOnce) {
      let part = places[start..<min(places.count, start + Self.recordsAtOnce)]
      records += try store.read { snapshot throws(StoreError) in
        var found: [Record] = []
        for place in part {
          let row = all.rows[Int(place)]
          if let record = try snapshot.record(row.ledger, projects.id, row.id) {
            found.append(record)
          }
        }
        return found
      }
    }
    return records
  }
}
