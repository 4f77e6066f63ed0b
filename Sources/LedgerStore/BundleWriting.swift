// Guarantees: a bundle is a pure function of what it was asked for and what is here at its
// beginning; it is there whole or not at all, and its size is known before it is written.

public import Causality
internal import LMDB
public import Wire

/// What should go into a bundle.
public struct BundleRequest: Sendable {
  /// The ledger whose changes go along.
  public var ledger: String
  /// What the reader is known to hold of the ledger.
  public var from: VersionVector
  /// What the reader is known to hold of the member ledger; what it lacks goes along.
  public var memberFrom: VersionVector
  /// Seals the bundle to this member.
  public var recipient: Member?
  /// Attachments to go along.
  public var blobs: BundleBlobs?
  /// Whether the member ledger goes along. To whom another hub enrolled it says nothing.
  public var carriesMembers = true

  /// A request; the defaults take every change of the ledger, open, without attachments.
  public init(
    ledger: String, from: VersionVector = VersionVector(),
    memberFrom: VersionVector = VersionVector(), recipient: Member? = nil,
    blobs: BundleBlobs? = nil
  ) {
    self.ledger = ledger
    self.from = from
    self.memberFrom = memberFrom
    self.recipient = recipient
    self.blobs = blobs
  }
}

/// Attachments as a bundle's writer gets them.
public struct BundleBlobs: Sendable {
  /// What goes along, in the order in which it is written.
  public let list: [BlobHeader]
  /// Up to so many bytes of an attachment from an offset; at least one before its end.
  public let read: @Sendable (Digest, Int, Int) throws(StoreError) -> [UInt8]

  /// `read` is called from the first byte of each attachment on, once its head is written.
  public init(
    list: [BlobHeader],
    read: @escaping @Sendable (Digest, Int, Int) throws(StoreError) -> [UInt8]
  ) {
    self.list = list
    self.read = read
  }
}

/// A bundle that was written, or would be.
public struct BundleSummary: Sendable {
  /// What the bundle says of itself.
  public let header: BundleHeader
  /// Names the file's content; zero when nothing was written.
  public let digest: Digest
  /// Bytes of the file.
  public let bytes: Int
  /// Changes in it, by ledger.
  public let changes: [String: Int]
}

extension Store {
  /// Writes a bundle to `path`, or with nil only finds what it would hold and how large it would
  /// be.
  ///
  /// Changes below the base are left out: the header's `from` says what the reader must hold.
  ///
  /// - Throws: `noSuchLedger`, `badIdentity` for a recipient whose key seals nothing, `otherFile`
  ///   where another file stands at `path`, `diskFull`, or an I/O error; an earlier bundle at
  ///   `path` then stays, and nothing else is left behind.
  /// - Complexity: O(what is missing), twice; memory about 2 MiB.
  public func createBundle(
    at path: String?, _ request: BundleRequest
  ) throws(StoreError) -> BundleSummary {
    let sections = try sections(request)
    var header = BundleHeader(
      publicKey: identity.publicKey, office: String(identity.office.prefix(80)),
      madeMilliseconds: options.wallMilliseconds(), sections: sections,
      blobs: UInt64(request.blobs?.list.count ?? 0),
      blobBytes: UInt64(request.blobs?.list.reduce(0) { $0 + $1.bytes } ?? 0))
    do {
      var sealer: BundleSealer?
      if let member = request.recipient {
        sealer = try BundleSealer(to: try VerifyingKey(bytes: member.publicKey))
      }
      header.seal = sealer?.seal
      let file = try path.map { path throws(StoreError) in
        try BundleFile.replacing(path)
      }
      var sink = BundleSink(file: file, sealer: sealer)
      var head = BundleHeader.magic
      try FrameWriter.append(.bundleHeader, try header.encode(), to: &head)
      for succession in try successionsToTell() {
        try FrameWriter.append(.succession, succession.encode(), to: &head)
      }
      try sink.append(outer: head)
      var changes: [String: Int] = [:]
      for section in sections { changes[section.ledger] = try write(section, to: &sink) }
      if let blobs = request.blobs { try write(blobs, to: &sink) }
      try sink.finishBody()
      let digest = file?.digest ?? .zero
      let closing = FileClosing(.bundle, digest: digest, key: key)
      try sink.append(outer: try closing.encodeTail())
      try file?.finish()
      return BundleSummary(header: header, digest: digest, bytes: sink.bytes, changes: changes)
    } catch let error as WireError {
      throw StoreError(.badBundle, path ?? "", error.description)
    } catch {
      throw StoreError(error, at: place, table: "log", key: Keys.ledger(request.ledger))
    }
  }

