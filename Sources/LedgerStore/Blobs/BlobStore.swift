// Guarantees: an attachment's file stands under its own SHA-256 or not at all: written beside,
// synced, renamed, never changed afterwards. The same content is kept once. No name that a person
// or another office gave is ever part of a path.

internal import Glibc
public import Wire

/// A file by its content.
public struct BlobRef: Hashable, Sendable {
  /// SHA-256 of the content: the file's name in the store.
  public let sha256: Digest
  /// Its length.
  public let bytes: Int

  /// A file of this hash and length, here or not.
  public init(sha256: Digest, bytes: Int) {
    self.sha256 = sha256
    self.bytes = bytes
  }
}

/// How a file stands in this store.
public enum BlobState: String, Sendable, Hashable {
  /// Here, and its bytes are those of its hash.
  case here
  case missing
  /// Here, with other bytes than its hash says.
  case damaged
}

/// The files of a store's attachments, outside LMDB: `blobs/ab/cdef…` by SHA-256.
///
/// Safe to use from several threads and processes at once.
public struct BlobStore: Sendable {
  /// The largest attachment: 64 MiB.
  public static let sizeBytesMax = 64 << 20

  /// `blobs` in the store's directory; need not exist.
  public let directory: String

  /// The files under a directory, which the first of them makes.
  public init(directory: String) { self.directory = directory }

  /// Where parts and drafts grow.
  var partialDirectory: String { directory + "/partial" }
  /// Where files go whose bytes are no longer those of their hash.
  var damagedDirectory: String { directory + "/damaged" }

  private func shard(of sha256: Digest) -> String {
    directory + "/" + sha256.description.prefix(2)
  }

  /// Where the file of a hash is, or would be.
  public func path(of sha256: Digest) -> String {
    shard(of: sha256) + "/" + sha256.description.dropFirst(2)
  }

  // MARK: - Reading

  /// Whether the file is here. Its bytes are not looked at.
  public func has(_ sha256: Digest) -> Bool { size(of: sha256) != nil }

