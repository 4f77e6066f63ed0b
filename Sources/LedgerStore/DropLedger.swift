// Guarantees: a ledger leaves a store only with its unsent edits in a bundle, or with none; where
// the store's own chain ended stays known. Of others who wrote two histories the one held here
// stays as proof, and the store may take the hub's when it holds the ledger again.

internal import Causality
internal import LMDB
internal import Wire

extension Store {
  /// How many changes of this store's own the hub has not confirmed, by its last receipt.
  public func unsentOwn(_ ledger: String) throws(StoreError) -> UInt64 {
    let own = try vector(ledger)[identity.replica]
    let confirmed = try confirmedByHub(ledger)[identity.replica]
    return own > confirmed ? own - confirmed : 0
  }

  /// What the hub's last receipt covers, of this store's own changes those that it holds as they
  /// were written here; empty before the first.
  func confirmedByHub(_ ledger: String) throws(StoreError) -> VersionVector {
    try read { (snapshot) throws(StoreError) in
      try snapshot.store.confirmedByHub(ledger, snapshot.transaction)
    }
  }

  func confirmedByHub<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ transaction: borrowing T
  ) throws(StoreError) -> VersionVector {
    guard let bytes = try peerValue(Self.receiptKey(ledger), transaction),
      let receipt = try? Receipt.decode(bytes)
    else { return VersionVector() }
    var confirmed = receipt.vector
    // A receipt counts changes: those of another history under this store's name are not its own.
    for own in try ownIdentities(transaction).map(\.replica) {
      // One more than it is counted on from here, whatever a receipt claims.
      confirmed[own] = min(confirmed[own], .max - 1)
      if let other = try otherAtHub(ledger, own, transaction), confirmed[own] >= other {
        confirmed[own] = other - 1
      }
    }
    return confirmed
  }

  /// Where the agent notes the hub's last receipt of a ledger.
  static func receiptKey(_ ledger: String) -> String { "sync/\(ledger)/receipt" }

  /// Takes a ledger out of this store. Unsent edits go to a bundle first, with the files that the
  /// hub is not known to hold. Where the ledger is held again, it is written under a new identity
  /// unless all that was written here has come back.
  ///
  /// - Parameter exportingTo: where the bundle goes; nil refuses when there are unsent edits.
  /// - Throws: `unsentEdits`, `notPermitted` for the member ledger, `noSuchLedger`, or an I/O
  ///   error. An interruption leaves the ledger, or nothing that is seen of it.
  public func dropLedger(_ ledger: String, exportingTo path: String?) throws(StoreError) {
    guard ledger != Self.memberLedger, identity.role != .hub else {
      throw StoreError(.notPermitted, ledger, identity.role.rawValue)
    }
    let unsent = try unsentOwn(ledger)
    if unsent > 0, path == nil { throw StoreError(.unsentEdits, ledger, String(unsent)) }
    if let path {
      let files = try unsentBlobs(ledger)
      if unsent > 0 || !files.list.isEmpty {
        var from = try confirmedByHub(ledger)
        from.merge(try base(ledger))
        _ = try createBundle(at: path, BundleRequest(ledger: ledger, from: from, blobs: files))
      }
    }
    try write { (transaction, state) throws(StoreError) in
      let key = Self.ledgerKey(ledger)
      guard try self.holds(ledger, transaction) else {
        throw StoreError(.noSuchLedger, ledger, "")
      }
      try self.noteLeft(ledger, in: &transaction)
      try self.keepForks(ledger, in: &transaction)
      do throws(LMDBError) {
        try self.deleteRow(self.tables.meta, key, in: &transaction)
      } catch {
        throw StoreError(error, at: self.place)
      }
      try self.setPeerValue(Self.receiptKey(ledger), nil, in: &transaction)
      state.forget()
    }
    try clearDropped(ledger)
  }

  /// The files of a ledger that are here and that the hub is not known to hold.
  private func unsentBlobs(_ ledger: String) throws(StoreError) -> BundleBlobs {
    let files = try bundleBlobs(ledger)
    var list: [BlobHeader] = []
    for header in files.list
    where try peerValue(Self.heldBlobPrefix + header.digest.description) == nil {
      list.append(header)
    }
    return BundleBlobs(list: list, read: files.read)
  }

  /// Where the agent notes, by hash, that the hub holds a file.
  package static let heldBlobPrefix = "sync/blob/"

  /// Keeps what is held of those whose histories part in this ledger, and freezes them no longer:
  /// with the ledger goes what the hub's history of them could not follow upon. This store's own
  /// identity stays frozen until it is renewed.
  private func keepForks(
    _ ledger: String, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    for frozen in try frozenReplicas(transaction)
    where frozen.ledger == ledger && frozen.replica != identity.replica {
      // From the beginning: the histories may part before the change where that was noticed.
      let first = Dot(replica: frozen.replica, seq: 1)
      for piece in try segment(ledger, first, transaction, toEnd: true) {
        try keepProof(
          piece.payload, piece.dot, piece.hash, ledger, signature: piece.signature,
          isStub: piece.isStub, in: &transaction)
      }
      try thaw(frozen.replica, in: &transaction)
    }
  }

  /// Tables that outlive a ledger: local notes, and what proves a double history.
  static let tablesKept: Set = ["meta", "peer", "proof"]

  /// Deletes what is left of a ledger that is not held, in transactions of 20,000 entries.
  func clearDropped(_ ledger: String) throws(StoreError) {
    let all = tables.all.filter { !Self.tablesKept.contains($0.name) }.map(\.table)
    for table in all {
      var more = true
      while more {
        more = try write { (transaction, _) throws(StoreError) in
          if try self.holds(ledger, transaction) { return false }
          return try self.deleteSome(table, ledger, in: &transaction, where: { _ in true })
        }
      }
    }
  }
}
