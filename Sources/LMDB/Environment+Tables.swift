// Opening tables: each name is opened once and its number kept for the life of the environment.
// liblmdb lets only one live transaction open tables, and only if it knows every table opened
// before; these functions refuse what would break that.

internal import CLMDB
internal import Glibc
internal import Synchronization

extension Environment {
  /// The table of that name, opened in a transaction of its own when it is not known yet: the
  /// handle is good in every transaction begun from now on.
  ///
  /// - Throws: ``LMDBError/Kind/notFound`` when it does not exist and `create` is false;
  ///   ``LMDBError/Kind/writerActive`` when it must be created and this thread is writing.
  public func table(named name: String, create: Bool = false) throws(LMDBError) -> Table {
    let known = state.withLock { $0.tables[name] }
    if let known { return Table(number: known, environmentTag: tag) }
    guard create else { return try beginRead().openTable(name) }
    var transaction = try beginWrite()
    let table = try transaction.openTable(name, create: true)
    try transaction.commit()
    return table
  }

  static func openTable(
    _ name: String, create: Bool, by role: Role, handle: OpaquePointer, serial: UInt64,
    environment: Unmanaged<Environment>
  ) throws(LMDBError) -> Table {
    let environment = environment.takeUnretainedValue()
    while true {
      let number = try environment.state.withLock { (state) throws(LMDBError) -> UInt32? in
        if state.opening?.role == .writer, role == .writer, state.opening?.serial != serial {
          // The writer before this one has committed and is about to hand over its tables.
          return nil
        }
        return try state.openTable(name, create: create, by: role, handle: handle, serial: serial)
      }
      if let number { return Table(number: number, environmentTag: environment.tag) }
      sched_yield()
    }
  }

  /// Opens every table there is, so that later transactions find them known.
  static func openExistingTables(_ handle: OpaquePointer) throws(LMDBError) -> [String: UInt32] {
    var begun: OpaquePointer?
    let code = mdb_txn_begin(handle, nil, UInt32(MDB_RDONLY), &begun)
    guard let transaction = begun, code == MDB_SUCCESS else { throw LMDBError(.open, code: code) }
    var tables: [String: UInt32] = [:]
    do throws(LMDBError) {
      for name in try tableNames(transaction) {
        do throws(LMDBError) {
          tables[name] = try openNumber(name, create: false, transaction)
        } catch {
          if error.kind == .tablesFull { break }
          guard error.kind == .incompatibleTable else { throw error }
        }
      }
    } catch {
      mdb_txn_abort(transaction)
      throw LMDBError(.open, code: error.code)
    }
    let kept = mdb_txn_commit(transaction)
    guard kept == MDB_SUCCESS else { throw LMDBError(.open, code: kept) }
    return tables
  }

  private static func tableNames(_ transaction: OpaquePointer) throws(LMDBError) -> [String] {
    var root: UInt32 = 0
    var cursor: OpaquePointer?
    var code = mdb_dbi_open(transaction, nil, 0, &root)
    if code == MDB_SUCCESS { code = mdb_cursor_open(transaction, root, &cursor) }
    guard let cursor, code == MDB_SUCCESS else { throw LMDBError(.open, code: code) }
    defer { mdb_cursor_close(cursor) }
    var names: [String] = []
    var key = MDB_val()
    var value = MDB_val()
    while true {
      code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)
      if code == MDB_NOTFOUND { return names }
      guard code == MDB_SUCCESS else { throw LMDBError(.open, code: code) }
      let bytes = UnsafeRawBufferPointer(start: key.mv_data, count: key.mv_size)
      names.append(String(decoding: bytes, as: UTF8.self))
    }
  }

  fileprivate static func openNumber(
    _ name: String, create: Bool, _ transaction: OpaquePointer
  ) throws(LMDBError) -> UInt32 {
    var number: UInt32 = 0
    let code = mdb_dbi_open(transaction, name, create ? UInt32(MDB_CREATE) : 0, &number)
    guard code == MDB_SUCCESS else { throw LMDBError(.openTable, code: code) }
    var flags: UInt32 = 0
    let known = mdb_dbi_flags(transaction, number, &flags)
    guard known == MDB_SUCCESS else { throw LMDBError(.openTable, code: known) }
    guard flags == 0 else { throw LMDBError(.openTable, code: MDB_INCOMPATIBLE) }
    return number
  }
}

extension Environment.State {
  fileprivate mutating func openTable(
    _ name: String, create: Bool, by role: Environment.Role, handle: OpaquePointer, serial: UInt64
  ) throws(LMDBError) -> UInt32 {
    func isKnown(_ number: UInt32) -> Bool {
      var flags: UInt32 = 0
      return mdb_dbi_flags(handle, number, &flags) == MDB_SUCCESS
    }
    if let number = tables[name] {
      guard isKnown(number) else { throw LMDBError(.openTable, own: .tableOpening) }
      return number
    }
    var opening = opening ?? Environment.Opening(serial: serial, role: role, tables: [:])
    if opening.serial == serial, let number = opening.tables[name] { return number }
    guard opening.serial == serial, tables.values.allSatisfy(isKnown) else {
      throw LMDBError(.openTable, own: .tableOpening)
    }
    let number = try Environment.openNumber(name, create: create, handle)
    opening.tables[name] = number
    self.opening = opening
    return number
  }
}
