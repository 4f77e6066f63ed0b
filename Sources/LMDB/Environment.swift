// The environment: one memory-mapped file of tables with one writer and many readers.
// Guarantees: it is open at most once in a process; it stays open while a transaction lives; it
// closes when the last reference goes. `MDB_NOTLS` always, so that a reader belongs to its value
// and not to its thread.

internal import CLMDB
internal import Glibc
internal import Synchronization

/// When a commit reaches the disk.
public enum SyncMode: Sendable {
  /// Every commit is on the disk when it returns.
  case durable
  /// Data is on the disk, the pointer to it perhaps not: a crash of the system may undo the last
  /// commit, never damage the file.
  case noMetaSync
  /// Nothing is forced: a crash of the system may damage the file. For rebuilds and tests.
  case none
}

/// An open LMDB environment: a directory with `data.mdb` and `lock.mdb`.
///
/// Nothing else in the process may open and close these files, or the operating system drops the
/// locks of all. An environment must not be used in a child made by `fork`.
public final class Environment: Sendable {
  /// The longest key, in bytes; the shortest is 1.
  public static let keyByteCountMax = 511

  /// The directory.
  public let path: String
  /// Whether writes are refused.
  public let isReadOnly: Bool

  nonisolated(unsafe) let handle: OpaquePointer
  let tag: UInt32
  let state: Mutex<State>
  /// The thread that holds this process's write transaction; 0 when there is none.
  let writerThread = Atomic<UInt>(0)
  private let identities: Set<FileIdentity>

  /// What transactions and maintenance share; no call that can wait is made while it is locked.
  struct State: Sendable {
    var isOpen = true
    /// The map was given up and could not be replaced: nothing but closing is safe.
    var isUnmapped = false
    /// Transactions and maintenance calls under way.
    var live = 0
    var lastSerial: UInt64 = 0
    /// Tables known to every transaction begun from here on.
    var tables: [String: UInt32]
    /// The transaction that has opened tables nobody else knows yet; liblmdb allows one at a time.
    var opening: Opening?
  }

  /// Tables a live transaction has opened for the first time.
  struct Opening: Sendable {
    let serial: UInt64
    let role: Role
    var tables: [String: UInt32]
  }

  /// Which kind of transaction is asking.
  enum Role { case reader, writer }

  private init(
    path: String, isReadOnly: Bool, handle: OpaquePointer, tables: [String: UInt32],
    identities: Set<FileIdentity>
  ) {
    self.path = path
    self.isReadOnly = isReadOnly
    self.handle = handle
    self.identities = identities
    tag = OpenEnvironments.nextTag()
    state = Mutex(State(tables: tables))
  }

  deinit {
    let wasOpen = state.withLock { $0.isOpen }
    if wasOpen { release() }
  }

  /// Opens the environment in the directory `path`, making the directory (not its parents) when it
  /// is missing and `readOnly` is false; clears the slots of readers that died; opens all its
  /// tables.
  ///
  /// - Parameters:
  ///   - mapSizeBytes: address space set aside, the most the file can grow to; the file itself
  ///     stays as small as its contents.
  ///   - maxTables: the most tables that can be opened.
  ///   - maxReaders: the most read transactions at one time, over all processes; set by whoever
  ///     opens first.
  /// - Throws: ``LMDBError/Kind/alreadyOpen`` when this process has it open, found by device and
  ///   inode.
  public static func open(
    path: String, mapSizeBytes: Int = 1 << 40, maxTables: Int = 16, maxReaders: Int = 126,
    readOnly: Bool = false, sync: SyncMode = .durable
  ) throws(LMDBError) -> Environment {
    try OpenEnvironments.withRegistry { (registry) throws(LMDBError) in
      if !readOnly, mkdir(path, 0o700) != 0, errno != EEXIST {
        throw LMDBError(.open, code: errno)
      }
      guard registry.isDisjoint(with: FileIdentity.ofEnvironment(path)) else {
        throw LMDBError(.open, own: .alreadyOpen)
      }
      let limits = OpenLimits(map: mapSizeBytes, tables: maxTables, readers: maxReaders)
      let handle = try openHandle(path, limits, readOnly: readOnly, sync: sync)
      let tables: [String: UInt32]
      do throws(LMDBError) {
        tables = try openExistingTables(handle)
      } catch {
        mdb_env_close(handle)
        throw error
      }
      let identities = FileIdentity.ofEnvironment(path)
      registry.formUnion(identities)
      return Environment(
        path: path, isReadOnly: readOnly, handle: handle, tables: tables, identities: identities)
    }
  }

  /// Closes the environment; closing twice is nothing. Throws ``LMDBError/Kind/transactionsLive``
  /// while a transaction lives: it never pulls the map from under one.
  public func close() throws(LMDBError) {
    let wasOpen = try state.withLock { (state) throws(LMDBError) in
      guard state.live == 0 else { throw LMDBError(.close, own: .transactionsLive) }
      defer { state.isOpen = false }
      return state.isOpen
    }
    if wasOpen { release() }
  }

  private func release() {
    OpenEnvironments.withRegistry { registry in
      mdb_env_close(handle)
      registry.subtract(identities)
    }
  }
}

/// Sizes fixed before the file is opened.
private struct OpenLimits {
  let map: Int
  let tables: Int
  let readers: Int
}

extension Environment {
  private static func openHandle(
    _ path: String, _ limits: OpenLimits, readOnly: Bool, sync: SyncMode
  ) throws(LMDBError) -> OpaquePointer {
    var created: OpaquePointer?
    let code = mdb_env_create(&created)
    guard let handle = created, code == MDB_SUCCESS else { throw LMDBError(.open, code: code) }
    var flags = UInt32(MDB_NOTLS)
    if readOnly { flags |= UInt32(MDB_RDONLY) }
    switch sync {
    case .durable: break
    case .noMetaSync: flags |= UInt32(MDB_NOMETASYNC)
    case .none: flags |= UInt32(MDB_NOSYNC)
    }
    let steps: [() -> Int32] = [
      { mdb_env_set_mapsize(handle, limits.map) },
      { mdb_env_set_maxdbs(handle, UInt32(clamping: limits.tables)) },
      { mdb_env_set_maxreaders(handle, UInt32(clamping: limits.readers)) },
      { mdb_env_open(handle, path, flags, 0o600) },
      { mdb_env_get_maxkeysize(handle) < keyByteCountMax ? MDB_VERSION_MISMATCH : MDB_SUCCESS },
      { mdb_reader_check(handle, nil) },
    ]
    for step in steps {
      let code = step()
      guard code == MDB_SUCCESS else {
        mdb_env_close(handle)
        throw LMDBError(.open, code: code)
      }
    }
    return handle
  }
}
