// Who wrote the values that an import would take away, and when: told wherever the sheet cannot say
// that it has seen them.

internal import Causality
internal import LedgerStore
package import Projects
internal import Wire

/// Who wrote what stands in fields, and when.
package struct ImportWriting: Sendable {
  /// The office by the member list, and the person as the change names them; either may be empty.
  package let office: String
  package let author: String
  /// By the writer's clock, milliseconds since 1970.
  package let milliseconds: UInt64
  package internal(set) var fields: [FieldDefinition]

  /// Office and person on one line.
  package var who: String {
    [office, author].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// `2021-09-28 16:30`.
  package var when: String { LocalTime.minute(milliseconds) }
}

/// Finds who wrote, each change looked up once.
struct ImportWriters {
  private let store: Store
  private let ledger: String
  private var authors: [Dot: (office: String, author: String)] = [:]

  init(_ store: Store, ledger: String) {
    self.store = store
    self.ledger = ledger
  }

  /// Who wrote a sibling; of a change that is compacted the office alone is known. O(log n).
  mutating func writing(
    _ sibling: Sibling<Value>, of field: FieldDefinition
  ) throws(StoreError) -> ImportWriting {
    let dot = sibling.dot
    let found: (office: String, author: String)
    if let known = authors[dot] {
      found = known
    } else {
      let ledger = self.ledger
      found = try store.read { snapshot throws(StoreError) in
        let change = try snapshot.change(ledger, dot)
        return (office: snapshot.office(of: dot.replica), author: change?.header.author ?? "")
      }
      authors[dot] = found
    }
    return ImportWriting(
      office: found.office, author: found.author, milliseconds: sibling.clock.milliseconds,
      fields: [field])
  }

  /// Who wrote the values that a row would take away, those of one change together.
  mutating func writings(
    over existing: Record, _ changes: [ImportRow.Change]
  ) throws(StoreError) -> [ImportWriting] {
    var writings: [(dot: Dot, writing: ImportWriting)] = []
    for change in changes where !change.from.isEmpty {
      guard let state = existing.state(change.field.id), !state.siblings.isEmpty else { continue }
      let newest =
        state.isSet
        ? state.siblings.max { $1.isNewer(than: $0) } ?? state.siblings[0]
        : state.siblings[state.shown]
      if let place = writings.firstIndex(where: { $0.dot == newest.dot }) {
        writings[place].writing.fields.append(change.field)
      } else {
        writings.append((newest.dot, try writing(newest, of: change.field)))
      }
    }
    return writings.map { $0.writing }
  }
}
