// Beginning and ending transactions. Guarantees: a thread never waits for its own write
// transaction; a map that another process grew is adopted at begin when nothing here is using the
// old one; whatever way a transaction ends, everything it held is released.

internal import CLMDB
internal import Glibc
internal import Synchronization

extension Environment {
  /// Begins a snapshot. It does not wait for writers, nor they for it.
  ///
  /// - Throws: ``LMDBError/Kind/readersFull`` when `maxReaders` transactions are live.
  public func beginRead() throws(LMDBError) -> ReadTransaction {
    let serial = try enter(.beginRead)
    let transaction = try beginOrLeave(UInt32(MDB_RDONLY), .beginRead)
    return ReadTransaction(
      handle: transaction, environment: .passRetained(self), tag: tag, serial: serial)
  }

  /// Begins the write transaction, waiting while another thread or process writes.
  ///
  /// Not to be called from an `async` function: the transaction must end on the thread that began
  /// it, and a suspension may change threads. Call it in a synchronous function instead.
  ///
  /// - Throws: ``LMDBError/Kind/writerActive`` when this thread is writing already;
  ///   ``LMDBError/Kind/readOnly`` when the environment is.
  @available(*, noasync, message: "a write transaction must begin and end on one thread")
  public func beginWrite() throws(LMDBError) -> WriteTransaction {
    guard !isReadOnly else { throw LMDBError(.beginWrite, own: .readOnly) }
    try refuseOwnWriter(.beginWrite)
    let serial = try enter(.beginWrite)
    let transaction = try beginOrLeave(0, .beginWrite)
    writerThread.store(UInt(pthread_self()), ordering: .relaxed)
    return WriteTransaction(
      handle: transaction, environment: .passRetained(self), tag: tag, serial: serial)
  }

  /// Throws when this thread holds the write transaction.
  func refuseOwnWriter(_ operation: LMDBError.Operation) throws(LMDBError) {
    guard writerThread.load(ordering: .relaxed) != UInt(pthread_self()) else {
      throw LMDBError(operation, own: .writerActive)
    }
  }

  /// Keeps the environment open and its map in place until ``leave()``.
  @discardableResult
  func enter(_ operation: LMDBError.Operation) throws(LMDBError) -> UInt64 {
    try state.withLock { (state) throws(LMDBError) in
      guard state.isOpen else { throw LMDBError(operation, own: .closed) }
      guard !state.isUnmapped else { throw LMDBError(operation, code: MDB_PANIC) }
      state.live += 1
      state.lastSerial += 1
      return state.lastSerial
    }
  }

  func leave() {
    state.withLock { $0.live -= 1 }
  }

  private func beginOrLeave(
    _ flags: UInt32, _ operation: LMDBError.Operation
  ) throws(LMDBError) -> OpaquePointer {
    var transaction: OpaquePointer?
    var code = mdb_txn_begin(handle, nil, flags, &transaction)
    if code == MDB_MAP_RESIZED {
      let adopted = state.withLock { $0.live == 1 ? $0.replaceMap(of: handle, sizeBytes: 0) : code }
      if adopted == MDB_SUCCESS { code = mdb_txn_begin(handle, nil, flags, &transaction) }
    }
    guard let transaction, code == MDB_SUCCESS else {
      leave()
      throw LMDBError(operation, code: code)
    }
    return transaction
  }

  static func endRead(
    _ transaction: OpaquePointer, _ serial: UInt64, _ environment: Unmanaged<Environment>
  ) {
    let environment = environment.takeRetainedValue()
    environment.state.withLock { state in
      if state.opening?.serial == serial {
        // A reader's commit stores nothing; it keeps the tables the reader opened.
        state.closeOpening(serial, kept: mdb_txn_commit(transaction) == MDB_SUCCESS)
      } else {
        mdb_txn_abort(transaction)
      }
      state.live -= 1
    }
  }

  static func commitWrite(
    _ transaction: OpaquePointer, _ serial: UInt64, _ environment: Unmanaged<Environment>
  ) throws(LMDBError) {
    let environment = environment.takeRetainedValue()
    environment.giveUpWriter()
    let code = mdb_txn_commit(transaction)
    environment.state.withLock { state in
      state.closeOpening(serial, kept: code == MDB_SUCCESS)
      state.live -= 1
    }
    guard code == MDB_SUCCESS else {
      // A write cut short by a full disk reaches us as EIO.
      if code == EIO, environment.hasNoFreeBlocks { throw LMDBError(.commit, own: .diskFull) }
      throw LMDBError(.commit, code: code)
    }
  }

  static func abortWrite(
    _ transaction: OpaquePointer, _ serial: UInt64, _ environment: Unmanaged<Environment>
  ) {
    let environment = environment.takeRetainedValue()
    environment.giveUpWriter()
    mdb_txn_abort(transaction)
    environment.state.withLock { state in
      state.closeOpening(serial, kept: false)
      state.live -= 1
    }
  }

  /// Must come before liblmdb frees the writer's place, or it would erase the next writer's mark.
  private func giveUpWriter() {
    let (marked, _) = writerThread.compareExchange(
      expected: UInt(pthread_self()), desired: 0, ordering: .relaxed)
    precondition(marked, "a write transaction must end on the thread that began it")
  }

  private var hasNoFreeBlocks: Bool {
    var status = statvfs()
    return statvfs(path, &status) == 0 && status.f_bavail == 0 || isAtFileSizeLimit
  }

  /// Whether the process may make no file longer than this one is, give or take a large write.
  private var isAtFileSizeLimit: Bool {
    var limit = rlimit()
    var status = stat()
    guard getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0,
      stat("\(path)/data.mdb", &status) == 0
    else { return false }
    return limit.rlim_cur < UInt64(Int64.max) && UInt64(status.st_size) + (1 << 21) > limit.rlim_cur
  }
}

extension Environment.State {
  /// Ends the opening of transaction `serial`, if it has one: its tables become everyone's or
  /// nobody's.
  mutating func closeOpening(_ serial: UInt64, kept: Bool) {
    guard let opening, opening.serial == serial else { return }
    if kept { tables.merge(opening.tables) { _, new in new } }
    self.opening = nil
  }
}
