// Guarantees: a snapshot is of one moment, signed by this store, and there whole or not at all. One
// that was made not long ago serves again, so that many stores can fetch the same bytes and resume.

public import Causality
internal import Glibc
internal import LMDB
public import Wire

/// A snapshot file of this store.
public struct SnapshotFile: Sendable, Hashable {
  /// Where it stands, in the store's directory.
  public let path: String
  /// Names the content; an entity tag for HTTP.
  public let digest: Digest
  /// Length of the file.
  public let bytes: Int
  /// Everything that the snapshot contains; the rest comes as changes.
  public let vector: VersionVector
  /// How many records it contains.
  public let records: Int
  /// Since 1970, by this store's clock.
  public let madeMilliseconds: UInt64
  /// The member list's word on the changes contained.
  let standing: Digest
}

extension Store {
  /// How many changes may have come since before a snapshot is made anew.
  static let snapshotTailMax: UInt64 = 20_000
  /// How old a snapshot may be before it is made anew: a day.
  static let snapshotAgeMillisecondsMax: UInt64 = 86_400_000

  /// A snapshot of the ledger in a file of its own in this store's directory: the newest there is
  /// when the changes since are few and the member list judges its changes as then, else a new one;
  /// the one before stays for those who fetch it.
  ///
  /// - Throws: `noSuchLedger`, `diskFull`, or an I/O error.
  /// - Complexity: O(records) when made: one read transaction, 1 MiB of memory.
  public func writeSnapshot(_ ledger: String) throws(StoreError) -> SnapshotFile {
    let vector = try vector(ledger)
    let files = try snapshotFiles(ledger)
    if let newest = files.last, try leadsOn(newest, ledger),
      Self.changes(vector) - Self.changes(newest.vector) <= Self.snapshotTailMax,
      options.wallMilliseconds() < newest.madeMilliseconds + Self.snapshotAgeMillisecondsMax
    {
      return newest
    }
    let made = try makeSnapshot(ledger)
    for old in files.dropLast() where old.path != made.path { unlink(old.path) }
    return made
  }

  /// The snapshot of a ledger that a digest names, while it is kept and of use: an interrupted
  /// download goes on with the same bytes. Nil for one from which nobody could go on.
  public func snapshotFile(_ ledger: String, digest: Digest) throws(StoreError) -> SnapshotFile? {
    guard let file = try snapshotFiles(ledger).first(where: { $0.digest == digest }),
      try leadsOn(file, ledger)
    else { return nil }
    return file
  }

  /// Whether a store that takes the snapshot can go on from it: what came since is here as changes,
  /// compacted by no base, and the member list judges its changes as it did then.
  private func leadsOn(_ file: SnapshotFile, _ ledger: String) throws(StoreError) -> Bool {
    let (vector, base) = (try vector(ledger), try base(ledger))
    let members = try read { (snapshot) in snapshot.members }
    return vector.covers(file.vector) && file.vector.covers(base)
      && file.standing == members.standing(of: file.vector, in: ledger)
  }

  private static func changes(_ vector: VersionVector) -> UInt64 {
    vector.entries.reduce(0) { $0 + $1.seq }
  }

  private var snapshotDirectory: String { path + "/snapshots" }

