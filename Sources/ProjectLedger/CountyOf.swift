// Which county a record belongs to: its own county code, else that of the record it belongs to,
// else the ledger it stands in, which for a county's own book is the county. A correction hangs
// below the closing of a whole ledger, but is of the county of the report that it asks to correct.

package import Causality
package import LedgerStore
internal import Projects

/// Finds the county of a record.
package struct CountyOf: Sendable {
  /// Child records hang below projects at most this deep; a longer chain is a loop.
  private static let depthMax = 4

  /// Fields that are about to be written, by record: they stand before those of the ledger.
  package var proposed: [RecordID: (collection: CollectionID, values: [FieldID: Value])] = [:]

  /// Finds counties as the ledger has them.
  package init() {}

  /// The code that a record names, or its parents do; else the name of `ledger`.
  ///
  /// - Complexity: O(1): at most four records are read.
  package func code(
    of id: RecordID, in ledger: String, _ snapshot: borrowing Snapshot
  ) throws(StoreError) -> String {
    var next: RecordID? = id
    for _ in 0..<Self.depthMax {
      guard let id = next else { break }
      let record = try snapshot.record(ledger, id)
      let proposed = proposed[id]
      guard let number = record?.collection ?? proposed?.collection,
        let collection = Schema.standard.collection(number)
      else { break }
      func value(_ field: FieldID) -> Value? { proposed?.values[field] ?? record?[field] }
      if let field = collection.field("region_code"), case .text(let code)? = value(field.id) {
        return code
      }
      next = nil
      for field in Self.above(collection) {
        guard case .reference(let id)? = value(field.id) else { continue }
        next = id
        break
      }
    }
    return ledger
  }

  /// The fields that name what a record is of, the nearest first.
  private static func above(_ collection: CollectionDefinition) -> [FieldDefinition] {
    let nearer = collection.code == "correction" ? ["progress_report", "project"] : []
    return (nearer.map { collection.field($0) } + [collection.parentField]).compactMap(\.self)
  }
}
