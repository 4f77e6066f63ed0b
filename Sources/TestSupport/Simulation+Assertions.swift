// Guarantees: the invariants of the replication design, asserted after everybody has exchanged
// everything: each by its number, on every store, against the reference where there is something to
// compare with.

internal import Causality
internal import Foundation
internal import LMDB
internal import LedgerStore
internal import SyncSession
internal import Wire

extension Simulation {
  /// The weather clears, everybody syncs in turn until nothing moves.
  func settleDown() throws {
    network.weather = .fair
    try planLateFaults()
    try closeCases()
    var round = 0
    while try !isInStep() {
      round += 1
      try require(round <= 12, "1 convergence", "not in step after 12 rounds: \(try standing())")
      for office in offices.dropFirst() where !office.isOut {
        for ledger in office.allLedgers {
          try sync(office, ledger)
          try pass(600_000)
        }
      }
    }
  }

  /// Most of the revoked get their right back; the others are gone with what they kept to
  /// themselves.
  private func closeCases() throws {
    for office in offices where try isRevoked(office) {
      // What the hub said before it was restored comes back from whoever has it, by hand.
      let known = try hub.vector(Store.memberLedger)
      let runs = try office.store.runs(
        Store.memberLedger, after: reachable(known, from: office, Store.memberLedger))
      if !runs.isEmpty { try apply(runs, to: hub, Store.memberLedger) }
      if random.chance(60), try hubIsWhole() { try reinstate(office) }
      if try isRevoked(office) { office.isOut = true }
    }
    pruneMustHave()
  }

  private func holders(_ ledger: String) -> [SimulatedOffice] {
    offices.filter { !$0.isOut && $0.allLedgers.contains(ledger) }
  }

  private func isInStep() throws -> Bool {
    for ledger in [Store.memberLedger] + ledgers {
      let vectors = try holders(ledger).map { try $0.vector(ledger) }
      if vectors.contains(where: { $0 != vectors[0] }) { return false }
      if try holders(ledger).contains(where: { try isStale($0, ledger) }) { return false }
    }
    return true
  }

  private func standing() throws -> String {
    try ([Store.memberLedger] + ledgers).flatMap { ledger in
      try holders(ledger).map { "\($0.name)/\(ledger) [\(try $0.vector(ledger))]" }
    }.joined(separator: "; ")
  }

  private func planLateFaults() throws {
    switch fault {
    case .recordDamaged:
      guard let office = offices.last else { return }
      let path = office.path
      office.close()
      try Self.damageRecord(path, ledgers[0])
    default: break
    }
  }

  /// Changes the last byte of a record's value, which no checksum of the store guards.
  private static func damageRecord(_ path: String, _ ledger: String) throws {
    let environment = try Environment.open(path: path, mapSizeBytes: 64 << 20, sync: .none)
    let table = try environment.table(named: "record")
    var found: (key: [UInt8], value: [UInt8])?
    do {
      let transaction = try environment.beginRead()
      var cursor = try transaction.cursor(table)
      let prefix = Array(ledger.utf8)
      if try cursor.seek(atLeast: prefix.span.bytes) {
        found = (
          cursor.key.withUnsafeBytes { Array($0) }, cursor.value.withUnsafeBytes { Array($0) }
        )
      }
    }
    guard let found else { return }
    let key = found.key
    var value = found.value
    // A stamp's clock: still a record, another history.
    value[value.count > 22 ? 21 : value.count - 1] ^= 1
    var transaction = try environment.beginWrite()
    try transaction.put(table, key: key.span.bytes, value: value.span.bytes)
    try transaction.commit()
  }

  // MARK: - After everybody has everything

  func assertEverything() throws {
    for office in offices {
      for ledger in office.allLedgers { try expectVector(office, ledger, "1 convergence") }
    }
    try assertConvergence()
    try assertNothingLost()
    try assertReference()
    try assertIndexes()
    try assertDisplayIsAView()
    try assertIdempotence()
    try assertQuiet()
    try assertSound()
    try assertSecondHistoryIsRefused()
  }

  private func assertConvergence() throws {
    for ledger in [Store.memberLedger] + ledgers {
      let holders = holders(ledger)
      let dump = try holders[0].store.dump(ledger)
      let listed = try conflicts(holders[0], ledger).map(told)
      if ledger != Store.memberLedger { summary.conflictsLeft += listed.count }
      trace(dump)
      for office in holders.dropFirst() {
        try require(
          try office.store.dump(ledger) == dump, "1 convergence",
          "\(office.name) dumps \(ledger) otherwise than \(holders[0].name)")
        try require(
          try conflicts(office, ledger).map(told) == listed, "1 convergence",
          "\(office.name) lists other conflicts of \(ledger) than \(holders[0].name)")
      }
    }
  }

