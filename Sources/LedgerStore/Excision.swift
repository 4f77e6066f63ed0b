// Guarantees: changes at the end of a chain leave the log as if they had never arrived, but for the
// proof that is kept of them; what followed from them is made again without them.

internal import Causality
internal import LMDB
internal import Wire

extension Store {
  /// Takes the last changes of one replica out of a ledger. Nobody's deps may name them.
  ///
  /// - Parameters:
  ///   - pieces: the end of a chain, in order; `changes` are the same, decoded.
  ///   - state: the ledger's, which loses them too. Places in the order of arrival stay empty.
  func excise(
    _ pieces: [LogPiece], _ changes: [DecodedChange], _ ledger: String,
    _ state: inout LedgerState, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    guard let first = pieces.first else { return }
    let replica = first.dot.replica
    var before: Head?
    if first.dot.seq > 1 {
      before = try head(at: Dot(replica: replica, seq: first.dot.seq - 1), ledger, transaction)
    }
    for (piece, change) in zip(pieces, changes) {
      try keepProof(
        piece.payload, piece.dot, change.hash, ledger, signature: piece.signature, in: &transaction)
      try release(change, ledger, in: &transaction)
      try delete(tables.log, Keys.log(ledger, piece.dot), in: &transaction)
      try delete(tables.arrival, Keys.arrival(ledger, piece.arrival), in: &transaction)
    }
    let headKey = Keys.head(ledger, replica)
    state.heads[replica] = before
    state.vector[replica] = before?.seq ?? 0
    if let before {
      try signEnd(of: Dot(replica: replica, seq: before.seq), ledger, in: &transaction)
      do throws(LMDBError) {
        let value = before.encoded()
        try transaction.put(tables.heads, key: headKey.span.bytes, value: value.span.bytes)
      } catch {
        throw StoreError(error, at: place)
      }
    } else {
      try delete(tables.heads, headKey, in: &transaction)
    }
    try rebuild(ledger, try memberList(transaction), in: &transaction)
  }

  /// The end of a chain as it stood at `dot`.
  private func head(
    at dot: Dot, _ ledger: String, _ transaction: borrowing WriteTransaction
  ) throws(StoreError) -> Head? {
    if let head = try base(of: ledger, transaction).heads[dot.replica], head.seq == dot.seq {
      return head
    }
    guard let hash = try hash(of: dot, ledger, transaction),
      let deps = try deps(of: dot, ledger, transaction),
      let clock = try withLogEntry(
        ledger, dot, transaction,
        { entry, bytes in
          try ChangeCoding.decodeHeader(
            UnsafeRawBufferPointer(rebasing: bytes[entry.payload]).bytes
          ).clock
        })
    else { return nil }
    return Head(seq: dot.seq, clock: clock, hash: hash, deps: deps)
  }

  /// A chain that now ends inside a run needs a signature there: the own key's, which made the run.
  private func signEnd(
    of dot: Dot, _ ledger: String, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    let key = Keys.log(ledger, dot)
    guard identity.replica == dot.replica else { return }
    let found = try withLogEntry(ledger, dot, transaction) { entry, bytes in
      entry.signature == nil ? (Array(bytes), try LoggedChange(entry, bytes).hash) : nil
    }
    guard let found = found ?? nil else { return }
    var value = found.0
    value[1] |= 1
    value.insert(contentsOf: self.key.sign(change: found.1).bytes, at: 10)
    do throws(LMDBError) {
      try transaction.put(tables.log, key: key.span.bytes, value: value.span.bytes)
    } catch {
      throw StoreError(error, at: place)
    }
  }

  func delete(
    _ table: Table, _ key: [UInt8], in transaction: inout WriteTransaction
  ) throws(StoreError) {
    do throws(LMDBError) { _ = try transaction.delete(table, key.span.bytes) } catch {
      throw StoreError(error, at: place)
    }
  }
}
