// The line to the hub as the local pages ask for it: what the agent knows, and one exchange now.

internal import Catalogue
internal import LedgerStore
internal import Logging
internal import Pages
internal import SyncHTTP

/// Answers the pages of a serving node.
struct ServedLine: HubLine {
  let store: Store
  let options: AgentOptions
  let logger: Logger

  func hubName() throws -> String? { try Agent.knownHub(store)?.name }

  func standings() throws -> [LedgerStanding] {
    guard let hub = try Agent.knownHub(store) else { return [] }
    let held = try store.ledgers()
    return try hub.ledgers.filter { held.contains($0) }.map { ledger in
      let state = try Agent.state(store, ledger: ledger)
      return LedgerStanding(
        ledger: ledger, unsent: state.unsent, lastSyncMilliseconds: state.lastSyncMilliseconds,
        clockOffsetMilliseconds: state.clockOffsetMilliseconds,
        failure: state.agent.flatMap { note in
          note.failureCode.map { Message($0, note.failureArguments) }
        })
    }
  }

  func exchange() async throws -> ExchangeTold {
    var told = ExchangeTold()
    for report in try await Agent(store: store, options: options, logger: logger).sync() {
      told.sent += Int(report.sent)
      told.received += Int(report.received)
      told.newConflicts += report.newConflicts.count
    }
    return told
  }

  func message(of error: any Error) -> Message? {
    switch error {
    case let error as HubError: CommandFailure(error).message
    case let error as StoreError: CommandFailure(error).message
    default: nil
    }
  }
}
