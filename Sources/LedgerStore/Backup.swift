// Guarantees: a backup is of one moment and never blocks writers; what is restored from it writes
// under a new identity, so that two stores never share one.

public import Causality
internal import Glibc
internal import LMDB
internal import Wire

/// Sizes and counts of a store.
public struct StoreStatistics: Sendable {
  /// One table of the environment.
  public struct TableLine: Sendable {
    /// The table's name inside the environment.
    public let name: String
    /// Keys of the table. O(1): LMDB keeps the count.
    public let entries: Int
    /// Levels of its tree, the leaves included; 0 when it is empty.
    public let depth: Int
    /// Branch, leaf and overflow pages together.
    public let pages: Int
  }

  /// One line a table of the store.
  public let tables: [TableLine]
  /// What the environment was made with, 4,096 as a rule.
  public let pageSizeBytes: Int
  /// Pages in use or once used: the file's size over the page size.
  public let pages: Int
  /// Address space, not what is used of it.
  public let mapSizeBytes: Int
  /// Reader slots ever used, of so many at most.
  public let readers: Int
  /// The reader slots there are; opening one more read transaction fails.
  public let readersMax: Int
  /// The number of the newest committed transaction; each commit is one.
  public let lastTransaction: UInt64
}

/// How one ledger stands.
public struct LedgerStatus: Sendable {
  /// The ledger's code.
  public let ledger: String
  /// All that this store has applied of the ledger.
  public let vector: VersionVector
  /// Changes held, compacted ones included.
  public let changes: Int
  /// Conflicts open.
  public let conflicts: Int
  /// Changes refused or void that nobody has dismissed.
  public let refused: Int
  /// The store's own highest seq in this ledger.
  public let ownSeq: UInt64
}

extension Store {
  /// Copies the store into a new directory while readers and writers go on, free pages left out,
  /// attachments included (as hard links where the file system allows). The key stays behind:
  /// `restore` makes a new identity. What a backup that was broken off left there goes first.
  ///
  /// - Parameter beside: writes what else belongs to the backup; until it is done, the backup
  ///   counts as unfinished.
  /// - Throws: `notEmpty`, `cannotCreate`, or an I/O error.
  public func backup(
    to directory: String, beside: (String) throws(StoreError) -> Void = { _ in }
  ) throws(StoreError) {
    let making = try Directory.beginBackup(directory)
    let held: [(String, VersionVector)]
    do throws(StoreError) {
      held = try fill(directory)
      try beside(directory)
    } catch {
      Directory.removeBackup(directory)
      throw error
    }
    making.finish()
    if environment.isReadOnly { return }
    for (ledger, vector) in held { try noteBackup(ledger, vector) }
  }

  /// Copies data and attachments; what the copy holds of each ledger, at the least.
  private func fill(_ directory: String) throws(StoreError) -> [(String, VersionVector)] {
    let held = try read { (snapshot) throws(StoreError) in
      var vectors: [(String, VersionVector)] = []
      for ledger in try snapshot.allLedgers() {
        vectors.append((ledger, try snapshot.vector(ledger)))
      }
      return vectors
    }
    do throws(LMDBError) {
      try environment.copy(to: directory, compacting: true)
    } catch {
      // The disk that is full is that of the copy.
      throw error.kind == .diskFull
        ? StoreError(.diskFull, directory) : StoreError(error, at: place)
    }
    // After the data: an attachment is here before a change names it, and never goes again.
    _ = try blobs.copyAll(to: BlobStore(directory: directory + "/blobs"))
    return held
  }

