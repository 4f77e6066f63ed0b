// `conflicts review`: the open conflicts one by one on the whole screen.
//
// Guarantees: decisions are staged and written together when the person asks; each record's go out
// as one change that names the siblings shown, so a race is refused and stays on the list; the
// terminal is given back whatever happens.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import ProjectLedger

struct ConflictsReviewCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "全屏逐个审阅 · full screen: next, previous, take, edit, skip, undo",
    discussion: """
      决定先记着，按 w 一起写入；写入前 u 可逐个撤销，q 退出会先问。
      Decisions are kept until w writes them together; u takes them back one by one before that.
      """)

  @OptionGroup(title: "选取 · which") var selection: ConflictSelection
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore()
    let conflicts = try selection.read(context, store).filter(\.isSettleable)
    guard !conflicts.isEmpty else {
      context.say("conflict.none")
      return
    }
    guard let terminal = TerminalScreen() else { throw CommandFailure(.noTerminal) }
    let run = ReviewRun(context: context, store: store, conflicts: conflicts)
    let outcome = run.loop(on: terminal)
    context.say("review.finished", String(outcome.settled), String(outcome.left))
    if outcome.dropped > 0 { context.note("review.dropped", String(outcome.dropped)) }
    if let failure = outcome.failure { throw failure }
  }
}

/// How a review ended.
struct ReviewOutcome {
  var settled = 0
  var left = 0
  /// Decisions that were staged when the terminal went away.
  var dropped = 0
  var failure: (any Error)?
}

/// A review between the screen and the store.
private struct ReviewRun {
  let context: CommandContext
  let store: Store
  private let text: ConflictText
  private var conflicts: [String: Conflict] = [:]
  private var session: ReviewSession

  init(context: CommandContext, store: Store, conflicts: [Conflict]) {
    self.context = context
    self.store = store
    let text = ConflictText(context)
    self.text = text
    var byID: [String: Conflict] = [:]
    for conflict in conflicts { byID[conflict.id.text] = conflict }
    let known = byID
    self.conflicts = byID
    session = ReviewSession(items: conflicts.map { Self.item($0, text) }) { item, typed in
      guard let conflict = known[item.id] else { return nil }
      do {
        _ = try ConflictValue.parse(typed, for: conflict, context, store)
        return nil
      } catch let failure as CommandFailure {
        return failure.sentence(in: context.language)
      } catch {
        return "\(error)"
      }
    }
  }

  func loop(on terminal: TerminalScreen) -> ReviewOutcome {
    var run = self
    return run.run(terminal)
  }

  private mutating func run(_ terminal: TerminalScreen) -> ReviewOutcome {
    var outcome = ReviewOutcome()
    let screen = ReviewScreen(language: context.language, isColored: context.usesColour)
    terminal.open()
    defer { terminal.close() }
    while true {
      let size = terminal.size
      terminal.show(screen.draw(&session, rows: size.rows, columns: size.columns))
      switch terminal.next() {
      case .resized: continue
      case .ended:
        outcome.dropped = session.staged.count
        outcome.left = session.items.count
        return outcome
      case .keys(let keys):
        for key in keys {
          if take(key, &outcome) {
            outcome.left = session.items.count
            return outcome
          }
        }
      }
    }
  }

  /// Gives one key to the session; true when the review is over.
  private mutating func take(_ key: Key, _ outcome: inout ReviewOutcome) -> Bool {
    switch session.handle(key) {
    case .none: return false
    case .leave: return true
    case .write(let reason):
      let before = session.items.count
      let refused = write(session.staged, reason: reason.isEmpty ? nil : reason, &outcome)
      let next = session.written(refused: refused)
      outcome.settled += before - session.items.count
      return next == .leave || outcome.failure != nil
    }
  }

