// `refused list|show|dismiss`: what was refused, what is logged but void, and what was found out
// about histories that differ: all that waits for a person to deal with it.

internal import ArgumentParser
internal import Catalogue
internal import Causality
internal import LedgerStore
internal import Projects
internal import Wire

/// `taizhang refused`.
struct RefusedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "refused", abstract: "未采纳的改动和警报 · changes without effect, and alarms",
    subcommands: [
      RefusedListCommand.self, RefusedShowCommand.self, RefusedDismissCommand.self,
    ], defaultSubcommand: RefusedListCommand.self)
}

/// `taizhang refused list`.
struct RefusedListCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "列出 · one line each, with the reason")

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore(readOnly: true)
    let (rows, alarms) = try context.unsettled(of: store)
    let turnedAway = try context.turnedAway(of: store)
    if context.isJSON {
      for row in rows { context.output.json { row.write(&$0) } }
      for alarm in alarms { context.output.json { alarm.write(&$0) } }
      for (ledger, state) in turnedAway {
        context.output.json { $0.members(ofTurnedAway: ledger, state) }
      }
      return
    }
    for row in rows {
      let code = context.text("refused.\(row.refusal.code.rawValue)")
      let state = context.text(row.refusal.isVoid ? "refused.void" : "refused.kept-out")
      let when = InstantText.formatLocal(Int64(clamping: row.refusal.recordedMilliseconds))
      context.output.line(
        "\(when)  \(row.ledger)  \(row.refusal.dot)  \(DisplayWidth.singleLine(row.office))  "
          + "\(state): \(code) (\(row.refusal.detail))")
    }
    for alarm in alarms { context.output.line(context.sentence(of: alarm)) }
    for (ledger, state) in turnedAway {
      if let sentence = context.turnedAway(ledger, state) { context.output.line(sentence) }
    }
    if rows.isEmpty, alarms.isEmpty {
      if turnedAway.isEmpty { context.say("refused.none") }
    } else {
      context.say("refused.next")
    }
  }
}

/// `taizhang refused show DOT`.
struct RefusedShowCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "查看内容 · what the change would have written, or what an alarm found")

  @Argument(help: ArgumentHelp("改动 · the change", valueName: "dot"))
  var dot: String
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore(readOnly: true)
    let wanted = try context.dot(dot)
    let (rows, alarms) = try context.unsettled(of: store)
    guard let row = rows.first(where: { $0.refusal.dot == wanted }) else {
      return try show(alarms.filter { $0.dot == wanted }, context)
    }
    let change = try store.read { snapshot throws(StoreError) in
      try snapshot.refusedChange(row.ledger, wanted)
    }
    let operations = change?.operationValues ?? []
    context.result(
      json: { writer in
        row.write(&writer)
        if let header = change?.header {
          writer.member("author", header.author)
          writer.member("clock", InstantText.format(header.clock))
          writer.optionalMember("reason", header.reason)
        }
        writer.key("operations")
        writer.array { array in
          for operation in operations { array.object { write(operation, context, &$0) } }
        }
      },
      human: {
        context.output.line(
          "\(row.ledger)  \(wanted)  " + context.text("refused.\(row.refusal.code.rawValue)")
            + " (\(row.refusal.detail))")
        if let header = change?.header {
          let when = InstantText.formatLocal(Int64(clamping: header.clock.milliseconds))
          context.output.line(
            DisplayWidth.singleLine("  \(when)  \(header.author)  \(header.reason ?? "")"))
        }
        for operation in operations {
          let (name, definition) = Self.name(operation, context)
          let value = ValueText.human(operation.value, definition, in: context.language)
          context.output.line(
            DisplayWidth.singleLine("  \(operation.record) \(name) \(operation.kind): \(value)"))
        }
      })
  }

  /// An alarm has no content of its own: what was found, and what to do.
  private func show(_ alarms: [Alarm], _ context: CommandContext) throws {
    guard !alarms.isEmpty else { throw CommandFailure(.noSuchRefusal, dot) }
    for alarm in alarms {
      context.result(
        json: { alarm.write(&$0) }, human: { context.output.line(context.sentence(of: alarm)) })
    }
  }

  private static func name(
    _ operation: Operation, _ context: CommandContext
  ) -> (String, FieldDefinition?) {
    let collection = context.schema.collection(operation.collection)
    let definition = collection?.field(operation.field)
    let code = collection?.code ?? "#\(operation.collection.rawValue)"
    if operation.field == Existence.field { return (code, nil) }
    return (code + "." + (definition?.code ?? "#\(operation.field.rawValue)"), definition)
  }

  private func write(
    _ operation: Operation, _ context: CommandContext, _ writer: inout JSONWriter
  ) {
    let (name, definition) = Self.name(operation, context)
    writer.member("id", operation.record.description)
    writer.member("field", name)
    writer.member("kind", "\(operation.kind)")
    writer.key("value")
    writer.value(operation.value, definition)
  }
}

