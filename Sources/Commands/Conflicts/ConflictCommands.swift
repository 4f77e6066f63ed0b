// The commands about values that stand side by side: `conflicts list|show|resolve|review|history`.
// A conflict is read from the ledger; settling one is an ordinary change that has seen its
// siblings.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import Projects

/// The commands of this folder.
enum ConflictCommands {
  static let all: [any ParsableCommand.Type] = [ConflictsCommand.self]
}

/// `conflicts`: lists when no subcommand is named.
struct ConflictsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conflicts",
    abstract: "冲突：列出、查看、裁决、取回 · conflicts: list, show, resolve, review, history, take-back",
    subcommands: [
      ConflictsListCommand.self, ConflictsShowCommand.self, ConflictsResolveCommand.self,
      ConflictsReviewCommand.self, ConflictsHistoryCommand.self, ConflictsTakeBackCommand.self,
    ],
    defaultSubcommand: ConflictsListCommand.self)
}

/// Which conflicts a command means.
struct ConflictSelection: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "种类 · concurrent-edit, archived-while-edited, late-edit, violation", valueName: "kind"),
    completion: .list(ConflictKind.allCases.map(\.rawValue)))
  var kind: String?

  @Option(help: ArgumentHelp("表 · collection of the record", valueName: "collection"))
  var collection: String?

  @Option(help: ArgumentHelp("县区代码或名称 · county, by code or name", valueName: "county"))
  var county: String?

  @Option(
    help: ArgumentHelp(
      "此时以来 · since a time (2021-09-28, or 7d, 12h, 30m ago)", valueName: "time"))
  var since: String?

  /// The open conflicts meant, in the store's order: by ledger, collection, record, field.
  func read(_ context: CommandContext, _ store: Store) throws -> [Conflict] {
    let counties = try county.map(CountyFilter.init)
    let filter = ConflictFilter(
      ledger: try context.readingLedger(of: store), collection: try collectionID(context),
      kind: try conflictKind(), sinceMilliseconds: try sinceMilliseconds())
    var found: [Conflict] = []
    try store.read { snapshot throws(StoreError) in
      try snapshot.conflicts(filter) { conflict throws(StoreError) in
        found.append(conflict)
        return true
      }
    }
    guard let counties else { return found }
    return try store.read { snapshot throws(StoreError) in
      var kept: [Conflict] = []
      for conflict in found where try counties.holds(conflict, snapshot) { kept.append(conflict) }
      return kept
    }
  }

  private func conflictKind() throws -> ConflictKind? {
    guard let kind else { return nil }
    guard let known = ConflictKind(rawValue: kind) else {
      throw CommandFailure(
        .badConflictKind, kind, ConflictKind.allCases.map(\.rawValue).joined(separator: " "))
    }
    return known
  }

  private func collectionID(_ context: CommandContext) throws -> CollectionID? {
    try collection.map { try context.collection($0).id }
  }

  private func sinceMilliseconds() throws -> UInt64? {
    guard let since else { return nil }
    if let seconds = DurationText.seconds(since) {
      let now = Surroundings.wallMilliseconds()
      return now - min(now, UInt64(seconds) * 1_000)
    }
    guard let time = InstantText.parse(since) else { throw CommandFailure(.badTime, since) }
    return UInt64(max(0, time))
  }
}

extension FailureKind {
  static let noSuchConflict = FailureKind("no-such-conflict", .missing)
  static let ambiguousConflict = FailureKind("ambiguous-conflict", .badInput)
  static let settledAlready = FailureKind("settled-already", .wanting)
  static let noSuchSibling = FailureKind("no-such-sibling", .badInput)
  static let oneChoice = FailureKind("one-choice", .usage)
  static let takeNumber = FailureKind("take-number", .usage)
  static let takeSide = FailureKind("take-side", .usage)
  static let badDots = FailureKind("bad-dots", .usage)
  static let notText = FailureKind("not-text", .badInput)
  static let badConflictKind = FailureKind("bad-kind", .usage)
  static let badTime = FailureKind("bad-time", .usage)
  static let existenceValue = FailureKind("existence-value", .badInput)
  static let noTerminal = FailureKind("no-terminal", .usage)
  /// Arguments: the dot.
  static let noSuchWrite = FailureKind("no-such-write", .missing)
  /// Arguments: the dot, when the base was made.
  static let compactedWrite = FailureKind("compacted-write", .missing)
  /// Arguments: the dot, what it wrote.
  static let severalWrites = FailureKind("several-writes", .usage)
  static let conflictNeeded = FailureKind("conflict-needed", .usage)
}
