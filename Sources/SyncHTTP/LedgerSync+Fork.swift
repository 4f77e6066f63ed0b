// Two histories under this store's own identity: the hub has found one head that differs. Where they
// part is found by bisection, a hash a request; this side's run from there on goes to the hub, so that
// both keep the proof; and this identity stands still until a person has renewed it.

internal import Causality
internal import LedgerStore
internal import Logging
internal import Wire

/// A hub's word that it holds another change under one of this store's dots.
struct OtherHistory: Error, Sendable {
  let dot: Dot
  /// The hash of the change that the hub holds.
  let there: Digest

  init(dot: Dot, there: Digest) {
    self.dot = dot
    self.there = there
  }

  /// What a 409 says; nil when it says nothing of a change.
  init?(problem: JSONValue) {
    guard problem["code"]?.string == HubError.Kind.equivocation.rawValue,
      let dot = problem["dot"]?.string.flatMap({ Dot($0) }),
      let there = problem["here"]?.string.flatMap({ Digest($0) })
    else { return nil }
    self.init(dot: dot, there: there)
  }
}

extension LedgerSync {
  /// Finds where the histories part, keeps the proof on both sides, freezes this identity, and gives
  /// the error to end with.
  func prove(_ suspicion: OtherHistory) async throws -> HubError {
    let replica = store.identity.replica
    let error = HubError(.equivocation, suspicion.dot.replica.description)
    guard suspicion.dot.replica == replica else { return error }
    var same: UInt64 = 0
    var differs = suspicion.dot.seq
    var there = suspicion.there
    while differs - same > 1 {
      let middle = Dot(replica: replica, seq: same + (differs - same) / 2)
      let other = try await client.hash(of: middle, in: ledger)
      if let other, try await hash(of: middle) != other {
        differs = middle.seq
        there = other
      } else {
        same = middle.seq
      }
    }
    let fork = Dot(replica: replica, seq: differs)
    guard let here = try await hash(of: fork), here != there else { return error }
    logger.warning("\(ledger): another history of this identity from \(fork) on")
    try await offer(from: fork)
    try await threads.write { [store, ledger, there] in
      try store.noteForeignHistory(ledger, dot: fork, here: here, there: there)
    }
    return error
  }

  /// Sends the hub this side's run from `fork` on: it refuses it, and keeps it.
  private func offer(from fork: Dot) async throws {
    var held = try await vector()
    held[fork.replica] = fork.seq - 1
    let offer = try await ChangeOutflow(
      store, ledger, from: held, maxBytes: PushSize.most, coding: .zstd, threads: threads
    ).whole()
    let answer = try await client.push(ledger, offer.body)
    report.refused += answer.refused
  }

  func hash(of dot: Dot) async throws -> Digest? {
    try await threads.read { [store, ledger] in
      try store.read { snapshot throws(StoreError) in try snapshot.change(ledger, dot)?.hash }
    }
  }

  /// Whether a person must act before this identity exchanges anything.
  func isOwnIdentityFrozen() throws -> Bool {
    try store.read { snapshot throws(StoreError) in
      try snapshot.frozen().contains(store.identity.replica)
    }
  }
}
