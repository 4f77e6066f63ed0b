// The agent that keeps on: one task a ledger, each with its own connection, woken by local edits,
// by the hub where it holds a request, and by the period. Stops at SIGTERM or SIGINT once the batch
// being applied is whole.

internal import Causality
internal import LedgerStore
internal import ServiceLifecycle
internal import SyncSession
internal import UnixSignals

extension Agent {
  /// Syncs until SIGTERM, SIGINT or cancellation; failures are retried and reported, never thrown.
  /// A frozen identity waits for its renewal and goes on.
  ///
  /// - Parameters:
  ///   - everySeconds: from one quiet sync to the next, spread by a tenth.
  ///   - report: called from any thread.
  /// - Throws: `HubError` `notJoined`, `badURL`, `insecure`, `equivocation`, `revoked`, or a
  ///   `StoreError`.
  public func run(
    everySeconds: Int = 900, report: @escaping @Sendable (AgentNews) -> Void = { _ in }
  ) async throws {
    guard let hub = try Self.knownHub(store) else { throw HubError(.notJoined) }
    let lock = try AgentLock(store)
    defer { withExtendedLifetime(lock) {} }
    let url = try hubURL(hub.url)
    let ledgers = try sharedLedgers(hub)
    let pace = SyncSession.Pace(
      periodMilliseconds: UInt64(max(1, everySeconds)) * 1_000,
      holdsExchange: options.waitSeconds > 0 && options.syncBytesMax == 0)
    let loop = AgentLoop { [self] in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for ledger in ledgers {
          group.addTask { try await follow(ledger, at: url, pace: pace, report: report) }
        }
        group.addTask { try await offerBlobsForever(ledgers, at: url, everySeconds: everySeconds) }
        var frozen: (any Error)?
        var following = ledgers.count
        while let result = await group.nextResult() {
          if case .failure(let error) = result {
            if error is CancellationError { continue }
            frozen = error
            following -= 1
            if following == 0 { group.cancelAll() }
          }
        }
        if let frozen, !Task.isCancelled { throw frozen }
      }
    }
    let services = ServiceGroup(
      configuration: .init(
        services: [.init(service: loop, successTerminationBehavior: .gracefullyShutdownGroup)],
        gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    do { try await services.run() } catch is CancellationError {}
  }

  /// Follows one ledger until cancelled. Throws when it is frozen.
  private func follow(
    _ ledger: String, at url: HubURL, pace: SyncSession.Pace,
    report: @escaping @Sendable (AgentNews) -> Void
  ) async throws {
    try await withClient(url) { client in
      let sync = try LedgerSync(
        ledger, store: store, client: client, threads: threads, watch: watch, options: options,
        pace: pace, logger: logger)
      var event = SyncEvent.timer
      var hadFailed = false
      func tell(_ figures: SyncReport) {
        if hadFailed || figures.movedSomething { report(.synced(figures)) }
        hadFailed = false
        AgentNote().write(store, ledger)
      }
      sync.inStep = tell
      while true {
        try Task.checkCancellation()
        let began = ContinuousClock.now
        try await sync.run(event)
        let figures = try await sync.finish()
        let failure = sync.failure
        if let failure {
          report(.failed(ledger: ledger, failure, retryInSeconds: sync.secondsToWake))
          hadFailed = true
        } else {
          tell(figures)
        }
        note(sync, failure)
        if sync.session.state == .frozen {
          report(.frozen(ledger: ledger))
          try await waitForRelease()
          event = .released
          continue
        }
        // A store that fails at once, again and again, must not make the loop spin.
        if failure is StoreError, .now - began < .seconds(1) {
          try await Task.sleep(for: .seconds(1))
        }
        event = try await sync.waitForNews()
      }
      throw CancellationError()
    }
  }

  /// Waits until this store writes under an identity that is not frozen.
  private func waitForRelease() async throws {
    while true {
      try await Task.sleep(for: .seconds(1))
      let isFrozen = try await threads.read { [store] in
        try store.read { snapshot throws(StoreError) in
          try snapshot.frozen().contains(store.identity.replica)
        }
      }
      if !isFrozen { return }
    }
  }

  /// Lets `status` know how it stands.
  private func note(_ sync: LedgerSync, _ failure: (any Error)?) {
    var note = AgentNote(
      nextTryMilliseconds: sync.secondsToWake.map {
        options.wallMilliseconds() + UInt64($0 * 1_000)
      }, failures: max(sync.session.failures, failure == nil ? 0 : 1))
    switch failure {
    case let error as HubError:
      note.failureCode = "sync." + error.kind.rawValue
      note.failureArguments = error.arguments
    case let error as StoreError:
      note.failureCode = "store." + error.code.rawValue
      note.failureArguments = error.arguments
    default: break
    }
    note.write(store, sync.ledger)
  }
}

extension SyncReport {
  var movedSomething: Bool {
    sent + received + refused.count + revocations.count > 0 || hubWasRestored
  }
}

/// The loop as a service: a graceful shutdown cancels it.
private struct AgentLoop: Service {
  let body: @Sendable () async throws -> Void

  func run() async throws { try await cancelWhenGracefulShutdown(body) }
}
