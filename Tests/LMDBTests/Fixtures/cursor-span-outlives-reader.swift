// expect: lifetime-dependent
// A cursor's span kept after the transaction: it may outlive the cursor, not the snapshot.

import LMDB

func misuse(_ environment: Environment, _ table: Table) throws(LMDBError) -> Int {
  var kept = RawSpan()
  do {
    let reader = try environment.beginRead()
    var cursor = try reader.cursor(table)
    if try cursor.next() { kept = cursor.value }
  }
  return kept.byteCount
}
