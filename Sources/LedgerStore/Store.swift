// Guarantees: a store is one directory with one LMDB environment and one identity; it is created
// whole or not at all, and a store of a newer format is refused before anything is read from it.

public import Causality
internal import Glibc
internal import LMDB
internal import Synchronization
internal import Wire

/// The durable ledger of one office: copies of one or more ledgers, and the identity that writes.
///
/// Thread-safe and synchronous: readers never wait for the writer, writers wait for one another.
public final class Store: Sendable {
  /// Format of the tables; raised when older programs could misread them.
  public static let formatVersion: UInt32 = 1
  /// The ledger of members, calendars and rule sets that every store of a city shares.
  public static let memberLedger = "city"

  /// The store's directory.
  public let path: String
  /// Who the store is when it writes; another after a renewal.
  public var identity: Identity { signer.identity }
  /// The guest's schema, with the store's own member collection.
  public let schema: SchemaTraits
  let options: StoreOptions
  let environment: Environment
  let tables: Tables
  var key: SigningKey { signer.key }
  var signer: Signer { presentSigner.withLock { $0 } }
  private let presentSigner: Mutex<Signer>
  /// Whether the store lives elsewhere than it noted.
  let moved = Mutex(false)
  /// The renewal that this open store made by itself.
  let renewed = Mutex<RenewReport?>(nil)
  /// The last change committed through this open store.
  let committed = Mutex<Dot?>(nil)
  let gate: WriterGate
  let indexPlan: IndexPlan
  let authority: Authority
  /// What of the schema the derived tables depend on.
  let derivation: Digest
  private let recordIDs: RecordIDSource
  /// The member list of one transaction number: many reads fall between two writes.
  private let memberCache = Mutex<(transaction: UInt64, members: MemberList)?>(nil)

  private init(
    path: String, signer: Signer, schema: SchemaTraits, options: StoreOptions,
    environment: Environment, tables: Tables
  ) {
    self.path = path
    presentSigner = Mutex(signer)
    self.schema = SchemaTraits(
      version: schema.version,
      collections: schema.collections + [MemberRecord.traits, HorizonRecord.traits])
    self.options = options
    self.environment = environment
    self.tables = tables
    gate = WriterGate(directory: path, timeoutMilliseconds: options.busyTimeoutMilliseconds)
    indexPlan = IndexPlan(self.schema)
    authority = Authority(self.schema)
    derivation = self.schema.derivationDigest
    recordIDs = RecordIDSource(options)
  }

  /// Makes a store with a new key pair in an empty or missing directory, and opens it.
  ///
  /// - Parameters:
  ///   - ledgers: may be empty: `join` adds those that the hub invites to. A hub gets the member
  ///     ledger besides, with itself as its first member.
  ///   - office: the office's name as people know it.
  /// - Throws: `notEmpty`, `cannotCreate`, `badLedgerID`, or an I/O error; nothing is left behind.
  public static func create(
    at path: String, ledgers: [String], office: String, role: Role, schema: SchemaTraits,
    options: StoreOptions = .default
  ) throws(StoreError) -> Store {
    for ledger in ledgers {
      guard LedgerName.isValid(ledger) else { throw StoreError(.badLedgerID, ledger) }
    }
    let making = try Directory.begin(path)
    do throws(StoreError) {
      let seed = options.identitySeed ?? SigningKey().seed
      try IdentityFile(role: role, office: office.singleLine, seed: seed)
        .write(to: path + "/" + IdentityFile.name)
      let store = try openStore(at: path, schema: schema, options: options, creating: true)
      try store.noteOwnIdentity()
      for ledger in ledgers { try store.addLedger(ledger) }
      if role == .hub {
        try store.addLedger(memberLedger)
        try store.enrolSelf()
      }
      making.finish()
      return store
    } catch {
      Directory.removeStoreFiles(path)
      throw error
    }
  }

  /// Opens the store at `path`. Clears the slots of readers that died.
  ///
  /// - Throws: `noSuchStore`, `newerFormat`, `badIdentity`, or an I/O error.
  public static func open(
    at path: String, schema: SchemaTraits, options: StoreOptions = .default
  ) throws(StoreError) -> Store {
    if access(path + "/" + Directory.creatingFile, F_OK) == 0, Directory.isAbandoned(path) {
      throw StoreError(.unfinished, path)
    }
    guard access(path + "/data.mdb", F_OK) == 0 else { throw StoreError(.noSuchStore, path) }
    guard
      access(path + "/" + IdentityFile.name, F_OK) == 0
        || access(path + "/" + IdentityFile.nextName, F_OK) == 0
    else { throw StoreError(.noIdentity, path) }
    return try openStore(at: path, schema: schema, options: options, creating: false)
  }

  /// Opens a backup to read from: for checks and for a look, never for writing. It has no identity.
  ///
  /// - Throws: `noSuchStore`, `newerFormat`, or an I/O error.
  public static func openBackup(
    at path: String, schema: SchemaTraits, options: StoreOptions = .default
  ) throws(StoreError) -> Store {
    guard access(path + "/data.mdb", F_OK) == 0 else { throw StoreError(.noSuchStore, path) }
    var options = options
    options.isReadOnly = true
    options.livesAnywhere = true
    return try openStore(
      at: path, schema: schema, options: options, creating: false,
      as: IdentityFile(role: .observer, office: "", seed: SigningKey().seed))
  }

