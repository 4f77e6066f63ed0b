// Drafts judged for a command: the first refusal becomes the command's failure, and warnings are
// said beside the result.

internal import Catalogue
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

extension Judge {
  /// Judges by the business date of this machine's clock.
  init(_ store: Store, ledger: String, author: String, isBulk: Bool = false) {
    self.init(
      store, ledger: ledger, author: author,
      today: LocalTime.day(Int64(clamping: Surroundings.wallMilliseconds())), isBulk: isBulk)
  }

  /// The first refusal as a failure that names them all; nothing when there is none. Warnings are
  /// returned.
  func check(
    _ draft: RecordDraft, reason: String?, at place: Place? = nil, _ context: CommandContext
  ) throws -> [ValidationProblem] {
    let problems = try problems(draft, reason: reason)
    guard problems.contains(where: \.isRefusal) else { return problems }
    throw CommandFailure(DraftRefused(problems: problems), in: context.language, at: place)
  }
}

extension CommandFailure {
  /// The first refusal of a draft as a failure that names them all.
  init(_ refused: DraftRefused, in language: Language, at place: Place? = nil) {
    let refusals = refused.refusals
    guard let first = refusals.first else {
      self.init(.unexpected, "", at: place)
      return
    }
    let failure = CommandFailure(first, at: place)
    guard refusals.count > 1 else {
      self = failure
      return
    }
    let sentences = refusals.map {
      Catalogue.text(NamedWords.told($0.message, in: language), in: language)
    }
    self.init(
      code: failure.code, status: ExitStatus(rawValue: failure.exitStatus) ?? .wanting,
      message: .init(
        "failure.several", ["\(refusals.count)", sentences.joined(separator: "\n  ")]),
      hint: failure.hint, at: place)
  }
}

extension CommandContext {
  /// Says the warnings that came with a change: on standard error, as JSON under `--json`.
  func warn(_ problems: [ValidationProblem]) {
    guard !isQuiet else { return }
    for problem in problems where !problem.isRefusal {
      warning(problem.code.rawValue, problem.message, hint: problem.hint, field: problem.field)
    }
  }

  /// Says one warning that goes with a result: on standard error, as JSON under `--json`.
  func warning(_ code: String, _ message: Message, hint: Message, field: String? = nil) {
    warning(code, sentence: text(message), hint: text(hint), field: field)
  }

  /// Says as a warning what would stop the work if it were done, with its place.
  func warning(_ failure: CommandFailure) {
    warning(
      failure.code, sentence: failure.sentence(in: language),
      hint: failure.hint.map { text($0) } ?? "", field: failure.place?.field)
  }

  private func warning(_ code: String, sentence: String, hint: String, field: String?) {
    guard !isQuiet else { return }
    guard isJSON else {
      output.errorLine(paint(text("frame.warning", sentence), .yellow))
      return
    }
    var writer = JSONWriter()
    writer.object { root in
      root.key("warning")
      root.object { warning in
        warning.member("code", code)
        warning.optionalMember("field", field)
        warning.member("message", sentence)
        warning.member("hint", hint)
      }
    }
    output.errorLine(String(decoding: writer.bytes, as: UTF8.self))
  }
}
