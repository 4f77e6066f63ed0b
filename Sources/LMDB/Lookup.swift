// The checks every lookup makes, once for read and write transactions and for cursors.

internal import CLMDB

/// Finds `key`; a nil base means it is absent.
@inlinable
func locate(
  _ key: RawSpan, _ table: Table, _ transaction: OpaquePointer, _ environmentTag: UInt32
) throws(LMDBError) -> Located {
  try check(table, environmentTag, key, .get)
  var found = Located()
  let code = unsafe key.withUnsafeBytes { bytes in
    unsafe plainGet(
      transaction, table.number, bytes.baseAddress.unsafelyUnwrapped, bytes.count, &found)
  }
  if code == PlainCode.success { return found }
  guard code == PlainCode.notFound else { throw LMDBError(.get, code: code) }
  return Located()
}

@inlinable
func openCursor(
  _ table: Table, _ transaction: OpaquePointer, _ environmentTag: UInt32
) throws(LMDBError) -> OpaquePointer {
  guard table.environmentTag == environmentTag else { throw LMDBError(.openCursor, own: .badTable) }
  var opened: OpaquePointer?
  let code = plainOpenCursor(transaction, table.number, &opened)
  guard let opened, code == PlainCode.success else { throw LMDBError(.openCursor, code: code) }
  return opened
}

/// Refuses a table of another environment and a key that LMDB cannot hold.
@inlinable
func check(
  _ table: Table, _ environmentTag: UInt32, _ key: RawSpan, _ operation: LMDBError.Operation
) throws(LMDBError) {
  guard table.environmentTag == environmentTag else { throw LMDBError(operation, own: .badTable) }
  guard key.byteCount > 0, key.byteCount <= PlainCode.keyByteCountMax else {
    throw LMDBError(operation, own: .badKeySize)
  }
}

func readStatistics(
  _ table: Table, _ transaction: OpaquePointer, _ environmentTag: UInt32
) throws(LMDBError) -> TableStatistics {
  guard table.environmentTag == environmentTag else { throw LMDBError(.statistics, own: .badTable) }
  var stat = MDB_stat()
  let code = mdb_stat(transaction, table.number, &stat)
  guard code == MDB_SUCCESS else { throw LMDBError(.statistics, code: code) }
  return TableStatistics(stat)
}
