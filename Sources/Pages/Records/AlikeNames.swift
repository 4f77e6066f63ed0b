// A project whose name is much like another's of its county: said after it was saved, with the way
// to the other. Both stay: which two are one no program can know.

internal import Catalogue
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

extension Pages {
  private static let alikeMax = 3

  /// What is said of a project that was just named.
  ///
  /// - Complexity: O(1) where the form did not name a project; else O(projects).
  func alike(_ id: RecordID, _ reading: FormReading, _ visit: Visit) -> [Remark] {
    let form = reading.form
    guard form.collection.code == "project",
      reading.assignments.contains(where: { $0.field.id == form.collection.nameField.id }),
      let rows = try? table.now().rows, let own = rows.first(where: { $0.id == id })
    else { return [] }
    let county = Self.county(of: own)
    let found = rows.lazy.filter { row in
      row.id != id && Self.county(of: row) == county && NearNames.areNear(row.name, own.name)
    }
    return found.prefix(Self.alikeMax).map { row in
      Remark(
        tone: .warning, message: Message("page.name-alike"),
        link: Remark.Link(path: "/r/\(row.id)", name: visit.named(row.name)))
    }
  }

  /// The county of a project: its code without that of a zone, else the ledger.
  private static func county(of row: ProjectRow) -> String {
    guard let place = ProjectTables.place(of: "region_code"),
      case .text(let code) = row.values[place]
    else { return row.ledger }
    return code.split(separator: "-").first.map(String.init) ?? code
  }
}