  /// The size of a file that is here, bytes.
  public func size(of sha256: Digest) -> Int? {
    var status = stat()
    guard stat(path(of: sha256), &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    return Int(status.st_size)
  }

  /// How the file stands. O(size): every byte is read.
  public func verify(_ sha256: Digest) throws(StoreError) -> BlobState {
    guard let file = try BlobFile.existing(path(of: sha256)) else { return .missing }
    return try file.digest() == sha256 ? .here : .damaged
  }

  /// The file, verified and held open: what is read from it stays the same whatever happens to the
  /// store meanwhile. Nil when it is missing. A damaged one is set aside first, so that it counts
  /// as missing and can be brought again.
  ///
  /// - Throws: `blobDamaged`, or an I/O error.
  public func open(_ sha256: Digest) throws(StoreError) -> BlobReader? {
    guard let file = try BlobFile.existing(path(of: sha256)), let bytes = try file.sizeBytes()
    else {
      return nil
    }
    guard try file.digest() == sha256 else {
      try setAside(sha256)
      throw StoreError(.blobDamaged, sha256.description, damagedDirectory)
    }
    return BlobReader(ref: BlobRef(sha256: sha256, bytes: bytes), file: file)
  }

  /// Every file here, ascending by hash. O(files).
  public func all() throws(StoreError) -> [Digest] {
    var found: [Digest] = []
    for shard in try BlobDirectory.names(directory) where shard.utf8.count == 2 {
      for name in try BlobDirectory.names(directory + "/" + shard) {
        if let sha256 = Digest(shard + name), has(sha256) { found.append(sha256) }
      }
    }
    return found
  }

  /// Another value after each file that arrived, by whatever process, and after each part that
  /// began; nil before the first. O(1): every file grows in one directory and is moved from there.
  package var arrivals: Int64? {
    var status = stat()
    guard stat(partialDirectory, &status) == 0 else { return nil }
    return Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
  }

  // MARK: - Writing

  /// Copies a file in, and returns what it is. Durable on return; adding the same content again
  /// writes it anew, which also mends a damaged copy.
  ///
  /// - Throws: `unreadableFile`, `blobTooLarge`, `diskFull`, or an I/O error; nothing is left
  ///   behind.
  public func add(_ source: String) throws(StoreError) -> BlobRef {
    guard let file = try Self.readable(source), let size = try file.sizeBytes() else {
      throw StoreError(.unreadableFile, source, "not a file")
    }
    guard size <= Self.sizeBytesMax else {
      throw StoreError(.blobTooLarge, source, String(size), String(Self.sizeBytesMax))
    }
    try prepare()
    let draft = partialDirectory + "/add-\(getpid())-\(UInt64.random(in: .min ... .max))"
    do throws(StoreError) {
      let target = try BlobFile.writing(draft, exclusive: true)
      var hash = BlobHash()
      var bytes = 0
      while true {
        let piece = try file.read(at: bytes, count: 1 << 20)
        guard !piece.isEmpty else { break }
        guard bytes + piece.count <= Self.sizeBytesMax else {
          throw StoreError(.blobTooLarge, source, "\(bytes)", String(Self.sizeBytesMax))
        }
        hash.update(piece)
        try target.write(piece, at: bytes)
        bytes += piece.count
      }
      let ref = BlobRef(sha256: hash.digest, bytes: bytes)
      try place(target, as: ref.sha256)
      return ref
    } catch {
      unlink(draft)
      throw error
    }
  }

  private static func readable(_ source: String) throws(StoreError) -> BlobFile? {
    do throws(StoreError) { return try BlobFile.existing(source) } catch {
      throw StoreError(.unreadableFile, source, error.arguments.last ?? "")
    }
  }

  /// Writes a copy of an attachment at a path of the caller's choice: the bytes of the hash, or
  /// nothing. A file that is there is replaced only when the copy is whole.
  ///
  /// - Throws: `noSuchBlob`, `blobDamaged`, `cannotCreate`, `diskFull`, or an I/O error.
  public func export(_ sha256: Digest, to path: String) throws(StoreError) {
    guard let reader = try open(sha256) else { throw StoreError(.noSuchBlob, sha256.description) }
    let place = try NewFile.place(of: path)
    let draft = place + ".part-\(getpid())"
    do throws(StoreError) {
      let target = try Self.creating(draft)
      var offset = 0
      while offset < reader.ref.bytes {
        let piece = try reader.read(at: offset, count: 1 << 20)
        try target.write(piece, at: offset)
        offset += piece.count
      }
      guard rename(draft, place) == 0 else { throw StoreError(file: path, errno: errno) }
    } catch {
      unlink(draft)
      throw error
    }
  }

  private static func creating(_ draft: String) throws(StoreError) -> BlobFile {
    do throws(StoreError) { return try BlobFile.writing(draft, exclusive: false) } catch {
      throw error.code == .io
        ? StoreError(.cannotCreate, draft, error.arguments.last ?? "") : error
    }
  }

  /// Makes the directories.
  func prepare() throws(StoreError) {
    if try BlobDirectory.make(directory) { try BlobDirectory.sync(directory + "/..") }
    try BlobDirectory.make(partialDirectory)
  }

  /// Seals a draft whose bytes are those of `sha256` and moves it to its place. Durable on return.
  func place(_ draft: BlobFile, as sha256: Digest) throws(StoreError) {
    try draft.seal()
    let shard = shard(of: sha256)
    if try BlobDirectory.make(shard) { try BlobDirectory.sync(directory) }
    let path = path(of: sha256)
    guard rename(draft.path, path) == 0 else { throw StoreError(file: path, errno: errno) }
    try BlobDirectory.sync(shard)
  }

  /// Moves a damaged file out of the way; it stays for a person to look at.
  func setAside(_ sha256: Digest) throws(StoreError) {
    try BlobDirectory.make(damagedDirectory)
    let target = damagedDirectory + "/" + sha256.description
    guard rename(path(of: sha256), target) == 0 || errno == ENOENT else {
      throw StoreError(file: target, errno: errno)
    }
  }
}

/// An attachment held open.
public struct BlobReader: Sendable {
  /// The content that was found when it was opened.
  public let ref: BlobRef
  let file: BlobFile

  /// Up to `count` bytes at `offset`; fewer only at the end.
  public func read(at offset: Int, count: Int) throws(StoreError) -> [UInt8] {
    let left = max(0, ref.bytes - offset)
    return try file.read(at: offset, count: min(max(0, count), left))
  }
}

extension Store {
  /// The files of this store's attachments.
  public var blobs: BlobStore { BlobStore(directory: path + "/blobs") }
}
