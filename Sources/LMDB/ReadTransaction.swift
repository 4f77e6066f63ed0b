// A read transaction: one unchanging snapshot of the whole environment, from begin until the value
// dies. Bytes are read in place; a span borrows its transaction, so the compiler refuses to let it
// outlive it.

internal import CLMDB

/// What read and write transactions have in common, for code that only reads.
///
/// ```swift
/// func size<T: ReadableTransaction & ~Copyable>(
///   of table: Table, in transaction: borrowing T
/// ) throws(LMDBError) -> Int
/// ```
public protocol ReadableTransaction: ~Copyable {
  /// The number of the snapshot: the last committed write it sees, or, in a write transaction, its
  /// own.
  var id: UInt64 { get }

  /// The value of `key`, in place, or nil. O(log n), no allocation.
  @_lifetime(borrow self)
  borrowing func get(_ table: Table, _ key: RawSpan) throws(LMDBError) -> RawSpan?

  /// A cursor over `table`, standing nowhere. One small allocation.
  @_lifetime(borrow self)
  borrowing func cursor(_ table: Table) throws(LMDBError) -> Cursor

  /// Size and shape of `table`. O(1).
  borrowing func statistics(_ table: Table) throws(LMDBError) -> TableStatistics
}

/// A snapshot of the environment.
///
/// It pins every page it can see: keep it short, page through long exports. Used by one thread at a
/// time; it may move between threads.
@frozen
public struct ReadTransaction: ~Copyable, ReadableTransaction {
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
    Environment.endRead(handle, serial, environment)
  }

  /// The last committed write this snapshot sees.
  public var id: UInt64 { UInt64(mdb_txn_id(handle)) }

  /// Opens a table that exists. ``LMDBError/Kind/notFound`` when it does not.
  public borrowing func openTable(_ name: String) throws(LMDBError) -> Table {
    try Environment.openTable(
      name, create: false, by: .reader, handle: handle, serial: serial, environment: environment)
  }

  /// The value of `key`, in place, or nil. O(log n), no allocation.
  @inlinable
  @_lifetime(borrow self)
  public borrowing func get(_ table: Table, _ key: RawSpan) throws(LMDBError) -> RawSpan? {
    let found = try locate(key, table, handle, environmentTag)
    guard let base = found.base else { return nil }
    let bytes = unsafe RawSpan(_unsafeStart: base, byteCount: found.byteCount)
    return unsafe _overrideLifetime(bytes, borrowing: self)
  }

  /// A cursor over `table`, standing nowhere.
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
}
