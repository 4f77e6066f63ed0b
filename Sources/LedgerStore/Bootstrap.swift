// Guarantees: a ledger made from a snapshot appears whole or not at all. While it is being made it
// is out of sight; a process that dies on the way leaves a note from which the next one goes on.
// Changes that this store holds and the snapshot does not are kept and applied on top, with their
// dots and deps.

public import Causality
internal import LMDB
internal import Wire

/// What a bootstrap did.
public struct BootstrapReport: Sendable {
  /// The ledger that was made from a snapshot.
  public let ledger: String
  /// Records that the snapshot brought.
  public let records: Int
  /// Bytes of the snapshot file.
  public let bytes: Int
  /// Changes of this store, unknown to the snapshot, applied again on top of it.
  public let reapplied: Int
  /// What the ledger has now.
  public let vector: VersionVector
  /// Where an interrupted bootstrap went on, in bytes of the file; 0 when it began anew.
  public let resumedAt: Int
}

extension Store {
  /// Ledgers whose bootstrap was begun and not finished: ``bootstrap(_:from:progress:)`` goes on.
  public func unfinishedBootstraps() throws(StoreError) -> [String] {
    try read { (snapshot) throws(StoreError) in
      try snapshot.store.unfinishedBootstraps(snapshot.transaction)
    }
  }

  func unfinishedBootstraps<T: ReadableTransaction & ~Copyable>(
    _ transaction: borrowing T
  ) throws(StoreError) -> [String] {
    var names: [String] = []
    try scan(tables.meta, prefix: BootstrapNote.prefix, transaction) { key, _ in
      names.append(String(decoding: key.dropFirst(BootstrapNote.prefix.count), as: UTF8.self))
      return true
    }
    return names
  }

  /// Makes the ledger from the snapshot file at `path`, or goes on with it after an interruption.
  ///
  /// - Parameter progress: bytes of the file done, and its size.
  /// - Throws: `badSnapshot` when the file is damaged, of another ledger, not signed by the hub,
  ///   older than what this store keeps, or of another history than this store's own changes;
  ///   nothing has changed then. Or an I/O error: then calling again goes on.
  /// - Complexity: O(file), in transactions of about 8 MiB of records; memory likewise.
  public func bootstrap(
    _ ledger: String, from path: String, progress: ((Int, Int) -> Void)? = nil
  ) throws(StoreError) -> BootstrapReport {
    guard LedgerName.isValid(ledger) else { throw StoreError(.badLedgerID, ledger) }
    let file = try FileReader(path)
    let source = try SnapshotSource(file)
    try source.verify { _ in progress?(0, file.bytes) }
    var note = try beginBootstrap(ledger, source)
    let resumedAt = note.offset
    if note.offset == 0 {
      while try clearSome(ledger, covered: source.manifest.vector, note) {}
    }
    var parts = source.parts(from: max(note.offset, source.firstPart))
    while let next = try installSome(ledger, &parts, note) {
      note = next
      progress?(note.offset, file.bytes)
    }
    let (reapplied, vector) = try finishBootstrap(ledger, source, note)
    progress?(file.bytes, file.bytes)
    return BootstrapReport(
      ledger: ledger, records: Int(source.manifest.records), bytes: file.bytes,
      reapplied: reapplied, vector: vector, resumedAt: resumedAt)
  }

