// Guarantees: what readers get is a copy: values and siblings, never bytes of the map.

public import Causality

/// One field of one record, with every sibling.
public struct FieldState: Sendable, Hashable {
  /// The field's number in its collection.
  public let field: FieldID
  /// The siblings of a register by dot, or the standing adds of a set by element and dot.
  public let siblings: [Sibling<Value>]
  /// Index of the sibling that the field's rule shows; 0 for a set.
  public let shown: Int
  /// Whether the field keeps elements rather than one value; a set has no conflicts.
  public let isSet: Bool

  /// Whether siblings of different values stand side by side. O(siblings).
  public var isConflict: Bool {
    !isSet && siblings.dropFirst().contains { $0.payload != siblings[0].payload }
  }
}

/// One record as of one transaction.
public struct Record: Sendable, Hashable {
  /// The ledger that holds it; a record never moves to another.
  public let ledger: String
  /// The collection it was made in.
  public let collection: CollectionID
  /// Unique in its ledger and collection; sorts by the time of making.
  public let id: RecordID
  /// Whether it is out of lists and totals, as the archive register shows.
  public let isArchived: Bool
  /// Ascending by id, without the archive register.
  public let fields: [FieldState]
  /// The archive register: `true` archived, `false` alive.
  public let existence: FieldState
  /// Which siblings were written without having seen a lock that stands.
  var lateMarks: [LateMark] = []

  /// The record as if these fields had never been written.
  public func without(_ others: [FieldID]) -> Record {
    Record(
      ledger: ledger, collection: collection, id: id, isArchived: isArchived,
      fields: fields.filter { !others.contains($0.field) }, existence: existence,
      lateMarks: lateMarks)
  }

  /// The value that is shown; nil when the field was never written or is emptied. O(log n).
  public subscript(_ field: FieldID) -> Value? {
    guard let state = state(field), !state.siblings.isEmpty else { return nil }
    let value = state.siblings[state.shown].payload
    return value == .empty ? nil : value
  }

  /// The elements of a set, ascending, each once.
  public func elements(_ field: FieldID) -> [Value] {
    guard let state = state(field), state.isSet else { return [] }
    var elements: [Value] = []
    for sibling in state.siblings where elements.last != sibling.payload {
      elements.append(sibling.payload)
    }
    return elements
  }

  /// A field with all its siblings, the archive register by ``Existence/field``; nil when it was
  /// never written. O(log n).
  public func state(_ field: FieldID) -> FieldState? {
    if field == Existence.field { return existence }
    var low = 0
    var high = fields.count
    while low < high {
      let middle = (low + high) / 2
      if fields[middle].field < field { low = middle + 1 } else { high = middle }
    }
    return low < fields.count && fields[low].field == field ? fields[low] : nil
  }

  /// The kind of conflict that stands on a field, or on the archive register; nil for none.
  /// Violations stand beside it and are not told here.
  public func conflictKind(_ field: FieldID) -> ConflictKind? {
    guard let state = state(field) else { return nil }
    if field == Existence.field { return state.isConflict ? .archivedWhileEdited : nil }
    let late = lateSiblings(field)
    if !late.isEmpty {
      let known = state.siblings.filter { !late.contains($0.dot) }.map(\.payload)
      let isOpen = state.siblings.contains {
        late.contains($0.dot) && !known.contains($0.payload)
      }
      if isOpen { return .lateEdit }
    }
    return state.isConflict ? .concurrentEdit : nil
  }

  /// The siblings of a field whose authors, and the lock's author, had not seen each other.
  public func lateSiblings(_ field: FieldID) -> Set<Dot> {
    Set(lateMarks.lazy.filter { $0.field == field }.map(\.sibling))
  }

  /// The fields on which a conflict stands, the archive register first.
  var contestedFields: [FieldState] {
    ([existence] + fields).filter { conflictKind($0.field) != nil }
  }

  /// Whether on any field, or on the archive register, a conflict stands.
  public var hasConflict: Bool { !contestedFields.isEmpty }
}
