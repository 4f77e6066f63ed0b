// The options that every command accepts, before or after its own: `ArgumentOrder` moves the ones
// that stand before the subcommand behind it, so that one declaration here serves both places.

internal import ArgumentParser

/// What every command accepts. Commands declare `@OptionGroup var globals: GlobalOptions`.
struct GlobalOptions: ParsableArguments {
  @Option(
    name: .customLong("store"),
    help: ArgumentHelp("账本目录 · the store's directory (or TAIZHANG_STORE)", valueName: "dir"),
    completion: .directory)
  var storePath: String?

  @Option(
    help: ArgumentHelp("台账 · the ledger, where a store holds several", valueName: "id"))
  var ledger: String?

  @Option(
    help: ArgumentHelp("语言 · language of sentences: zh or en", valueName: "zh|en"),
    completion: .list(["zh", "en"]))
  var lang: String?

  @Option(
    help: ArgumentHelp("经办人 · author of changes (or TAIZHANG_AUTHOR)", valueName: "name"))
  var author: String?

  @Flag(help: "机读输出 · one JSON object a line; errors as JSON on standard error")
  var json = false

  @Flag(help: "少说 · results only")
  var quiet = false

  @Flag(name: .customLong("no-color"), help: "无色 · no colours (or NO_COLOR)")
  var noColor = false
}