  /// Judges the snapshot against what is here, puts the ledger out of sight and notes the
  /// beginning.
  private func beginBootstrap(
    _ ledger: String, _ source: SnapshotSource
  ) throws(StoreError) -> BootstrapNote {
    let (manifest, path) = (source.manifest, source.file.path)
    func refuse(_ why: String) -> StoreError { StoreError(.badSnapshot, path, why) }
    guard manifest.ledger == ledger else { throw refuse("ledger \(manifest.ledger)") }
    // Numbers go on from these; no ledger has come so far.
    guard manifest.changes < Int.max, manifest.records < Int.max,
      manifest.heads.allSatisfy({ $0.dot.seq < Int.max })
    else { throw refuse("numbers") }
    return try write { (transaction, state) throws(StoreError) in
      let members = try self.loadMembers(&state, transaction)
      guard let writer = manifest.writer, let member = members[writer], member.role == .hub,
        member.publicKey == manifest.publicKey
      else { throw refuse("not signed by the hub") }
      let known = try BootstrapNote.read(ledger, self, transaction)
      let isBegun = known?.digest == source.closing.digest
      // The list cannot be judged by itself where nothing of it is held, or half of it is cleared.
      var isJudged = true
      if ledger == Self.memberLedger {
        let isEmpty = try self.vector(ledger, transaction).isEmpty
        isJudged = !isBegun && !isEmpty
      }
      let standing = members.standing(of: manifest.vector, in: ledger)
      if isJudged, manifest.standing != standing {
        throw refuse("made under another member list")
      }
      if let known, isBegun { return known }
      guard manifest.vector.covers(try self.base(of: ledger, transaction).vector) else {
        throw refuse("older than what is here")
      }
      try self.requireSameHistory(ledger, manifest, path, transaction)
      let note = BootstrapNote(digest: source.closing.digest, offset: 0)
      try self.put(self.tables.meta, BootstrapNote.key(ledger), note.encoded(), in: &transaction)
      let held = Self.ledgerKey(ledger)
      do throws(LMDBError) {
        try self.deleteRow(self.tables.meta, held, in: &transaction)
      } catch {
        throw StoreError(error, at: self.place)
      }
      state.forget()
      return note
    }
  }

