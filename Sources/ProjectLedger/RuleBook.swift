// The facts of a store for the rules, read once and then followed: after an edit only the records
// that were touched are read again. Archived records are left out: they count no longer; what a
// removal takes out of a rate is the rules' own affair.

internal import Causality
package import LedgerStore
package import Policy
internal import Projects

/// What a store gives to the rules.
package struct RuleBook: Sendable {
  /// The facts as the rules read them.
  package private(set) var book: Book
  /// The built-in calendar with the city's own days.
  package private(set) var calendar: WorkCalendar
  /// Rule sets that the city keeps in its ledger.
  package private(set) var ruleSets: KeptRuleSets
  private let ledger: String?
  private let isHub: Bool
  private var point: FollowPoint

  /// What a look at the store found.
  package enum Refreshed: Sendable, Equatable {
    case nothing
    /// So many records were read again.
    case records(Int)
    /// Everything was.
    case all
  }

  /// Reads all records of a ledger and what the city keeps for all of them, or of every ledger
  /// where it is nil.
  ///
  /// - Throws: `StoreError`, `CalendarFault`, or `CityBookFault` for what the city keeps.
  /// - Complexity: O(records) in time; memory is the book's.
  package init(_ store: Store, ledger: String?) throws {
    self.ledger = ledger
    let isHub = store.identity.role == .hub
    self.isHub = isHub
    (book, ruleSets, point, calendar) = try store.reading {
      snapshot -> (Book, KeptRuleSets, FollowPoint, WorkCalendar) in
      let ledgers = try Self.ledgers(snapshot, ledger)
      var book = try FactReading.book(snapshot, ledgers)
      book.expect(
        counties: try FactReading.expectedCounties(snapshot, ledgers, isHub: isHub))
      return (
        book, try CityBooks.ruleSets(snapshot), try snapshot.followPoint(),
        try CityBooks.calendar(snapshot)
      )
    }
  }

  /// Takes in what was written since. O(what was touched), or O(records) where only reading all
  /// again will do: when ledgers came or went, rights changed, or a base was laid.
  package mutating func refresh(from store: Store) throws -> Refreshed {
    let known = point
    let touched = try store.reading { snapshot -> Set<TouchedRecord>? in
      guard let touched = try snapshot.touched(since: known) else { return nil }
      if touched.isEmpty { return touched }
      // All that can fail comes before anything is kept: a fault that is mended later is found
      // again.
      var kept: (ruleSets: KeptRuleSets, calendar: WorkCalendar)?
      if touched.contains(where: { CityBooks.collections.contains($0.collection) }) {
        kept = (try CityBooks.ruleSets(snapshot), try CityBooks.calendar(snapshot))
      }
      let facts = try Self.facts(touched.filter { isRead($0.ledger) }, snapshot)
      var expected: [String]?
      if touched.contains(where: { $0.collection == FactReading.targetCollection }) {
        expected = try FactReading.expectedCounties(
          snapshot, try Self.ledgers(snapshot, ledger), isHub: isHub)
      }
      point = try snapshot.followPoint()
      if let kept { (ruleSets, calendar) = kept }
      if let expected { book.expect(counties: expected) }
      for (record, facts) in facts {
        if let facts {
          book.put(record.id, in: record.collection, facts)
        } else {
          book.remove(record.id, from: record.collection)
        }
      }
      return touched
    }
    guard let touched else {
      self = try RuleBook(store, ledger: ledger)
      return .all
    }
    return touched.isEmpty ? .nothing : .records(touched.count)
  }

  private func isRead(_ name: String) -> Bool {
    ledger == nil || name == ledger || name == Store.memberLedger
  }

  /// The ledgers that are read: the one asked for and the city's, or all.
  private static func ledgers(
    _ snapshot: borrowing Snapshot, _ ledger: String?
  ) throws -> [String] {
    let held = try snapshot.allLedgers()
    guard let ledger else { return held }
    if !held.contains(ledger) { _ = try snapshot.vector(ledger) }
    return held.filter { $0 == ledger || $0 == Store.memberLedger }
  }

  /// What the records say now; nil for one that is archived or gone.
  private static func facts(
    _ touched: Set<TouchedRecord>, _ snapshot: borrowing Snapshot
  ) throws -> [(TouchedRecord, [(FieldID, Fact)]?)] {
    var read: [(TouchedRecord, [(FieldID, Fact)]?)] = []
    for record in touched {
      let fields = try snapshot.shown(record.ledger, record.collection, record.id)
      read.append((record, fields.map { $0.map(FactReading.fact) }))
    }
    return read
  }
}
