// The accounts of a node, in one file of its store that the owner alone can read (mode 600). It is
// written whole or not at all, by one process at a time, and read again when another has changed
// it: whoever is disabled by a command is out at the next request.

internal import Glibc
package import LedgerStore
package import Projects
internal import Synchronization

/// Reads and changes the accounts of one store.
package final class AccountBook: Sendable {
  /// The file's name in the store's directory.
  package static let fileName = "accounts"
  /// The most accounts of a node: the whole file is read at once.
  package static let countMax = 200
  private static let header = "taizhang accounts 1"
  private static let bytesMax = 256 << 10

  /// What tells one state of the file from another.
  private struct Mark: Equatable {
    let inode: UInt64
    let size: Int64
    let seconds: Int
    let nanoseconds: Int
  }

  private struct State {
    var mark: Mark?
    var accounts: [Account] = []
  }

  private let path: String
  private let lockPath: String
  private let state = Mutex(State())

  /// The accounts of the store in a directory.
  package init(_ directory: String) {
    path = directory + "/" + Self.fileName
    lockPath = path + ".lock"
  }

  /// All accounts, by name.
  ///
  /// - Throws: `exposed` when others may read the file, `damaged`.
  /// - Complexity: O(1) while the file is unchanged.
  package func all() throws(AccountFault) -> [Account] {
    do {
      return try state.withLock { state in
        var status = stat()
        guard stat(path, &status) == 0 else {
          state = State()
          return []
        }
        guard status.st_mode & 0o077 == 0 else { throw AccountFault(.exposed, path) }
        let mark = Mark(
          inode: UInt64(status.st_ino), size: Int64(status.st_size),
          seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
        if state.mark != mark {
          state.accounts = try read()
          state.mark = mark
        }
        return state.accounts
      }
    } catch let fault as AccountFault {
      throw fault
    } catch {
      throw AccountFault(.damaged, path)
    }
  }

  /// Whether anyone can sign in here at all. A file that cannot be read lets nobody in.
  package var isInUse: Bool { ((try? all()) ?? []).contains { !$0.isDisabled } }

  /// The account of a name that may sign in; nil for none, or a disabled one.
  func live(_ name: String) -> Account? {
    ((try? all()) ?? []).first { $0.name == name && !$0.isDisabled }
  }

  // MARK: Changes

  /// Adds an account.
  ///
  /// - Parameter node: the node's own role, which an account's only narrows.
  package func add(
    _ name: String, role: OfficeRole, county: String?, password: String, node: Role, at now: UInt64
  ) throws {
    guard Account.isName(name) else { throw AccountFault(.badName, name) }
    let county = try Self.county(county, role, node)
    let hash = try PasswordHash(new: password, of: name)
    try change { accounts in
      guard !accounts.contains(where: { $0.name == name }) else {
        throw AccountFault(.exists, name)
      }
      guard accounts.count < Self.countMax else { throw AccountFault(.full, "\(Self.countMax)") }
      accounts.append(
        Account(
          name: name, role: role, county: county, changedMilliseconds: now, password: hash))
    }
  }

  /// Gives an account another role and county.
  package func setRole(
    _ name: String, _ role: OfficeRole, county: String?, node: Role, at now: UInt64
  ) throws {
    let county = try Self.county(county, role, node)
    try change(name, at: now) { account in
      account.role = role
      account.county = county
    }
  }

  /// Lets an account sign in no more, or again.
  package func setDisabled(_ name: String, _ isDisabled: Bool, at now: UInt64) throws {
    try change(name, at: now) { $0.isDisabled = isDisabled }
  }

  /// Gives an account another password: all its sessions are over.
  package func setPassword(_ name: String, _ password: String, at now: UInt64) throws {
    let hash = try PasswordHash(new: password, of: name)
    try change(name, at: now) { $0.password = hash }
  }

  private static func county(
    _ text: String?, _ role: OfficeRole, _ node: Role
  ) throws(AccountFault) -> String? {
    let roles = Account.roles(at: node)
    guard roles.contains(role) else {
      throw AccountFault(
        .badRole, role.rawValue, roles.map(\.rawValue).joined(separator: " "))
    }
    guard let text, !text.isEmpty else {
      // A hub holds many counties: one of them must be named.
      if role == .county, node != .county { throw AccountFault(.countyNeeded) }
      return nil
    }
    return try Account.county(text)
  }

  private func change(
    _ name: String, at now: UInt64, _ body: (inout Account) -> Void
  ) throws {
    try change { accounts in
      guard let place = accounts.firstIndex(where: { $0.name == name }) else {
        throw AccountFault(.missing, name)
      }
      body(&accounts[place])
      accounts[place].changedMilliseconds = now
    }
  }

  private func change(_ body: (inout [Account]) throws -> Void) throws {
    let lock = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0 else { throw AccountFault(.io, lockPath, String(cString: strerror(errno))) }
    defer { close(lock) }
    while flock(lock, LOCK_EX) != 0 {
      guard errno == EINTR else {
        throw AccountFault(.io, lockPath, String(cString: strerror(errno)))
      }
    }
    var accounts = try all()
    try body(&accounts)
    accounts.sort { $0.name < $1.name }
    let lines = accounts.map { account in
      [
        account.name, account.role.rawValue, account.county ?? "-",
        account.isDisabled ? "disabled" : "enabled", "\(account.changedMilliseconds)",
        account.password.text,
      ].joined(separator: "\t")
    }
    let file = try NewFile(path)
    try file.append(Array(([Self.header] + lines + [""]).joined(separator: "\n").utf8))
    try file.finish()
  }

  private func read() throws(AccountFault) -> [Account] {
    guard let bytes = SmallFile.read(path, sizeBytesMax: Self.bytesMax),
      let text = String(validating: bytes, as: UTF8.self)
    else { throw AccountFault(.damaged, path) }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.first.map(String.init) == Self.header, lines.last == "" else {
      throw AccountFault(.damaged, path)
    }
    var accounts: [Account] = []
    for line in lines.dropFirst().dropLast() {
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard parts.count == 6, Account.isName(String(parts[0])),
        let role = OfficeRole(rawValue: String(parts[1])),
        ["enabled", "disabled"].contains(parts[3]), let changed = UInt64(parts[4]),
        let password = PasswordHash(text: parts[5])
      else { throw AccountFault(.damaged, path) }
      accounts.append(
        Account(
          name: String(parts[0]), role: role, county: parts[2] == "-" ? nil : String(parts[2]),
          isDisabled: parts[3] == "disabled", changedMilliseconds: changed, password: password))
    }
    guard accounts.count <= Self.countMax else { throw AccountFault(.damaged, path) }
    return accounts
  }
}
