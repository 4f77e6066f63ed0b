// Guarantees: whether an edit came late is a function of one record's own changes and their deps:
// a mark stands in the record's bytes exactly while the late value and the lock both stand.

internal import Causality

/// A sibling and a lock that had not seen each other.
struct LateMark: Hashable, Comparable {
  let field: FieldID
  let sibling: Dot
  let lock: Dot

  static func < (left: LateMark, right: LateMark) -> Bool {
    (left.field, left.sibling, left.lock) < (right.field, right.sibling, right.lock)
  }
}

extension StoredField {
  /// The kind of conflict that stands on the field; nil for none.
  ///
  /// A late value that another sibling agrees with, one that the lock had seen, is no conflict.
  func conflictKind(_ field: FieldID, _ marks: [LateMark]) -> ConflictKind? {
    if field == Existence.field { return isConflict ? .archivedWhileEdited : nil }
    if marks.contains(where: { $0.field == field }) {
      let late = Set(marks.lazy.filter { $0.field == field }.map(\.sibling))
      let siblings = register.siblings
      let known = Set(siblings.lazy.filter { !late.contains($0.dot) }.map(\.payload))
      if siblings.contains(where: { late.contains($0.dot) && !known.contains($0.payload) }) {
        return .lateEdit
      }
    }
    return isConflict ? .concurrentEdit : nil
  }
}

/// Finds the marks of a record after a merge.
struct LateMarks {
  let lock: FieldID
  let lockValue: EncodedValue
  let dot: Dot
  let deps: VersionVector

  private func isSeen(_ other: Dot) -> Bool {
    other.replica == dot.replica || deps.covers(other)
  }

  /// - Parameters:
  ///   - before: the marks that stood.
  ///   - touched: the fields that the change wrote, as they stand now; the archive register left
  ///     out.
  ///   - others: all other fields but the archive register; asked only when the change locks.
  func after(
    _ before: [LateMark], touched: [(id: FieldID, field: StoredField)], locks standing: StoredField,
    others: () throws(CorruptRecord) -> [(id: FieldID, field: StoredField)]
  ) throws(CorruptRecord) -> [LateMark] {
    let locks = standing.register.siblings.filter { $0.payload == lockValue }.map(\.dot)
    if locks.isEmpty { return [] }
    var marks = before.filter { mark in
      guard locks.contains(mark.lock) else { return false }
      guard let field = touched.first(where: { $0.id == mark.field })?.field else { return true }
      return field.register.siblings.contains { $0.dot == mark.sibling }
    }
    for (id, field) in touched where id != lock {
      guard field.register.siblings.contains(where: { $0.dot == dot }) else { continue }
      for other in locks where other != dot && !isSeen(other) {
        marks.append(LateMark(field: id, sibling: dot, lock: other))
      }
    }
    if locks.contains(dot) {
      for (id, field) in try others() + touched where id != lock {
        for sibling in field.register.siblings where !isSeen(sibling.dot) {
          marks.append(LateMark(field: id, sibling: sibling.dot, lock: dot))
        }
      }
    }
    return marks.sorted()
  }
}
