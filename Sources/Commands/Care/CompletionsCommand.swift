// `completions`: the shell's completion script, made from the commands themselves.

internal import ArgumentParser

/// The shells argument-parser writes completions for.
enum Shell: String, ExpressibleByArgument, CaseIterable {
  case bash, zsh, fish

  var completion: CompletionShell {
    switch self {
    case .bash: .bash
    case .zsh: .zsh
    case .fish: .fish
    }
  }
}

/// `taizhang completions bash|zsh|fish`.
struct CompletionsCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions", abstract: "补全 · a completion script for bash, zsh or fish")

  @Argument(help: "外壳 · bash, zsh or fish")
  var shell: Shell

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    context.output.line(TaizhangCommand.completionScript(for: shell.completion))
  }
}
