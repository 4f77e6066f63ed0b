// Files of attachments on their way to the hub. After a sync the agent offers what is here and the
// hub lacks, in parts that grow with the line's speed; a broken line costs the part under way. What
// the hub is known to hold is noted, so that a quiet sync asks about nothing.

internal import Causality
internal import LedgerStore
internal import Logging
internal import NIOCore
internal import Wire

/// What offering files came to.
public struct BlobOffer: Sendable, Hashable {
  /// Files that the hub took whole.
  public internal(set) var sent = 0
  /// Bytes of parts that it took.
  public internal(set) var sentBytes = 0
  /// Files left for another time: the limit was reached, the hub does not know the record yet, or
  /// the line failed.
  public internal(set) var left = 0
  /// Why files were left, where the line failed or the hub refused.
  public internal(set) var failure: HubError?
}

extension Agent {
  /// Parts begin small, for lines of 50 kbps, and double while they take less than a second.
  private static let partBytesMin = 64 << 10
  private static let partBytesMax = 4 << 20

  // MARK: - Offering

  /// Sends the hub the files that records of `ledger` name, that are here, and that it lacks.
  ///
  /// - Parameter maxBytes: parts are sent until so many bytes have gone.
  func offerBlobs(
    _ ledger: String, _ client: HubClient, maxBytes: Int
  ) async throws -> BlobOffer {
    var offer = BlobOffer()
    let notes = PeerNotes(store: store)
    let wanted = try await threads.read { [store] () -> [Digest] in
      guard let receipt = try notes.receipt(ledger) else { return [] }
      return try store.blobsToOffer(ledger) { try notes.holds($0, receipt) }
    }
    guard !wanted.isEmpty, let receipt = try notes.receipt(ledger) else { return offer }
    for (number, sha256) in wanted.enumerated() {
      try Task.checkCancellation()
      guard offer.sentBytes < maxBytes else {
        offer.left += 1
        continue
      }
      let isThere = try await sendTrying(sha256, client, maxBytes: maxBytes, &offer)
      if offer.failure != nil {
        offer.left += wanted.count - number
        return offer
      }
      if isThere {
        try await threads.write { try notes.remember(held: sha256, receipt) }
      } else {
        offer.left += 1
      }
    }
    return offer
  }

  /// Bytes of files that a single sync may still send.
  func blobBudget(after report: SyncReport) -> Int {
    guard options.syncBytesMax > 0 else { return .max }
    return max(0, options.syncBytesMax - report.bytesSent - report.bytesReceived)
  }

  /// Sends one file, the connection made anew as often as it carries something. What ends it stands
  /// in `offer.failure`.
  private func sendTrying(
    _ sha256: Digest, _ client: HubClient, maxBytes: Int, _ offer: inout BlobOffer
  ) async throws -> Bool {
    var retries = options.retries
    while true {
      let before = offer.sentBytes
      var failure: (any Error)?
      do {
        return try await send(sha256, client, maxBytes: maxBytes, &offer)
      } catch {
        failure = client.classified(error)
      }
      guard let hub = failure as? HubError else {
        if let failure { throw failure }
        return false
      }
      retries = offer.sentBytes > before ? options.retries : retries - 1
      guard hub.kind == .broken, retries > 0 else {
        offer.failure = hub
        return false
      }
      try await Task.sleep(for: .milliseconds(Int64.random(in: 300...900)))
    }
  }

  /// Sends one file from where the hub is; true when it is whole there.
  private func send(
    _ sha256: Digest, _ client: HubClient, maxBytes: Int, _ offer: inout BlobOffer
  ) async throws -> Bool {
    var offset: Int
    switch try await client.blobState(sha256) {
    case .there: return true
    case .unknown: return false
    case .wanted(let start): offset = start
    }
    let blobs = store.blobs
    guard let reader = try await threads.read({ try? blobs.open(sha256) }) else { return false }
    var partBytes = Self.partBytesMin
    var restarts = 0
    while offer.sentBytes < maxBytes {
      let (start, count) = (offset, min(partBytes, maxBytes - offer.sentBytes))
      let part = try await threads.read { try reader.read(at: start, count: count) }
      let began = ContinuousClock.now
      let next = try await client.putBlob(sha256, part, at: offset, of: reader.ref.bytes)
      guard let next else {
        offer.sent += 1
        offer.sentBytes += part.count
        return true
      }
      if next == offset + part.count {
        offer.sentBytes += part.count
      } else {
        // Another run of this store was there in between; what it sent counts.
        restarts += 1
        guard restarts <= 3, next <= reader.ref.bytes else { return false }
      }
      offset = next
      let took = ContinuousClock.now - began
      if took < .seconds(1) { partBytes = min(partBytes * 2, Self.partBytesMax) }
      if took > .seconds(10) { partBytes = max(partBytes / 2, Self.partBytesMin) }
    }
    return false
  }

