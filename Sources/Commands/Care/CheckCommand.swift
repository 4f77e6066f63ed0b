// `check` walks every invariant that a store can be asked about, `verify` every signature and chain.
// Both end with 1 when something is found wanting, and say what to do about each finding.

internal import ArgumentParser
internal import Catalogue
internal import LedgerStore

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
    try context.show(report, sentence: deep ? "check.ok" : "check.ok-unsigned")
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

  /// Prints a report; throws exit 1 when something was found.
  func show(_ report: CheckReport, sentence: String) throws {
    result(
      json: { writer in
        writer.member("ok", report.isOK)
        writer.key("problems")
        writer.array { array in
          for problem in report.problems { write(problem, to: &array) }
        }
        writer.key("counts")
        writer.object { counts in
          for (name, count) in report.counts { counts.member(name, count) }
        }
      },
      human: {
        for problem in report.problems {
          output.line(
            paint("✗ ", .red) + "\(problem.table) \(problem.key): " + text(problem.message))
          output.line("  → " + text(problem.hint))
        }
        let counts = report.counts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        if report.isOK {
          output.line(paint("✓ ", .green) + text(sentence, counts))
        } else {
          output.line(text("check.found", String(report.problems.count), counts))
        }
      })
    if !report.isOK { throw CommandExit(.wanting) }
  }

  private func write(_ problem: Problem, to writer: inout JSONWriter) {
    writer.object { object in
      object.member("code", problem.code)
      object.member("table", problem.table)
      object.member("key", problem.key)
      object.member("message", text(problem.message))
      object.member("hint", text(problem.hint))
    }
  }
}

extension Problem {
  /// What was found.
  var message: Message { Message("check.\(code)", [detail]) }

  /// The next step: damage to what was entered is another matter than damage to what follows from it.
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
