// What an exported sheet had seen of the ledger, against what stands there now. Guarantees: a cell that
// says what the export said changes nothing, whatever stands there now; a value that the export had not
// seen never leaves by itself: its cell is told apart, for a person to decide.

internal import Causality
internal import LedgerStore
internal import Projects
internal import Workbooks

/// What a sheet had seen of one ledger.
struct ImportBase {
  let seen: VersionVector
  let store: Store

  /// A cell that was edited while another wrote its field.
  struct Collision {
    let assignment: Assignment
    /// What stands there now, unseen by the sheet: the newest write of it; of a set that lost elements
    /// the newest change of its record.
    let unseen: Sibling<Value>
    /// The elements or the value that stand now.
    let present: [Value]
  }

  /// The cells of a row that were edited since the export, and those of them that collide.
  struct Sorted {
    var edited: [Assignment] = []
    var collided: [Collision] = []
  }

  /// Tells the cells of a row apart. O(cells) where nobody wrote to the record since the export, else
  /// O(changes that touched the record) too.
  func sorted(_ cells: [Assignment], _ present: Record) throws(StoreError) -> Sorted {
    var sorted = Sorted()
    let past = try past(of: present)
    for cell in cells {
      switch cell.action {
      case .write(let value): sort(value, cell, present, past, &sorted)
      case .replace(let elements): sort(elements, cell, present, past, &sorted)
      case .add, .remove: sorted.edited.append(cell)
      }
    }
    return sorted
  }

  /// Whether a cell that is empty now was not when it was exported, as far as the ledger still shows it.
  func isEmptied(_ field: FieldDefinition, of present: Record) -> Bool {
    guard let state = present.state(field.id), !state.siblings.isEmpty else { return false }
    return state.siblings.allSatisfy { seen.covers($0.dot) }
      && (field.isSet || present[field.id] != nil)
  }

  /// The record as the export showed it. Each change to a record writes its archive register: where that
  /// is as it was seen, all of the record is.
  private func past(of present: Record) throws(StoreError) -> PastState {
    guard !present.existence.siblings.allSatisfy({ seen.covers($0.dot) }) else {
      return .record(present)
    }
    return try store.read { snapshot throws(StoreError) in
      try snapshot.state(present.ledger, present.id, at: .seen(seen))
    }
  }

  private func sort(
    _ value: Value, _ cell: Assignment, _ present: Record, _ past: PastState,
    _ sorted: inout Sorted
  ) {
    let siblings = present.state(cell.fieldID)?.siblings ?? []
    let was: Value? =
      switch past {
      case .record(let record): record[cell.fieldID] ?? .empty
      case .absent: .empty
      case .compacted:
        // A register of which all was seen shows what it showed then.
        siblings.allSatisfy { seen.covers($0.dot) } ? present[cell.fieldID] ?? .empty : nil
      }
    if let was, Self.says(value, was) { return }
    let unseen = siblings.filter { sibling in
      !seen.covers(sibling.dot) && sibling.payload != value && sibling.payload != was
    }
    guard let newest = unseen.max(by: { $1.isNewer(than: $0) }) else {
      return sorted.edited.append(cell)
    }
    sorted.collided.append(
      Collision(
        assignment: cell, unseen: newest,
        present: newest.payload == .empty ? [] : [newest.payload]))
  }

  /// What was put into a set, and taken from it, goes beside what others did to it.
  private func sort(
    _ elements: [Value], _ cell: Assignment, _ present: Record, _ past: PastState,
    _ sorted: inout Sorted
  ) {
    let was: [Value]
    switch past {
    case .record(let record): was = record.elements(cell.fieldID)
    case .absent: was = []
    case .compacted:
      let held = present.elements(cell.fieldID)
      guard Set(held) != Set(elements) else { return }
      let writes = present.state(cell.fieldID)?.siblings.filter { !seen.covers($0.dot) } ?? []
      let newest = (writes.isEmpty ? present.existence.siblings : writes)
        .max { $1.isNewer(than: $0) }
      guard let newest else { return sorted.edited.append(cell) }
      return sorted.collided.append(
        Collision(assignment: cell, unseen: newest, present: held))
    }
    let added = elements.filter { !was.contains($0) }
    let removed = was.filter { !elements.contains($0) }
    if !added.isEmpty { sorted.edited.append(Assignment(cell.field, .add(added))) }
    if !removed.isEmpty { sorted.edited.append(Assignment(cell.field, .remove(removed))) }
  }

  /// Whether a cell says what an export of a value said: without what a file cannot hold, and cut where
  /// it is too long for a cell.
  private static func says(_ value: Value, _ was: Value) -> Bool {
    if value == was { return true }
    guard case .text(let text) = value, case .text(let held) = was else { return false }
    return PlainText.cleaned(held) == text
      || CellLimit.isCut(held) && CellLimit.isCut(held, to: text)
  }
}
