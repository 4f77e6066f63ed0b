// `check` walks every invariant that a store can be asked about, `verify` every signature and
// chain, and what follows from them. In a sound store `check` also reads what the city keeps for
// all: rule sets and calendar. Both end with 1 when something is found wanting, and say what to do
// about each finding.

internal import ArgumentParser
internal import Catalogue
internal import Causality
internal import LedgerStore
internal import ProjectLedger

/// `taizhang check [--deep]`.
struct CheckCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "检查 · walk every invariant of the store",
    discussion: """
      --deep also applies the log anew, compares every derived table byte for byte, and checks every \
      signature.
      """)

  @Flag(help: "彻底，含签名 · rebuild the derived tables and compare; signatures too")
  var deep = false

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    try context.requireSoundPages()
    let store = try context.openStoreOrBackup()
    let report = try context.walk { progress throws(StoreError) in
      try store.check(deep: deep, signatures: deep, progress: progress)
    }
    // What the records say is asked only where they can be trusted.
    var books: [CityBookProblem] = []
    if report.isOK {
      books = try store.reading { snapshot in try CityBooks.problems(snapshot) }
    }
    try context.show(
      report, books: books.map(Finding.init), sentence: deep ? "check.ok" : "check.ok-unsigned")
  }
}

/// `taizhang verify`.
struct VerifyCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "验签 · check every signature and hash chain")

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    try context.requireSoundPages()
    let store = try context.openStoreOrBackup()
    let report = try context.walk { progress throws(StoreError) in
      try store.verify(progress: progress)
    }
    try context.show(report, sentence: "verify.ok")
  }
}

extension CommandContext {
  /// Looks at the data file page by page before LMDB maps it; throws exit 1 when it is damaged.
  func requireSoundPages() throws {
    let report = try Store.checkPages(at: storePath)
    if !report.isOK { try show(report, sentence: "check.ok") }
  }

  /// Runs a long walk of the store with its progress on the terminal.
  func walk(
    _ body: (_ progress: @escaping (Int) -> Void) throws(StoreError) -> CheckReport
  ) throws -> CheckReport {
    var progress = Progress(self, total: nil)
    defer { progress.end() }
    return try withoutActuallyEscaping({ (done: Int) in progress.show(done) }) { show in
      try body(show)
    }
  }

  /// Prints a report, and what was found besides; throws exit 1 when something was found.
  func show(_ report: CheckReport, books: [Finding] = [], sentence: String) throws {
    let found = report.problems.map(Finding.init) + books
    result(
      json: { writer in
        writer.member("ok", found.isEmpty)
        writer.key("problems")
        writer.array { array in
          for finding in found { write(finding, to: &array) }
        }
        writer.key("counts")
        writer.object { counts in
          for (name, count) in report.counts { counts.member(name, count) }
        }
      },
      human: {
        for finding in found {
          let place = [finding.table, finding.key].filter { !$0.isEmpty }.joined(separator: " ")
          output.line(paint("✗ ", .red) + "\(place): " + text(finding.message))
          output.line("  → " + text(finding.hint))
        }
        let counts = report.counts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        if found.isEmpty {
          output.line(paint("✓ ", .green) + text(sentence, counts))
        } else {
          output.line(text("check.found", String(found.count), counts))
        }
      })
    if !found.isEmpty { throw CommandExit(.wanting) }
  }

  private func write(_ finding: Finding, to writer: inout JSONWriter) {
    writer.object { object in
      object.member("code", finding.code)
      object.member("table", finding.table)
      object.member("key", finding.key)
      object.member("message", text(finding.message))
      object.member("hint", text(finding.hint))
    }
  }
}

/// What was found wrong, of the store's tables or of what its records say.
struct Finding: Sendable {
  let code: String
  /// The store's table, or the collection.
  let table: String
  /// The key in hexadecimal, or the record's id; empty where several records are wrong together.
  let key: String
  let message: Message
  let hint: Message

  init(_ problem: Problem) {
    (code, table, key) = (problem.code, problem.table, problem.key)
    (message, hint) = (problem.message, problem.hint)
  }

  init(_ problem: CityBookProblem) {
    (code, table) = (problem.code, problem.collection)
    key = problem.record?.description ?? ""
    (message, hint) = (problem.message, problem.hint)
  }
}

extension Problem {
  /// What was found.
  var message: Message { Message("check.\(code)", [detail]) }

  /// The next step: damage to what was entered is another matter than damage to what follows from
  /// it.
  var hint: Message {
    switch kind {
    case .blobDamaged: Message("check.hint.blob")
    case .page: Message("check.hint.page")
    case .missingNote, .wrongNote, .leftNote: Message("check.hint.note")
    case .divergentHistory, .divergentCheckpoint, .divergentPast:
      Message("check.hint.histories")
    case .recordBytes, .notDerivable, .missingDerived, .wrongDerived:
      Message("check.hint.derived")
    case .changeBytes, .misplacedChange, .brokenChain, .unsignedEnd, .badSignature, .stubAboveBase,
      .wrongDeps, .wrongVoid, .baseBytes, .missingHead, .wrongHead, .headWithoutLog, .arrivalBytes,
      .arrivalOrder, .arrivalMismatch, .depsAfterChange, .proofBytes, .badProof, .badSuccession,
      .alarmBytes:
      Message("check.hint.log")
    }
  }
}
