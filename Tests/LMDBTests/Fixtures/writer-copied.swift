// expect: consumed more than once
// Two names for one write transaction.

import LMDB

func misuse(_ environment: Environment) throws(LMDBError) {
  let writer = try environment.beginWrite()
  let other = writer
  try writer.commit()
  try other.commit()
}