  /// - Parameter reader: who opens a backup, which has no identity of its own.
  static func openStore(
    at path: String, schema: SchemaTraits, options: StoreOptions, creating: Bool,
    as reader: IdentityFile? = nil
  ) throws(StoreError) -> Store {
    if !creating { try PageWalk.requireWhole(path + "/data.mdb") }
    let isReadOnly = options.isReadOnly || access(path, W_OK) != 0
    func open() throws(LMDBError) -> (Environment, UInt32) {
      let environment = try Environment.open(
        path: path, mapSizeBytes: options.mapSizeBytes, maxTables: Tables.count + 4,
        readOnly: isReadOnly, sync: options.sync)
      if creating { try writeFormat(environment) }
      return (environment, try readFormat(environment))
    }
    func openTables(_ environment: Environment) throws(LMDBError) -> Tables {
      try Tables { name throws(LMDBError) in
        try environment.table(named: name, create: !isReadOnly)
      }
    }
    let opened = try mapped(path, options) { () throws(LMDBError) in try open() }
    guard opened.1 == formatVersion else {
      throw StoreError(.newerFormat, path, String(opened.1), String(formatVersion))
    }
    let tables = try mapped(path, options) { () throws(LMDBError) in try openTables(opened.0) }
    let noted = try mapped(path, options) { () throws(LMDBError) in
      try readMeta(opened.0, identityKey)
    }
    let file: IdentityFile
    if let reader {
      file = reader
    } else {
      file = try IdentityFile.settled(in: path, noted: noted, isReadOnly: isReadOnly)
    }
    let store = Store(
      path: path, signer: try signer(of: file, path), schema: schema, options: options,
      environment: opened.0, tables: tables)
    if !creating, !options.livesAnywhere { try store.lookAround() }
    return store
  }

  private static func signer(of file: IdentityFile, _ path: String) throws(StoreError) -> Signer {
    do throws(WireError) { return Signer(try SigningKey(seed: file.seed), file) } catch {
      throw StoreError(.badIdentity, path, error.code.rawValue)
    }
  }

  func setSigner(_ signer: Signer) { presentSigner.withLock { $0 = signer } }

  /// Takes over the identity that another process went over to.
  func refreshSigner(noted: [UInt8]?) throws(StoreError) {
    guard let noted, noted != identity.publicKey else { return }
    let file = try IdentityFile.settled(in: path, noted: noted, isReadOnly: true)
    guard file.publicKey == noted else { return }
    setSigner(try Self.signer(of: file, path))
    moved.withLock { $0 = false }
  }

  /// `meta`: the public key that the store writes under.
  static let identityKey = Array("identity".utf8)

  private static func readMeta(
    _ environment: Environment, _ key: [UInt8]
  ) throws(LMDBError) -> [UInt8]? {
    let meta = try environment.table(named: "meta")
    let transaction = try environment.beginRead()
    guard let value = try transaction.get(meta, key.span.bytes) else { return nil }
    return value.withUnsafeBytes { Array($0) }
  }

  private static let formatKey = Array("format".utf8)

  private static func writeFormat(_ environment: Environment) throws(LMDBError) {
    let meta = try environment.table(named: "meta", create: true)
    var transaction = try environment.beginWrite()
    var value: [UInt8] = []
    value.appendBigEndian(formatVersion)
    try transaction.put(meta, key: formatKey.span.bytes, value: value.span.bytes)
    try transaction.commit()
  }

  /// The format that the store was written in; 0 when it does not say.
  private static func readFormat(_ environment: Environment) throws(LMDBError) -> UInt32 {
    let meta = try environment.table(named: "meta")
    let transaction = try environment.beginRead()
    guard let value = try transaction.get(meta, formatKey.span.bytes), value.byteCount == 4 else {
      return 0
    }
    return value.withUnsafeBytes { $0.loadUnaligned(as: UInt32.self).bigEndian }
  }

  private static func mapped<R: ~Copyable>(
    _ path: String, _ options: StoreOptions, _ body: () throws(LMDBError) -> R
  ) throws(StoreError) -> R {
    do throws(LMDBError) { return try body() } catch {
      throw StoreError(
        error, at: StorePlace(path: path, mapSizeBytes: options.mapSizeBytes))
    }
  }

  /// The members as of a read transaction, read once for all that see the same commit.
  func members(asOf transaction: borrowing ReadTransaction) throws(StoreError) -> MemberList {
    let number = transaction.id
    if let cached = memberCache.withLock({ $0 }), cached.transaction == number {
      return cached.members
    }
    // A commit since may be another process's, which may have renewed the identity. A backup that
    // is read has none.
    if !environment.isReadOnly {
      try? refreshSigner(noted: try metaValue(Self.identityKey, transaction))
    }
    let members = try memberList(transaction)
    memberCache.withLock { $0 = (number, members) }
    return members
  }

  var place: StorePlace { StorePlace(path: path, mapSizeBytes: options.mapSizeBytes) }

  /// Runs LMDB calls, turning their errors into this store's.
  func mapped<R: ~Copyable>(_ body: () throws(LMDBError) -> R) throws(StoreError) -> R {
    try Self.mapped(path, options, body)
  }

  /// A new record id, above all that this open store has given before: new records append to
  /// their table.
  public func newRecordID() -> RecordID { recordIDs.next() }
}
