// Guarantees: an attachment that comes in parts can be broken off and gone on with at any byte; it
// takes its place only when it is whole and its hash is right. Parts from different senders never
// mix, so that none can spoil another's transfer.

internal import Glibc
public import Wire

/// How far an attachment in parts has come.
public enum BlobProgress: Hashable, Sendable {
  /// So many bytes are here; the next part begins there.
  case partial(Int)
  /// Whole, verified, durable, in its place.
  case complete
}

extension BlobStore {
  /// The bytes that a broken-off transfer has left here; 0 for none.
  ///
  /// - Parameter sender: who sends: a replica id, `hub`, `bundle`. Letters, digits and `-` count.
  public func partialBytes(_ sha256: Digest, from sender: String) -> Int {
    var status = stat()
    guard stat(partialPath(sha256, sender), &status) == 0 else { return 0 }
    return Int(status.st_size)
  }

  /// Takes one part. The last one makes the attachment whole; what is whole already takes nothing.
  ///
  /// - Parameters:
  ///   - offset: where the part begins; must be ``partialBytes(_:from:)``.
  ///   - total: bytes of the whole attachment.
  /// - Throws: `blobTooLarge`; `blobOffset` with the offset expected; `blobMismatch` when all bytes
  ///   are here and the hash is another: the parts are dropped; `busy` when the same sender's other
  ///   connection is writing; `diskFull` or an I/O error: the bytes before this part stay.
  public func append(
    _ bytes: [UInt8], to sha256: Digest, at offset: Int, of total: Int, from sender: String
  ) throws(StoreError) -> BlobProgress {
    guard total <= Self.sizeBytesMax else {
      throw StoreError(
        .blobTooLarge, sha256.description, String(total), String(Self.sizeBytesMax))
    }
    if has(sha256) { return .complete }
    guard offset >= 0, total >= 0, bytes.count <= total - offset else {
      throw StoreError(.blobOffset, sha256.description, "0")
    }
    try prepare()
    let path = partialPath(sha256, sender)
    let file = try BlobFile.writing(path, exclusive: false)
    guard file.lock() else { throw StoreError(.busy, path, "0") }
    let size = try file.sizeBytes() ?? 0
    guard size == offset else { throw StoreError(.blobOffset, sha256.description, String(size)) }
    do throws(StoreError) { try file.write(bytes, at: offset) } catch {
      file.truncate(to: size)
      throw error
    }
    guard offset + bytes.count == total else { return .partial(offset + bytes.count) }
    let found = try file.digest()
    guard found == sha256 else {
      unlink(path)
      throw StoreError(.blobMismatch, sha256.description, found.description)
    }
    try place(file, as: sha256)
    return .complete
  }

  /// Drops what a broken-off transfer has left.
  public func discardPartial(_ sha256: Digest, from sender: String) {
    unlink(partialPath(sha256, sender))
  }

  /// Drops parts and drafts that nobody has added to for so long; a month where nothing is said.
  ///
  /// - Returns: how many.
  @discardableResult
  public func discardStalePartials(
    olderThanSeconds: Int = 30 * 86_400, nowSeconds: Int
  ) throws(StoreError) -> Int {
    var dropped = 0
    for name in try BlobDirectory.names(partialDirectory) {
      let path = partialDirectory + "/" + name
      var status = stat()
      guard stat(path, &status) == 0, nowSeconds - status.st_mtim.tv_sec > olderThanSeconds else {
        continue
      }
      if unlink(path) == 0 { dropped += 1 }
    }
    return dropped
  }

  private func partialPath(_ sha256: Digest, _ sender: String) -> String {
    let sender = sender.unicodeScalars.filter { scalar in
      ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "-"
    }
    let name = String(String.UnicodeScalarView(sender)).prefix(32)
    return partialDirectory + "/" + sha256.description + "-" + name
  }
}

extension BlobStore {
  /// Gives another store all files of this one: by hard link where the file system allows it, else
  /// by a verified copy. Files never change in place, so a link is as good as a copy.
  ///
  /// - Returns: files and bytes given; damaged ones are left out.
  func copyAll(to other: BlobStore) throws(StoreError) -> (files: Int, bytes: Int) {
    var files = 0
    var bytes = 0
    for sha256 in try all() {
      guard let size = size(of: sha256), !other.has(sha256) else { continue }
      guard try other.take(sha256, linking: path(of: sha256)) else { continue }
      files += 1
      bytes += size
    }
    return (files, bytes)
  }

  private func take(_ sha256: Digest, linking source: String) throws(StoreError) -> Bool {
    try prepare()
    let target = path(of: sha256)
    let shard = directory + "/" + sha256.description.prefix(2)
    if try BlobDirectory.make(shard) { try BlobDirectory.sync(directory) }
    if link(source, target) == 0 {
      try BlobDirectory.sync(shard)
      return true
    }
    let added = try add(source)
    guard added.sha256 == sha256 else {
      unlink(path(of: added.sha256))
      return false
    }
    return true
  }

  /// Removes every file and directory of this store: for a store that was not made whole.
  func removeAll() {
    for name in (try? BlobDirectory.names(directory)) ?? [] {
      let inner = directory + "/" + name
      for file in (try? BlobDirectory.names(inner)) ?? [] { unlink(inner + "/" + file) }
      rmdir(inner)
    }
    rmdir(directory)
  }
}
