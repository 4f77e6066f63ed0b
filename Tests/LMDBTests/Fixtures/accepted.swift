// expect: success
// The control: what the other fixtures do wrongly, done rightly. If this fails, the others prove
// nothing.

import LMDB

func accepted(_ environment: Environment, _ table: Table, _ key: [UInt8]) throws(LMDBError) -> Int {
  var sum = 0
  var writer = try environment.beginWrite()
  if let value = try writer.get(table, key.span.bytes) { sum += value.byteCount }
  do {
    var cursor = try writer.cursor(table)
    while try cursor.next() { sum += cursor.key.byteCount }
  }
  try writer.put(table, key: key.span.bytes, value: key.span.bytes)
  try writer.commit()
  let reader = try environment.beginRead()
  if let value = try reader.get(table, key.span.bytes) { sum += value.byteCount }
  return sum
}
