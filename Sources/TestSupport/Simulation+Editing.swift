// Guarantees: people at their machines: edits of every kind, looks at conflicts, settlements in
// time and too late, commits that must be refused; each also told to the reference.

internal import Causality
internal import LedgerStore
internal import Wire

extension Simulation {
  // MARK: - Edits

  /// Whether the member list that the office holds lets it write.
  func mayWrite(_ office: SimulatedOffice, _ ledger: String) throws -> Bool {
    if office.role == .hub { return hubWrites }
    let member = members.member(try office.replica, asOf: memberVector(office))
    return office.role != .observer && (member?.takesPart(in: ledger) ?? true)
  }

  func edit(_ office: SimulatedOffice, _ ledger: String) throws {
    guard try mayWrite(office, ledger) else { return }
    let count: Int
    switch random.below(100) {
    case 0: count = 250 + random.below(40)
    case 1..<15: count = 2 + random.below(4)
    default: count = 1
    }
    var drafts: [Draft] = []
    for _ in 0..<count {
      let reason: String? = random.chance(30) ? "because \(random.below(100))" : nil
      drafts.append(
        Draft(
          author: office.name, reason: reason,
          operations: try operations(office, few: count > 10)))
    }
    try commit(office, ledger, drafts)
  }

  func commit(
    _ office: SimulatedOffice, _ ledger: String, _ drafts: [Draft], expecting: [Expectation] = []
  ) throws {
    let image = fault == .commitLost && random.chance(10) ? newPath() : nil
    if let image { try office.image(to: image) }
    let receipt = try office.store.commit(ledger, drafts, expecting: expecting)
    try note(receipt.dots, drafts, of: office, ledger)
    if let image { try office.goBack(to: image) }
    summary.commits += 1
    summary.changes += drafts.count
    trace("commit \(receipt.dots.last?.description ?? "")")
  }

  /// Tells the reference what was committed: what had been seen is known here, not asked.
  private func note(
    _ dots: [Dot], _ drafts: [Draft], of office: SimulatedOffice, _ ledger: String
  ) throws {
    let store = try office.store
    let clocks = try store.read { snapshot throws(StoreError) in
      try dots.map { dot throws(StoreError) in try snapshot.change(ledger, dot)?.header.clock }
    }
    for (index, dot) in dots.enumerated() {
      var seen = office.vectors[ledger] ?? VersionVector()
      let expected = (office.committed[ledger] ?? 0) + 1
      try require(
        dot == Dot(replica: store.identity.replica, seq: expected), "2 nothing is lost",
        "\(dot) was committed as number \(expected)")
      guard let clock = clocks[index] else {
        throw failure("2 nothing is lost", "\(dot) is not in the log")
      }
      try require(
        clock.milliseconds <= office.clock.latest + HybridClock.leadMillisecondsMax, "clocks",
        "\(office.name) stamps \(clock), its own clock never passed \(office.clock.latest)")
      references[ledger]?.insert(
        ReferenceChange(
          dot: dot, clock: clock, seen: seen, operations: drafts[index].operations,
          memberVersion: memberVector(office).changeCount))
      seen[dot.replica] = dot.seq
      office.vectors[ledger] = seen
      office.committed[ledger] = dot.seq
      mustHave[ledger, default: []].insert(dot)
    }
  }

  func operations(_ office: SimulatedOffice, few: Bool) throws -> [Operation] {
    var operations: [Operation] = []
    for _ in 0..<(few ? 1 : 1 + random.below(3)) {
      let id = workID(random.below(6))
      if random.chance(12) {
        operations += Guest.visit(
          visitID(random.below(4)), to: id, title: "visit \(random.below(5))")
      } else if random.chance(12) {
        operations.append(random.chance(60) ? Guest.archive(id) : Guest.restore(id))
      } else {
        for _ in 0..<(few ? 1 : 1 + random.below(3)) { operations.append(operation(on: id)) }
      }
    }
    var taken: Set<Place> = []
    let lawful = operations.filter {
      ReferenceMembers.permits($0, office.role) && taken.insert(Place($0)).inserted
    }
    return lawful.isEmpty ? [Guest.add(workID(random.below(6)), "tag 0")] : lawful
  }

  /// What one change may name only once.
  private struct Place: Hashable {
    let record: RecordID
    let field: FieldID
    let element: Value?
    let removes: Bool

    init(_ operation: Operation) {
      record = operation.record
      field = operation.field
      let isElement = operation.kind == .add || operation.kind == .remove
      element = isElement ? operation.value : nil
      removes = operation.kind == .remove
    }
  }

  private func operation(on id: RecordID) -> Operation {
    switch random.below(10) {
    case 0, 1: Guest.write(id, Guest.Field.name, .text("name \(random.below(4))"))
    case 2: Guest.write(id, Guest.Field.amount, .integer(Int64(random.below(3))))
    case 3: Guest.write(id, Guest.Field.stage, .code(UInt32(random.below(5))))
    case 4: Guest.write(id, Guest.Field.plan, .integer(Int64(random.below(3))))
    case 5: Guest.write(id, Guest.Field.note, random.chance(30) ? .empty : longNote())
    case 6: Guest.write(id, FieldID(rawValue: 700), .boolean(random.chance(50)))
    case 7: Guest.remove(id, "tag \(random.below(3))")
    default: Guest.add(id, "tag \(random.below(3))")
    }
  }

