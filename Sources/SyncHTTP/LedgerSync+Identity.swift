// Identities that changed: this store's own, which the hub is told of before the first exchange, and
// the hub's, which is followed when the old key signed it over.

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

  /// Moves the pin to the hub's new key when the key pinned signed it over, once a round. True when
  /// it moved.
  func followHub() async throws -> Bool {
    guard !hasFollowed else { return false }
    hasFollowed = true
    let told = try await client.describeHub()["successions"]?.array ?? []
    let successions = told.compactMap { entry in
      entry.string.flatMap { [UInt8](hexadecimal: $0) }.flatMap { try? Succession.decode($0) }
    }
    guard !successions.isEmpty else { return false }
    let before = hubKey.bytes
    try await threads.write { [notes] in try notes.follow(successions) }
    guard let pinned = try notes.pinned(), pinned.publicKey != before else { return false }
    hubKey = try VerifyingKey(bytes: pinned.publicKey)
    logger.notice("the hub writes under \(pinned.replica) now, signed over by its old key")
    return true
  }
}