  /// Every chain that goes on here beyond the snapshot goes on from the snapshot's end of it.
  private func requireSameHistory<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ manifest: SnapshotManifest, _ path: String, _ transaction: borrowing T
  ) throws(StoreError) {
    for head in manifest.heads {
      let next = Dot(replica: head.dot.replica, seq: head.dot.seq + 1)
      let previous = try withLogEntry(ledger, next, transaction) { entry, bytes in
        try ChangeCoding.decodeHeader(
          UnsafeRawBufferPointer(rebasing: bytes[entry.payload]).bytes
        ).previous
      }
      let same = try withLogEntry(ledger, head.dot, transaction) { entry, bytes in
        try LoggedChange(entry, bytes).hash
      }
      guard previous ?? head.hash == head.hash, same ?? head.hash == head.hash else {
        throw StoreError(.badSnapshot, path, "another history of \(head.dot.replica)")
      }
    }
  }

  /// Deletes some of what the snapshot replaces; false when nothing is left of it.
  private func clearSome(
    _ ledger: String, covered: VersionVector, _ note: BootstrapNote
  ) throws(StoreError) -> Bool {
    try write { (transaction, _) throws(StoreError) in
      try note.require(ledger, self, transaction)
      let replaced =
        self.tables.derived.map(\.table)
        + [self.tables.base, self.tables.baseRecord, self.tables.arrival, self.tables.heads]
      for table in replaced {
        let some = try self.deleteSome(table, ledger, in: &transaction, where: { _ in true })
        if some { return true }
      }
      let prefix = Keys.ledger(ledger).count
      return try self.deleteSome(self.tables.log, ledger, in: &transaction) { key in
        guard let replica = RecordReader.replica(key, prefix),
          key.count == prefix + ReplicaID.byteCount + 8
        else { return true }
        let at = prefix + ReplicaID.byteCount
        let seq = key.loadUnaligned(fromByteOffset: at, as: UInt64.self).bigEndian
        return covered.covers(Dot(replica: replica, seq: seq))
      }
    }
  }

  private static let deletedKeysMax = 20_000

  /// Deletes up to 20,000 entries of a ledger that `isWanted` picks; whether there was one.
  func deleteSome(
    _ table: Table, _ ledger: String, in transaction: inout WriteTransaction,
    where isWanted: (UnsafeRawBufferPointer) -> Bool
  ) throws(StoreError) -> Bool {
    var keys: [[UInt8]] = []
    try scan(table, prefix: Keys.ledger(ledger), transaction) { key, _ in
      if isWanted(key) { keys.append(Array(key)) }
      return keys.count < Self.deletedKeysMax
    }
    do throws(LMDBError) {
      for key in keys { try deleteRow(table, key, in: &transaction) }
    } catch {
      throw StoreError(error, at: place)
    }
    return !keys.isEmpty
  }

  private static let installedBytes = 8 << 20

  /// Installs the next parts, about 8 MiB of rows; the note as it then stands, nil at the end.
  private func installSome(
    _ ledger: String, _ parts: inout SnapshotSource.Parts, _ note: BootstrapNote
  ) throws(StoreError) -> BootstrapNote? {
    var taken: [SnapshotPart] = []
    var bytes = 0
    var rows = SnapshotRowReader()
    var pending = try parts.next()
    guard pending != nil else { return nil }
    // A value in several parts goes into one transaction: a later part has piece > 0.
    while let part = pending {
      taken.append(part)
      bytes += part.rawBytes
      if bytes >= Self.installedBytes, try parts.endsRow() { break }
      pending = try parts.next()
    }
    let offset = parts.offset
    return try write { (transaction, state) throws(StoreError) in
      try note.require(ledger, self, transaction)
      let members = try self.loadMembers(&state, transaction)
      var applier = Applier(self, ledger: ledger, members: members)
      let filled = self.tables.derived.map(\.table) + [self.tables.baseRecord]
      let behind = try RowsBehind(ledger, in: filled, of: self, &transaction)
      for part in taken {
        guard self.tables.shared.contains(where: { $0.number == part.table }) else {
          throw StoreError(.badSnapshot, ledger, "table \(part.table)")
        }
        try self.install(part, &rows, by: &applier, in: &transaction)
        do throws(LMDBError) { try self.putBasePart(part, ledger, in: &transaction) } catch {
          throw StoreError(error, at: self.place)
        }
      }
      guard rows.isBetweenRows else {
        throw StoreError(.badSnapshot, ledger, "a row without its end")
      }
      try behind.putBack(self, in: &transaction)
      try applier.finish(in: &transaction)
      let next = BootstrapNote(digest: note.digest, offset: offset)
      try self.put(self.tables.meta, BootstrapNote.key(ledger), next.encoded(), in: &transaction)
      return next
    }
  }

  /// Applies what this store has on top, and lets the ledger be seen.
  private func finishBootstrap(
    _ ledger: String, _ source: SnapshotSource, _ note: BootstrapNote
  ) throws(StoreError) -> (reapplied: Int, vector: VersionVector) {
    try write { (transaction, state) throws(StoreError) in
      try note.require(ledger, self, transaction)
      let manifest = source.manifest
      var began = LedgerState()
      for head in manifest.heads {
        began.heads[head.dot.replica] = Head(
          seq: head.dot.seq, clock: head.clock, hash: head.hash, deps: head.deps)
      }
      began.vector = manifest.vector
      began.nextArrival = manifest.changes + 1
      let base = Base(
        arrivals: manifest.changes, digest: try self.basePartsDigest(ledger, transaction),
        madeMilliseconds: manifest.madeMilliseconds, heads: began.heads,
        floorArrivals: manifest.changes, floorHeads: began.heads)
      try self.put(self.tables.base, Keys.ledger(ledger), base.encoded(), in: &transaction)
      try self.noteStanding(manifest.standing, ledger, in: &transaction)
      for (replica, head) in began.heads {
        try self.put(
          self.tables.heads, Keys.head(ledger, replica), head.encoded(), in: &transaction)
      }
      #if TAIZHANG_PLANTED_FAULTS
        let forgets = PlantedFault.makes(.bootstrapForgetsUnsent)
        let kept = forgets ? [] : try self.loggedDots(ledger, transaction)
      #else
        let kept = try self.loggedDots(ledger, transaction)
      #endif
      var members = try self.memberList(transaction)
      let city = try self.memberLedgerState(besides: ledger, &state, transaction)
      var work = LedgerWork(self, ledger, began, members, city: city)
      for dot in kept {
        guard let entry = try self.loggedChange(ledger, dot, transaction) else { continue }
        try work.take(
          entry.change, signature: entry.signature,
          voiding: self.authority.judge(entry.change, members), in: &transaction)
        if work.touchesMembers {
          members = try self.memberList(transaction)
          work.touchesMembers = false
        }
      }
      try work.finish(in: &transaction)
      let (held, one): ([UInt8], [UInt8]) = (Self.ledgerKey(ledger), [1])
      try self.put(self.tables.meta, held, one, in: &transaction)
      let key = BootstrapNote.key(ledger)
      do throws(LMDBError) {
        try self.deleteRow(self.tables.meta, key, in: &transaction)
      } catch {
        throw StoreError(error, at: self.place)
      }
      state.forget()
      if ledger == Self.memberLedger {
        // The list was out of sight for a while: what came in between is judged again.
        _ = try self.rejudge(
          from: MemberList([], pinned: []), to: members, &state, in: &transaction)
        state.forget()
      }
      return (kept.count, work.state.vector)
    }
  }

  /// The dots that stand in the log of a ledger, in the order in which they arrived.
  private func loggedDots(
    _ ledger: String, _ transaction: borrowing WriteTransaction
  ) throws(StoreError) -> [Dot] {
    var found: [(arrival: UInt64, dot: Dot)] = []
    let prefix = Keys.ledger(ledger).count
    try scan(tables.log, prefix: Keys.ledger(ledger), transaction) {
      (key, value) throws(StoreError) in
      do throws(CorruptRecord) {
        let entry = try LogEntry(value)
        guard let replica = RecordReader.replica(key, prefix),
          key.count == prefix + ReplicaID.byteCount + 8, !entry.isStub
        else { throw CorruptRecord(offset: 0) }
        let at = prefix + ReplicaID.byteCount
        let seq = key.loadUnaligned(fromByteOffset: at, as: UInt64.self).bigEndian
        found.append((entry.arrival, Dot(replica: replica, seq: seq)))
      } catch {
        throw StoreError(error, table: "log", key: Array(key))
      }
      return true
    }
    return found.sorted { $0.arrival < $1.arrival }.map(\.dot)
  }

  private func loggedChange(
    _ ledger: String, _ dot: Dot, _ transaction: borrowing WriteTransaction
  ) throws(StoreError) -> (change: DecodedChange, signature: [UInt8]?)? {
    try withLogEntry(ledger, dot, transaction) { entry, bytes in
      (
        try ChangeCoding.decode(Array(bytes[entry.payload])),
        entry.signature.map { Array(bytes[$0]) }
      )
    }
  }

  /// SHA-256 over the parts of a ledger's base, in order.
  func basePartsDigest<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ transaction: borrowing T
  ) throws(StoreError) -> Digest {
    var running = RunningDigest()
    try scan(tables.baseRecord, prefix: Keys.ledger(ledger), transaction) { _, value in
      running.update(value.bytes)
      return true
    }
    return running.digest
  }

  func put(
    _ table: Table, _ key: [UInt8], _ value: [UInt8], in transaction: inout WriteTransaction
  ) throws(StoreError) {
    do throws(LMDBError) {
      try putRow(table, key, value, in: &transaction)
    } catch {
      throw StoreError(error, at: place)
    }
  }
}

