// expect: used after consume
// A write transaction used after its commit.

import LMDB

func misuse(_ environment: Environment, _ table: Table, _ key: [UInt8]) throws(LMDBError) {
  var writer = try environment.beginWrite()
  try writer.commit()
  try writer.put(table, key: key.span.bytes, value: key.span.bytes)
}