  /// What leads a reader from a key that it knows to this store's: of a hub all its renewals, of a
  /// member those that the member list does not show yet. The newest, where they are too many.
  private func successionsToTell() throws(StoreError) -> [Succession] {
    let told = try read { (snapshot) throws(StoreError) in
      let listed = Set(try listedMembers(snapshot.transaction, in: tables).map(\.replica))
      let pending = try pending(snapshot.transaction).map(\.succession)
      return try successions(Self.ownPrefix, snapshot.transaction).map(\.succession)
        + pending.filter { !listed.contains($0.new) }
    }
    return told.suffix(BundleHeader.successionsMax)
  }

  /// The member ledger first: who may write must be known before what they wrote.
  private func sections(_ request: BundleRequest) throws(StoreError) -> [BundleHeader.Section] {
    func section(
      _ ledger: String, _ from: VersionVector, _ snapshot: borrowing Snapshot
    ) throws(StoreError) -> BundleHeader.Section {
      let to = try snapshot.vector(ledger)
      // What stands below the base is the reader's already, or it needs a snapshot first.
      let known = from.merging(try base(of: ledger, snapshot.transaction).vector).meeting(to)
      return BundleHeader.Section(ledger: ledger, from: known, to: to)
    }
    return try read { (snapshot) throws(StoreError) in
      let own = try section(request.ledger, request.from, snapshot)
      guard request.ledger != Self.memberLedger, request.carriesMembers,
        try holds(Self.memberLedger, snapshot.transaction)
      else { return [own] }
      let members = try section(Self.memberLedger, request.memberFrom, snapshot)
      return members.from == members.to ? [own] : [members, own]
    }
  }

  private func write(
    _ section: BundleHeader.Section, to sink: inout BundleSink
  ) throws -> Int {
    var opening: [UInt8] = []
    var name: [UInt8] = []
    name.appendVarint(UInt64(section.ledger.utf8.count))
    name += section.ledger.utf8
    try FrameWriter.append(.section, name, to: &opening)
    try sink.append(opening)
    var from = section.from
    var changes = 0
    var more = true
    while more {
      let chunk = try nextChangeSet(
        section.ledger, from: &from, upTo: section.to, maxBytes: 1 << 20)
      try sink.append(chunk.frames)
      changes += chunk.changes
      more = chunk.more
    }
    return changes
  }

  private func write(_ blobs: BundleBlobs, to sink: inout BundleSink) throws {
    for blob in blobs.list {
      var frame: [UInt8] = []
      try FrameWriter.append(.blobHeader, try blob.encode(), to: &frame)
      try sink.append(frame)
      var at = 0
      while at < blob.bytes {
        let wanted = min(WireLimits.blobPartBytes, blob.bytes - at)
        let piece = try blobs.read(blob.digest, at, wanted)
        guard !piece.isEmpty, piece.count <= wanted else {
          throw StoreError(.io, blob.digest.description, "shorter than before")
        }
        frame.removeAll(keepingCapacity: true)
        try FrameWriter.append(.blobPart, piece, to: &frame)
        try sink.append(frame)
        at += piece.count
      }
    }
  }
}

/// Where a bundle's bytes go: sealed or open, written or only counted.
private struct BundleSink {
  let file: NewFile?
  var sealer: BundleSealer?
  private(set) var bytes = 0

  init(file: NewFile?, sealer: BundleSealer?) {
    self.file = file
    self.sealer = sealer
  }

  /// Frames of the body.
  mutating func append(_ frames: [UInt8]) throws {
    if let sealed = try sealer?.seal(frames) {
      try append(outer: sealed)
    } else {
      try append(outer: frames)
    }
  }

  mutating func finishBody() throws {
    if let sealed = try sealer?.seal([], end: true) { try append(outer: sealed) }
  }

  mutating func append(outer: [UInt8]) throws(StoreError) {
    bytes += outer.count
    try file?.append(outer)
  }
}