/// What `meta` says of a bootstrap under way: `format 1 | digest 32 B | offset 8 B`.
struct BootstrapNote {
  /// Of the snapshot file.
  let digest: Digest
  /// Where in the file the parts begin that are not installed; 0 while the old rows are cleared.
  let offset: Int

  static let prefix = Array("bootstrap/".utf8)

  static func key(_ ledger: String) -> [UInt8] { prefix + Array(ledger.utf8) }

  func encoded() -> [UInt8] {
    var bytes: [UInt8] = [1]
    digest.appendBytes(to: &bytes)
    bytes.appendBigEndian(UInt64(offset))
    return bytes
  }

  static func read<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ store: Store, _ transaction: borrowing T
  ) throws(StoreError) -> BootstrapNote? {
    let key = key(ledger)
    do throws(LMDBError) {
      guard let value = try transaction.get(store.tables.meta, key.span.bytes),
        value.byteCount == 41
      else { return nil }
      return value.withUnsafeBytes { bytes in
        let hash = UnsafeRawBufferPointer(rebasing: bytes[1..<33]).bytes
        let offset = bytes.loadUnaligned(fromByteOffset: 33, as: UInt64.self).bigEndian
        return Digest(bytes: hash).map {
          BootstrapNote(digest: $0, offset: Int(truncatingIfNeeded: offset))
        }
      }
    } catch {
      throw StoreError(error, at: store.place)
    }
  }

  /// Refuses with `busy` when another process has gone on with the bootstrap, or begun another.
  func require<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ store: Store, _ transaction: borrowing T
  ) throws(StoreError) {
    guard let now = try Self.read(ledger, store, transaction), now.digest == digest,
      now.offset == offset
    else { throw StoreError(.busy, store.path, "0") }
  }
}
