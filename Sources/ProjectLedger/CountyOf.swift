// Which county a record belongs to: its own county code, else that of the record it belongs to, else
// the ledger it stands in, which for a county's own book is the county.

package import Causality
package import LedgerStore
internal import Projects

/// Finds the county of a record.
package struct CountyOf: Sendable {
  /// Child records hang below projects at most this deep; a longer chain is a loop.
  private static let depthMax = 4

  /// Fields that are about to be written, by record: they stand before those of the ledger.
  package var proposed: [RecordID: (collection: CollectionID, values: [FieldID: Value])] = [:]

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
      if let parent = collection.parentField, case .reference(let id)? = value(parent.id) {
        next = id
      }
    }
    return ledger
  }
}
