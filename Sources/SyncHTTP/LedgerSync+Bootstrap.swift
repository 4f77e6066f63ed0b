// A store that lacks very much, or what the hub no longer keeps as changes, starts from the hub's
// snapshot. It is downloaded beside the store, in ranges: a broken line, or a killed process, goes
// on where it was. The store verifies it before anything of it counts; the rest comes as changes.

internal import AsyncHTTPClient
internal import Causality
internal import FoundationEssentials
internal import Glibc
internal import LedgerStore
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import SyncSession
internal import Wire

/// Thrown out of an answer when a snapshot brings it cheaper.
struct SnapshotIsShorter: Error {}

extension LedgerSync {
  /// Whether a snapshot is the shorter way to what a receipt covers: nothing is held here, and very
  /// much is there. Where the member list has left this store's base behind, it is the only way.
  func prefersSnapshot(to receipt: Receipt) throws -> Bool {
    guard !hasNoSnapshot, ledger != Store.memberLedger else { return false }
    if try store.staleLedgers().contains(ledger) { return true }
    guard options.snapshotChangesMin > 0, session.own.isEmpty else { return false }
    return PeerNotes.count(receipt.vector.missing(from: session.own))
      >= UInt64(options.snapshotChangesMin)
  }

  /// Whether the hub has compacted what is lacking here.
  func needsSnapshot(_ error: (any Error)?) -> Bool {
    !hasNoSnapshot && (error as? HubError)?.kind == .belowBase
  }

  /// Brings the snapshot, puts it in place, and starts the exchange anew.
  func startFromSnapshot() async throws -> [SyncAction] {
    guard let path = try await fetchSnapshot() else {
      hasNoSnapshot = true
      return handle(.startOver)
    }
    // One try a round: a snapshot that does not help is not fetched in a circle.
    hasNoSnapshot = true
    let bootstrapped: BootstrapReport
    do {
      bootstrapped = try await threads.write { [store, ledger] in
        try store.bootstrap(ledger, from: path)
      }
    } catch let error as StoreError where error.code == .badSnapshot {
      // Kept, it would be whole already for the next sync, and refused again.
      Self.discard(path)
      throw error
    }
    Self.discard(path)
    report.bootstrapped = bootstrapped.records
    return handle(.applied(bootstrapped.vector, hasGap: false)) + handle(.startOver)
  }

  // MARK: - Download

  /// The whole file; nil when the hub has none to give.
  private func fetchSnapshot() async throws -> String? {
    let directory = store.path + "/incoming"
    if mkdir(directory, 0o700) != 0, errno != EEXIST {
      throw StoreError(.io, directory, String(cString: strerror(errno)))
    }
    let path = "\(directory)/\(ledger).tzs"
    var failures = 0
    while true {
      let before = Self.size(path)
      do {
        return try await fetchRange(path) ? path : nil
      } catch {
        let error = client.classified(error)
        guard (error as? HubError)?.kind == .broken else { throw error }
        failures = Self.size(path) > before ? 0 : failures + 1
        guard failures <= options.retries else { throw error }
        logger.debug("\(ledger): the snapshot goes on at byte \(Self.size(path))")
        try await Task.sleep(for: .milliseconds(200 << min(failures, 4)))
      }
    }
  }

  /// Asks for what is missing of the file and appends it. False when there is no snapshot.
  private func fetchRange(_ path: String) async throws -> Bool {
    let tag = (try? String(contentsOfFile: path + ".tag", encoding: .utf8)) ?? ""
    let have = tag.isEmpty ? 0 : Self.size(path)
    var request = client.request("/v1/ledgers/\(ledger)/snapshot", .GET)
    if have > 0 {
      request.headers.add(name: "Range", value: "bytes=\(have)-")
      request.headers.add(name: "If-Range", value: tag)
    }
    let response = try await client.sendSigned(request)
    let status = Int(response.status.code)
    if status == 404 || status == 416 {
      _ = try await client.collect(response)
      if status == 416, have > 0 { return true }
      return false
    }
    guard status == 200 || status == 206 else {
      try await client.expect(Media.snapshot, response)
      return false
    }
    let found = Media.type(of: response.headers.first(name: "Content-Type"))
    guard found == Media.snapshot else {
      throw HubError(.notAHub, client.url.base, "HTTP \(status) \(found.prefix(100))")
    }
    let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (status == 200 ? O_TRUNC : 0), 0o600)
    guard file >= 0 else { throw StoreError(.io, path, String(cString: strerror(errno))) }
    defer { close(file) }
    if status == 200 {
      try (response.headers.first(name: "ETag") ?? "")
        .write(toFile: path + ".tag", atomically: false, encoding: .utf8)
    }
    var at = status == 206 ? have : 0
    for try await piece in response.body {
      let count = piece.readableBytes
      let written = piece.withUnsafeReadableBytes { pwrite(file, $0.baseAddress, count, off_t(at)) }
      guard written == count else {
        throw StoreError(errno == ENOSPC ? .diskFull : .io, path, String(cString: strerror(errno)))
      }
      at += count
      let traffic = client.traffic.totals
      options.progress?(
        SyncProgress(
          ledger: ledger, received: report.received, sent: report.sent,
          bytesReceived: traffic.received, bytesSent: traffic.sent))
    }
    guard fsync(file) == 0 else { throw StoreError(.io, path, String(cString: strerror(errno))) }
    return true
  }

  private static func discard(_ path: String) {
    unlink(path)
    unlink(path + ".tag")
  }

  private static func size(_ path: String) -> Int {
    FileFacts(path)?.byteCount ?? 0
  }
}
