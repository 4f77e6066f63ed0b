// expect: lifetime-dependent
// A span kept after its read transaction has ended.

import LMDB

func misuse(_ environment: Environment, _ table: Table, _ key: [UInt8]) throws(LMDBError) -> Int {
  var kept = RawSpan()
  do {
    let reader = try environment.beginRead()
    if let value = try reader.get(table, key.span.bytes) { kept = value }
  }
  return kept.byteCount
}
