// Settling as commands do it: what is refused becomes a failure with its place and next step, and
// warnings are said beside the result.

internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

extension Settling {
  /// Settles under the author and the date of a command.
  init(context: CommandContext, store: Store) throws {
    try self.init(
      store, author: context.author,
      today: LocalTime.day(Int64(clamping: Surroundings.wallMilliseconds())))
  }

  /// Writes one change for decisions about one record; returns its dot and says the warnings.
  ///
  /// - Throws: `StoreError` with `siblingsChanged` when others are live; a failure with exit status
  ///   77 when this office's role may not write the value, 1 when the rules refuse it.
  func settle(
    _ decisions: [Decision], reason: String?, _ context: CommandContext, _ store: Store
  ) throws -> Dot {
    do {
      let done = try commit(decisions, reason: reason)
      context.warn(done.warnings)
      return done.dot
    } catch {
      throw context.failure(settling: error, in: store)
    }
  }

  /// Why this office's role may not make a decision; nil where it may.
  func failure(
    of decision: Decision, _ context: CommandContext, _ store: Store
  ) -> CommandFailure? {
    refusal(of: decision).flatMap { context.failure(settling: $0, in: store) as? CommandFailure }
  }
}

extension Decision {
  /// The decision to take one of the ways.
  ///
  /// - Throws: `reason-needed` for a choice that writes the reason where there is none.
  init(
    taking choice: ConflictChoice, of conflict: Conflict, reason: String?, dots: [Dot]? = nil
  ) throws {
    do {
      try self.init(conflict, choice, reason: reason, dots: dots)
    } catch {
      throw CommandFailure(.reasonNeeded)
    }
  }
}

extension CommandContext {
  /// What stopped a settlement, as commands tell it; errors of the store stay what they are.
  func failure(settling error: any Error, in store: Store) -> any Error {
    switch error {
    case SettlingFault.reasonNeeded: return CommandFailure(.reasonNeeded)
    case SettlingFault.mayNotSettle(let collection, let field):
      let label = ConflictText(self).fieldLabel(collection, field)
      return CommandFailure(.mayNotSettle, label, text("role.\(store.identity.role.rawValue)"))
    case let refused as DraftRefused: return CommandFailure(refused, in: language)
    default: return error
    }
  }
}

extension FailureKind {
  /// Arguments: the field, the role.
  static let reasonNeeded = FailureKind("reason-needed", .usage)
  static let mayNotSettle = FailureKind("may-not-settle", .notPermitted)
}
