// Guarantees: compaction drops the operations of changes that every active member holds, and
// nothing else: headers, hashes and signatures stay, what they made stands in the base, byte for
// byte what replaying them would give. Interrupted anywhere, the store is whole, and compacting
// again goes on.
//
// The cut is a prefix of this store's order of arrival: then base and rest give every derived row
// exactly as the whole log did. What was ever settled or contested is kept as it is known now.

public import Causality
internal import LMDB
internal import Wire

/// What a compaction did, or would do, to one ledger.
public struct CompactReport: Sendable {
  /// The ledger that was compacted, or would be.
  public let ledger: String
  /// Changes whose operations go.
  public let changes: Int
  /// Bytes of the log that become free for new data; the file does not shrink.
  public let freedBytes: Int
  /// Changes of the ledger in all.
  public let total: Int
  /// What every active member holds.
  public let horizon: VersionVector
  /// The base afterwards.
  public let base: VersionVector
  /// Active members that hold less than this store: they keep the horizon where it is.
  public let holdingBack: [ReplicaID]
}

extension Store {
  /// Compacts one ledger, or every ledger held, up to its horizon.
  ///
  /// - Parameter requireBackup: on a hub, refuse unless a backup holds what goes, and let offices
  ///   compact no more than it holds.
  /// - Throws: `backupNeeded` before anything is done, `noSuchLedger`, `busy` when the member list
  ///   changed meanwhile, or an I/O error.
  /// - Complexity: O(records + changes that go), on disk beside the temporary files; memory a few
  ///   MiB.
  public func compact(
    _ ledger: String? = nil, dryRun: Bool = false, requireBackup: Bool = true
  ) throws(StoreError) -> [CompactReport] {
    let ledgers = try read { (snapshot) throws(StoreError) in try snapshot.ledgersAsked(ledger) }
    let needsBackup = requireBackup && identity.role == .hub
    var reports: [CompactReport] = []
    for name in ledgers {
      var horizon = try horizon(name)
      let held = try backedUp(name)
      // Compacting itself writes to the member ledger: that waits for the next backup.
      if needsBackup, name == Self.memberLedger, !held.isEmpty { horizon = horizon.meeting(held) }
      let report = try plan(name, horizon)
      if !dryRun, needsBackup, report.changes > 0, !held.covers(report.base) {
        throw StoreError(.backupNeeded, name)
      }
      reports.append(report)
    }
    if dryRun { return reports }
    for report in reports {
      let (name, horizon) = (report.ledger, report.horizon)
      if identity.role == .hub {
        // Offices drop what is published: a hub restored from that backup must not need it of them.
        let published = requireBackup ? horizon.meeting(try backedUp(name)) : horizon
        if !published.isEmpty { try publishHorizon(name, published) }
      }
      try raiseBase(name, horizon)
      try stubBelowBase(name)
    }
    return reports
  }

  private func plan(
    _ ledger: String, _ horizon: VersionVector
  ) throws(StoreError) -> CompactReport {
    let transaction = try mapped { () throws(LMDBError) in try environment.beginRead() }
    let cut = try cut(ledger, horizon, transaction)
    var (changes, freed) = (0, 0)
    try scan(tables.log, prefix: Keys.ledger(ledger), transaction) {
      (key, value) throws(StoreError) in
      do {
        let entry = try LogEntry(value)
        if !entry.isStub, entry.arrival <= cut.arrivals {
          changes += 1
          let payload = UnsafeRawBufferPointer(rebasing: value[entry.payload]).bytes
          let kept = try ChangeCoding.headerByteCount(payload) + Digest.byteCount
          freed += max(0, entry.payload.count - kept)
        }
      } catch {
        throw StoreError(error, at: place, table: "log", key: Array(key))
      }
      return true
    }
    let own = try vector(ledger, transaction)
    let behind =
      identity.role == .hub
      ? try holdingBack(ledger).filter { !$0.vector.covers(own) }.map(\.replica) : []
    return CompactReport(
      ledger: ledger, changes: changes, freedBytes: freed,
      total: Int(try lastArrival(ledger, transaction)), horizon: horizon, base: cut.vector,
      holdingBack: behind)
  }

