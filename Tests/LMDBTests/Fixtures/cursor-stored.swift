// expect: stored property
// A cursor kept in a type that can outlive the transaction.

import LMDB

struct Walk: ~Copyable {
  var cursor: Cursor
}
