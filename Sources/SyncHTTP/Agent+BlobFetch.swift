// Files of attachments on their way in: what somebody asks for comes from the hub. Broken off, it
// goes on at the byte where it was; a file counts when it is whole and its hash is right.

internal import AsyncHTTPClient
internal import LedgerStore
internal import NIOCore
public import Wire

/// What fetching files came to.
public struct BlobFetch: Sendable, Hashable {
  /// Files that came whole, by the SHA-256 that was verified.
  public internal(set) var fetched: [Digest] = []
  /// Bytes written here, those of files that broke off included.
  public internal(set) var bytes = 0
  /// The hub has not got them either, or they are damaged there.
  public internal(set) var unavailable: [Digest] = []
}

extension Agent {
  /// Brings files from the hub; those here and sound are left alone.
  ///
  /// - Parameter progress: called with files done, and bytes.
  /// - Throws: `HubError`, `StoreError`, `CancellationError`. What came before an error stays, the
  ///   parts of the file under way included.
  public func fetchBlobs(
    _ wanted: [Digest], progress: (@Sendable (Int, Int) -> Void)? = nil
  ) async throws -> BlobFetch {
    guard let hub = try Self.knownHub(store) else { throw HubError(.notJoined) }
    let blobs = store.blobs
    return try await withClient(try hubURL(hub.url)) { client in
      var fetch = BlobFetch()
      for sha256 in wanted {
        // Opening verifies, and sets a damaged one aside.
        let here = try await threads.read { (try? blobs.open(sha256)) ?? nil }
        if here != nil { continue }
        if try await bring(sha256, client, &fetch, progress) {
          fetch.fetched.append(sha256)
        } else {
          fetch.unavailable.append(sha256)
        }
        progress?(fetch.fetched.count, fetch.bytes)
      }
      return fetch
    }
  }

  /// One file, the connection made anew as often as it brings something.
  private func bring(
    _ sha256: Digest, _ client: HubClient, _ fetch: inout BlobFetch,
    _ progress: (@Sendable (Int, Int) -> Void)?
  ) async throws -> Bool {
    var retries = options.retries
    var spoilt = 0
    while true {
      let before = fetch.bytes
      var failure: (any Error)?
      do {
        return try await bringOnce(sha256, client, &fetch, progress)
      } catch {
        failure = client.classified(error)
      }
      guard let failure else { return false }
      if let store = failure as? StoreError, store.code == .blobMismatch {
        spoilt += 1
        guard spoilt < 2 else { return false }
        continue
      }
      guard let hub = failure as? HubError, hub.kind == .broken || hub.kind == .busy else {
        throw failure
      }
      retries = fetch.bytes > before ? options.retries : retries - 1
      guard retries > 0 else { throw failure }
      try await Task.sleep(for: .milliseconds(Int64.random(in: 300...900)))
    }
  }

  private func bringOnce(
    _ sha256: Digest, _ client: HubClient, _ fetch: inout BlobFetch,
    _ progress: (@Sendable (Int, Int) -> Void)?
  ) async throws -> Bool {
    let blobs = store.blobs
    let sender = Self.hubSender
    let here = blobs.partialBytes(sha256, from: sender)
    switch try await client.getBlob(sha256, from: here) {
    case .notThere: return false
    case .beyondEnd:
      blobs.discardPartial(sha256, from: sender)
      throw HubError(.broken, client.url.base, "Range")
    case .bytes(let body, let start, let total):
      if start != here { blobs.discardPartial(sha256, from: sender) }
      var intake = BlobIntake(sha256: sha256, total: total, offset: start)
      var broken: (any Error)?
      do {
        for try await buffer in body {
          intake.pending += buffer.readableBytesView
          guard intake.pending.count >= Self.writeBytes, !intake.isWhole else { continue }
          fetch.bytes += try await write(&intake)
          progress?(fetch.fetched.count, fetch.bytes)
        }
      } catch {
        broken = error
      }
      if let broken {
        // What came before the break is kept.
        if !intake.isWhole, broken as? StoreError == nil {
          fetch.bytes += try await write(&intake)
        }
        throw broken
      }
      fetch.bytes += try await write(&intake)
      guard intake.isComplete else { throw HubError(.broken, client.url.base, "EOF") }
      return true
    }
  }

  /// A file on its way in.
  private struct BlobIntake {
    let sha256: Digest
    let total: Int
    var offset: Int
    var pending: [UInt8] = []
    var isComplete = false

    /// Whether the last byte has arrived: it is written when the answer has ended well.
    var isWhole: Bool { offset + pending.count >= total }

    init(sha256: Digest, total: Int, offset: Int) {
      self.sha256 = sha256
      self.total = total
      self.offset = offset
    }
  }

  /// Writes what has arrived; returns its bytes.
  private func write(_ intake: inout BlobIntake) async throws -> Int {
    let (blobs, sha256, total) = (store.blobs, intake.sha256, intake.total)
    let (bytes, offset) = (intake.pending, intake.offset)
    let progress = try await threads.read {
      try blobs.append(bytes, to: sha256, at: offset, of: total, from: Self.hubSender)
    }
    intake.offset += bytes.count
    intake.pending.removeAll(keepingCapacity: true)
    intake.isComplete = progress == .complete
    return bytes.count
  }

  private static let hubSender = "hub"
  private static let writeBytes = 256 << 10
}
