// `restore`, one word for two returns: of an archived record to the lists, and of a backup to a
// machine. What is given decides: a directory that holds a backup, or else a record's id.

internal import ArgumentParser
internal import Glibc
internal import LedgerStore
internal import Pages
internal import Projects

/// `taizhang restore ID` and `taizhang restore DIR --store NEW`.
struct RestoreCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "恢复 · bring an archived record back, or a backup to this machine",
    discussion: """
      restore ID    an archived record returns to the lists
      restore DIR   a backup becomes the store at --store, which must be empty
      The copy gets an identity of its own, so that two machines never write as one. An argument \
      with a slash, or that names an existing directory, is taken as DIR.
      """)

  @Argument(help: "记录或备份目录 · a record's id, or the directory of a backup")
  var target: String

  @Option(help: "原因 · why")
  var reason: String?

  @Option(help: "单位名称 · of a backup: the office's name; default: the one it was made by")
  var name: String?

  @Option(help: "角色 · of a backup: what the office is; default: as it was")
  var role: RoleArgument?

  @Option(
    help: ArgumentHelp(
      "旧密钥 · of a backup: the old identity.key; others then follow to the new identity",
      valueName: "file"), completion: .file())
  var key: String?

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    if target.contains("/") || Self.isDirectory(target) {
      try restoreBackup(context)
    } else {
      try restoreRecord(context)
    }
  }

  private func restoreBackup(_ context: CommandContext) throws {
    guard access(target + "/data.mdb", R_OK) == 0 else {
      throw CommandFailure(.notABackup, target)
    }
    let label = BackupLabel(directory: target)
    guard let office = name ?? label?.office else { throw CommandFailure(.backupWithoutName) }
    let store = try Store.restore(
      from: target, to: context.storePath, office: office,
      role: role?.role ?? label?.role ?? .county, succeeding: key,
      schema: context.schema.traits, options: context.storeOptions())
    try PublishedBulletins.copy(from: target, to: store.path)
    try context.show(identityOf: store) { context.say("restore.backup", context.storePath) }
  }

  private func restoreRecord(_ context: CommandContext) throws {
    let store = try context.openStore()
    let place = try context.locate(target, in: store)
    let record = try context.load(place, from: store)
    guard record.isArchived || record.existence.isConflict else {
      throw CommandFailure(.notArchived, "\(place.id)")
    }
    try context.setArchived(false, place, reason: reason, in: store)
  }

  private static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}

extension FailureKind {
  static let notABackup = FailureKind("not-a-backup", .missing)
  static let backupWithoutName = FailureKind("backup-without-name", .usage)
  static let notArchived = FailureKind("not-archived", .wanting)
}
