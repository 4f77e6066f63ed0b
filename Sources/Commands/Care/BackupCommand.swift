// `backup`: a compacted copy of a store in use, without its secret key.

internal import ArgumentParser
internal import LedgerStore
internal import Pages

/// `taizhang backup DIR`.
struct BackupCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "备份 · a hot, compacted copy into an empty directory",
    discussion:
      """
      Attachments and published bulletins come along. The key is not copied: `restore DIR` makes a new
      identity on the machine it runs on. What a backup that was broken off left in DIR goes first.
      """)

  @Argument(help: "目录 · an empty or missing directory", completion: .directory)
  var directory: String

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore()
    try write(store)
    context.result(
      json: { $0.member("directory", directory) },
      human: { context.say("backup.done", directory) })
  }

  private func write(_ store: Store) throws {
    let label = BackupLabel(office: store.identity.office, role: store.identity.role)
    var unlabelled: (any Error)?
    try store.backup(to: directory) { (directory) throws(StoreError) in
      try PublishedBulletins.copy(from: store.path, to: directory)
      do { try label.write(to: directory) } catch { unlabelled = error }
    }
    if let unlabelled { throw unlabelled }
  }
}

/// Whose a backup is: two lines of text beside the data, so that `restore` need not ask.
struct BackupLabel {
  private static let file = "/backup.txt"

  let office: String
  let role: Role

  init(office: String, role: Role) {
    self.office = office
    self.role = role
  }

  /// The label of a backup; nil where it has none.
  init?(directory: String) {
    guard let bytes = try? FileBytes.read(directory + Self.file) else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    guard lines.count == 2, let role = Role(rawValue: String(lines[0])) else { return nil }
    self.init(office: String(lines[1]), role: role)
  }

  func write(to directory: String) throws {
    try FileBytes.write(
      Array("\(role.rawValue)\n\(DisplayWidth.singleLine(office))\n".utf8),
      to: directory + Self.file)
  }
}
