// expect: overlapping accesses
// A put while a span of the same transaction is still to be used: the put may move its bytes.

import LMDB

func misuse(
  _ writer: inout WriteTransaction, _ table: Table, _ key: [UInt8]
) throws(LMDBError) -> Int {
  guard let value = try writer.get(table, key.span.bytes) else { return 0 }
  try writer.put(table, key: key.span.bytes, value: key.span.bytes)
  return value.byteCount
}
