// A store's records put into a book by two threads, one that reads the store and one that fills the book,
// with a bounded number of records between them: there are millions.

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
          var batch = FactBatch(collection.id)
          try snapshot.eachShown(
            ledger, collection.id, wanted: Vocabulary.standard.keeps(of: collection.id)
          ) { id, fields, _ in
            batch.append(id, fields)
            if batch.ids.count == FactBatch.recordsMax {
              filling.give(batch)
              batch = FactBatch(collection.id)
            }
          }
          filling.give(batch)
        }
      }
    } catch {
      _ = filling.finish()
      throw error
    }
    return filling.finish()
  }

  static func fact(_ shown: (field: FieldID, content: ShownContent)) -> (FieldID, Fact) {
    switch shown.content {
    case .value(let value): (shown.field, .value(value))
    case .set(let elements): (shown.field, .set(elements))
    }
  }
}

/// Records of one collection, the fields of all of them in one array.
private struct FactBatch: Sendable {
  static let recordsMax = 4_096

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

  private let waiting = Mutex<[FactBatch]>([])
  private let book = Mutex(Book())
  private let room = DispatchSemaphore(value: waitingMax)
  private let given = DispatchSemaphore(value: 0)
  private let filled = DispatchSemaphore(value: 0)
  /// A queue of its own always has a thread, however many others wait.
  private let queue = DispatchQueue(label: "taizhang.facts")

  init() { queue.async { self.fill() } }

  func give(_ batch: FactBatch) {
    if batch.ids.isEmpty { return }
    room.wait()
    waiting.withLock { $0.append(batch) }
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
        guard let batch = waiting.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { break }
        room.signal()
        batch.put(into: &book)
      }
    }
    filled.signal()
  }
}