  /// What every store must tell of a conflict alike. Who wrote a sibling, why, and what stood
  /// before is in the log: a store that began from a snapshot does not have it.
  private func told(_ conflict: Conflict) -> String {
    let siblings = conflict.siblings.map { "\($0.dot) \($0.clock) \($0.value)" }
    return "\(conflict.id) \(conflict.kind) \(conflict.recordName) \(siblings) \(conflict.shown)"
  }

  private func assertNothingLost() throws {
    for (ledger, dots) in mustHave.sorted(by: { $0.key < $1.key }) {
      for office in holders(ledger) {
        let vector = try office.vector(ledger)
        let lost = dots.filter { !vector.covers($0) }.sorted()
        try require(
          lost.isEmpty, "2 nothing acknowledged is lost", "\(office.name) lacks \(lost)")
      }
    }
    for office in offices where !office.isOut {
      for (ledger, seq) in office.committed.sorted(by: { $0.key < $1.key }) {
        let own = try office.vector(ledger)[try office.replica]
        try require(
          own == seq, "7 display is a view", "\(office.name) wrote \(own) changes, not \(seq)")
      }
    }
  }

  private func assertReference() throws {
    for ledger in ledgers {
      for office in holders(ledger) { try assertReference(office, ledger) }
    }
  }

  /// Looks at every record of one store, at any time.
  func inspect(_ office: SimulatedOffice, _ ledger: String) throws {
    if try isStale(office, ledger) { return }
    summary.inspections += 1
    try assertReference(office, ledger)
  }

  /// The records that a machine must show, by what it holds.
  private func expectedRecords(
    _ office: SimulatedOffice, _ ledger: String
  ) throws -> [RecordID: ReferenceRecord] {
    let standing = memberVector(office)
    let pinned = try Set(roles.keys.filter { try pinnedRole($0, at: office) != nil })
    let reference = references[ledger] ?? ReferenceLedger(schema: Guest.governed)
    return reference.records(upTo: try office.vector(ledger)) { replica in
      guard pinned.contains(replica) || members.member(replica, asOf: standing) != nil else {
        return false
      }
      return roles[replica]?.isAuthority ?? false
    } counts: { change in
      members.counts(
        change, in: ledger, asOf: standing,
        pinned: pinned.contains(change.dot.replica) ? roles[change.dot.replica] : nil)
    }
  }

  private func assertReference(_ office: SimulatedOffice, _ ledger: String) throws {
    let expected = try expectedRecords(office, ledger)
    let found = try records(office, ledger)
    try require(
      Set(found.keys) == Set(expected.keys), "1 convergence", "\(office.name): other records")
    for id in found.keys.sorted() {
      guard let record = found[id], let wanted = expected[id] else { continue }
      try compare(record, wanted, office)
    }
    let conflicts = try conflicts(office, ledger)
    let places = expected.values.reduce(0) { sum, record in
      sum + (record.existence.isConflict ? 1 : 0) + record.fields.values.count { $0.isConflict }
    }
    let status = try office.store.read { snapshot throws(StoreError) in
      try snapshot.status(ledger)
    }
    try require(
      conflicts.count == places && status.conflicts == places, "1 convergence",
      "\(office.name): \(conflicts.count) conflicts, \(status.conflicts) in the index, not \(places)"
    )
  }

  /// The index holds what stands and nothing else: the rebuild of a deep check would make the same
  /// mistake again, so the entries are counted against the reference.
  private func assertIndexes() throws {
    for office in offices {
      // What stands on a stale base is no more known than its records are.
      if try office.ledgers.contains(where: { try isStale(office, $0) }) { continue }
      var wanted = 0
      for ledger in office.ledgers {
        for record in try expectedRecords(office, ledger).values {
          let traits = Guest.governed.collection(record.collection)
          for (field, state) in record.fields
          where traits?.field(field)?.isIndexed == true || field == traits?.parentField {
            wanted += Set(state.siblings.values.flatMap { $0 }).count
          }
        }
      }
      let found = try office.store.statistics().tables.first { $0.name == "index.field" }?.entries
      try require(
        found == wanted, "8 derived tables are derived",
        "\(office.name): \(found ?? 0) index entries, not \(wanted)")
    }
  }

  private func compare(
    _ record: Record, _ wanted: ReferenceRecord, _ office: SimulatedOffice
  ) throws {
    let name = "\(office.name): \(record.id)"
    try require(record.collection == wanted.collection, "1 convergence", "\(name): collection")
    try require(
      record.isArchived == wanted.isArchived, "7 display is a view", "\(name): archived")
    try compare(record.existence, wanted.existence, "\(name): existence")
    let fields = record.fields.filter { !$0.siblings.isEmpty }
    try require(
      fields.map(\.field) == wanted.fields.keys.sorted(), "3 no silent overwrite",
      "\(name): fields \(fields.map(\.field.rawValue))")
    for state in fields {
      guard let field = wanted.fields[state.field] else { continue }
      try compare(state, field, "\(name): field \(state.field.rawValue)")
    }
  }

