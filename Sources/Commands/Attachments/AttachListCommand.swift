// `attach list`: which files records name, and which of them are not here. `attach verify`: every
// file here against its hash.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import Projects
internal import SyncHTTP
internal import Wire

/// `taizhang attach list [RECORD]`.
struct AttachListCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "列出附件 · the files of a record, or of the whole store")

  @Argument(help: "记录 · the record's id, or any unique beginning of it")
  var record: String?

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStoreOrBackup()
    let place = try record.map { try context.locate($0, in: store) }
    let files = try context.attachedFiles(place, in: store)
    if context.isJSON {
      for file in files { context.output.json { $0.members(of: file, context.schema) } }
      return
    }
    let headers = context.text("attach.columns").split(separator: "|").map(String.init)
    var table = TextTable(
      headers.enumerated().map { TextTable.Column($0.element, right: $0.offset == 2) })
    for file in files {
      let attachment = file.attachment
      table.add([
        attachment.record.description, DisplayWidth.singleLine(file.name),
        attachment.bytes.map(String.init) ?? "",
        String(attachment.sha256.description.prefix(12)),
        context.text(file.isHere ? "attach.here" : "attach.missing"),
      ])
    }
    table.print(to: context)
    let missing = files.count { !$0.isHere }
    guard missing > 0 else { return }
    let canFetch = try Agent.knownHub(store) != nil
    context.note(canFetch ? "attach.missing-count" : "attach.missing-here", String(missing))
  }
}

/// `taizhang attach verify`.
struct AttachVerifyCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "核对附件 · read every file here and compare its SHA-256")

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStoreOrBackup()
    let report = try context.walk { progress throws(StoreError) in
      try store.checkAttachments(progress: progress)
    }
    try context.show(report, sentence: "attach.verified")
  }
}
