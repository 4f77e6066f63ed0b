// Guarantees: what a bundle carries of attachments is verified when it is read out, and taken in
// only where a record here names it: a stick fills no disk with what nobody asked for.

internal import Causality
internal import Synchronization
internal import Wire

extension Store {
  /// The files that records of `ledger` name and that are here, as a bundle's writer gets them.
  public func bundleBlobs(_ ledger: String) throws(StoreError) -> BundleBlobs {
    let files = blobs
    var seen: Set<Digest> = []
    try read { (snapshot) throws(StoreError) in
      try snapshot.attachedDigests(ledger) { sha256, _, _ in
        seen.insert(sha256)
        return true
      }
    }
    var list: [BlobHeader] = []
    for sha256 in seen.sorted() {
      guard let bytes = files.size(of: sha256) else { continue }
      list.append(BlobHeader(digest: sha256, bytes: bytes))
    }
    let reading = ReadingBlob(files)
    return BundleBlobs(list: list) { (sha256, offset, count) throws(StoreError) in
      try reading.read(sha256, at: offset, count: count)
    }
  }

  /// Takes in the attachments of a bundle: those that records here name and whose files are
  /// missing.
  public func bundleIntake() -> BlobIntake {
    let files = blobs
    return BlobIntake(
      wants: { [self] (header) throws(StoreError) in
        guard !files.has(header.digest) else { return false }
        let isNamed = try read { (snapshot) throws(StoreError) in
          try !snapshot.ledgers(referringTo: header.digest).isEmpty
        }
        guard isNamed else { return false }
        // A bundle is read from its beginning, whatever an earlier one left.
        files.discardPartial(header.digest, from: Self.bundleSender)
        guard header.bytes > 0 else {
          _ = try files.append([], to: header.digest, at: 0, of: 0, from: Self.bundleSender)
          return false
        }
        return true
      },
      take: { (header, offset, bytes) throws(StoreError) in
        _ = try files.append(
          bytes, to: header.digest, at: offset, of: header.bytes, from: Self.bundleSender)
      })
  }

  private static let bundleSender = "bundle"
}

/// The attachment that a bundle's writer is at: opened, and so verified, once.
private final class ReadingBlob: Sendable {
  private let files: BlobStore
  private let current = Mutex<BlobReader?>(nil)

  init(_ files: BlobStore) { self.files = files }

  func read(_ sha256: Digest, at offset: Int, count: Int) throws(StoreError) -> [UInt8] {
    if let reader = current.withLock({ $0 }), reader.ref.sha256 == sha256 {
      return try reader.read(at: offset, count: count)
    }
    guard let opened = try files.open(sha256) else {
      throw StoreError(.noSuchBlob, sha256.description)
    }
    current.withLock { $0 = opened }
    return try opened.read(at: offset, count: count)
  }
}
