// What guards ask of the ledger around a record, read from the store. What the city keeps for all
// (the place, the approval list) is looked for in every ledger of the store; everything else in the
// record's own. While many records are loaded, answers about the city's books are kept, and reports
// count as said from the moment they are taken: what a load says twice is twice, committed or not.

internal import Causality
package import LedgerStore
internal import Policy
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
  private static let reports = Schema.standard.collection("progress_report")
  /// Of a report what tells whether another says the same.
  private static let said = ["project", "period", "corrects"].compactMap {
    LedgerSurroundings.reports?.field($0)?.id
  }
  /// Reports of this load that the store may not have yet, by what they say.
  private var taken: [RecordID: [FieldID: Value]] = [:]
  /// The same by the project that they name.
  private var takenOf: [Value: [RecordID]] = [:]
  /// The working days, read when a last day is first asked about; those built in where the city's
  /// own cannot be used.
  private lazy var calendar: WorkCalendar =
    (try? store.reading { snapshot in try CityBooks.calendar(snapshot) }) ?? .standard
  /// The first failure of the store.
  package private(set) var failure: StoreError?

  /// - Parameter keepsAnswers: for a load of many records: what the city keeps is read once.
  package init(_ store: Store, ledger: String, keepsAnswers: Bool) {
    self.store = store
    self.ledger = ledger
    self.keepsAnswers = keepsAnswers
  }

  /// The questions as the validator asks them; each reads the store when it is asked.
  package var surroundings: RelatedRecords {
    RelatedRecords(
      record: { self.record($0) }, records: { self.records($0, $1) },
      rolled: { self.rolled($0) })
  }

  /// How many reports of this load are kept.
  package var takenCount: Int { taken.count }

  /// Keeps what a draft of a load says, where another of the load could say it again.
  package func take(_ draft: RecordDraft) {
    guard draft.collection.id == Self.reports?.id, let parent = draft.collection.parentField else {
      return
    }
    let before = taken[draft.id]
    var says: [FieldID: Value] = [:]
    for field in Self.said {
      let value = draft.proposed[field] ?? before?[field] ?? draft.existing?[field]
      if let value, value != .empty { says[field] = value }
    }
    taken[draft.id] = says
    guard let project = says[parent.id], before?[parent.id] != project else { return }
    takenOf[project, default: []].append(draft.id)
  }

  /// Forgets them: the store has them.
  package func forgetTaken() {
    taken = [:]
    takenOf = [:]
  }

  /// What the store says of a project's reports, with those of this load as the load leaves them.
  private func withTaken(
    _ found: [RelatedRecord], _ collection: CollectionDefinition, _ pairs: [(FieldID, Value)]
  ) -> [RelatedRecord] {
    guard !taken.isEmpty, collection.id == Self.reports?.id,
      let project = pairs.first(where: { $0.0 == collection.parentField?.id })?.1,
      pairs.allSatisfy({ Self.said.contains($0.0) })
    else { return found }
    return found.filter { taken[$0.id] == nil }
      + (takenOf[project] ?? []).compactMap { id -> RelatedRecord? in
        guard let says = taken[id], pairs.allSatisfy({ says[$0.0] == $0.1 }) else { return nil }
        return RelatedRecord(id: id, collection: collection, value: { says[$0] ?? .empty })
      }
  }

  /// Beyond the years known a day stays as counted.
  private func rolled(_ day: CivilDate) -> CivilDate { (try? calendar.rolled(day)) ?? day }

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
    let found = withTaken(asked ?? [], collection, pairs)
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
