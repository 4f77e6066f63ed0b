// `bulletin`: the month's bulletin as a document, its annexes as a workbook, and both as a page.
// Nothing is written while any figure disagrees with its annex. `--freeze` keeps the facts, from
// which the same files can be made again for ever.

internal import ArgumentParser
internal import Bulletins
internal import Catalogue
internal import Causality
internal import LedgerStore
internal import Policy
internal import ProjectLedger
internal import Workbooks

/// `taizhang bulletin --month 2021-10 --out FILE`.
struct BulletinCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "bulletin",
    abstract: "通报 · the monthly bulletin: .docx, annexes .xlsx, page .html",
    discussion: """
      taizhang bulletin --month 2021-10 --out 通报.docx --out 附件.xlsx --out 通报.html
      taizhang bulletin --month 2021-10 --freeze 2021-10.facts
      taizhang bulletin --from 2021-10.facts --out 通报.docx       reprints it, byte by byte
      taizhang bulletin --month 2021-10 --out 通报.docx --stated 'start.started=93.4=上级通报原数'
      """)

  @Option(help: ArgumentHelp("月份 · the month, such as 2021-10", valueName: "month"))
  var month: String?
  @Option(help: ArgumentHelp("写到 · a .docx, .xlsx or .html file; several", valueName: "file"))
  var out: [String] = []
  @Option(help: ArgumentHelp("留存 · keep the facts in a file", valueName: "file"))
  var freeze: String?
  @Option(
    name: .customLong("from"),
    help: ArgumentHelp("重印 · from kept facts, not the store", valueName: "file"))
  var source: String?
  @Option(help: "期号 · the issue's number in its year")
  var number = 1
  @Option(help: ArgumentHelp("主送 · the addressee", valueName: "text"))
  var addressee: String?
  @Option(
    name: .customLong("issued-on"),
    help: ArgumentHelp("印发日 · day of issue (default: the month's last)", valueName: "date"))
  var issuedOn: String?
  @Option(
    name: .customLong("reports-due"),
    help: ArgumentHelp("报送截止 · reports are due by (default: the 5th)", valueName: "date"))
  var reportsDue: String?
  @Option(help: ArgumentHelp("依据 · a paragraph of the basis; several", valueName: "text"))
  var basis: [String] = []
  @Option(help: ArgumentHelp("要求 · a paragraph of what is asked for; several", valueName: "text"))
  var demand: [String] = []
  @Option(
    help: ArgumentHelp(
      "照刊 · a number printed as stated, with the reason why; several",
      valueName: "figure=text=reason"))
  var stated: [String] = []
  @OptionGroup(title: "规则 · rules") var selection: RuleSelection
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    try checkOptions()
    let stated = try stated.map(Self.stated)
    for (place, fact) in stated.enumerated() {
      guard let later = stated[(place + 1)...].first(where: { $0.figure == fact.figure }) else {
        continue
      }
      throw CommandFailure(
        .idleOption, "--stated \(fact.figure)=\(fact.text)",
        "--stated \(later.figure)=\(later.text)")
    }
    var facts = try source.map(Self.kept) ?? read(context)
    // What is stated now stands for what a kept bulletin stated.
    facts.stated.removeAll { kept in stated.contains { $0.figure == kept.figure } }
    facts.stated += stated
    let publication: Publication
    do throws(BulletinFault) {
      publication = try Bulletin(facts).publish()
    } catch {
      throw Self.failure(error, context)
    }
    for file in out { try write(publication, to: file) }
    if let freeze { try FileBytes.write(publication.snapshot, to: freeze) }
    context.result(
      json: { writer in
        writer.key("files")
        writer.array { list in for file in out + (freeze.map { [$0] } ?? []) { list.string(file) } }
        writer.member("projects", facts.projects.count)
      },
      human: {
        for file in out { context.say("bulletin.written", file) }
        if let freeze { context.say("bulletin.frozen", freeze) }
        if let reminder = publication.reminder { context.say("bulletin.to-the-late", reminder) }
      })
  }

  private static let kinds = [".docx", ".xlsx", ".html"]

  /// Nothing that was asked for is passed over silently.
  private func checkOptions() throws {
    guard !out.isEmpty || freeze != nil else { throw CommandFailure(.noOutput) }
    for file in out where Self.kinds.allSatisfy({ !file.hasSuffix($0) }) {
      throw CommandFailure(.unknownOutput, file, Self.kinds.joined(separator: " "))
    }
    let files = out + (freeze.map { [$0] } ?? [])
    if let twice = files.first(where: { file in files.count { $0 == file } > 1 }) {
      throw CommandFailure(.sameOutput, twice)
    }
    guard (1...9_999).contains(number) else { throw CommandFailure(.badIssueNumber, "\(number)") }
    if selection.county != nil { throw CommandFailure(.idleOption, "--county", "bulletin") }
    guard source != nil else { return }
    let reading: [(String, Bool)] = [
      ("--month", month != nil), ("--number", number != 1), ("--addressee", addressee != nil),
      ("--issued-on", issuedOn != nil), ("--reports-due", reportsDue != nil),
      ("--basis", !basis.isEmpty), ("--demand", !demand.isEmpty),
      ("--rule-set", selection.ruleSet != nil),
    ]
    if let idle = reading.first(where: \.1) { throw CommandFailure(.idleOption, idle.0, "--from") }
  }

  private func write(_ publication: Publication, to file: String) throws {
    if file.hasSuffix(".docx") { return try FileBytes.write(publication.docx, to: file) }
    if file.hasSuffix(".html") { return try FileBytes.write(publication.html, to: file) }
    guard let workbook = publication.workbook else { throw CommandFailure(.noAnnexes, file) }
    try FileBytes.write(workbook, to: file)
  }

  private func read(_ context: CommandContext) throws -> BulletinFacts {
    guard let month, let period = Period(month), period.kind == .month else {
      throw CommandFailure(.badMonth, month ?? "")
    }
    let issued = try day(issuedOn, "--issued-on", in: period) ?? period.end
    let store = try context.openStore(readOnly: true)
    let ledger = try context.readingLedger(of: store)
    var order = BulletinOrder(month: period, title: BulletinOrder.usualTitle)
    order.number = number
    order.issuedOn = issued
    order.addressee = addressee ?? ""
    order.basis = basis
    order.demands = demand
    order.reportsDue = try day(reportsDue, "--reports-due", in: period)
    let source = try order.source(store, ledger: ledger, ruleSet: selection.ruleSet)
    context.tell(source, of: period)
    if case .kept(let frozen, _) = source { return order.facts(frozen) }
    let asked = order
    let (rules, reading) = try sideBySide {
      try RuleBook(store, ledger: ledger)
    } _: {
      try asked.reading(store, ledger: ledger)
    }
    // Nothing was planned or done by a month that no calendar knows.
    try rules.calendar.require(period.end)
    let ruleSet = try selection.chosen(rules, store, context, asOf: period.end)
    context.tell(rules.book.figuresLeftOut)
    var facts = try order.facts(reading, rules, ruleSet, store)
    facts.isDraft = !source.openLedgers.isEmpty
    return facts
  }

  /// A day that cannot lie before the month: nothing of it is known by then.
  private func day(
    _ text: String?, _ option: String, in month: Period
  ) throws -> CivilDate? {
    guard let date = try text.map(DayOption.date) else { return nil }
    guard date >= month.start else {
      throw CommandFailure(.beforeMonth, option, date.description, month.start.description)
    }
    return date
  }

  /// `figure=text=reason`; without a reason the number must agree, as rounding may make it.
  private static func stated(_ asked: String) throws -> StatedFact {
    let parts = asked.split(separator: "=", maxSplits: 2, omittingEmptySubsequences: false)
      .map { String($0).trimmingPrefix { $0.isWhitespace } }.map(String.init)
    guard parts.count > 1, parts.allSatisfy({ $0.contains { !$0.isWhitespace } }) else {
      throw CommandFailure(.badStated, asked)
    }
    return StatedFact(figure: parts[0], text: parts[1], reason: parts.count > 2 ? parts[2] : "")
  }

  private static func kept(_ file: String) throws -> BulletinFacts {
    let bytes = try FileBytes.read(file)
    do throws(SnapshotFault) { return try BulletinFacts(snapshot: bytes) } catch {
      throw CommandFailure(
        code: "snapshot", status: .badInput, message: error.message,
        hint: BulletinFault.snapshot(error).hint, at: Place(file: file))
    }
  }

  private static func failure(_ fault: BulletinFault, _ context: CommandContext) -> CommandFailure {
    let messages = fault.messages
    for message in messages.dropFirst() { context.note("bulletin.also", context.text(message)) }
    return CommandFailure(
      code: "bulletin", status: .wanting,
      message: messages.first ?? fault.hint, hint: fault.hint)
  }
}

extension CommandContext {
  /// Says beside the result how far a month's figures stand.
  func tell(_ source: BulletinSource, of month: Period) {
    switch source {
    case .open(let ledgers):
      tell("not-closed", [month.label, ledgers.joined(separator: " ")])
    case .kept(_, let later):
      if later > 0 { tell("corrected-since", [month.label, "\(later)"]) }
    case .closed: tell("not-kept", [month.label])
    }
  }

  private func tell(_ code: String, _ arguments: [String]) {
    warning(
      code, Message("bulletin.\(code)", arguments),
      hint: Message("bulletin.\(code).hint", arguments))
  }
}

extension FailureKind {
  static let badMonth = FailureKind("bad-month", .usage)
  static let beforeMonth = FailureKind("before-month", .usage)
  static let sameOutput = FailureKind("same-output", .usage)
  static let badIssueNumber = FailureKind("bad-issue-number", .usage)
  static let idleOption = FailureKind("idle-option", .usage)
  static let badStated = FailureKind("bad-stated", .usage)
  static let noOutput = FailureKind("no-output", .usage)
  static let unknownOutput = FailureKind("unknown-output", .usage)
  static let noAnnexes = FailureKind("no-annexes", .wanting)
}
