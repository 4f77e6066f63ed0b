// The commands that exchange changes: the node, joining a hub, one sync, the agent, the status, and
// a hub's members. Deciding what to send is `SyncSession`'s, carrying it `SyncHTTP`'s; here it is
// said.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import Logging
internal import SyncHTTP

/// The commands of this folder.
enum ReplicationCommands {
  static let all: [any ParsableCommand.Type] = [
    ServeCommand.self, JoinCommand.self, SyncCommand.self, AgentCommand.self, StatusCommand.self,
    HubCommand.self,
  ]
}

extension CommandContext {
  /// The log of servers and agents: standard error, warnings and worse unless `TAIZHANG_LOG` names
  /// another level (`info`, `debug`, `trace`).
  ///
  /// - Parameter format: how it is written. Nil is the log of a command that runs once: under
  ///   `--json` its result or its error object says it all, so that nothing else is written unless
  ///   `TAIZHANG_LOG` asks, and then as JSON lines.
  func logger(_ format: LogFormat? = nil) -> Logger {
    let written = format ?? (isJSON ? .json : .text)
    var logger = Logger(label: "taizhang") { label in
      switch written {
      case .text: StreamLogHandler.standardError(label: label)
      case .json: JSONLogHandler(label: label)
      }
    }
    logger.logLevel =
      Surroundings.variable("TAIZHANG_LOG").flatMap { Logger.Level(rawValue: $0) }
      ?? (format == nil && isJSON ? .critical : .warning)
    return logger
  }

  /// The options of agents: sentences come back in the person's language, progress goes to a
  /// terminal.
  func agentOptions(_ line: LineOptions) throws -> AgentOptions {
    var options = AgentOptions()
    options.language = language
    options.wallMilliseconds = { Surroundings.wallMilliseconds() }
    for name in ProxyRules.variables {
      options.proxy.environment[name] = Surroundings.variable(name)
    }
    try line.apply(to: &options)
    return options
  }

  /// Says that only a hub can do this, unless `store` is one.
  func requireHub(_ store: Store) throws {
    guard store.identity.role == .hub else {
      throw CommandFailure(.hubOnly, store.identity.role.rawValue, store.identity.office)
    }
  }

  /// The one member whose replica begins with `text`.
  func member(_ text: String, in store: Store) throws -> Member {
    let wanted = ConflictLookup.normalised(text)
    let found = try store.members().filter { $0.replica.description.hasPrefix(wanted) }
    guard let member = found.first else { throw CommandFailure(.noSuchMember, text) }
    guard found.count == 1 else {
      throw CommandFailure(
        .ambiguousMember, text, found.map(\.replica.description).joined(separator: " "))
    }
    return member
  }
}

extension CommandFailure {
  /// A failed exchange: sentences `sync.<code>` and `sync.<code>.hint`.
  init(_ error: HubError) {
    self.init(
      code: error.kind.rawValue, status: ExitStatus(rawValue: error.exitCode) ?? .wanting,
      message: error.message, hint: error.hint)
  }
}

extension FailureKind {
  static let hubOnly = FailureKind("hub-only", .notPermitted)
  static let badAddress = FailureKind("bad-address", .usage)
  static let badDuration = FailureKind("bad-duration", .usage)
  static let durationTooLong = FailureKind("duration-too-long", .usage)
  static let noSuchMember = FailureKind("no-such-member", .missing)
  static let ambiguousMember = FailureKind("ambiguous-member", .badInput)
  static let inviteNeedsLedger = FailureKind("invite-needs-ledger", .usage)
  static let inviteRole = FailureKind("invite-role", .usage)
  static let inviteCity = FailureKind("invite-city", .notPermitted)
  static let badRevocation = FailureKind("bad-revocation", .usage)
  static let ownRevocation = FailureKind("own-revocation", .usage)
  static let ownRetirement = FailureKind("own-retirement", .usage)
  static let syncInterrupted = FailureKind("sync-interrupted", .wanting)
  static let joinRefused = FailureKind("join-refused", .wanting)
  static let joinIncomplete = FailureKind("join-incomplete", .wanting)
}
