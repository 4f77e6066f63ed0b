// What guards ask of the ledger around a record, read from the store. What the city keeps for all (the
// place, the approval list) is looked for in every ledger of the store; everything else in the
// record's own. While many records are loaded, answers about the city's books are kept.

internal import Causality
package import LedgerStore
package import Projects

/// Reads the surroundings of records of one ledger. A failure of the store is kept until asked for,
/// since the questions themselves cannot fail.
package final class LedgerSurroundings {
  private static let cityBooks: Set = ["place", "approval_item"]
  private static let keptBooks: Set = ["place", "approval_item", "period_close"]

  private struct Question: Hashable {
    let collection: CollectionID
    let fields: [FieldID]
    let values: [Value]
  }

  private let store: Store
  private let ledger: String
  private let keepsAnswers: Bool
  private var answers: [Question: [RelatedRecord]] = [:]
  /// The first failure of the store.
  package private(set) var failure: StoreError?

  package init(_ store: Store, ledger: String, keepsAnswers: Bool) {
    self.store = store
    self.ledger = ledger
    self.keepsAnswers = keepsAnswers
  }

  package var surroundings: RelatedRecords {
    RelatedRecords(record: { self.record($0) }, records: { self.records($0, $1) })
  }

  private func record(_ id: RecordID) -> RelatedRecord? {
    let found = attempt { snapshot throws(StoreError) -> RelatedRecord? in
      guard let record = try snapshot.record(self.ledger, id), !record.isArchived else {
        return nil
      }
      return Self.related(record)
    }
    return found ?? nil
  }

  private func records(
    _ collection: CollectionDefinition, _ pairs: [(FieldID, Value)]
  ) -> [RelatedRecord] {
    let question = Question(
      collection: collection.id, fields: pairs.map(\.0), values: pairs.map(\.1))
    if let kept = answers[question] { return kept }
    var query = Query(
      ledger: Self.cityBooks.contains(collection.code) ? nil : ledger, collection: collection.id)
    query.filters = pairs.map { Filter(field: $0.0, op: .equal, value: $0.1) }
    let asked = attempt { snapshot throws(StoreError) -> [RelatedRecord] in
      var found: [RelatedRecord] = []
      try snapshot.query(query) { record in
        if let related = Self.related(record) { found.append(related) }
        return true
      }
      return found
    }
    let found = asked ?? []
    if keepsAnswers, failure == nil, Self.keptBooks.contains(collection.code) {
      answers[question] = found
    }
    return found
  }

  /// A record as guards see it; nil for one of a newer schema.
  package static func related(_ record: Record) -> RelatedRecord? {
    guard let collection = Schema.standard.collection(record.collection) else { return nil }
    return RelatedRecord(
      id: record.id, collection: collection, value: { record[$0] ?? .empty },
      elements: { record.elements($0) })
  }

  private func attempt<R>(
    _ body: (borrowing Snapshot) throws(StoreError) -> R
  ) -> R? {
    do throws(StoreError) {
      return try store.read(body)
    } catch {
      if failure == nil { failure = error }
      return nil
    }
  }
}
