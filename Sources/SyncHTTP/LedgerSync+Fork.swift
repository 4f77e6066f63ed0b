// Two histories under one identity: the hub holds another change under a dot than is held here.
// Where they part is found by bisection, a hash a request. Of this store's own identities and of
// the hub's, this side's run from there on goes to the hub, and the hub's comes here, so that both
// keep the proof; and that identity stands still until a person has renewed it.

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
  /// Finds where the histories part, keeps the proof on both sides where one of them wrote both,
  /// freezes that identity here, and gives the error to end with.
  func prove(_ suspicion: OtherHistory) async throws -> HubError {
    let replica = suspicion.dot.replica
    let error = HubError(.equivocation, replica.description)
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
    logger.warning("\(ledger): another history of \(replica) from \(fork) on")
    let isOwn = try store.isOwn(replica)
    let isOfHub = try await isHub(replica)
    if isOwn || isOfHub { try await offer(from: fork) }
    if isOfHub { try await fetch(from: fork) }
    try await threads.write { [store, ledger, there] in
      try store.noteForeignHistory(ledger, dot: fork, here: here, there: there)
    }
    return error
  }

  /// Looks for what differs from the hub's, where its checkpoint does or a history was refused.
  ///
  /// - Parameter hub: what the hub holds.
  /// - Returns: the error to end with, where this store or its hub must get a new identity.
  func explain(_ hub: VersionVector) async throws -> HubError? {
    var found: HubError?
    for entry in try await vector().entries {
      guard let other = try await difference(of: entry.replica, hub) else { continue }
      let error = try await prove(other)
      if try mustRenew(entry.replica) { found = found ?? error }
    }
    return found
  }

  /// The same; a line that breaks meanwhile is the error.
  func explained(_ hub: VersionVector) async throws -> (any Error)? {
    do { return try await explain(hub) } catch {
      let error = client.classified(error)
      if error is CancellationError { throw error }
      return error
    }
  }

  /// The last change of a replica that both sides hold, where the hub holds another.
  func difference(of replica: ReplicaID, _ hub: VersionVector) async throws -> OtherHistory? {
    let shared = Dot(replica: replica, seq: min(hub[replica], try await vector()[replica]))
    guard shared.seq > 0, let there = try await client.hash(of: shared, in: ledger),
      let here = try await hash(of: shared), here != there
    else { return nil }
    return OtherHistory(dot: shared, there: there)
  }

  /// Whether this store or its hub writes, or this store wrote, under a replica's name: nobody else
  /// settles what came of it.
  func mustRenew(_ replica: ReplicaID) throws -> Bool {
    if replica == ReplicaID(publicKey: hubKey) { return true }
    return try store.isOwn(replica)
  }

  /// Whether the hub writes, or wrote, under a replica's name.
  func isHub(_ replica: ReplicaID) async throws -> Bool {
    if replica == ReplicaID(publicKey: hubKey) { return true }
    return try await threads.read { [store] in
      try store.members().contains { $0.replica == replica && $0.role == .hub }
    }
  }

  /// Brings the hub's run from `fork` on: it is refused here, and kept.
  private func fetch(from fork: Dot) async throws {
    var held = try await vector()
    held[fork.replica] = fork.seq - 1
    let response = try await client.exchange(
      ledger, try await hello(from: held), waitSeconds: 0)
    var intake = try client.intake(of: response)
    while let part = try await intake.next() {
      guard case .batch(let runs) = part else { continue }
      let told = try await threads.write { [store, ledger] in try store.apply(ledger, runs) }
      report.refused += told.refused
    }
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
