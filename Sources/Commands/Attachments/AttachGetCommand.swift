// `attach get` writes a verified copy where the person says, and asks the hub first when the file
// is not here. `attach fetch` brings files from the hub into the store. The names that records give
// to files are shown and never used as paths.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import Projects
internal import SyncHTTP
internal import Wire

/// `taizhang attach get ID FILE`.
struct AttachGetCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "get", abstract: "取出附件 · a copy of a file, its SHA-256 verified",
    discussion: "A file that is not here is fetched from the hub first, where one is known.")

  @Argument(help: "附件 · SHA-256, or the id of its record; any unique beginning")
  var id: String

  @Argument(help: "文件 · where to write it", completion: .file())
  var file: String

  @OptionGroup(title: "线路 · the line") var line: LineOptions
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore()
    let found = try context.attachedFile(id, in: store)
    let sha256 = found.attachment.sha256
    if !found.isHere {
      guard try Agent.knownHub(store) != nil else {
        throw CommandFailure(.attachmentMissing, sha256.description, found.name)
      }
      let fetch = try await context.fetch([sha256], store, over: line)
      guard fetch.unavailable.isEmpty else {
        throw CommandFailure(.attachmentMissing, sha256.description, found.name)
      }
    }
    try store.blobs.export(sha256, to: file)
    let bytes = store.blobs.size(of: sha256) ?? 0
    context.result(
      json: { writer in
        writer.member("id", found.attachment.record.description)
        writer.member("sha256", sha256.description)
        writer.member("bytes", bytes)
        writer.member("file", file)
      },
      human: { context.say("attach.got", DisplayWidth.singleLine(found.name), file, "\(bytes)") })
  }
}

/// `taizhang attach fetch [--all|ID]`.
struct AttachFetchCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch", abstract: "取回附件 · files that are not here come from the hub",
    discussion: """
      Broken off, it goes on where it was. Exit status 1 when the hub has not got a file either.
      """)

  @Argument(help: "附件 · SHA-256, or the id of a record; any unique beginning")
  var id: String?

  @Flag(help: "全部 · every file that is missing or damaged here")
  var all = false

  @OptionGroup(title: "线路 · the line") var line: LineOptions
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    guard all || id != nil else { throw CommandFailure(.fetchNeedsID) }
    let store = try context.openStore()
    let files: [AttachedFile]
    if let id, !all {
      files = try wanted(id, store, context)
    } else {
      files = try context.attachedFiles(nil, in: store)
    }
    let digests = Set(files.map(\.attachment.sha256)).sorted()
    let fetch = try await context.fetch(digests, store, over: line)
    context.result(
      json: { writer in
        writer.member("fetched", fetch.fetched.map(\.description))
        writer.member("bytes", fetch.bytes)
        writer.member("missing", fetch.unavailable.map(\.description))
      },
      human: {
        context.say("attach.fetched", String(fetch.fetched.count), String(fetch.bytes))
        for sha256 in fetch.unavailable {
          let name = files.first { $0.attachment.sha256 == sha256 }?.name ?? ""
          context.note(
            "attach.unavailable", DisplayWidth.singleLine(name), sha256.description)
        }
      })
    if !fetch.unavailable.isEmpty { throw CommandExit(.wanting) }
  }

  /// All files of a record, or the one file named.
  private func wanted(
    _ id: String, _ store: Store, _ context: CommandContext
  ) throws -> [AttachedFile] {
    if Digest(id) == nil, let place = try? context.locate(id, in: store) {
      let files = try context.attachedFiles(place, in: store)
      if !files.isEmpty { return files }
    }
    return [try context.attachedFile(id, in: store)]
  }
}

extension CommandContext {
  /// Brings files from the hub with the progress on the terminal.
  func fetch(
    _ digests: [Digest], _ store: Store, over line: LineOptions
  ) async throws -> BlobFetch {
    let progress = SyncProgressLine(self)
    defer { progress.end() }
    let agent = Agent(store: store, options: try agentOptions(line), logger: logger())
    return try await agent.fetchBlobs(digests) { _, bytes in progress.show(units: bytes) }
  }
}
