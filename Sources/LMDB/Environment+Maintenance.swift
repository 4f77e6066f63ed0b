// Care of an open environment: its size, its readers, its copies. Guarantees: the map is never
// replaced under a live transaction; a copy is complete and on the disk when the call returns, or
// absent.

internal import CLMDB
internal import Glibc
internal import Synchronization

/// The state of an environment at one moment.
public struct EnvironmentInfo: Hashable, Sendable {
  /// Address space set aside, in bytes: the limit of the file's growth here.
  public let mapSizeBytes: Int
  /// Bytes in a page.
  public let pageSizeBytes: Int
  /// Pages the file uses or has used: its size is at most this times ``pageSizeBytes``.
  public let pages: Int
  /// The last committed write.
  public let lastTransactionID: UInt64
  /// Reader slots there are, over all processes.
  public let maxReaders: Int
  /// Reader slots in use, or used once and free again at the front of the list.
  public let readers: Int
  /// Levels of the tree of tables.
  public let depth: Int
  /// Tables that exist.
  public let entries: Int
}

extension Environment {
  /// Sizes and counts. O(1).
  public func info() throws(LMDBError) -> EnvironmentInfo {
    try enter(.info)
    defer { leave() }
    var info = MDB_envinfo()
    var stat = MDB_stat()
    for code in [mdb_env_info(handle, &info), mdb_env_stat(handle, &stat)]
    where code != MDB_SUCCESS {
      throw LMDBError(.info, code: code)
    }
    return EnvironmentInfo(
      mapSizeBytes: info.me_mapsize, pageSizeBytes: Int(stat.ms_psize),
      pages: info.me_last_pgno + 1,
      lastTransactionID: UInt64(info.me_last_txnid), maxReaders: Int(info.me_maxreaders),
      readers: Int(info.me_numreaders), depth: Int(stat.ms_depth), entries: stat.ms_entries)
  }

  /// Changes the map to `mapSizeBytes`, rounded to pages and never below what the file uses.
  ///
  /// - Throws: ``LMDBError/Kind/transactionsLive`` while any transaction of this process lives;
  ///   ``LMDBError/Kind/io(errno:)`` with ENOMEM, and the old map in place, when there is not so
  ///   much address space.
  public func resize(mapSizeBytes: Int) throws(LMDBError) {
    try state.withLock { (state) throws(LMDBError) in
      guard state.isOpen else { throw LMDBError(.resize, own: .closed) }
      guard !state.isUnmapped else { throw LMDBError(.resize, code: MDB_PANIC) }
      guard state.live == 0 else { throw LMDBError(.resize, own: .transactionsLive) }
      // liblmdb lets go of the old map first, so ask beforehand whether the new one can be had.
      guard let trial = mmap(nil, mapSizeBytes, PROT_NONE, Self.trialFlags, -1, 0),
        trial != MAP_FAILED
      else { throw LMDBError(.resize, code: errno) }
      munmap(trial, mapSizeBytes)
      let code = state.replaceMap(of: handle, sizeBytes: mapSizeBytes)
      guard code == MDB_SUCCESS else { throw LMDBError(.resize, code: code) }
    }
  }

  private static let trialFlags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE

  /// Frees the slots of readers whose process has died, so that the pages they pinned can be used
  /// again. Returns how many. Worth a call every few minutes in a long-lived process; opening does
  /// it too.
  @discardableResult
  public func checkStaleReaders() throws(LMDBError) -> Int {
    try enter(.checkReaders)
    defer { leave() }
    var dead: Int32 = 0
    let code = mdb_reader_check(handle, &dead)
    guard code == MDB_SUCCESS else { throw LMDBError(.checkReaders, code: code) }
    return Int(dead)
  }

  /// Forces what has been committed to the disk; with `force` false only as the ``SyncMode`` would
  /// have.
  public func sync(force: Bool = true) throws(LMDBError) {
    try enter(.sync)
    defer { leave() }
    let code = mdb_env_sync(handle, force ? 1 : 0)
    guard code == MDB_SUCCESS else { throw LMDBError(.sync, code: code) }
  }

  /// Writes a snapshot as `data.mdb` in the directory `path`, which is made when missing, while
  /// readers and writers go on. `compacting` leaves out free pages and costs more processor time. A
  /// long copy pins pages like any reader.
  ///
  /// - Throws: ``LMDBError/Kind/io(errno:)`` with EEXIST when `path` holds an environment already;
  ///   ``LMDBError/Kind/writerActive`` when this thread is writing. No file is left behind after an
  ///   error.
  public func copy(to path: String, compacting: Bool) throws(LMDBError) {
    try refuseOwnWriter(.copy)
    try enter(.copy)
    defer { leave() }
    if mkdir(path, 0o700) != 0, errno != EEXIST { throw LMDBError(.copy, code: errno) }
    let target = "\(path)/data.mdb"
    let file = Glibc.open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw LMDBError(.copy, code: errno) }
    var code = mdb_env_copyfd2(handle, file, compacting ? UInt32(MDB_CP_COMPACT) : 0)
    if code == MDB_SUCCESS, fsync(file) != 0 { code = errno }
    if Glibc.close(file) != 0, code == MDB_SUCCESS { code = errno }
    if code == MDB_SUCCESS { code = Self.syncDirectory(path) }
    guard code == MDB_SUCCESS else {
      unlink(target)
      throw LMDBError(.copy, code: code)
    }
  }

  private static func syncDirectory(_ path: String) -> Int32 {
    let directory = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { return errno }
    defer { _ = Glibc.close(directory) }
    return fsync(directory) == 0 ? MDB_SUCCESS : errno
  }
}

extension Environment.State {
  /// Changes the map; size 0 means the one recorded in the file. Only when nothing uses the old.
  mutating func replaceMap(of handle: OpaquePointer, sizeBytes: Int) -> Int32 {
    let code = mdb_env_set_mapsize(handle, sizeBytes)
    isUnmapped = code != MDB_SUCCESS
    return code
  }
}
