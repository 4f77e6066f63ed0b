// Who signed in, when and from where; who tried in vain; who changed a password. One line each in a
// file of the store (mode 600), never with a password or with a name that is no account's: people
// type passwords into the wrong box. The file is bounded: the older half goes when it is full.

internal import Glibc
internal import LedgerStore
internal import Synchronization

/// One line of the notes.
package struct SignInNote: Sendable, Hashable {
  /// What happened; the raw value is the word in the file and in JSON.
  package enum Kind: String, Sendable, CaseIterable {
    case signedIn = "signed-in"
    case startLink = "start-link"
    case wrongPassword = "wrong-password"
    case signedOut = "signed-out"
    case passwordChanged = "password-changed"
  }

  /// Milliseconds since 1970.
  package let atMilliseconds: UInt64
  /// What happened.
  package let kind: Kind
  /// Empty for the start link and for names that are no account's.
  package let account: String
  /// The IP address that the request came from; empty where there is none.
  package let address: String

  var line: String { "\(atMilliseconds)\t\(kind.rawValue)\t\(account)\t\(address)\n" }

  init(_ kind: Kind, _ account: String, _ address: String, at now: UInt64) {
    self.kind = kind
    self.account = account
    self.address = String(
      String.UnicodeScalarView(address.unicodeScalars.filter { $0.value > 0x20 }.prefix(64)))
    atMilliseconds = now
  }

  /// Reads a line of the file, without its line end; nil for anything else.
  package init?(line: some StringProtocol) {
    let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
    guard parts.count == 4, let at = UInt64(parts[0]), let kind = Kind(rawValue: String(parts[1]))
    else { return nil }
    self.init(kind, String(parts[2]), String(parts[3]), at: at)
  }
}

/// The notes of one store.
package final class SignInNotes: Sendable {
  /// The file's name in the store's directory.
  package static let fileName = "sign-ins"
  /// The file grows to this, then its older half goes.
  private static let bytesMax = 256 << 10

  private let path: String
  private let turn = Mutex(())

  /// The notes beside a store; the file is made with the first note.
  package init(_ directory: String) { path = directory + "/" + Self.fileName }

  /// Appends a note. What cannot be written is lost: signing in does not depend on it.
  package func add(_ note: SignInNote) {
    turn.withLock { _ in
      let opened = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
      guard opened >= 0 else { return }
      let bytes = Array(note.line.utf8)
      _ = write(opened, bytes, bytes.count)
      let size = lseek(opened, 0, SEEK_END)
      close(opened)
      if size > Self.bytesMax { halve() }
    }
  }

  /// The notes, newest first.
  package func newest(_ count: Int) -> [SignInNote] {
    lines().suffix(count).reversed().compactMap { SignInNote(line: $0) }
  }

  private func lines() -> [Substring] {
    guard let bytes = SmallFile.read(path, sizeBytesMax: Self.bytesMax * 2) else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }

  private func halve() {
    let lines = lines()
    let kept = lines.suffix(lines.count / 2).map { $0 + "\n" }.joined()
    guard let file = try? NewFile(path), (try? file.append(Array(kept.utf8))) != nil else { return }
    try? file.finish()
  }
}
