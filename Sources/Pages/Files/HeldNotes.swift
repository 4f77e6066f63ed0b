// What was chosen for files that wait to be imported, kept beside the store: a process that ends
// takes no preview with it. A preview is never kept itself: it is made anew of the file and these
// choices.
//
// Guarantees: notes are found by the account that sent the file, or by whoever opens the node's own
// start link; a note names a file of the shelf and nothing else on the disk.

internal import Workbooks

/// The choices of one node's waiting files.
struct HeldNotes: Sendable {
  private static let place = "imports"

  private let directory: String
  private let drafts: DraftShelf
  private let now: @Sendable () -> UInt64

  /// - Parameters:
  ///   - directory: of the files.
  ///   - notes: of what is kept here; made when the first is.
  init(of directory: String, in notes: String, now: @escaping @Sendable () -> UInt64) {
    self.directory = directory
    self.now = now
    drafts = DraftShelf(directory: notes, now: now)
  }

  /// Keeps what was chosen. A disk that takes nothing costs the choices after a restart, and no
  /// more.
  func keep(_ held: HeldImport, _ key: String) {
    let own = fields(of: held).map { (name: "\(key).\($0.name)", value: $0.value) }
    change(held.owner) { others(than: key, in: $0) + own }
  }

  /// Forgets a file.
  func drop(_ key: String, of owner: String) {
    change(owner) { others(than: key, in: $0) }
  }

  /// The keys of the files that wait for an owner, in no order.
  func keys(of owner: String) -> [String] {
    let kept = drafts.find(owner, Self.place)?.fields ?? Form()
    return Array(kept.rows(below: "").keys)
  }

  /// A file that waits for a session's owner, and when it was last chosen for; nil for none.
  func find(_ key: String, for session: Session) -> (held: HeldImport, at: UInt64)? {
    guard
      let note = drafts.find(session.owner, Self.place)?.fields.rows(below: "")[key],
      let name = note["file"], name.utf8.count == 64, name.utf8.allSatisfy({ $0 != 0x2F }),
      let bytes = note["bytes"].flatMap({ Int($0) }), let at = note["at"].flatMap({ UInt64($0) }),
      let sha256 = note["sha256"], let ledger = note["ledger"], let collection = note["collection"]
    else { return nil }
    let file = ShelvedFile(
      path: directory + "/" + name, name: note["name"] ?? "", bytes: bytes, sha256: sha256)
    var held = HeldImport(
      session: session.id, owner: session.owner, file: file, ledger: ledger,
      collection: collection)
    held.sheet = note["sheet"]
    held.header.row = note["row"].flatMap { Int($0) }
    for column in note.below("column.").fields {
      if let number = Int(column.name) { held.header.columns[number] = column.value }
    }
    for row in note.below("decision.").fields {
      if let number = Int(row.name) { held.decisions[number] = row.value }
    }
    held.takeMeanings(note)
    held.reason = note["reason"]
    held.isRowSaid = note.has("row-said")
    held.hasMore = note.has("more")
    held.emptyClears = note.has("empty-clears")
    held.allNew = note.has("all-new")
    held.skipsRejected = note.has("skip-rejected")
    return (held, at)
  }

  private func fields(of held: HeldImport) -> [(name: String, value: String)] {
    let file = held.file.path.split(separator: "/").last.map(String.init) ?? ""
    var fields: [(name: String, value: String)] = [
      ("file", file), ("name", held.file.name), ("bytes", "\(held.file.bytes)"),
      ("sha256", held.file.sha256), ("ledger", held.ledger), ("collection", held.collection),
      ("at", "\(now())"),
    ]
    if let sheet = held.sheet { fields.append(("sheet", sheet)) }
    if let row = held.header.row { fields.append(("row", "\(row)")) }
    if let reason = held.reason { fields.append(("reason", reason)) }
    let ticks = [
      ("row-said", held.isRowSaid), ("more", held.hasMore), ("empty-clears", held.emptyClears),
      ("all-new", held.allNew), ("skip-rejected", held.skipsRejected),
    ]
    for (name, isTicked) in ticks where isTicked { fields.append((name, "1")) }
    for (column, code) in held.header.columns { fields.append(("column.\(column)", code)) }
    for (code, words) in held.readAs {
      for (word, meant) in words {
        fields.append((name: "\(HeldImport.readAsPrefix)\(code).\(word)", value: meant))
      }
    }
    for (row, decision) in held.decisions { fields.append(("decision.\(row)", decision)) }
    return fields
  }

  private func others(than key: String, in kept: Form?) -> [(name: String, value: String)] {
    (kept?.fields ?? []).filter { !$0.name.hasPrefix(key + ".") }
  }

  private func change(_ owner: String, _ body: (Form?) -> [(name: String, value: String)]) {
    _ = try? drafts.change(owner, Self.place, body)
  }
}

extension Session {
  /// The account, or nothing for whoever opened the start link: whose files these are, also in a
  /// session that comes later.
  var owner: String { holder?.account ?? "" }
}
