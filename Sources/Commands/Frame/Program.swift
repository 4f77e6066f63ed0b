// The way of one run: sort the arguments, parse, perform, render what went wrong, exit with the
// status that `cli.md` promises. Nothing below prints an error or ends the process by itself.

internal import ArgumentParser
internal import Catalogue
internal import Glibc
internal import LedgerStore
internal import Policy
internal import ProjectLedger
internal import Projects
internal import SyncHTTP

/// A command of this program: parsed by argument-parser, performed here.
///
/// Throw `CommandFailure`, `StoreError` or `CommandExit`; the frame renders them. Check arguments
/// in `perform`, not in `validate`, so that the sentences come from the catalogue.
protocol LedgerCommand: ParsableCommand {
  var globals: GlobalOptions { get }
  func perform(_ context: CommandContext) async throws
}

/// The `taizhang` program.
public enum TaizhangProgram {
  /// The version that `--version` prints.
  public static let version = "0.1.0"

  /// Runs the command line of this process and exits.
  public static func main() async -> Never {
    Surroundings.fillStandardStreams()
    let status = await run(Array(CommandLine.arguments.dropFirst()))
    fflush(nil)
    _exit(status)
  }

  /// Runs one command line, without the program's name; returns the exit status.
  static func run(_ line: [String]) async -> Int32 {
    let order = ArgumentOrder(line)
    let output = Output()
    var language = Surroundings.language
    var status: Int32 = 0
    do {
      if let wanted = order.values["lang"] {
        guard let known = Language(rawValue: wanted) else {
          throw CommandFailure(.badLanguage, wanted)
        }
        language = known
      }
      try Surroundings.requireText()
      status = try await perform(order, language: language, output: output)
    } catch {
      status = report(error, order: order, language: language, output: output)
    }
    output.flush()
    if status == 0, output.failure != 0 {
      let failure = CommandFailure(.outputFailed, Surroundings.describe(errno: output.failure))
      return report(failure, order: order, language: language, output: output)
    }
    return status
  }

  private static func perform(
    _ order: ArgumentOrder, language: Language, output: Output
  ) async throws -> Int32 {
    if order.arguments.first == "--version", order.json {
      output.json { $0.member("version", version) }
      return 0
    }
    // The parser's help takes words alone.
    let isHelp = order.arguments.first == "help"
    let line =
      isHelp ? Array(order.arguments.prefix { !$0.hasPrefix("-") }) : order.arguments
    var command: any ParsableCommand
    do {
      command = try TaizhangCommand.parseAsRoot(line)
      guard command is any LedgerCommand else {
        try command.run()
        return 0
      }
    } catch {
      return try endOfParsing(error, of: line, output: output)
    }
    guard let ledgerCommand = command as? any LedgerCommand else { return 0 }
    let context = CommandContext(
      ledgerCommand.globals, order: order, language: language, output: output)
    defer { context.noteRenewal() }
    try await ledgerCommand.perform(context)
    if let failure = context.outputFailure() { throw failure }
    return 0
  }

  /// Help, version and completions are printed; anything else is a usage failure.
  private static func endOfParsing(
    _ error: any Error, of line: [String], output: Output
  ) throws -> Int32 {
    let text = TaizhangCommand.fullMessage(for: error)
    if TaizhangCommand.exitCode(for: error).isSuccess {
      // The parser gives the help of what it knows of the path.
      if line.first == "help", let (word, names) = TaizhangCommand.unknown(in: line.dropFirst()) {
        throw unknownCommand(word, of: names)
      }
      output.line(text)
      return 0
    }
    if let first = line.first, !first.hasPrefix("-"), !TaizhangCommand.names.contains(first) {
      throw unknownCommand(first, of: TaizhangCommand.names)
    }
    throw UsageSentence(
      message: TaizhangCommand.message(for: error), full: text, line: line
    ).failure
  }

  private static func unknownCommand(_ word: String, of names: [String]) -> CommandFailure {
    CommandFailure(
      code: FailureKind.usage.code, status: .usage,
      message: Message("usage.unknown-command", [word]),
      hint: Message("usage.commands", [names.joined(separator: " ")]))
  }

  private static func report(
    _ error: any Error, order: ArgumentOrder, language: Language, output: Output
  ) -> Int32 {
    let failure: CommandFailure
    switch error {
    case let exit as CommandExit: return exit.status.rawValue
    case let known as CommandFailure: failure = known
    case let refusal as StoreError: failure = CommandFailure(FileDamage.told(refusal, in: language))
    case let fault as CalendarFault: failure = CommandFailure(fault)
    case let fault as CityBookFault: failure = CommandFailure(fault)
    case let fault as FrozenBulletinFault: failure = CommandFailure(fault)
    case let refusal as HubError: failure = CommandFailure(refusal)
    default: failure = CommandFailure(.unexpected, String(describing: error))
    }
    render(failure, order: order, language: language, output: output)
    return failure.exitStatus
  }

  /// Writes a failure to standard error: one JSON object, or a sentence and the next step.
  private static func render(
    _ failure: CommandFailure, order: ArgumentOrder, language: Language, output: Output
  ) {
    for line in lines(of: failure, isJSON: order.json, language) { output.errorLine(line) }
  }

  /// A failure as it is told.
  fileprivate static func lines(
    of failure: CommandFailure, isJSON: Bool, _ language: Language
  ) -> [String] {
    let sentence = failure.sentence(in: language)
    let hint = failure.hint.map {
      Catalogue.text(NamedWords.told($0, in: language), in: language)
    }
    guard !isJSON else {
      var writer = JSONWriter()
      writer.object { root in
        root.key("error")
        root.object { error in
          error.member("code", failure.code)
          error.member("message", sentence)
          error.member("hint", hint ?? "")
        }
      }
      return [String(decoding: writer.bytes, as: UTF8.self)]
    }
    var lines = [Catalogue.text(Message("frame.error", [sentence]), in: language)]
    if let hint, !hint.isEmpty {
      lines.append(Catalogue.text(Message("frame.hint", [hint]), in: language))
    }
    return lines
  }
}

extension CommandContext {
  /// A failure as it would be told at the end of this run.
  func words(of failure: CommandFailure) -> String {
    TaizhangProgram.lines(of: failure, isJSON: isJSON, language).joined(separator: "\n")
  }
}
