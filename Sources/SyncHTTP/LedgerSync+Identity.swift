// Identities that changed: this store's own, which the hub is told of before the first exchange,
// and the hub's, which is followed when the old key signed it over.

internal import Causality
internal import LedgerStore
internal import Logging
internal import Wire

extension LedgerSync {
  /// Presents the successions of this store's identity that the hub has not taken yet.
  func presentSuccessions() async throws {
    while let next = try await threads.read({ [store] in try store.pendingSuccession() }) {
      try await present(next)
      try await threads.write { [store] in try store.settleSuccession() }
    }
  }

  /// Presents a hub's own successions to the hub above it, which knows it no more.
  func presentOwnSuccessions() async throws {
    for succession in try await threads.read({ [store] in try store.successions() }) {
      try await present(succession)
    }
  }

  private func present(_ succession: Succession) async throws {
    let body = try JSONValue.object([
      "succession": .string(succession.encode().hexadecimal),
      "office": .string(store.identity.office),
    ]).text()
    _ = try await client.enrol(body)
    logger.info("the hub knows \(succession.new) as the successor of \(succession.old)")
  }

  /// Follows the hub to the key it says is its own, where the key pinned here leads there, once a
  /// round. True when that changed what is trusted, here or by another ledger's sync meanwhile.
  func followHub() async throws -> Bool {
    guard !hasFollowed else { return false }
    hasFollowed = true
    let told = try await client.describeHub()
    guard let present = told["public_key"]?.string.flatMap({ [UInt8](hexadecimal: $0) }) else {
      return false
    }
    let successions = told.successions
    let before = hubKey.bytes
    let isNews = try await threads.write { [notes] in
      try notes.follow(successions, to: present)
    }
    guard let pinned = try notes.pinned() else { return false }
    hubKey = try VerifyingKey(bytes: pinned.publicKey)
    guard pinned.publicKey != before else { return isNews }
    logger.notice("the hub writes under \(pinned.replica) now, signed over by its old key")
    return true
  }

  /// Whether the hub's member list holds changes of keys that are not trusted here: of those the
  /// hub wrote under between the one pinned once and its present one.
  func lacksFormerHubs(_ applied: ApplyReport) -> Bool {
    ledger == Store.memberLedger && !isBelowParent
      && applied.refused.contains { $0.code == .unknownMember }
  }
}

extension JSONValue {
  /// Of what `GET /v1/hub` or an enrolment answers: how the hub came to its key. None is checked.
  var successions: [Succession] {
    (self["successions"]?.array ?? []).compactMap { entry in
      entry.string.flatMap { [UInt8](hexadecimal: $0) }.flatMap { try? Succession.decode($0) }
    }
  }

  /// Whether the successions told lead from a replica to this public key, each signed by the one
  /// before it.
  func leads(from replica: ReplicaID, to publicKey: [UInt8]) -> Bool {
    Succession.line(to: publicKey, by: successions).contains { bytes in
      (try? VerifyingKey(bytes: bytes)).map { ReplicaID(publicKey: $0) } == replica
    }
  }
}