  /// Writes staged decisions; returns why some were refused. A store that fails ends the review.
  private mutating func write(
    _ staged: [String: ReviewChoice], reason: String?, _ outcome: inout ReviewOutcome
  ) -> [String: String] {
    var refused: [String: String] = [:]
    var decisions: [Decision] = []
    for (id, choice) in staged.sorted(by: { $0.key < $1.key }) {
      guard let conflict = conflicts[id] else { continue }
      do {
        decisions.append(try decision(choice, conflict, reason: reason))
      } catch {
        refused[id] = sentence(error)
      }
    }
    do {
      let settling = try Settling(context: context, store: store)
      decisions.removeAll { decision in
        guard let refusal = settling.failure(of: decision, context, store) else { return false }
        refused[decision.conflict.id.text] = sentence(refusal)
        return true
      }
      let groups = Settling.byRecord(decisions)
      for (group, result) in zip(groups, settling.commitAll(groups, reason: reason)) {
        guard case .refused(let error) = result else { continue }
        outcome.failure = outcome.failure ?? result.fatal
        let sentence = sentence(context.failure(settling: error, in: store))
        for decision in group { refused[decision.conflict.id.text] = sentence }
      }
    } catch {
      outcome.failure = error
      for decision in decisions { refused[decision.conflict.id.text] = sentence(error) }
    }
    refresh(refused.keys)
    return refused
  }

  /// Reads the refused ones again, so that the newcomer is on the screen.
  private mutating func refresh(_ ids: some Sequence<String>) {
    let lookup = ConflictLookup(context: context, store: store)
    for id in ids {
      guard let conflict = try? lookup.open(id) else { continue }
      conflicts[id] = conflict
      session.refresh(Self.item(conflict, text))
    }
  }

  private func decision(
    _ choice: ReviewChoice, _ conflict: Conflict, reason: String?
  ) throws -> Decision {
    switch choice {
    case .take(let index):
      let taken = try ConflictValue.choice(index + 1, of: conflict)
      return try Decision(taking: taken, of: conflict, reason: reason)
    case .value(let typed):
      return Decision(conflict, try ConflictValue.parse(typed, for: conflict, context, store))
    }
  }

  private func sentence(_ error: any Error) -> String {
    let failure: CommandFailure
    switch error {
    case let known as CommandFailure: failure = known
    case let refusal as StoreError: failure = CommandFailure(refusal)
    default: return "\(error)"
    }
    return context.text("review.refused", failure.sentence(in: context.language))
  }

  private static func item(_ conflict: Conflict, _ text: ConflictText) -> ReviewItem {
    let heading = [
      text.fieldLabel(conflict.collection, conflict.field), text.kind(conflict.kind),
      text.rule(conflict),
    ].joined(separator: " · ")
    return ReviewItem(
      id: conflict.id.text, recordName: text.name(conflict.recordName, conflict.record),
      heading: heading,
      base: conflict.base.map { text.value($0, conflict.collection, conflict.field) },
      siblings: conflict.choices.map { choice in
        let value = choice.writes.first { $0.field == conflict.field }?.value
        return ReviewSibling(
          value: text.words(choice, of: conflict),
          typed: typed(value ?? conflict.shownSibling?.value ?? .empty, conflict, text),
          origin: origin(choice, conflict, text))
      },
      shown: conflict.violation == nil ? conflict.shown : -1,
      merged: conflict.mergedText)
  }

  /// Who wrote what a choice takes; whether it came late.
  private static func origin(
    _ choice: ConflictChoice, _ conflict: Conflict, _ text: ConflictText
  ) -> String {
    guard let sibling = choice.sibling else { return "" }
    let isLate = conflict.late?.siblings.contains(sibling.dot) == true
    return text.origin(sibling)
      + (isLate && choice.code == "sibling" ? " · " + text.kind(.lateEdit) : "")
  }

  /// A value as a person would type it: what the editor starts with.
  private static func typed(_ value: Value, _ conflict: Conflict, _ text: ConflictText) -> String {
    if conflict.isAboutArchive { return value == .boolean(true) ? "archived" : "kept" }
    return ValueText.plain(value, text.definition(conflict.collection, conflict.field))
  }
}
