// Which county a conflict belongs to: its record's own county, else that of the record it belongs to.

internal import Causality
internal import LedgerStore
internal import Projects

/// Conflicts of one county, named by code (`411702`), by a beginning of it (`4117`), or by name.
struct CountyFilter {
  private let wanted: String
  private let schema: Schema
  /// Child records hang below projects at most this deep; a longer chain is a loop.
  private static let depthMax = 4

  init(_ text: String, _ context: CommandContext) {
    schema = context.schema
    wanted = Region.named(text)?.code ?? text
  }

  func holds(_ conflict: Conflict, _ snapshot: borrowing Snapshot) throws(StoreError) -> Bool {
    var next: RecordID? = conflict.record
    for _ in 0..<Self.depthMax {
      guard let id = next, let record = try snapshot.record(conflict.ledger, id) else { break }
      guard let collection = schema.collection(record.collection) else { break }
      if let field = collection.field("region_code"), case .text(let code)? = record[field.id] {
        return code.hasPrefix(wanted)
      }
      next = nil
      if let parent = collection.parentField, case .reference(let id)? = record[parent.id] {
        next = id
      }
    }
    // A record that names no county is of the county whose book it stands in.
    return conflict.ledger.hasPrefix(wanted)
  }
}
