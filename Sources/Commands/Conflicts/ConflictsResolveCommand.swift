// `conflicts resolve`: one change that supersedes the siblings seen, for one conflict or for many.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

struct ConflictsResolveCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "resolve",
    abstract: "裁决冲突 · settle a conflict, or many with --all",
    discussion: """
      --take N 取第 N 个（conflicts show 的编号）：并立的值、锁定时的值，或改正违规的办法。--value V 另定该字段的值。
      --merge-text 把各方文字逐行合并。--all --take newest|city|county|mine 一次处理许多，先加 --dry-run 看一遍；
      锁定后的修改取 city 即恢复锁定时的值。落选的值日后可取回：conflicts history，conflicts take-back。
      Refused with exit status 1 when another value has arrived since --if-seen (or since it was read).
      """)

  @Argument(help: ArgumentHelp("冲突编号 · the conflict's id or its beginning", valueName: "id"))
  var id: String?
  @Option(help: ArgumentHelp("取第几个值，或取哪一方 · sibling's number, or whose", valueName: "n|side"))
  var take: String?
  @Option(help: ArgumentHelp("另定一值 · another value (empty: no value)", valueName: "value"))
  var value: String?
  @Flag(help: "合并文字 · join the texts line by line")
  var mergeText = false
  @Option(help: ArgumentHelp("见过的值 · dots seen, as `show` prints them", valueName: "dots"))
  var ifSeen: String?
  @Option(help: ArgumentHelp("理由 · why", valueName: "text"))
  var reason: String?
  @Flag(help: "所有未决冲突 · every open conflict (see the selection)")
  var all = false
  @Option(
    name: .customLong("where"),
    help: ArgumentHelp("记录满足 · records for which 'FIELD OP VALUE' holds", valueName: "condition"))
  var conditions: [String] = []
  @Flag(help: "只看不写 · show what would be written")
  var dryRun = false
  @OptionGroup(title: "选取（与 --all 连用） · which, with --all") var selection: ConflictSelection
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore(readOnly: dryRun)
    if all {
      try resolveAll(context, store)
    } else {
      try resolveOne(context, store)
    }
  }

  private func resolveOne(_ context: CommandContext, _ store: Store) throws {
    guard let id else { throw CommandFailure(.conflictNeeded) }
    guard [take != nil, value != nil, mergeText].count(where: { $0 }) == 1 else {
      throw CommandFailure(.oneChoice)
    }
    let dots = try ifSeen.map { try ConflictLookup.dots($0) }
    let conflict = try ConflictLookup(context: context, store: store).open(id)
    let text = ConflictText(context)
    let decision = try decision(conflict, dots, context, store)
    let chosen = decision.value
    let name = text.name(conflict.recordName, conflict.record)
    let label = text.fieldLabel(conflict.collection, conflict.field)
    if mergeText, !context.isJSON, case .text(let merged) = chosen {
      context.say("conflict.merge")
      for line in merged.split(separator: "\n", omittingEmptySubsequences: false) {
        context.output.line("  " + DisplayWidth.singleLine(String(line)))
      }
    }
    let shown = text.value(chosen, conflict.collection, conflict.field)
    guard !dryRun else {
      context.result(
        json: { preview(decision, nil, text, &$0) },
        human: { context.say("conflict.preview", name, label, shown, conflict.id.text) })
      return
    }
    let dot = try Settling(context: context, store: store)
      .settle([decision], reason: reason, context, store)
    context.result(
      json: { writer in
        writer.member("id", conflict.id.text)
        writer.member("dot", dot.description)
        writer.member("record", conflict.record.description)
      },
      human: { context.say("conflict.resolved", name, label, shown, dot.description) })
  }

  private func decision(
    _ conflict: Conflict, _ dots: [Dot]?, _ context: CommandContext, _ store: Store
  ) throws -> Decision {
    if let take {
      guard let number = Int(take), number > 0 else { throw CommandFailure(.takeNumber, take) }
      let choice = try ConflictValue.choice(number, of: conflict)
      return try Decision(taking: choice, of: conflict, reason: reason, dots: dots)
    }
    if let value {
      return Decision(
        conflict, try ConflictValue.parse(value, for: conflict, context, store), dots: dots)
    }
    guard let merged = conflict.mergedText else {
      let text = ConflictText(context)
      throw CommandFailure(.notText, text.fieldLabel(conflict.collection, conflict.field))
    }
    return Decision(conflict, .text(merged), dots: dots)
  }

  // MARK: Many at once

  private func resolveAll(_ context: CommandContext, _ store: Store) throws {
    guard id == nil, value == nil, !mergeText, ifSeen == nil, let take,
      let side = ConflictSide(rawValue: take)
    else { throw CommandFailure(.takeSide, take ?? "") }
    let conflicts = try selected(context, store)
    let settling = try Settling(context: context, store: store)
    let text = ConflictText(context)
    var decisions: [Decision] = []
    var from: [ConflictID: ConflictSibling] = [:]
    var leftAlone = 0
    for conflict in conflicts {
      if let choice = conflict.choice(
        of: side, own: store.identity.replica, roles: settling.roles)
      {
        decisions.append(try Decision(taking: choice, of: conflict, reason: reason))
        from[conflict.id] = choice.sibling
      } else {
        leftAlone += 1
        context.say(
          "conflict.skipped", text.name(conflict.recordName, conflict.record),
          text.fieldLabel(conflict.collection, conflict.field), side.rawValue)
      }
    }
    if dryRun {
      for decision in decisions {
        report(decision, from[decision.conflict.id], nil, text, context)
      }
      context.say("conflict.all.preview", String(decisions.count), String(leftAlone))
      return
    }
    try write(decisions, from: from, leftAlone: leftAlone, text, context, settling, store)
  }

  private func write(
    _ decisions: [Decision], from: [ConflictID: ConflictSibling], leftAlone: Int,
    _ text: ConflictText, _ context: CommandContext, _ settling: Settling,
    _ store: Store
  ) throws {
    var allowed: [Decision] = []
    var refused = 0
    for decision in decisions {
      if let refusal = settling.failure(of: decision, context, store) {
        refused += 1
        note(refusal, about: decision, context)
      } else {
        allowed.append(decision)
      }
    }
    let groups = Settling.byRecord(allowed)
    var progress = Progress(context, total: groups.count)
    let outcomes = settling.commitAll(groups, reason: reason) { progress.show($0) }
    progress.end()
    var settled = 0
    for (group, outcome) in zip(groups, outcomes) {
      switch outcome {
      case .settled(let dot):
        settled += group.count
        for decision in group {
          report(decision, from[decision.conflict.id], dot, text, context)
        }
      case .refused(let error):
        refused += group.count
        let failure = context.failure(settling: error, in: store)
        for decision in group { note(failure, about: decision, context) }
      }
    }
    context.say("conflict.all.done", String(settled), String(leftAlone), String(refused))
    if let fatal = outcomes.last?.fatal { throw fatal }
    if refused > 0 { throw CommandExit(.wanting) }
  }

  private func note(_ error: any Error, about decision: Decision, _ context: CommandContext) {
    let sentence: String
    switch error {
    case let failure as CommandFailure: sentence = failure.sentence(in: context.language)
    case let refusal as StoreError:
      sentence = CommandFailure(refusal).sentence(in: context.language)
    default: sentence = "\(error)"
    }
    context.note("conflict.raced", decision.conflict.id.text, sentence)
  }

  private func selected(_ context: CommandContext, _ store: Store) throws -> [Conflict] {
    let conflicts = try selection.read(context, store)
    guard !conditions.isEmpty else { return conflicts }
    let records = try RecordCondition(conditions, context, store).records(of: conflicts)
    return conflicts.filter { records.contains(LocatedRecord($0)) }
  }

  private func report(
    _ decision: Decision, _ from: ConflictSibling?, _ dot: Dot?, _ text: ConflictText,
    _ context: CommandContext
  ) {
    let conflict = decision.conflict
    guard !context.isJSON else {
      context.output.json { preview(decision, from, text, &$0, dot: dot) }
      return
    }
    let shown = text.value(decision.value, conflict.collection, conflict.field)
    let name = text.name(conflict.recordName, conflict.record)
    let label = text.fieldLabel(conflict.collection, conflict.field)
    if let dot {
      context.say("conflict.resolved", name, label, shown, dot.description)
    } else {
      context.say("conflict.preview", name, label, shown, from.map(text.origin) ?? "")
    }
  }

  private func preview(
    _ decision: Decision, _ from: ConflictSibling?, _ text: ConflictText,
    _ writer: inout JSONWriter, dot: Dot? = nil
  ) {
    let conflict = decision.conflict
    let definition = text.definition(conflict.collection, conflict.field)
    writer.member("id", conflict.id.text)
    writer.optionalMember("dot", dot?.description)
    writer.member("record", conflict.record.description)
    writer.member("record_name", conflict.recordName)
    writer.member("field", text.fieldCode(conflict.collection, conflict.field))
    writer.key("value")
    writer.value(decision.value, definition)
    writer.optionalMember("from", from?.dot.description)
    if decision.writes != [conflict.write(decision.value)] {
      writer.members(of: decision.writes, text)
    }
  }
}