  /// The snapshots kept of a ledger, oldest first; one that cannot be read is none.
  private func snapshotFiles(_ ledger: String) throws(StoreError) -> [SnapshotFile] {
    guard let directory = opendir(snapshotDirectory) else { return [] }
    defer { closedir(directory) }
    var files: [SnapshotFile] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name.hasPrefix(ledger + "."), name.hasSuffix(".tzs") else { continue }
      if let file = try? snapshotFile(at: snapshotDirectory + "/" + name),
        file.ledger == ledger
      {
        files.append(file.file)
      }
    }
    return files.sorted { ($0.madeMilliseconds, $0.path) < ($1.madeMilliseconds, $1.path) }
  }

  private func snapshotFile(
    at path: String
  ) throws -> (file: SnapshotFile, ledger: String) {
    let reader = try FileReader(path)
    let source = try SnapshotSource(reader)
    let manifest = source.manifest
    return (
      SnapshotFile(
        path: path, digest: source.closing.digest, bytes: reader.bytes, vector: manifest.vector,
        records: Int(manifest.records), madeMilliseconds: manifest.madeMilliseconds,
        standing: manifest.standing),
      manifest.ledger
    )
  }

  private func makeSnapshot(_ ledger: String) throws(StoreError) -> SnapshotFile {
    guard mkdir(snapshotDirectory, 0o700) == 0 || errno == EEXIST else {
      throw StoreError(.cannotCreate, snapshotDirectory, String(cString: strerror(errno)))
    }
    let transaction = try mapped { () throws(LMDBError) in try environment.beginRead() }
    let manifest = try manifest(ledger, transaction)
    let made = Self.changes(manifest.vector)
    let name = "\(ledger).\(manifest.madeMilliseconds)-\(made).tzs"
    let file = try NewFile(snapshotDirectory + "/" + name)
    do {
      try file.append(SnapshotManifest.magic)
      var frames: [UInt8] = []
      try FrameWriter.append(.snapshotManifest, try manifest.encode(), to: &frames)
      try file.append(frames)
      for (number, table) in tables.shared {
        try append(table, number, of: ledger, transaction, to: file)
      }
      let closing = FileClosing(.snapshot, digest: file.digest, key: key)
      try file.append(try closing.encodeTail())
      try file.finish()
      return SnapshotFile(
        path: file.path, digest: closing.digest, bytes: file.bytes, vector: manifest.vector,
        records: Int(manifest.records), madeMilliseconds: manifest.madeMilliseconds,
        standing: manifest.standing)
    } catch {
      throw StoreError(error, at: place, table: "record", key: Keys.ledger(ledger))
    }
  }

  private func append(
    _ table: Table, _ number: UInt8, of ledger: String, _ transaction: borrowing ReadTransaction,
    to file: NewFile
  ) throws {
    var parts = SnapshotPartWriter(table: number)
    let prefix = Keys.ledger(ledger)
    try scan(table, prefix: prefix, transaction) { (key, value) throws(StoreError) in
      do throws(WireError) {
        try parts.append(
          key: UnsafeRawBufferPointer(rebasing: key[prefix.count...]), value: value)
      } catch {
        throw StoreError(.corrupt, "record", Hexadecimal.text(key), error.description)
      }
      try Self.append(parts.take(), to: file)
      return true
    }
    try parts.finish()
    try Self.append(parts.take(), to: file)
  }

  private static func append(_ parts: [SnapshotPart], to file: NewFile) throws(StoreError) {
    for part in parts {
      var frame: [UInt8] = []
      do throws(WireError) {
        try FrameWriter.append(.snapshotPart, part.encode(), to: &frame)
      } catch {
        throw StoreError(.corrupt, "record", Hexadecimal.text(part.key), error.description)
      }
      try file.append(frame)
    }
  }

  private func manifest(
    _ ledger: String, _ transaction: borrowing ReadTransaction
  ) throws(StoreError) -> SnapshotManifest {
    guard try holds(ledger, transaction) else {
      throw StoreError(.noSuchLedger, ledger, try ledgerNames(transaction).joined(separator: ", "))
    }
    var records: UInt64 = 0
    try scan(tables.record, prefix: Keys.ledger(ledger), transaction) { _, _ in
      records += 1
      return true
    }
    let heads = try heads(ledger, transaction).sorted { $0.key < $1.key }
    return SnapshotManifest(
      ledger: ledger, publicKey: identity.publicKey, epoch: 0,
      madeMilliseconds: options.wallMilliseconds(), schemaVersion: schema.version,
      standing: try memberList(transaction).standing(
        of: VersionVector(
          heads.map { VersionVector.Entry(replica: $0.key, seq: $0.value.seq) }), in: ledger),
      changes: try lastArrival(ledger, transaction), records: records,
      heads: heads.map { replica, head in
        SnapshotHead(
          dot: Dot(replica: replica, seq: head.seq), clock: head.clock, hash: head.hash,
          deps: head.deps)
      })
  }
}
