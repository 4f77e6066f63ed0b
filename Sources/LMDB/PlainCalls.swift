// Every hot call into liblmdb: arguments and results are plain words, so that code inlined into
// other modules does the wrapping and needs no C import. These functions never throw and never make
// a span: the compiler then keeps each `MDB_val` on the stack instead of boxing it. Results are
// written where liblmdb puts them, never copied: reading back two words that were just written
// singly stalls the processor for longer than a step of a cursor takes.

internal import CLMDB

/// Where bytes lie in the map, in the memory layout of `MDB_val`.
@frozen @usableFromInline
struct Located {
  @usableFromInline var byteCount: Int
  @usableFromInline var base: UnsafeRawPointer?

  @inlinable
  init() {
    byteCount = 0
    base = nil
  }
}

/// Where the entry under a cursor lies in the map, in the memory layout of two `MDB_val`.
@frozen @usableFromInline
struct LocatedEntry {
  @usableFromInline var key: Located
  @usableFromInline var value: Located

  @inlinable
  init() {
    key = Located()
    value = Located()
  }
}

/// liblmdb's own numbers, restated so that inlined code needs no C import.
@usableFromInline
enum PlainCode {
  @inlinable static var success: Int32 { 0 }
  @inlinable static var notFound: Int32 { -30798 }
  /// The longest key of liblmdb's default build (`mdb_env_get_maxkeysize`).
  @inlinable static var keyByteCountMax: Int { 511 }
}

/// Directions of a cursor (`MDB_cursor_op`).
@usableFromInline
enum CursorStep {
  @inlinable static var first: UInt32 { 0 }
  @inlinable static var last: UInt32 { 6 }
  @inlinable static var next: UInt32 { 8 }
  @inlinable static var previous: UInt32 { 12 }
}

private func argument(_ bytes: UnsafeRawPointer?, _ byteCount: Int) -> MDB_val {
  MDB_val(mv_size: byteCount, mv_data: UnsafeMutableRawPointer(mutating: bytes))
}

@usableFromInline
func plainGet(
  _ transaction: OpaquePointer, _ table: UInt32, _ key: UnsafeRawPointer, _ keyByteCount: Int,
  _ found: inout Located
) -> Int32 {
  var name = argument(key, keyByteCount)
  return withUnsafeMutablePointer(to: &found) { found in
    found.withMemoryRebound(to: MDB_val.self, capacity: 1) { found in
      mdb_get(transaction, table, &name, found)
    }
  }
}

@usableFromInline
func plainPut(
  _ transaction: OpaquePointer, _ table: UInt32, _ key: UnsafeRawPointer, _ keyByteCount: Int,
  _ value: UnsafeRawPointer?, _ valueByteCount: Int, _ flags: UInt32
) -> Int32 {
  var name = argument(key, keyByteCount)
  var stored = argument(value, valueByteCount)
  return mdb_put(transaction, table, &name, &stored, flags)
}

/// Puts a key with room for `room.byteCount` bytes and says where the room is.
@usableFromInline
func plainReserve(
  _ transaction: OpaquePointer, _ table: UInt32, _ key: UnsafeRawPointer, _ keyByteCount: Int,
  _ room: inout Located, _ flags: UInt32
) -> Int32 {
  var name = argument(key, keyByteCount)
  return withUnsafeMutablePointer(to: &room) { room in
    room.withMemoryRebound(to: MDB_val.self, capacity: 1) { room in
      mdb_put(transaction, table, &name, room, flags | UInt32(MDB_RESERVE))
    }
  }
}

@usableFromInline
func plainDelete(
  _ transaction: OpaquePointer, _ table: UInt32, _ key: UnsafeRawPointer, _ keyByteCount: Int
) -> Int32 {
  var name = argument(key, keyByteCount)
  return mdb_del(transaction, table, &name, nil)
}

@usableFromInline
func plainOpenCursor(
  _ transaction: OpaquePointer, _ table: UInt32, _ cursor: inout OpaquePointer?
) -> Int32 {
  mdb_cursor_open(transaction, table, &cursor)
}

@usableFromInline
func plainCloseCursor(_ cursor: OpaquePointer) {
  mdb_cursor_close(cursor)
}

@usableFromInline
func plainMove(_ cursor: OpaquePointer, _ step: UInt32, _ entry: inout LocatedEntry) -> Int32 {
  withUnsafeMutablePointer(to: &entry) { entry in
    entry.withMemoryRebound(to: MDB_val.self, capacity: 2) { pair in
      mdb_cursor_get(cursor, pair, pair + 1, MDB_cursor_op(step))
    }
  }
}

/// Moves to the least key that is not less than the bytes that `entry.key` points at.
@usableFromInline
func plainSeek(_ cursor: OpaquePointer, _ entry: inout LocatedEntry) -> Int32 {
  withUnsafeMutablePointer(to: &entry) { entry in
    entry.withMemoryRebound(to: MDB_val.self, capacity: 2) { pair in
      mdb_cursor_get(cursor, pair, pair + 1, MDB_SET_RANGE)
    }
  }
}
