// Guarantees: whoever waits for something new can tell that a store was written, by this process or
// another, without reading any of it.

internal import LMDB

extension Store {
  /// The number of the last commit, of whatever process. Grows with every commit, and says nothing
  /// of what it changed. O(1), no transaction.
  public func lastCommit() throws(StoreError) -> UInt64 {
    try mapped { () throws(LMDBError) in try environment.info().lastTransactionID }
  }
}
