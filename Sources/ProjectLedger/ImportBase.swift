// What an exported sheet had seen of the ledger, against what stands there now. Guarantees: a cell
// that says what the export said changes nothing, whatever stands there now; a value that the
// export had not seen never leaves by itself: its cell is told apart, for a person to decide.

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
    /// What stands there now, unseen by the sheet: the newest write of another store, or else of
    /// this one; of a set that lost elements the newest change of its record.
    let unseen: Sibling<Value>
    /// The elements or the value that stand now.
    let present: [Value]
  }

  /// The cells of a row that were edited since the export, and those of them that collide.
  struct Sorted {
    var edited: [Assignment] = []
    var collided: [Collision] = []
  }

  /// Tells the cells of a row apart. O(cells), and O(changes that touched the record) where others
  /// wrote to fields of which the cells say otherwise.
  func sorted(_ cells: [Assignment], _ present: Record) throws(StoreError) -> Sorted {
    var sorted = Sorted()
    var known: PastState?
    for cell in cells {
      switch cell.action {
      case .write(let value):
        if Self.says(value, present[cell.fieldID] ?? .empty) { continue }
        let unseen = (present.state(cell.fieldID)?.siblings ?? []).filter { !seen.covers($0.dot) }
        guard !unseen.isEmpty else {
          // A register of which all was seen shows what the export showed.
          sorted.edited.append(cell)
          continue
        }
        let past = try past(of: present, &known)
        sort(value, cell, unseen, past, &sorted)
      case .replace(let elements):
        let held = present.elements(cell.fieldID)
        if Set(elements) == Set(held) { continue }
        let past = try past(of: present, &known)
        sort(elements, cell, present, past, &sorted)
      case .add, .remove: sorted.edited.append(cell)
      }
    }
    return sorted
  }

  /// Whether a cell that is empty now was not when it was exported, as far as the ledger still
  /// shows it.
  func isEmptied(_ field: FieldDefinition, of present: Record) -> Bool {
    guard let state = present.state(field.id), !state.siblings.isEmpty else { return false }
    return state.siblings.allSatisfy { seen.covers($0.dot) }
      && (field.isSet || present[field.id] != nil)
  }

  /// The record as the export showed it, read once. Each change to a record writes its archive
  /// register: where all of that was seen, all of the record was.
  private func past(
    of present: Record, _ known: inout PastState?
  ) throws(StoreError) -> PastState {
    if let known { return known }
    var past = PastState.record(present)
    if !present.existence.siblings.allSatisfy({ seen.covers($0.dot) }) {
      past = try store.read { snapshot throws(StoreError) in
        try snapshot.state(present.ledger, present.id, at: .seen(seen))
      }
    }
    known = past
    return past
  }

  private func sort(
    _ value: Value, _ cell: Assignment, _ unseen: [Sibling<Value>], _ past: PastState,
    _ sorted: inout Sorted
  ) {
    let was: Value? =
      switch past {
      case .record(let record): record[cell.fieldID] ?? Value.empty
      case .absent: Value.empty
      case .compacted: nil
      }
    if let was, Self.says(value, was) { return }
    let others = unseen.filter { $0.payload != value && $0.payload != was }
    let foreign = others.filter { $0.dot.replica != store.identity.replica }
    let newest = (foreign.isEmpty ? others : foreign).max { $1.isNewer(than: $0) }
    guard let newest else {
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
      let writes = present.state(cell.fieldID)?.siblings.filter { !seen.covers($0.dot) } ?? []
      let newest = (writes.isEmpty ? present.existence.siblings : writes)
        .max { $1.isNewer(than: $0) }
      guard let newest else { return sorted.edited.append(cell) }
      return sorted.collided.append(
        Collision(assignment: cell, unseen: newest, present: present.elements(cell.fieldID)))
    }
    let added = elements.filter { !was.contains($0) }
    let removed = was.filter { !elements.contains($0) }
    if !added.isEmpty { sorted.edited.append(Assignment(cell.field, .add(added))) }
    if !removed.isEmpty { sorted.edited.append(Assignment(cell.field, .remove(removed))) }
  }

  /// Whether a cell says what an export of a value said: without what a file cannot hold, and cut
  /// where it is too long for a cell.
  private static func says(_ value: Value, _ was: Value) -> Bool {
    if value == was { return true }
    guard case .text(let text) = value, case .text(let held) = was else { return false }
    return PlainText.cleaned(held) == text
      || CellLimit.isCut(held) && CellLimit.isCut(held, to: text)
  }
}