  private func longNote() -> Value {
    let count = random.chance(5) ? 60_000 : (random.chance(20) ? 900 : 3)
    return .text(String(repeating: "n\(random.below(3))", count: count))
  }

  func workID(_ number: Int) -> RecordID {
    .v7(milliseconds: VirtualClock.start, random: (UInt64(number), seed))
  }

  private func visitID(_ number: Int) -> RecordID {
    .v7(milliseconds: VirtualClock.start + 1, random: (UInt64(number), seed))
  }

  /// The last draft of several is none: nothing of the others may stay.
  func refusedCommit(_ office: SimulatedOffice, _ ledger: String) throws {
    guard try mayWrite(office, ledger) else {
      if office.role == .hub { return }
      return try expectRefusal(office, ledger, [Guest.add(workID(0), "tag 0")], .notPermitted)
    }
    let forbidden = Guest.write(workID(0), Guest.Field.plan, .integer(9))
    if !ReferenceMembers.permits(forbidden, office.role) {
      try expectRefusal(office, ledger, [forbidden], .notPermitted)
    }
    let good = Draft(author: office.name, operations: try operations(office, few: false))
    let bad = Draft(author: office.name, operations: [])
    do {
      _ = try office.store.commit(ledger, [good, bad])
      throw failure("5 atomicity", "a draft without operations was committed")
    } catch let error as StoreError where error.code == .invalidChange {
      try expectVector(office, ledger, "5 atomicity")
    }
  }

  private func expectRefusal(
    _ office: SimulatedOffice, _ ledger: String, _ operations: [Operation], _ code: StoreErrorCode
  ) throws {
    do {
      _ = try office.store.commit(ledger, [Draft(author: office.name, operations: operations)])
      throw failure("9 verified", "\(office.name) wrote what it may not: \(operations)")
    } catch let error as StoreError where error.code == code {
      try expectVector(office, ledger, "5 atomicity")
    }
  }

  // MARK: - Conflicts

  /// Somebody looks at the list of conflicts and remembers one.
  func look(_ office: SimulatedOffice, _ ledger: String) throws {
    let conflicts = try self.conflicts(office, ledger)
    summary.conflictsSeen += conflicts.count
    guard let conflict = random.pick(conflicts) else { return }
    if fault == .displayWrites, try mayWrite(office, ledger) {
      let shown = conflict.siblings[conflict.shown].value
      let operation = settling(conflict, with: shown)
      guard ReferenceMembers.permits(operation, office.role) else { return }
      let draft = Draft(author: office.name, operations: [operation])
      _ = try office.store.commit(ledger, [draft])
      return
    }
    lookedAt.append((office.index, conflict))
  }

  func conflicts(_ office: SimulatedOffice, _ ledger: String) throws -> [Conflict] {
    var conflicts: [Conflict] = []
    try office.store.read { snapshot throws(StoreError) in
      try snapshot.conflicts(ConflictFilter(ledger: ledger)) {
        conflicts.append($0)
        return true
      }
    }
    return conflicts
  }

  /// Somebody settles what they looked at, perhaps long ago: it must be refused exactly when other
  /// siblings stand by now.
  func settle() throws {
    guard let at = random.pick(Array(lookedAt.indices)) else { return }
    let (index, conflict) = lookedAt.remove(at: at)
    let office = offices[index]
    let ledger = conflict.ledger
    guard try mayWrite(office, ledger) else { return }
    let chosen =
      random.chance(70)
      ? conflict.siblings[random.below(conflict.siblings.count)].value
      : Value.text("settled \(random.below(3))")
    let expectation = Expectation(
      collection: conflict.collection, record: conflict.record, field: conflict.field,
      dots: conflict.siblings.map(\.dot))
    let live = try office.store.read { snapshot throws(StoreError) in
      try snapshot.record(ledger, conflict.collection, conflict.record)?
        .state(conflict.field)?.siblings.map(\.dot) ?? []
    }
    let operation = settling(conflict, with: chosen)
    guard ReferenceMembers.permits(operation, office.role) else { return }
    let stands = Set(live) == Set(conflict.siblings.map(\.dot))
    let draft = Draft(
      author: office.name, reason: "settled", operations: [operation])
    do {
      try commit(office, ledger, [draft], expecting: [expectation])
      try require(stands, "3 no silent overwrite", "a settlement passed over \(live)")
      summary.settlements += 1
    } catch let error as StoreError where error.code == .siblingsChanged {
      try require(!stands, "3 no silent overwrite", "a settlement was refused for nothing")
      summary.settlementsRefused += 1
    }
  }

  private func settling(_ conflict: Conflict, with value: Value) -> Operation {
    if conflict.field == Existence.field {
      return value == .boolean(true)
        ? .archive(conflict.collection, conflict.record)
        : .restore(conflict.collection, conflict.record)
    }
    return Operation(
      collection: conflict.collection, record: conflict.record, field: conflict.field, value: value)
  }
}
