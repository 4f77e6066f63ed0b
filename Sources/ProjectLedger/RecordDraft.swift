// From assignments to the operations of a change: only what differs from what the record shows is
// written. A register in conflict, or written late, is written even with the value it shows, for
// that settles it.

package import Causality
package import LedgerStore
package import Projects
package import Wire

/// The operations of one change on one record, and what the validator needs to judge them.
package struct RecordDraft {
  /// The collection of the record.
  package let collection: CollectionDefinition
  private let collectionID: CollectionID
  /// The record, a new one where ``existing`` is nil.
  package let id: RecordID
  /// The record as it was read; nil for one that is made.
  package let existing: Record?
  /// Ascending by field, as the payload of a change is: encoding then has nothing to sort.
  package private(set) var operations: [Operation] = []
  /// The registers written.
  package private(set) var proposed: [FieldID: Value] = [:]
  /// The sets touched, as they would be.
  package private(set) var sets: [FieldID: [Value]] = [:]

  /// Whether nothing would change.
  package var isEmpty: Bool { operations.isEmpty }

  /// Keeps of the assignments what differs from `existing`.
  package init(
    _ collection: CollectionDefinition, _ id: RecordID, existing: Record?,
    _ assignments: [Assignment]
  ) {
    self.collection = collection
    self.id = id
    self.existing = existing
    collectionID = collection.id
    operations.reserveCapacity(assignments.count)
    proposed.reserveCapacity(assignments.count)
    let order = assignments.indices.map {
      UInt64(assignments[$0].fieldID.rawValue) << 32 | UInt64($0)
    }
    for place in order.sorted() {
      let index = Int(place & 0xffff_ffff)
      let field = assignments[index].fieldID
      switch assignments[index].action {
      case .write(let value): write(value, field)
      case .replace(let elements):
        let held = existing?.elements(field) ?? []
        change(field, adding: elements, removing: held.filter { !elements.contains($0) })
      case .add(let elements): change(field, adding: elements, removing: [])
      case .remove(let elements): change(field, adding: [], removing: elements)
      }
    }
  }

  private mutating func write(_ value: Value, _ field: FieldID) {
    if let existing {
      if existing[field] ?? .empty == value, existing.conflictKind(field) == nil { return }
    } else if value == .empty {
      return
    }
    proposed[field] = value
    append(.write, value, field)
  }

  private mutating func change(
    _ field: FieldID, adding added: [Value], removing removed: [Value]
  ) {
    var elements = sets[field] ?? existing?.elements(field) ?? []
    let before = elements.count
    var isTouched = false
    for element in added where !elements.contains(element) {
      elements.append(element)
      append(.add, element, field)
      isTouched = true
    }
    for element in removed where elements.prefix(before).contains(element) {
      elements.removeAll { $0 == element }
      append(.remove, element, field)
      isTouched = true
    }
    if isTouched { sets[field] = elements }
  }

  private mutating func append(_ kind: Operation.Kind, _ value: Value, _ field: FieldID) {
    operations.append(
      Operation(collection: collectionID, record: id, field: field, kind: kind, value: value))
  }
}
