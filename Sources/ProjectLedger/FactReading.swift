// A store's records put into a book by two threads, one that reads the store and one that fills the
// book, with a bounded number of records between them: there are millions.

internal import Causality
internal import Dispatch
internal import LedgerStore
internal import Policy
internal import Projects
internal import Synchronization

enum FactReading {
  /// The facts of some ledgers. O(records) in time; memory is the book's.
  static func book(_ snapshot: borrowing Snapshot, _ ledgers: [String]) throws -> Book {
    let filling = BookFilling()
    do {
      for ledger in ledgers {
        for collection in Schema.standard.collections {
          if collection.code == "progress_report" {
            try reports(snapshot, ledger, collection.id, into: filling)
          } else {
            try records(snapshot, ledger, collection.id, into: filling)
          }
        }
      }
    } catch {
      _ = filling.finish()
      throw error
    }
    return filling.finish()
  }

  /// The counties that are judged without a project too, by code: at a hub, and wherever several
  /// come together, those whose own ledgers are read; and those for which a target is set, where
  /// their own ledger or their city's is read. Of others nothing is known here, so nothing is held
  /// against them. O(targets).
  static func expectedCounties(
    _ snapshot: borrowing Snapshot, _ ledgers: [String], isHub: Bool
  ) throws(StoreError) -> [String] {
    let regions = ledgers.compactMap { Region.find($0) }
    let own = regions.filter { !$0.isCity }.map(\.code)
    let cities = regions.filter(\.isCity).map { $0.code.prefix(4) }
    var expected = Set(isHub || own.count > 1 ? own : [])
    for target in try snapshot.all(targets, in: nil) {
      let code = ShownFields(target, .standard, asOf: .latest).text("region_code")
      guard let region = Region.find(code), !region.isCity else { continue }
      if own.contains(code) || cities.contains(code.prefix(4)) { expected.insert(code) }
    }
    return expected.sorted()
  }

  /// The collection whose records say what is expected of a county.
  private static let targets = "target"
  static let targetCollection = Schema.standard.collection(targets)?.id

  private static func records(
    _ snapshot: borrowing Snapshot, _ ledger: String, _ collection: CollectionID,
    into filling: BookFilling
  ) throws {
    var batch = FactBatch(collection)
    try snapshot.eachShown(
      ledger, collection, wanted: Vocabulary.standard.keeps(of: collection)
    ) { id, fields, _ in
      batch.append(id, fields)
      if batch.ids.count == recordsMax {
        filling.give(.records(batch))
        batch = FactBatch(collection)
      }
    }
    filling.give(.records(batch))
  }

  /// Reports are most of all records, and little is kept of each.
  private static func reports(
    _ snapshot: borrowing Snapshot, _ ledger: String, _ collection: CollectionID,
    into filling: BookFilling
  ) throws {
    guard var entries = ReportEntries(.standard) else { return }
    var batch: [ReportEntry] = []
    batch.reserveCapacity(recordsMax)
    try snapshot.eachShown(
      ledger, collection, wanted: Vocabulary.standard.keeps(of: collection)
    ) { id, fields, _ in
      var entry = ReportEntry(id)
      for field in fields {
        if case .value(let value) = field.content {
          entries.take(field.field, value, into: &entry)
        }
      }
      batch.append(entry)
      if batch.count == recordsMax {
        filling.give(.reports(batch))
        batch.removeAll(keepingCapacity: true)
      }
    }
    filling.give(.reports(batch))
  }

  /// Records of a batch, at most.
  private static let recordsMax = 4_096

  static func fact(_ shown: (field: FieldID, content: ShownContent)) -> (FieldID, Fact) {
    switch shown.content {
    case .value(let value): (shown.field, .value(value))
    case .set(let elements): (shown.field, .set(elements))
    }
  }
}

/// What goes from the one thread to the other.
private enum FactLoad: Sendable {
  case records(FactBatch)
  case reports([ReportEntry])

  func put(into book: inout Book) {
    switch self {
    case .records(let batch): batch.put(into: &book)
    case .reports(let entries): book.put(reports: entries)
    }
  }
}

/// Records of one collection, the fields of all of them in one array.
private struct FactBatch: Sendable {
  let collection: CollectionID
  private(set) var ids: [RecordID] = []
  private var ends: [Int] = []
  private var facts: [(FieldID, Fact)] = []

  init(_ collection: CollectionID) { self.collection = collection }

  mutating func append(_ id: RecordID, _ fields: [(field: FieldID, content: ShownContent)]) {
    ids.append(id)
    for field in fields { facts.append(FactReading.fact(field)) }
    ends.append(facts.count)
  }

  func put(into book: inout Book) {
    var start = 0
    for (id, end) in zip(ids, ends) {
      book.put(id, in: collection, facts[start..<end])
      start = end
    }
  }
}

/// Fills a book from batches on a thread of its own.
private final class BookFilling: Sendable {
  /// Batches that wait; who reads faster than the book is filled waits too.
  private static let waitingMax = 4

  private let waiting = Mutex<[FactLoad]>([])
  private let book = Mutex(Book())
  private let room = DispatchSemaphore(value: waitingMax)
  private let given = DispatchSemaphore(value: 0)
  private let filled = DispatchSemaphore(value: 0)
  /// A queue of its own always has a thread, however many others wait.
  private let queue = DispatchQueue(label: "taizhang.facts")

  init() { queue.async { self.fill() } }

  func give(_ load: FactLoad) {
    room.wait()
    waiting.withLock { $0.append(load) }
    given.signal()
  }

  /// The book with all that was given; to be called once, and nothing given after it.
  func finish() -> Book {
    given.signal()
    filled.wait()
    return book.withLock { book in
      defer { book = Book() }
      return book
    }
  }

  /// Ends when it is woken and nothing waits.
  private func fill() {
    book.withLock { book in
      while true {
        given.wait()
        guard let load = waiting.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { break }
        room.signal()
        load.put(into: &book)
      }
    }
    filled.signal()
  }
}
