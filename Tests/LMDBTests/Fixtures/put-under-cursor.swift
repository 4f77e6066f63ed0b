// expect: overlapping accesses
// A put while a cursor walks the same transaction.

import LMDB

func misuse(
  _ writer: inout WriteTransaction, _ table: Table, _ key: [UInt8]
) throws(LMDBError) {
  var cursor = try writer.cursor(table)
  while try cursor.next() {
    try writer.put(table, key: key.span.bytes, value: key.span.bytes)
  }
}