/// `taizhang refused dismiss DOT…`.
struct RefusedDismissCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "dismiss", abstract: "已处理 · dealt with: listed no more",
    discussion: "改动本身照旧无效 · the change stays without effect.")

  @Argument(help: ArgumentHelp("改动 · the changes", valueName: "dot"))
  var dots: [String]
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore()
    var dismissed = 0
    for text in dots {
      let dot = try context.dot(text)
      var found = 0
      for row in try context.unsettled(of: store).rows where row.refusal.dot == dot {
        found += try store.dismiss(row.ledger, dot)
      }
      found += try store.dismissAlarms(about: dot)
      guard found > 0 else { throw CommandFailure(.noSuchRefusal, text) }
      dismissed += found
    }
    context.result(
      json: { $0.member("dismissed", dismissed) },
      human: { context.say("refused.dismissed", String(dismissed)) })
  }
}

/// A refusal with where it stands and whose change it is.
struct RefusedRow {
  let ledger: String
  let refusal: Refusal
  let office: String

  func write(_ writer: inout JSONWriter) {
    writer.member("ledger", ledger)
    writer.member("dot", refusal.dot.description)
    writer.member("code", refusal.code.rawValue)
    writer.member("detail", refusal.detail)
    writer.member("void", refusal.isVoid)
    writer.member("office", office)
    writer.member(
      "recorded", InstantText.format(Int64(clamping: refusal.recordedMilliseconds)))
  }
}

extension Alarm {
  /// The members of an alarm's object.
  func write(_ writer: inout JSONWriter) {
    writer.member("alarm", code.rawValue)
    writer.member("ledger", ledger)
    writer.member("dot", dot.description)
    writer.member("here", here.description)
    writer.member("there", there.description)
    writer.optionalMember("witness", witness?.description)
    writer.member("found", InstantText.format(Int64(clamping: milliseconds)))
  }
}

extension CommandContext {
  /// What waits for a person, in `--ledger` or in all ledgers.
  func unsettled(of store: Store) throws -> (rows: [RefusedRow], alarms: [Alarm]) {
    let wanted = ledgerOption
    return try store.read { snapshot throws(StoreError) in
      var rows: [RefusedRow] = []
      for ledger in try snapshot.allLedgers() where wanted == nil || wanted == ledger {
        for refusal in try snapshot.refusals(ledger) {
          rows.append(
            RefusedRow(
              ledger: ledger, refusal: refusal, office: snapshot.office(of: refusal.dot.replica)))
        }
      }
      return (rows, try snapshot.alarms().filter { wanted == nil || $0.ledger == wanted })
    }
  }

  /// An alarm in words, with what to do.
  func sentence(of alarm: Alarm) -> String {
    let when = InstantText.formatLocal(Int64(clamping: alarm.milliseconds))
    let witness = alarm.witness.map { "\($0)" } ?? ""
    // What the hub told of the store's own history comes without a change that tells of it.
    let isUnwitnessed = alarm.witness == nil && alarm.code == .divergentHistory
    return text(
      "alarm.\(alarm.code.rawValue)" + (isUnwitnessed ? "-unwitnessed" : ""), when, alarm.ledger,
      "\(alarm.dot)", "\(alarm.here)",
      "\(alarm.there)", witness)
  }

  func dot(_ text: String) throws -> Dot {
    guard let dot = Dot(text) else { throw CommandFailure(.badDot, text) }
    return dot
  }
}

extension FailureKind {
  static let noSuchRefusal = FailureKind("no-such-refusal", .missing)
  static let badDot = FailureKind("bad-dot", .usage)
}
