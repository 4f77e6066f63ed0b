// A bundle file (`.tzb`): changes and attachments on a stick. It names nothing of any file system:
// ledgers by their ids, attachments by their hash.
//
//   "TZB1" | header frame | succession frames | body | closing frame | end frame
//   body: sections, each a section frame and runs of changes as in a change set; then attachments,
//   each a blob header and blob parts. Sealed: the same frames, cut anywhere into sealed frames.

public import Causality

/// What a bundle holds, from whom, and what its reader must have already.
public struct BundleHeader: Hashable, Sendable {
  /// Changes of one ledger: those beyond `from`, up to `to`.
  public struct Section: Hashable, Sendable {
    /// The ledger.
    public var ledger: String
    /// What the reader must hold: every change here follows from it and from the others here.
    public var from: VersionVector
    /// What the reader holds afterwards, when it holds `from`.
    public var to: VersionVector

    /// A section.
    public init(ledger: String, from: VersionVector, to: VersionVector) {
      self.ledger = ledger
      self.from = from
      self.to = to
    }
  }

  /// Whom a sealed bundle is for, and how to open it.
  public struct Seal: Hashable, Sendable {
    /// The addressee.
    public var recipient: ReplicaID
    /// HPKE's encapsulated key, 32 bytes.
    public var encapsulatedKey: [UInt8]

    /// A seal.
    public init(recipient: ReplicaID, encapsulatedKey: [UInt8]) {
      self.recipient = recipient
      self.encapsulatedKey = encapsulatedKey
    }
  }

  /// Ed25519 public key of the store that wrote it, 32 bytes.
  public var publicKey: [UInt8]
  /// The office's name, at most 256 bytes.
  public var office: String
  /// The writing store's wall clock, milliseconds since 1970.
  public var madeMilliseconds: UInt64
  /// The member ledger first, where it is there.
  public var sections: [Section]
  /// How many attachments it holds.
  public var blobs: UInt64
  /// Bytes of all attachments.
  public var blobBytes: UInt64
  /// Nil for an open bundle.
  public var seal: Seal?

  /// The first bytes of every bundle.
  public static let magic = [UInt8]("TZB1".utf8)
  static let format: UInt8 = 1
  /// Most sections of a bundle.
  public static let sectionsMax = 64
  /// Most successions of a bundle.
  public static let successionsMax = 64

  /// A header.
  public init(
    publicKey: [UInt8], office: String, madeMilliseconds: UInt64, sections: [Section],
    blobs: UInt64 = 0, blobBytes: UInt64 = 0, seal: Seal? = nil
  ) {
    self.publicKey = publicKey
    self.office = office
    self.madeMilliseconds = madeMilliseconds
    self.sections = sections
    self.blobs = blobs
    self.blobBytes = blobBytes
    self.seal = seal
  }

  /// The writer's replica; nil when the key is none.
  public var writer: ReplicaID? {
    (try? VerifyingKey(bytes: publicKey)).map { ReplicaID(publicKey: $0) }
  }

  /// `format 1 | 32-byte key | text office | 8-byte time | varint n, n x (text ledger, vector from,
  /// vector to) | varint blobs | varint blob bytes | 0, or 1, 10-byte recipient, 32-byte key`.
  ///
  /// Throws `invalidKey`, `authorTooLong`, `countTooLarge`, `invalidLedger`.
  public func encode() throws(WireError) -> [UInt8] {
    guard publicKey.count == 32 else { throw WireError(.invalidKey, at: 1) }
    guard office.utf8.count <= WireLimits.authorBytes else {
      throw WireError(.authorTooLong, at: 1)
    }
    guard sections.count <= Self.sectionsMax else { throw WireError(.countTooLarge, at: 1) }
    var bytes: [UInt8] = [Self.format]
    bytes += publicKey
    appendText(office, to: &bytes)
    appendBigEndian(madeMilliseconds, to: &bytes)
    Varint.append(UInt64(sections.count), to: &bytes)
    for section in sections {
      guard LedgerName.isValid(section.ledger) else {
        throw WireError(.invalidLedger, at: bytes.count)
      }
      appendText(section.ledger, to: &bytes)
      VectorCoding.encode(section.from, into: &bytes)
      VectorCoding.encode(section.to, into: &bytes)
    }
    Varint.append(blobs, to: &bytes)
    Varint.append(blobBytes, to: &bytes)
    bytes.append(seal == nil ? 0 : 1)
    if let seal {
      guard seal.encapsulatedKey.count == 32 else { throw WireError(.invalidKey, at: bytes.count) }
      seal.recipient.appendBytes(to: &bytes)
      bytes += seal.encapsulatedKey
    }
    return bytes
  }

  /// Decodes bytes that hold exactly one header.
  public static func decode(_ bytes: [UInt8]) throws(WireError) -> BundleHeader {
    try withReader(bytes.span.bytes, from: 0) { reader throws(WireError) in
      guard try reader.byte() == format else { throw WireError(.unsupportedVersion, at: 0) }
      let key = try reader.digest().bytes
      let office = try reader.text(try reader.length(upTo: WireLimits.authorBytes, .authorTooLong))
      let made = try reader.bigEndian64()
      let start = reader.offset
      let count = try reader.count(elementBytes: 4)
      guard count <= sectionsMax else { throw WireError(.countTooLarge, at: start) }
      var sections: [Section] = []
      for _ in 0..<count {
        sections.append(
          Section(ledger: try reader.ledger(), from: try reader.vector(), to: try reader.vector()))
      }
      var header = BundleHeader(
        publicKey: key, office: office, madeMilliseconds: made, sections: sections,
        blobs: try reader.varint(), blobBytes: try reader.varint())
      if try reader.flag() {
        header.seal = Seal(
          recipient: try reader.replica(), encapsulatedKey: try reader.digest().bytes)
      }
      try reader.requireEnd()
      return header
    }
  }
}

/// Names an attachment whose bytes follow.
public struct BlobHeader: Hashable, Sendable {
  /// SHA-256 of its bytes.
  public let digest: Digest
  /// Its length, at most 64 MiB.
  public let bytes: Int

  /// A header.
  public init(digest: Digest, bytes: Int) {
    self.digest = digest
    self.bytes = bytes
  }

  /// `32-byte digest | varint bytes`. Throws `valueTooLarge` beyond 64 MiB.
  public func encode() throws(WireError) -> [UInt8] {
    guard bytes <= WireLimits.blobBytes else { throw WireError(.valueTooLarge, at: 0) }
    var encoded = digest.bytes
    Varint.append(UInt64(bytes), to: &encoded)
    return encoded
  }

  /// Decodes bytes that hold exactly one header.
  public static func decode(_ bytes: [UInt8]) throws(WireError) -> BlobHeader {
    try withReader(bytes.span.bytes, from: 0) { reader throws(WireError) in
      let header = BlobHeader(
        digest: try reader.digest(),
        bytes: Int(try reader.varint(upTo: UInt64(WireLimits.blobBytes), .valueTooLarge)))
      try reader.requireEnd()
      return header
    }
  }
}