  /// Makes a store from a backup, with a new identity. Without the key of the old one it has no
  /// hub: `join` enrols it again, and those who had joined a hub join it again too.
  ///
  /// - Parameter keyFile: the old `identity.key`: the new identity then follows it everywhere.
  /// - Throws: `noSuchStore` when `backup` holds none, `unfinished` when it was broken off,
  ///   `notEmpty`, or an I/O error.
  public static func restore(
    from backup: String, to directory: String, office: String, role: Role,
    succeeding keyFile: String? = nil, schema: SchemaTraits, options: StoreOptions = .default
  ) throws(StoreError) -> Store {
    guard access(backup + "/data.mdb", R_OK) == 0 else { throw StoreError(.noSuchStore, backup) }
    guard access(backup + "/" + Directory.backupFile, F_OK) != 0 else {
      throw StoreError(.unfinished, backup)
    }
    try PageWalk.requireWhole(backup + "/data.mdb")
    let before = try keyFile.map { (path) throws(StoreError) in try Self.predecessor(path) }
    let making = try Directory.begin(directory)
    do throws(StoreError) {
      do throws(LMDBError) {
        let source = try Environment.open(path: backup, maxTables: Tables.count + 4, readOnly: true)
        try source.copy(to: directory, compacting: true)
        try source.close()
      } catch {
        throw StoreError(error, at: StorePlace(path: backup, mapSizeBytes: options.mapSizeBytes))
      }
      _ = try BlobStore(directory: backup + "/blobs")
        .copyAll(to: BlobStore(directory: directory + "/blobs"))
      let seed = options.identitySeed ?? SigningKey().seed
      try IdentityFile(role: role, office: office.singleLine, seed: seed)
        .write(to: directory + "/" + IdentityFile.name)
      let store = try openStore(
        at: directory, schema: schema, options: options, creating: false)
      if let before {
        try store.noteOwnIdentity()
        try store.succeed(before)
      } else {
        try store.forgetHub()
        try store.noteOwnIdentity()
        if role == .hub { try store.enrolSelf() }
      }
      making.finish()
      return store
    } catch {
      Directory.removeStoreFiles(directory)
      throw error
    }
  }

  private static func predecessor(_ path: String) throws(StoreError) -> SigningKey {
    let file = try IdentityFile.read(from: path)
    do throws(WireError) { return try SigningKey(seed: file.seed) } catch {
      throw StoreError(.badIdentity, path, error.code.rawValue)
    }
  }

  /// Takes the place of the identity of `old`: a hub lists itself, another tells the hub at the
  /// next sync.
  private func succeed(_ old: SigningKey) throws(StoreError) {
    let succession = Succession(old: old, new: identity.publicKey)
    let key = old.verifyingKey.bytes
    try write { (transaction, state) throws(StoreError) in
      let members = try self.memberList(transaction)
      let known = members[old.replica]
      if try self.peerValue(Self.selfPrefix + old.replica.description, transaction) == nil {
        let past = Identity(
          replica: old.replica, publicKey: key, office: self.identity.office,
          role: self.identity.role)
        try self.noteOwn(past, in: &transaction)
      }
      if self.identity.role == .hub {
        guard let known, known.role == .hub else {
          throw StoreError(.badIdentity, old.replica.description, "not the hub of this backup")
        }
        let before = Identity(
          replica: old.replica, publicKey: key, office: known.office, role: .hub)
        try self.noteSuccession(succession, in: &transaction)
        try self.listSuccessor(of: before, self.signer, &state, in: &transaction)
      } else {
        let pending = Self.pendingPrefix + String(try self.pending(transaction).count)
        try self.setPeerValue(pending, succession.encode(), in: &transaction)
      }
      state.forget()
    }
  }

  /// Gives the pages of the map that this process has read back to the system. About 0.1 ms.
  public func releaseResidentPages() { _ = try? environment.releaseResidentPages() }

  /// Sizes and counts as of now. O(tables); reads no record.
  public func statistics() throws(StoreError) -> StoreStatistics {
    try mapped { () throws(LMDBError) in
      let info = try environment.info()
      let transaction = try environment.beginRead()
      var lines: [StoreStatistics.TableLine] = []
      for (name, table) in tables.all {
        let statistics = try transaction.statistics(table)
        lines.append(
          StoreStatistics.TableLine(
            name: name, entries: statistics.entries, depth: statistics.depth,
            pages: statistics.branchPages + statistics.leafPages + statistics.overflowPages))
      }
      return StoreStatistics(
        tables: lines, pageSizeBytes: info.pageSizeBytes, pages: info.pages,
        mapSizeBytes: info.mapSizeBytes, readers: info.readers, readersMax: info.maxReaders,
        lastTransaction: info.lastTransactionID)
    }
  }
}

extension Snapshot {
  /// How a ledger stands. O(open conflicts + refusals + replicas).
  public func status(_ ledger: String) throws(StoreError) -> LedgerStatus {
    let vector = try vector(ledger)
    return LedgerStatus(
      ledger: ledger, vector: vector,
      changes: Int(clamping: vector.sum),
      conflicts: try conflictCount(ledger), refused: try refusals(ledger).count,
      ownSeq: vector[store.identity.replica])
  }
}
