// expect: overlapping accesses
// A span kept over the commit of its write transaction.

import LMDB

func misuse(_ environment: Environment, _ table: Table, _ key: [UInt8]) throws(LMDBError) -> Int {
  var writer = try environment.beginWrite()
  try writer.put(table, key: key.span.bytes, value: key.span.bytes)
  guard let value = try writer.get(table, key.span.bytes) else { return 0 }
  try writer.commit()
  return value.byteCount
}