  private func compare(_ state: FieldState, _ wanted: ReferenceField, _ name: String) throws {
    var siblings: [Dot: Set<Value>] = [:]
    for sibling in state.siblings { siblings[sibling.dot, default: []].insert(sibling.payload) }
    try require(
      siblings == wanted.siblings, "3 no silent overwrite",
      "\(name): \(siblings.keys.sorted()) stand, not \(wanted.siblings.keys.sorted())")
    guard let shown = wanted.shown else { return }
    try require(
      state.siblings[state.shown].dot == shown, "7 display is a view",
      "\(name): \(state.siblings[state.shown].dot) is shown, not \(shown)")
  }

  private func records(
    _ office: SimulatedOffice, _ ledger: String
  ) throws -> [RecordID: Record] {
    var records: [RecordID: Record] = [:]
    try office.store.read { snapshot throws(StoreError) in
      for collection in [Guest.work, Guest.visit] {
        try snapshot.query(Query(ledger: ledger, collection: collection, includeArchived: true)) {
          records[$0.id] = $0
          return true
        }
      }
    }
    return records
  }

  /// Everything that people look at, looked at: nothing is written by it.
  private func assertDisplayIsAView() throws {
    for office in offices {
      let store = try office.store
      let before = try store.statistics().lastTransaction
      for ledger in office.ledgers {
        let records = try records(office, ledger)
        try store.read { snapshot throws(StoreError) in
          for id in records.keys { _ = try snapshot.history(ledger, id) }
          _ = try snapshot.settlements()
          _ = try snapshot.status(ledger)
          _ = try snapshot.search("name", limit: 10)
        }
        _ = try conflicts(office, ledger)
      }
      try require(
        try store.statistics().lastTransaction == before, "7 display is a view",
        "looking wrote to \(office.name)")
    }
  }

  private func assertIdempotence() throws {
    for ledger in ledgers {
      let runs = try hub.store.runs(
        ledger, after: reachable(VersionVector(), from: hub, ledger))
      // One of the holders, drawn: every signature is checked again on the way.
      for office in [random.pick(holders(ledger))].compactMap({ $0 }) {
        let before = try office.store.statistics().lastTransaction
        let report = try apply(runs, to: office, ledger)
        try require(
          report.applied == 0 && report.refused.isEmpty, "4 idempotence",
          "\(office.name): \(report)")
        try require(
          try office.store.statistics().lastTransaction == before, "4 idempotence",
          "\(office.name): applying again wrote")
      }
    }
  }

  /// One more sync of everything: one request, under a kilobyte, no write.
  private func assertQuiet() throws {
    agenda.dropWakes()
    try pass(120_000)
    // Who was in step without having asked notes the hub's receipt with this one.
    for office in offices.dropFirst() where !office.isOut {
      for ledger in office.allLedgers {
        try sync(office, ledger)
        try pass(1_000)
      }
    }
    for office in offices.dropFirst() where !office.isOut {
      for ledger in office.allLedgers {
        let before = (
          try office.store.statistics().lastTransaction,
          try hub.store.statistics().lastTransaction, network.sent, network.bytes
        )
        try sync(office, ledger)
        try pass(1_000)
        let state = office.sessions[ledger]?.session.state
        try require(state == .idle, "11 a quiet sync is cheap", "\(office.name): \(state as Any)")
        try require(
          try office.store.statistics().lastTransaction == before.0
            && hub.store.statistics().lastTransaction == before.1, "11 a quiet sync is cheap",
          "syncing \(ledger) wrote to \(office.name) or the hub")
        try require(
          network.sent - before.2 == 2, "11 a quiet sync is cheap",
          "\(office.name): \(network.sent - before.2) messages")
        let bytes = network.bytes - before.3
        summary.quietBytesMax = max(summary.quietBytesMax, bytes)
        try require(bytes < 1_000, "11 a quiet sync is cheap", "\(bytes) bytes")
      }
    }
  }

  private func assertSound() throws {
    for office in offices {
      let store = try office.store
      let report = try store.check(deep: true)
      try require(report.isOK, "8 derived tables are derived", "\(office.name): \(report.problems)")
    }
    let office = offices[random.below(offices.count)]
    let store = try office.store
    let report = try store.verify()
    let problems = report.problems.filter { problem in
      problem.code != "divergent-history"
        || !forked.contains { problem.detail.contains($0.description) }
    }
    try require(problems.isEmpty, "9 verified before applied", "\(office.name): \(report.problems)")
    let before = try store.dump()
    try store.rebuildDerived()
    try require(
      try store.check(deep: true).isOK && store.dump() == before, "8 derived tables are derived",
      "\(office.name) rebuilt is another")
  }
}
