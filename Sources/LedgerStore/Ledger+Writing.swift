// Guarantees: a write transaction begins with the writer's state true to the store, and leaves it
// true: committed together, or forgotten together.

internal import Causality
internal import LMDB
internal import Wire

extension Store {
  /// Runs `body` as the only writer in one LMDB transaction, committed when it returns.
  func write<R>(
    _ body: (inout WriteTransaction, inout WriterState) throws(StoreError) -> R
  ) throws(StoreError) -> R {
    if environment.isReadOnly { throw StoreError(.readOnly, path) }
    return try gate.withState { (state) throws(StoreError) in
      var transaction = try self.mapped { () throws(LMDBError) in try environment.beginWrite() }
      let number = transaction.id
      // LMDB numbers commits that stored something; a gap says that another process has written.
      if state.transaction == 0 || state.transaction + 1 != number {
        state.forget()
        try self.refreshSigner(noted: try self.metaValue(Self.identityKey, transaction))
      }
      do throws(StoreError) {
        if !state.isDerivationChecked {
          if try self.derivationNoted(transaction) != self.derivation {
            try self.rebuildDerived(in: &transaction)
          }
          state.isDerivationChecked = true
        }
        let result = try body(&transaction, &state)
        try self.commit(transaction)
        // A transaction that stored nothing leaves its number to the next writer, whoever that is.
        let last = try self.mapped { () throws(LMDBError) in
          try environment.info().lastTransactionID
        }
        state.transaction = min(last, number)
        return result
      } catch {
        state.forget()
        throw error
      }
    }
  }

  private func commit(_ transaction: consuming WriteTransaction) throws(StoreError) {
    do throws(LMDBError) { try transaction.commit() } catch { throw StoreError(error, at: place) }
  }

  /// The state of `ledger`, read from the store when the writer does not have it.
  func loadLedger(
    _ ledger: String, _ state: inout WriterState, _ transaction: borrowing WriteTransaction
  ) throws(StoreError) {
    if state.ledgers[ledger] != nil { return }
    guard try holds(ledger, transaction) else {
      try requireNoBootstrap(ledger, transaction)
      throw StoreError(
        .noSuchLedger, ledger, try ledgerNames(transaction).joined(separator: ", "))
    }
    var loaded = LedgerState()
    for (replica, head) in try heads(ledger, transaction) {
      loaded.heads[replica] = head
      loaded.vector[replica] = head.seq
      _ = state.clock.observe(head.clock, wallMilliseconds: options.wallMilliseconds())
    }
    if let own = loaded.heads[identity.replica], own.clock > state.clock.last {
      // The own past is never refused, however far ahead the clock once stood.
      state.clock = HybridClock(last: own.clock)
    }
    loaded.nextArrival = try lastArrival(ledger, transaction) + 1
    state.ledgers[ledger] = loaded
  }

  /// The members as of this transaction.
  func loadMembers(
    _ state: inout WriterState, _ transaction: borrowing WriteTransaction
  ) throws(StoreError) -> MemberList {
    if let members = state.members { return members }
    let members = try memberList(transaction)
    state.members = members
    return members
  }

  /// Adds a ledger to the store, empty; nothing when it is there. Durable on return.
  ///
  /// - Throws: `badLedgerID`, or an I/O error.
  public func addLedger(_ ledger: String) throws(StoreError) {
    guard LedgerName.isValid(ledger) else { throw StoreError(.badLedgerID, ledger) }
    try write { (transaction, state) throws(StoreError) in
      if try self.holds(ledger, transaction) { return }
      try self.requireNoBootstrap(ledger, transaction)
      // What an interrupted removal left behind must not come back to life.
      for (name, table) in self.tables.all where !Self.tablesKept.contains(name) {
        while try self.deleteSome(table, ledger, in: &transaction, where: { _ in true }) {}
      }
      state.members = nil
      let key = Self.ledgerKey(ledger)
      let value: [UInt8] = [1]
      do throws(LMDBError) {
        try self.putRow(self.tables.meta, key, value, in: &transaction)
      } catch {
        throw StoreError(error, at: self.place)
      }
    }
  }

  /// Refuses a ledger that is being made from a snapshot: neither is it here, nor may it begin
  /// anew.
  func requireNoBootstrap<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ transaction: borrowing T
  ) throws(StoreError) {
    if try BootstrapNote.read(ledger, self, transaction) != nil {
      throw StoreError(.bootstrapUnfinished, ledger)
    }
  }

  static let derivationKey = Array("derivation".utf8)

  /// What of the schema the derived tables were made under; nil for what cannot be read.
  func derivationNoted<T: ReadableTransaction & ~Copyable>(
    _ transaction: borrowing T
  ) throws(StoreError) -> Digest? {
    do throws(LMDBError) {
      guard let value = try transaction.get(tables.meta, Self.derivationKey.span.bytes) else {
        return nil
      }
      return Digest(bytes: value)
    } catch {
      throw StoreError(error, at: place)
    }
  }

  func putMeta(
    _ key: [UInt8], _ value: [UInt8], in transaction: inout WriteTransaction
  ) throws(StoreError) {
    do throws(LMDBError) {
      try putRow(tables.meta, key, value, in: &transaction)
    } catch {
      throw StoreError(error, at: place)
    }
  }

  static let ledgerPrefix = Array("ledger/".utf8)

  static func ledgerKey(_ ledger: String) -> [UInt8] { ledgerPrefix + Array(ledger.utf8) }
}
