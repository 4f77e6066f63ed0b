// A write transaction: the only writer of its environment, from begin until commit, or abort when
// dropped. Writing is `mutating`, so a span or cursor that is still in use makes the write an
// exclusivity error: a write may move the bytes a span looks at.

internal import CLMDB

/// The one writer of an environment.
///
/// It belongs to the thread that began it and must end there. Dropping it aborts; ``commit()``
/// consumes it.
@frozen
public struct WriteTransaction: ~Copyable, ReadableTransaction {
  @usableFromInline let handle: OpaquePointer
  @usableFromInline let environmentTag: UInt32
  let serial: UInt64
  let environment: Unmanaged<Environment>

  init(
    handle: OpaquePointer, environment: Unmanaged<Environment>, tag: UInt32, serial: UInt64
  ) {
    self.handle = handle
    self.environment = environment
    self.environmentTag = tag
    self.serial = serial
  }

  deinit {
    Environment.abortWrite(handle, serial, environment)
  }

  /// The number this transaction will commit as.
  public var id: UInt64 { UInt64(mdb_txn_id(handle)) }

  /// Makes every write durable as the environment's ``SyncMode`` says, all or none.
  ///
  /// The transaction is over whether or not this throws: after an error nothing of it is stored and
  /// the writer's place is free. ``LMDBError/Kind/diskFull`` and ``LMDBError/Kind/io(errno:)`` come
  /// from here.
  public consuming func commit() throws(LMDBError) {
    let (handle, serial, environment) = (self.handle, self.serial, self.environment)
    discard self
    try Environment.commitWrite(handle, serial, environment)
  }

  /// Ends the transaction and forgets its writes; the same as letting it go out of scope.
  public consuming func abort() {}

  /// Opens a table, creating it when `create` is true; ``LMDBError/Kind/notFound`` when it is not
  /// there. A table opened here for the first time is void if this transaction aborts.
  public mutating func openTable(_ name: String, create: Bool = true) throws(LMDBError) -> Table {
    try Environment.openTable(
      name, create: create, by: .writer, handle: handle, serial: serial, environment: environment)
  }

  /// The value of `key`, in place, or nil; sees this transaction's own writes. O(log n), no
  /// allocation.
  @inlinable
  @_lifetime(borrow self)
  public borrowing func get(_ table: Table, _ key: RawSpan) throws(LMDBError) -> RawSpan? {
    let found = try locate(key, table, handle, environmentTag)
    guard let base = found.base else { return nil }
    let bytes = unsafe RawSpan(_unsafeStart: base, byteCount: found.byteCount)
    return unsafe _overrideLifetime(bytes, borrowing: self)
  }

  /// A cursor over `table`, standing nowhere; the table cannot be written while it lives.
  @inlinable
  @_lifetime(borrow self)
  public borrowing func cursor(_ table: Table) throws(LMDBError) -> Cursor {
    let opened = try openCursor(table, handle, environmentTag)
    return unsafe _overrideLifetime(Cursor(handle: opened), borrowing: self)
  }

  /// Size and shape of `table`. O(1).
  public borrowing func statistics(_ table: Table) throws(LMDBError) -> TableStatistics {
    try readStatistics(table, handle, environmentTag)
  }

  /// Stores `value` under `key` (1-511 bytes), replacing what is there unless `flags` say
  /// otherwise. O(log n); O(1) with ``PutFlags/append``.
  @inlinable
  public mutating func put(
    _ table: Table, key: RawSpan, value: RawSpan, _ flags: PutFlags = []
  ) throws(LMDBError) {
    try check(table, environmentTag, key, .put)
    let code = unsafe key.withUnsafeBytes { name in
      unsafe value.withUnsafeBytes { bytes in
        unsafe plainPut(
          handle, table.number, name.baseAddress.unsafelyUnwrapped, name.count,
          bytes.baseAddress, bytes.count, flags.rawValue)
      }
    }
    guard code == PlainCode.success else { throw LMDBError(.put, code: code) }
  }

  /// Stores a value of exactly `byteCount` bytes that `fill` writes in place, without a copy.
  /// Bytes that `fill` leaves unwritten are zero. `fill` runs once, and only when there is room.
  @inlinable
  public mutating func reserve(
    _ table: Table, key: RawSpan, byteCount: Int, _ flags: PutFlags = [],
    _ fill: (inout OutputRawSpan) -> Void
  ) throws(LMDBError) {
    try check(table, environmentTag, key, .reserve)
    var room = Located()
    room.byteCount = byteCount
    let code = unsafe key.withUnsafeBytes { name in
      unsafe plainReserve(
        handle, table.number, name.baseAddress.unsafelyUnwrapped, name.count, &room, flags.rawValue)
    }
    guard code == PlainCode.success else { throw LMDBError(.reserve, code: code) }
    let bytes = unsafe UnsafeMutableRawBufferPointer(
      start: UnsafeMutableRawPointer(mutating: room.base), count: room.byteCount)
    var output = unsafe OutputRawSpan(buffer: bytes, initializedCount: 0)
    fill(&output)
    let written = unsafe output.finalize(for: bytes)
    if written < byteCount {
      unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[written...]).initializeMemory(
        as: UInt8.self, repeating: 0)
    }
  }

  /// Removes `key`; false when it was not there. O(log n).
  @inlinable
  @discardableResult
  public mutating func delete(_ table: Table, _ key: RawSpan) throws(LMDBError) -> Bool {
    try check(table, environmentTag, key, .delete)
    let code = unsafe key.withUnsafeBytes { name in
      unsafe plainDelete(
        handle, table.number, name.baseAddress.unsafelyUnwrapped, name.count)
    }
    if code == PlainCode.success { return true }
    guard code == PlainCode.notFound else { throw LMDBError(.delete, code: code) }
    return false
  }

  /// Removes every key of `table` and keeps the table. O(pages).
  public mutating func clear(_ table: Table) throws(LMDBError) {
    guard table.environmentTag == environmentTag else { throw LMDBError(.clear, own: .badTable) }
    let code = mdb_drop(handle, table.number, 0)
    guard code == PlainCode.success else { throw LMDBError(.clear, code: code) }
  }
}