  /// Offers files of all `ledgers` until cancelled, over a connection of its own, so that a long
  /// upload never keeps an edit waiting. Failures are tried again.
  /// On a metered line each round keeps to the limit of a sync, one round a period.
  func offerBlobsForever(
    _ ledgers: [String], at url: HubURL, everySeconds: Int
  ) async throws {
    let restSeconds = options.syncBytesMax > 0 ? Double(max(1, everySeconds)) : 1
    _ = try? await threads.read { [store] in
      try store.blobs.discardStalePartials(nowSeconds: StoreOptions.systemSeconds())
    }
    try await withClient(url) { client in
      var settled: [String: Settled] = [:]
      var pauseSeconds = restSeconds
      while true {
        for ledger in ledgers {
          do {
            if let now = try await offerNews(ledger, client, since: settled[ledger]) {
              settled[ledger] = now
            }
            pauseSeconds = restSeconds
          } catch {
            if error is CancellationError { throw error }
            logger.debug("\(ledger): attachments: \(error)")
            pauseSeconds = min(pauseSeconds * 2, max(60, restSeconds))
          }
        }
        let jitter = Double.random(in: 0.9...1.1)
        try await Task.sleep(for: .milliseconds(Int64(pauseSeconds * jitter * 1_000)))
      }
    }
  }

  /// Where a ledger stood when all its files had been offered.
  private struct Settled {
    let vector: VersionVector
    let receipt: Receipt?
    /// A file may come after the change that names it: from an office below, or in a bundle.
    let arrivals: Int64?
    let at = ContinuousClock.now
  }

  /// Offers a ledger's files unless nothing has moved; where it stands now when nothing is left.
  private func offerNews(
    _ ledger: String, _ client: HubClient, since last: Settled?
  ) async throws -> Settled? {
    let now = try await threads.read { [store] in
      Settled(
        vector: try store.vector(ledger), receipt: try PeerNotes(store: store).receipt(ledger),
        arrivals: store.blobs.arrivals)
    }
    if let last, last.vector == now.vector, last.receipt == now.receipt,
      last.arrivals == now.arrivals, now.at - last.at < Self.rescan
    {
      return last
    }
    let limit = options.syncBytesMax > 0 ? options.syncBytesMax : options.maxBytes
    let offer = try await offerBlobs(ledger, client, maxBytes: limit)
    if let failure = offer.failure { throw failure }
    return offer.left == 0 || offer.sentBytes == 0 ? now : nil
  }

  /// After so long everything is looked at again: a person may have put a file in its place.
  private static let rescan = Duration.seconds(600)
}

extension Store {
  /// The files that records of `ledger` name and that are here, less those that `isHeld` knows at
  /// the hub; each once, ascending.
  func blobsToOffer(
    _ ledger: String, isHeld: (Digest) throws -> Bool
  ) throws -> [Digest] {
    var named: Set<Digest> = []
    try read { snapshot throws(StoreError) in
      try snapshot.attachedDigests(ledger) { sha256, _, _ in
        named.insert(sha256)
        return true
      }
    }
    return try named.filter { try !isHeld($0) && blobs.has($0) }.sorted()
  }
}

extension PeerNotes {
  private func blobKey(_ sha256: Digest) -> String {
    Store.heldBlobPrefix + sha256.description
  }

  private func blobNote(_ receipt: Receipt) -> [UInt8] {
    Array("\(receipt.hub) \(receipt.epoch)".utf8)
  }

  /// Whether the hub that signed `receipt` is known to hold the file. A restored hub is asked
  /// again.
  func holds(_ sha256: Digest, _ receipt: Receipt) throws(StoreError) -> Bool {
    try store.peerValue(blobKey(sha256)) == blobNote(receipt)
  }

  func remember(held sha256: Digest, _ receipt: Receipt) throws(StoreError) {
    try store.setPeerValue(blobKey(sha256), blobNote(receipt))
  }
}
