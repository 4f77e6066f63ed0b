// Which records of open conflicts satisfy `--where`.

internal import Causality
internal import LedgerStore
internal import Projects

extension LocatedRecord {
  /// Where a conflict's record lives.
  init(_ conflict: Conflict) {
    self.init(ledger: conflict.ledger, collection: conflict.collection, id: conflict.record)
  }
}

/// The conditions of `--where`, all of which must hold.
struct RecordCondition {
  private let conditions: [String]
  private let context: CommandContext
  private let store: Store

  init(_ conditions: [String], _ context: CommandContext, _ store: Store) {
    self.conditions = conditions
    self.context = context
    self.store = store
  }

  /// The records of `conflicts` that satisfy every condition, archived ones included. A collection
  /// without the field has none of them; a field that no collection at hand has is refused.
  func records(of conflicts: [Conflict]) throws -> Set<LocatedRecord> {
    var found: Set<LocatedRecord> = []
    var failure: (any Error)?
    var isKnown = false
    for id in Set(conflicts.map(\.collection)).sorted() {
      guard let collection = context.schema.collection(id) else { continue }
      let filters: [Filter]
      do {
        filters = try conditions.map { condition in
          try WhereClause(condition, of: collection) { try context.locate($0, in: store).id }.filter
        }
      } catch {
        failure = failure ?? error
        continue
      }
      isKnown = true
      let query = Query(
        ledger: context.ledgerOption, collection: id, filters: filters, includeArchived: true)
      try store.read { snapshot throws(StoreError) in
        try snapshot.query(query) { record in
          found.insert(LocatedRecord(ledger: record.ledger, collection: id, id: record.id))
          return true
        }
      }
    }
    if !isKnown, let failure { throw failure }
    return found
  }
}
