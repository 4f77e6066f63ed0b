// Files that were sent and are not in the ledger yet: beside the store, in a directory and under
// names of this program's making, readable by this user alone. An import's file lies here between
// its preview and its import.
//
// Guarantees: bounded in number and size; a file goes when all of it is imported, when it is given
// up, too old or pushed out. A process that ends leaves it to the next, which finds it for the same
// account with what was chosen, and sweeps it away once it is old.

internal import Causality
internal import Glibc
internal import HTTPTypes
internal import ProjectLedger
internal import Synchronization
internal import Workbooks

/// A file that arrived whole.
struct ShelvedFile: Sendable {
  let path: String
  /// As the sender names it: one line without controls, to show, never to use as a path.
  let name: String
  let bytes: Int
  /// 64 hexadecimal digits.
  let sha256: String
}

/// A file between its preview and its import, with what a person chose.
struct HeldImport: Sendable {
  let session: String
  /// Whose session that is.
  let owner: String
  let file: ShelvedFile
  let ledger: String
  let collection: String
  var sheet: String?
  /// Which row is the header and which column is which, where a person said so.
  var header = HeaderChoice()
  /// Whether the header's row is fixed though no column was named.
  var isRowSaid = false
  /// Whether the file may hold more than what is imported next.
  var hasMore = false
  var reason: String?
  var emptyClears = false
  /// Whether rows that are much like others, and not decided one by one, are new.
  var allNew = false
  var skipsRejected = false
  /// What becomes of a row that is much like another: `new`, `same`, `out`, or a record's id; of
  /// one that others edited too: `sheet` or `ledger`.
  var decisions: [Int: String] = [:]
  /// What words in cells of a field mean, by its code; they hold for every sheet of the file.
  var readAs: [String: [String: String]] = [:]
}

/// The files of one node.
final class UploadShelf: Sendable {
  /// The largest file: what spreadsheets and attachments are bounded by.
  static let fileBytesMax = 64 << 20
  static let keptMillisecondsMax: UInt64 = 12 * 3_600_000
  static let keptMax = 12
  static let keptOfSessionMax = 3
  static let receivingMax = 4
  private static let appliedMax = 64
  /// A book of more cells is read again at each look.
  private static let rememberedCellsMax = 600_000

  private struct Entry {
    var held: HeldImport
    var usedAt: UInt64
  }
  private struct State {
    var entries: [String: Entry] = [:]
    var receiving = 0
    /// The imports written last, so that one sent twice is told of.
    var applied: [(key: String, session: String, note: String)] = []
    /// The book read last.
    var recent: (key: String, book: SheetBook)?
  }

  private let directory: String
  private let notes: HeldNotes
  private let now: @Sendable () -> UInt64
  private let state = Mutex(State())

  /// - Parameters:
  ///   - directory: made when the first file comes.
  ///   - notes: of what is chosen for the files, likewise.
  init(directory: String, notes: String, now: @escaping @Sendable () -> UInt64) {
    self.directory = directory
    self.notes = HeldNotes(of: directory, in: notes, now: now)
    self.now = now
    sweep()
  }

  // MARK: Receiving

  /// Whether another file may be received now; each `true` needs a ``leave()``.
  func enter() -> Bool {
    state.withLock { state in
      guard state.receiving < Self.receivingMax else { return false }
      state.receiving += 1
      return true
    }
  }

  func leave() { state.withLock { $0.receiving -= 1 } }

