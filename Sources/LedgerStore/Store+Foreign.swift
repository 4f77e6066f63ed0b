// Guarantees: a replica found to have written two histories is frozen here, whoever found it out.

public import Causality
public import Wire

extension Store {
  /// Notes that the change of `dot` held here, of hash `here`, is another elsewhere: its replica is
  /// frozen. Durable on return.
  public func noteForeignHistory(
    _ ledger: String, dot: Dot, here: Digest, there: Digest
  ) throws(StoreError) {
    try write { (transaction, _) throws(StoreError) in
      try self.setFrozen(dot.replica, in: &transaction)
    }
  }
}
