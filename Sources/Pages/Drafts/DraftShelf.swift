// Typing that is not yet in the ledger, kept in files beside the store: a session that ends, a
// browser that dies or a node that stops loses nothing. A draft holds the fields of the form as
// they were sent, with the dots that they were drawn from, so that a draft taken up again is judged
// like any stale form.
//
// Guarantees: a file is whole or absent, and on the disk when `keep` returns; only this user reads
// it.

internal import Causality
internal import Crypto
internal import Glibc
internal import Synchronization

/// One draft.
struct FormDraft: Sendable {
  let fields: Form
  /// When it was kept, milliseconds since 1970.
  let savedAt: UInt64
}

/// Why a draft could not be kept.
struct DraftFault: Error, Sendable {
  /// What the system said.
  let detail: String
}

/// The drafts of one store.
final class DraftShelf: Sendable {
  /// Bytes of one draft: a month's form page by page.
  static let bytesMax = 8 << 20
  /// Drafts of one store; the one longest unchanged makes room.
  static let countMax = 1_000
  private static let head = "taizhang-draft-1 "

  private let directory: String
  private let now: @Sendable () -> UInt64
  private let gate = Mutex(())

  /// - Parameter directory: made when the first draft is kept.
  init(directory: String, now: @escaping @Sendable () -> UInt64) {
    self.directory = directory
    self.now = now
  }

  /// The draft of a form; nil for none, or for a file that is not one.
  func find(_ owner: String, _ place: String) -> FormDraft? {
    Self.read(path(owner, place))
  }

  /// Keeps the draft of a form in place of the last; one without fields is taken away.
  ///
  /// - Returns: when, milliseconds since 1970.
  @discardableResult
  func keep(_ fields: [(name: String, value: String)], _ owner: String, _ place: String)
    throws(DraftFault) -> UInt64
  {
    try change(owner, place) { _ in fields }
  }

  /// Makes a new draft of a form from the last one, nobody else's in between.
  @discardableResult
  func change(
    _ owner: String, _ place: String,
    _ body: (Form?) -> [(name: String, value: String)]
  ) throws(DraftFault) -> UInt64 {
    let path = path(owner, place)
    let now = now()
    let result: Result<Void, DraftFault> = gate.withLock { _ in
      let fields = body(Self.read(path)?.fields)
      guard !fields.isEmpty else {
        unlink(path)
        return .success(())
      }
      let text = fields.map { "\(Form.encode($0.name))=\(Form.encode($0.value))" }
        .joined(separator: "&")
      let bytes = Array("\(Self.head)\(now)\n\(text)".utf8)
      guard bytes.count <= Self.bytesMax else {
        return .failure(DraftFault(detail: "\(Self.bytesMax >> 20) MB"))
      }
      do throws(DraftFault) { try write(bytes, to: path) } catch { return .failure(error) }
      return .success(())
    }
    try result.get()
    return now
  }

  /// Takes a draft away, since it is in the ledger or not wanted.
  func discard(_ owner: String, _ place: String) {
    gate.withLock { _ in _ = unlink(path(owner, place)) }
  }

  private func path(_ owner: String, _ place: String) -> String {
    let digest = SHA256.hash(data: Array("\(owner)\n\(place)".utf8))
    return directory + "/" + Hexadecimal.text(digest)
  }

  private static func read(_ path: String) -> FormDraft? {
    guard let bytes = PassingFile.read(path), bytes.starts(with: head.utf8),
      let end = bytes.firstIndex(of: 0x0A),
      let savedAt = UInt64(String(decoding: bytes[head.utf8.count..<end], as: UTF8.self))
    else { return nil }
    let text = String(decoding: bytes[(end + 1)...], as: UTF8.self)
    return FormDraft(fields: Form(query: text), savedAt: savedAt)
  }

  private func write(_ bytes: [UInt8], to path: String) throws(DraftFault) {
    if access(path, F_OK) != 0 { makeRoom() }
    try bytes.keep(at: path, in: directory, replacing: true)
  }

  /// Takes the one longest unchanged away when there are too many.
  private func makeRoom() {
    let paths = PassingFile.names(in: directory).filter { $0.utf8.count == 64 }
      .map { directory + "/" + $0 }
    guard paths.count >= Self.countMax else { return }
    var oldest: (path: String, time: Int)?
    for path in paths {
      var status = stat()
      guard lstat(path, &status) == 0 else { continue }
      if oldest.map({ status.st_mtim.tv_sec < $0.time }) ?? true {
        oldest = (path, status.st_mtim.tv_sec)
      }
    }
    if let oldest { unlink(oldest.path) }
  }
}