  /// A new file to write to, under a name that nobody can guess.
  func begin() throws(DraftFault) -> (path: String, file: Int32) {
    if mkdir(directory, 0o700) != 0, errno != EEXIST { throw Self.fault }
    sweep()
    let path = directory + "/" + Secret.random()
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw Self.fault }
    return (path, file)
  }

  static var fault: DraftFault { DraftFault(detail: String(cString: strerror(errno))) }

  /// Takes a received file away that nobody keeps.
  func discardUnlessKept(_ file: ShelvedFile) async {
    let isKept = state.withLock { $0.entries.values.contains { $0.held.file.path == file.path } }
    guard !isKept else { return }
    await Task.detached { _ = unlink(file.path) }.value
  }

  // MARK: Keeping

  /// Keeps a file for its session; the oldest of the session, or of all, make room.
  ///
  /// - Returns: the key under which the session finds it again.
  func keep(_ held: HeldImport, _ book: SheetBook) -> String {
    let key = Secret.random()
    put(held, key, at: now())
    state.withLock { Self.remember(book, key, &$0) }
    notes.keep(held, key)
    return key
  }

  /// Makes room for a file and holds it, unless it is held by now.
  private func put(_ held: HeldImport, _ key: String, at usedAt: UInt64) {
    let now = now()
    let gone = state.withLock { state -> [String: Entry] in
      guard state.entries[key] == nil else { return [:] }
      var gone = state.entries.filter { now > $0.value.usedAt + Self.keptMillisecondsMax }
      for key in gone.keys { state.entries[key] = nil }
      func push(_ limit: Int, _ isMeant: (Entry) -> Bool) {
        while state.entries.values.count(where: isMeant) >= limit,
          let oldest = state.entries.filter({ isMeant($0.value) })
            .min(by: { ($0.value.usedAt, $0.key) < ($1.value.usedAt, $1.key) })
        {
          gone[oldest.key] = oldest.value
          state.entries[oldest.key] = nil
        }
      }
      push(Self.keptOfSessionMax) { $0.held.session == held.session }
      push(Self.keptMax) { _ in true }
      state.entries[key] = Entry(held: held, usedAt: usedAt)
      return gone
    }
    for (key, entry) in gone {
      unlink(entry.held.file.path)
      notes.drop(key, of: entry.held.owner)
    }
  }

  /// A session's file; nil for none, another session's, or one kept too long. What an earlier
  /// process kept for the session's owner is the session's from now on.
  ///
  /// - Parameter isUsed: keeps the file for longer.
  func find(_ key: String, _ session: Session, isUsed: Bool = true) -> HeldImport? {
    let now = now()
    if !state.withLock({ $0.entries[key] != nil }),
      let kept = notes.find(key, for: session), now <= kept.at + Self.keptMillisecondsMax,
      access(kept.held.file.path, R_OK) == 0
    {
      put(kept.held, key, at: kept.at)
    }
    return state.withLock { state in
      guard let entry = state.entries[key], entry.held.session == session.id,
        now <= entry.usedAt + Self.keptMillisecondsMax
      else { return nil }
      if isUsed { state.entries[key]?.usedAt = now }
      return entry.held
    }
  }

  /// The files that wait for a session, by their names.
  func waiting(for session: Session) -> [(key: String, held: HeldImport)] {
    notes.keys(of: session.owner).compactMap { key in
      find(key, session, isUsed: false).map { (key: key, held: $0) }
    }.sorted { ($0.held.file.name, $0.key) < ($1.held.file.name, $1.key) }
  }

  /// Keeps a file that was imported in part under another key, so that a form that was sent twice
  /// finds nothing.
  func renew(_ key: String, to held: HeldImport) -> String {
    let next = Secret.random()
    notes.drop(key, of: held.owner)
    state.withLock { state in
      guard var entry = state.entries.removeValue(forKey: key) else { return }
      entry.held = held
      state.entries[next] = entry
      if state.recent?.key == key { state.recent?.key = next }
    }
    notes.keep(held, next)
    return next
  }

  func change(_ key: String, to held: HeldImport) {
    let isHeld = state.withLock { state in
      state.entries[key]?.held = held
      return state.entries[key] != nil
    }
    if isHeld { notes.keep(held, key) }
  }

  /// Takes a file away.
  func drop(_ key: String) {
    guard let owner = state.withLock({ $0.entries[key]?.held.owner }) else { return }
    // First: what is noted and not held would be taken up again.
    notes.drop(key, of: owner)
    let entry = state.withLock { state in
      if state.recent?.key == key { state.recent = nil }
      return state.entries.removeValue(forKey: key)
    }
    if let entry { unlink(entry.held.file.path) }
  }

  /// Remembers what became of a file whose rows are in the ledger.
  ///
  /// - Parameter note: by which the import is known there.
  func remember(_ key: String, note: String, of session: String) {
    state.withLock { state in
      state.applied.append((key, session, note))
      if state.applied.count > Self.appliedMax { state.applied.removeFirst() }
    }
  }

  /// The import that a session's file became; nil for one that was not written, or long ago.
  func note(of key: String, _ session: Session) -> String? {
    state.withLock { state in
      state.applied.first { $0.key == key && $0.session == session.id }?.note
    }
  }

  // MARK: Reading

  /// The book of a kept file.
  ///
  /// - Parameter proven: also prove that the file is what was received.
  /// - Throws: a `BookFault`, or `Stop` for a file that is gone or another by now.
  func book(_ key: String, _ held: HeldImport, proven: Bool = false) throws -> SheetBook {
    let known = state.withLock { $0.recent.flatMap { $0.key == key ? $0.book : nil } }
    if let known, !proven { return known }
    guard let bytes = PassingFile.read(held.file.path), bytes.count == held.file.bytes,
      Hexadecimal.text(ContentHash.sha256(bytes)) == held.file.sha256
    else { throw Stop(.conflict, "page.stop-upload-changed") }
    if let known { return known }
    let book = try BookReader.read(bytes)
    state.withLock { Self.remember(book, key, &$0) }
    return book
  }

  private static func remember(_ book: SheetBook, _ key: String, _ state: inout State) {
    let cells = book.sheets.reduce(0) { sum, sheet in
      sheet.rows.reduce(sum) { $0 + $1.cells.count }
    }
    if cells <= rememberedCellsMax { state.recent = (key, book) }
  }

  // MARK: Sweeping

  /// Takes away what no process will ask for: files of the disk's own age, by the machine's clock.
  private func sweep() {
    let own = Set(state.withLock { $0.entries.values.map(\.held.file.path) })
    let limit = time(nil) - Int(Self.keptMillisecondsMax / 1_000)
    for name in PassingFile.names(in: directory) where name.utf8.count == 64 {
      let path = directory + "/" + name
      var status = stat()
      guard !own.contains(path), lstat(path, &status) == 0, status.st_mtim.tv_sec < limit else {
        continue
      }
      unlink(path)
    }
  }
}