  /// The longest prefix of the order of arrival that `horizon` covers; at least the present base.
  private func cut<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ horizon: VersionVector, _ transaction: borrowing T
  ) throws(StoreError) -> (arrivals: UInt64, vector: VersionVector) {
    let base = try base(of: ledger, transaction)
    var (arrivals, vector) = (base.arrivals, base.vector)
    let prefix = Keys.ledger(ledger).count
    try scan(
      tables.arrival, prefix: Keys.ledger(ledger), from: Keys.arrival(ledger, arrivals + 1),
      transaction
    ) { key, value in
      guard key.count == prefix + 8, value.count == 18,
        let replica = RecordReader.replica(value, 0)
      else { return false }
      let seq = value.loadUnaligned(fromByteOffset: 10, as: UInt64.self).bigEndian
      guard horizon.covers(Dot(replica: replica, seq: seq)) else { return false }
      arrivals = key.loadUnaligned(fromByteOffset: prefix, as: UInt64.self).bigEndian
      vector[replica] = seq
      return true
    }
    return (arrivals, vector)
  }

  /// Makes the base of the longest prefix that the horizon covers and puts it in place, in one
  /// transaction.
  private func raiseBase(_ ledger: String, _ horizon: VersionVector) throws(StoreError) {
    let source = try mapped { () throws(LMDBError) in try environment.beginRead() }
    let old = try base(of: ledger, source)
    let cut = try cut(ledger, horizon, source)
    guard cut.arrivals > old.arrivals else { return }
    let judgedBy = try listVector(source)
    let rebuilt = try scratchEnvironment()
    try replay(
      ledger, try memberList(source), upTo: cut.arrivals, source, into: rebuilt)
    let derived = try mapped { () throws(LMDBError) in try rebuilt.0.beginRead() }
    let heads = try heads(ledger, at: cut.vector, source)
    try write { (transaction, state) throws(StoreError) in
      guard try self.base(of: ledger, transaction) == old,
        try self.listVector(transaction) == judgedBy
      else { throw StoreError(.busy, self.path, "0") }
      let members = try self.loadMembers(&state, transaction)
      // What the list has left behind is mended by a snapshot, not carried on.
      if try self.staleLedgers(members, transaction).contains(ledger) { return }
      while try self.deleteSome(
        self.tables.baseRecord, ledger, in: &transaction, where: { _ in true })
      {}
      let places = [
        (Base.recordRows, rebuilt.1.record), (Base.touchRows, rebuilt.1.touch),
        (Base.voidRows, rebuilt.1.void),
      ]
      var parts: [SnapshotPart] = []
      for (number, table) in places { parts += try self.parts(number, of: table, ledger, derived) }
      // Settlements of later changes too: they may need a past that is no more when they are judged
      // again.
      let known = [
        (Base.settledRows, self.tables.settled), (Base.contestedRows, self.tables.contested),
      ]
      for (number, table) in known {
        parts += try self.parts(number, of: table, ledger, transaction)
      }
      for part in parts {
        do throws(LMDBError) { try self.putBasePart(part, ledger, in: &transaction) } catch {
          throw StoreError(error, at: self.place)
        }
      }
      let base = Base(
        arrivals: cut.arrivals, digest: try self.basePartsDigest(ledger, transaction),
        madeMilliseconds: self.options.wallMilliseconds(), heads: heads,
        floorArrivals: old.floorArrivals, floorHeads: old.floorHeads)
      try self.put(self.tables.base, Keys.ledger(ledger), base.encoded(), in: &transaction)
      try self.noteStanding(
        members.standing(of: cut.vector, in: ledger), ledger, in: &transaction)
      state.forget()
    }
  }

  /// Which member list judged: empty where none is held.
  private func listVector<T: ReadableTransaction & ~Copyable>(
    _ transaction: borrowing T
  ) throws(StoreError) -> VersionVector {
    guard try holds(Self.memberLedger, transaction) else { return VersionVector() }
    return try vector(Self.memberLedger, transaction)
  }

  /// The rows of a ledger's table, compressed: a small part of what the ledger takes.
  private func parts<T: ReadableTransaction & ~Copyable>(
    _ number: UInt8, of table: Table, _ ledger: String, _ transaction: borrowing T
  ) throws(StoreError) -> [SnapshotPart] {
    var writer = SnapshotPartWriter(table: number)
    let prefix = Keys.ledger(ledger)
    try scan(table, prefix: prefix, transaction) { (key, value) throws(StoreError) in
      do throws(WireError) {
        try writer.append(
          key: UnsafeRawBufferPointer(rebasing: key[prefix.count...]), value: value)
      } catch {
        throw StoreError(.corrupt, "record", Hexadecimal.text(key), error.description)
      }
      return true
    }
    do throws(WireError) { try writer.finish() } catch {
      throw StoreError(.corrupt, "record", Hexadecimal.text(prefix), error.description)
    }
    return writer.take()
  }

  /// The heads that the chains had at `vector`.
  private func heads(
    _ ledger: String, at vector: VersionVector, _ transaction: borrowing ReadTransaction
  ) throws(StoreError) -> [ReplicaID: Head] {
    var heads = try base(of: ledger, transaction).heads
    for entry in vector.entries where heads[entry.replica]?.seq != entry.seq {
      let dot = Dot(replica: entry.replica, seq: entry.seq)
      let logged = try withLogEntry(ledger, dot, transaction) { entry, bytes in
        try LoggedChange(entry, bytes)
      }
      guard let logged, let deps = try deps(of: dot, ledger, transaction) else {
        throw StoreError(.corrupt, "log", Hexadecimal.text(Keys.log(ledger, dot)), "missing")
      }
      heads[entry.replica] = Head(
        seq: entry.seq, clock: logged.header.clock, hash: logged.hash, deps: deps)
    }
    return heads
  }

  private static let stubbedBytes = 8 << 20

  /// Leaves stubs of what the base contains, in transactions of about 8 MiB of log.
  private func stubBelowBase(_ ledger: String) throws(StoreError) {
    var next: [UInt8]? = Keys.ledger(ledger)
    while let start = next {
      next = try write { (transaction, _) throws(StoreError) in
        try self.stubSome(ledger, from: start, in: &transaction)
      }
    }
  }

  /// Where to go on; nil at the end.
  private func stubSome(
    _ ledger: String, from start: [UInt8], in transaction: inout WriteTransaction
  ) throws(StoreError) -> [UInt8]? {
    let base = try base(of: ledger, transaction)
    var stubs: [(key: [UInt8], value: [UInt8])] = []
    var bytes = 0
    var last: [UInt8]?
    try scan(tables.log, prefix: Keys.ledger(ledger), from: start, transaction) {
      (key, value) throws(StoreError) in
      if bytes >= Self.stubbedBytes {
        last = Array(key)
        return false
      }
      do {
        let entry = try LogEntry(value)
        guard !entry.isStub, entry.arrival <= base.arrivals else { return true }
        bytes += value.count
        let payload = UnsafeRawBufferPointer(rebasing: value[entry.payload])
        let stub = entry.stub(
          value, hash: Digest(hashing: payload.bytes),
          headerBytes: try ChangeCoding.headerByteCount(payload.bytes))
        stubs.append((Array(key), stub))
      } catch {
        throw StoreError(error, at: place, table: "log", key: Array(key))
      }
      return true
    }
    for (key, stub) in stubs { try put(tables.log, key, stub, in: &transaction) }
    return last
  }
}
