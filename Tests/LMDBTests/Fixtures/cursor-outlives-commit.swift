// expect: overlapping accesses
// A cursor used after the commit of its write transaction.

import LMDB

func misuse(_ environment: Environment, _ table: Table, _ key: [UInt8]) throws(LMDBError) -> Bool {
  var writer = try environment.beginWrite()
  try writer.put(table, key: key.span.bytes, value: key.span.bytes)
  var cursor = try writer.cursor(table)
  try writer.commit()
  return try cursor.next()
}
