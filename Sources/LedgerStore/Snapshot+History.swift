// Guarantees: the history of a record is read from the log and from nothing else: what each change
// had seen follows from its deps, and the order from causes and clocks, so that stores
// with the same changes tell the same history.

public import Causality
internal import LMDB
public import Wire

/// One field write of the past.
public struct HistoryLine: Sendable, Hashable {
  /// The change that wrote it.
  public let dot: Dot
  /// The person or account as the change names it.
  public let author: String
  /// The office of the change's replica by the member list.
  public let office: String
  /// When it was written by its author's clock.
  public let clock: HybridTimestamp
  /// The field written; ``Existence/field`` for archiving and restoring.
  public let field: FieldID
  /// What the change did to the field.
  public let kind: Operation.Kind
  /// What was shown to the author, of the siblings that the change had seen.
  public let from: Value?
  /// The value written, the element added or removed; a boolean for the archive register.
  public let to: Value
  /// Why, as the author said; nil without a reason.
  public let reason: String?
  /// Why the change has no effect; nil when it has.
  public let void: RefusalCode?
  /// What the reason is about: a ledger, the last seq that counts, a field; nil where `void` is.
  public let voidDetail: String?
}

extension Store {
  /// Which changes touched a record, in order of arrival; `tables` may be a scratch copy.
  func touches<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ id: RecordID, _ tables: Tables, _ transaction: borrowing T
  ) throws(StoreError) -> [(arrival: UInt64, dot: Dot)] {
    var touches: [(arrival: UInt64, dot: Dot)] = []
    let prefix = Keys.touch(ledger, id, nil)
    try scan(tables.touch, prefix: prefix, transaction) { (key, value) throws(StoreError) in
      guard key.count == prefix.count + 8, value.count == 18,
        let replica = RecordReader.replica(value, 0)
      else {
        throw StoreError(CorruptRecord(offset: 0), table: "touch", key: Array(key))
      }
      let arrival = key.loadUnaligned(fromByteOffset: prefix.count, as: UInt64.self).bigEndian
      let seq = value.loadUnaligned(fromByteOffset: 10, as: UInt64.self).bigEndian
      touches.append((arrival, Dot(replica: replica, seq: seq)))
      return true
    }
    return touches
  }
}

extension Store {
  /// The changes that touched a record and have effect, in order of arrival.
  func effects<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ id: RecordID, _ tables: Tables, _ transaction: borrowing T
  ) throws(StoreError) -> [Dot] {
    var dots: [Dot] = []
    for touch in try touches(ledger, id, tables, transaction) {
      if try voiding(ledger, touch.dot, transaction, in: tables) == nil { dots.append(touch.dot) }
    }
    return dots
  }
}

extension Snapshot {
  /// Which changes touched a record, in order of arrival.
  func touches(_ ledger: String, _ id: RecordID) throws(StoreError) -> [(arrival: UInt64, dot: Dot)]
  {
    try store.touches(ledger, id, store.tables, transaction)
  }

  /// Every write to a record, or to one field of it: causes before effects, else by clock. An edit
  /// that leaves the record alive has no line for the archive register; archiving and restoring
  /// have.
  ///
  /// - Throws: `noSuchLedger`. Empty for a record that no change has touched.
  /// - Complexity: O(changes that touched the record), each stepped through.
  public func history(
    _ ledger: String, _ id: RecordID, field: FieldID? = nil
  ) throws(StoreError) -> [HistoryLine] {
    try require(ledger)
    var lines: [HistoryLine] = []
    let past = try past(ledger, id)
    for change in past.ordered() {
      guard
        let operations = try store.operations(
          on: id, of: change.dot, ledger, transaction)?.operations
      else { continue }
      for operation in operations where field == nil || operation.field == field {
        lines.append(
          line(operation, change.header, from: from(operation, past, change), void: nil))
      }
    }
    try insertVoid(ledger, id, field, &lines)
    return lines
  }

  private func line(
    _ operation: Operation, _ header: ChangeHeader, from: Value?, void: Voiding?
  ) -> HistoryLine {
    let to: Value =
      switch operation.kind {
      case .archive: .boolean(true)
      case .restore: .boolean(false)
      default: operation.value
      }
    return HistoryLine(
      dot: header.dot, author: header.author, office: members.office(header.dot.replica),
      clock: header.clock, field: operation.field, kind: operation.kind, from: from, to: to,
      reason: header.reason, void: void?.code, voidDetail: void?.detail)
  }

  /// Puts the lines of changes without effect where their clocks stand.
  private func insertVoid(
    _ ledger: String, _ id: RecordID, _ field: FieldID?, _ lines: inout [HistoryLine]
  ) throws(StoreError) {
    for touch in try touches(ledger, id) {
      guard let void = try store.voiding(ledger, touch.dot, transaction),
        let change = try store.operations(on: id, of: touch.dot, ledger, transaction)
      else { continue }
      let written = change.operations.filter { field == nil || $0.field == field }
        .map { line($0, change.header, from: nil, void: void) }
      let place =
        lines.firstIndex {
          ($0.clock, $0.dot) > (change.header.clock, change.header.dot)
        } ?? lines.endIndex
      lines.insert(contentsOf: written, at: place)
    }
  }

  /// The value shown to a change's author; nil when the field was empty then.
  private func from(
    _ operation: Operation, _ past: RecordPast, _ change: PastChange
  ) -> Value? {
    let field = operation.field
    var register: Register<Value> = Register()
    for sibling in past.standing(field, before: change) {
      guard var value = sibling.writes[field]?.value else { continue }
      if field == Existence.field { value = .boolean(sibling.writes[field] == .archived) }
      _ = register.append(
        Sibling(dot: sibling.dot, clock: sibling.header.clock, payload: value))
    }
    let traits = store.schema.collection(operation.collection)?.field(field)
    let rule: DisplayRule =
      field == Existence.field ? .cautious(order: []) : traits?.rule ?? .newest
    guard let shown = register.shown(by: rule, isAuthority: members.isAuthority) else {
      return nil
    }
    let value = register.siblings[shown].payload
    return value == .empty ? nil : value
  }
}
