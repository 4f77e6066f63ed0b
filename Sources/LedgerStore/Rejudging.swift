// Guarantees: when the member list changes, the changes whose verdict flips are found, and what
// follows from them is made again from the log, in the same transaction.

internal import Causality
internal import LMDB
internal import Wire

/// A change whose verdict is another now.
private struct Flip {
  let change: DecodedChange
  let was: Voiding?
  let now: Voiding?
}

extension Store {
  /// Judges the changes of all whose standing differs between two lists again.
  ///
  /// - Returns: the list after it: voiding changes of the member ledger may change the list itself.
  ///   Roles never change and a hub's word on members is never void, so that this ends.
  /// - Complexity: O(changes of the members concerned), and O(log) of each ledger where one flips.
  func rejudge(
    from old: MemberList, to new: MemberList, _ state: inout WriterState,
    in transaction: inout WriteTransaction
  ) throws(StoreError) -> MemberList {
    var (before, members) = (old, new)
    for _ in 0..<Self.rejudgingRoundsMax {
      let concerned = members.judgedOtherwise(by: before)
      if concerned.isEmpty { break }
      for ledger in try ledgerNames(transaction) {
        try loadLedger(ledger, &state, transaction)
        var hasFlipped = false
        for replica in concerned where state.ledgers[ledger]?.heads[replica] != nil {
          if try rejudge(replica, ledger, members, in: &transaction) { hasFlipped = true }
        }
        if hasFlipped { try rebuild(ledger, members, in: &transaction) }
      }
      before = members
      members = try memberList(transaction)
    }
    return members
  }

  private static let rejudgingRoundsMax = 16

  /// Whether a change has gained or lost its effect.
  private func rejudge(
    _ replica: ReplicaID, _ ledger: String, _ members: MemberList,
    in transaction: inout WriteTransaction
  ) throws(StoreError) -> Bool {
    let flips = try self.flips(replica, ledger, members, transaction)
    for flip in flips {
      let key = Keys.log(ledger, flip.change.header.dot)
      do throws(LMDBError) {
        if let now = flip.now {
          let value = now.encoded()
          try transaction.put(tables.void, key: key.span.bytes, value: value.span.bytes)
        } else {
          _ = try transaction.delete(tables.void, key.span.bytes)
        }
      } catch {
        throw StoreError(error, at: place)
      }
      if let now = flip.now {
        try release(flip.change, ledger, in: &transaction)
        try keep(now, flip.change, ledger, in: &transaction)
      } else {
        try release(flip.change, ledger, in: &transaction)
      }
    }
    #if TAIZHANG_PLANTED_FAULTS
      if PlantedFault.makes(.revocationWithoutRebuild) { return false }
    #endif
    return flips.contains { ($0.now == nil) != ($0.was == nil) }
  }

  private func flips(
    _ replica: ReplicaID, _ ledger: String, _ members: MemberList,
    _ transaction: borrowing WriteTransaction
  ) throws(StoreError) -> [Flip] {
    var flips: [Flip] = []
    // What a base contains is settled: its verdicts went into the records that it keeps.
    let start = Dot(
      replica: replica, seq: try base(of: ledger, transaction).vector[replica] + 1)
    try scan(
      tables.log, prefix: Keys.head(ledger, replica), from: Keys.log(ledger, start), transaction
    ) { (key, value) throws(StoreError) in
      do {
        let entry = try LogEntry(value)
        let change = try ChangeCoding.decode(Array(value[entry.payload]))
        let was = try voiding(ledger, change.header.dot, transaction)
        let now = authority.judge(change, members)
        if was != now {
          flips.append(Flip(change: change, was: was, now: now))
        }
      } catch {
        throw StoreError(error, at: place, table: "log", key: Array(key))
      }
      return true
    }
    return flips
  }
}
