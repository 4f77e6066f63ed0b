// expect: overlapping accesses
// A value put straight from where it lies under another key.

import LMDB

func misuse(
  _ writer: inout WriteTransaction, _ table: Table, _ from: [UInt8], _ to: [UInt8]
) throws(LMDBError) {
  guard let value = try writer.get(table, from.span.bytes) else { return }
  try writer.put(table, key: to.span.bytes, value: value)
}
