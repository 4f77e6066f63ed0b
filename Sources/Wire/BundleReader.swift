// Reads a bundle however its bytes arrive: whole runs, whole pieces of attachments, in the order in
// which they stand. Memory stays below one run and a few frames. What was given out before an error
// stands: changes are signed by their authors, whatever becomes of the rest of the file.

/// What stands in a bundle.
public enum BundleItem: Sendable {
  case header(BundleHeader)
  /// A step from an earlier key to the header's; before everything else. Its signature is not
  /// checked.
  case succession(Succession)
  /// The runs that follow are of this ledger.
  case section(String)
  case run(Run)
  case blob(BlobHeader)
  /// The next bytes of the attachment named last.
  case blobPart([UInt8])
  /// A sealed piece that no key was given for: how many bytes.
  case sealed(Int)
  /// The writer's last word. Only who has hashed the file knows whether it is true.
  case closing(FileClosing)
}

/// Reads a bundle. After an error every call repeats it.
public struct BundleReader: Sendable {
  private var outer = FrameReader()
  private var inner = FrameReader()
  private var changes = ChangeSetReader()
  private var hasMagic = false
  private var magic: [UInt8] = []
  private var header: BundleHeader?
  private var section: String?
  private var blobLeft = 0
  private var successions = 0
  private var hasBody = false
  private var opener: BundleOpener?
  private let key: SealKey?
  private var failure: WireError?
  private var isClosed = false

  /// - Parameter key: opens bundles sealed to it.
  public init(key: SealKey? = nil) { self.key = key }

  /// Whether the end of the file was read.
  public var isFinished: Bool { outer.isEnded }
  /// Bytes of the file that whole frames have taken.
  public var offset: Int { outer.offset + (hasMagic ? BundleHeader.magic.count : 0) }

  /// Takes the next bytes of the file.
  public mutating func feed(_ bytes: [UInt8]) {
    guard !hasMagic else { return outer.feed(bytes) }
    magic += bytes
    guard magic.count >= BundleHeader.magic.count else { return }
    hasMagic = true
    if !magic.starts(with: BundleHeader.magic) { failure = WireError(.wrongMagic, at: 0) }
    outer.feed(Array(magic.dropFirst(BundleHeader.magic.count)))
    magic = []
  }

  /// Refuses a bundle that stopped early: `incomplete`.
  public func requireFinished() throws(WireError) {
    if let failure { throw failure }
    guard isFinished else { throw WireError(.incomplete, at: offset) }
  }

  /// The next item; nil when more bytes are needed or the bundle has ended.
  public mutating func next() throws(WireError) -> BundleItem? {
    if let failure { throw failure }
    guard hasMagic else { return nil }
    do {
      while true {
        if let run = try changes.nextRun() { return .run(run) }
        if let frame = try inner.next() {
          if let item = try read(frame) { return item }
          continue
        }
        guard let frame = try outer.next() else { return nil }
        if let item = try readOuter(frame) { return item }
      }
    } catch {
      failure = error
      throw error
    }
  }

  private mutating func readOuter(_ frame: Frame) throws(WireError) -> BundleItem? {
    guard let header else {
      guard frame.kind == .bundleHeader else { throw unexpected(frame) }
      let header = try BundleHeader.decode(frame.body)
      self.header = header
      if let seal = header.seal, let key, key.replica == seal.recipient {
        opener = try BundleOpener(key: key, header: header)
      }
      return .header(header)
    }
    if frame.kind == .succession {
      successions += 1
      guard !hasBody, successions <= BundleHeader.successionsMax else { throw unexpected(frame) }
      return .succession(try Succession.decode(frame.body))
    }
    hasBody = true
    switch frame.kind {
    case .end:
      guard isClosed else { throw unexpected(frame) }
      return nil
    case .closing:
      guard !isClosed, blobLeft == 0 else { throw unexpected(frame) }
      isClosed = true
      return .closing(try FileClosing.decode(frame.body))
    case .sealed:
      guard header.seal != nil, !isClosed else { throw unexpected(frame) }
      guard opener != nil else { return .sealed(frame.body.count) }
      inner.feed(try opener?.open(frame.body) ?? [])
      return nil
    default:
      guard header.seal == nil, !isClosed else { throw unexpected(frame) }
      return try read(frame)
    }
  }

  private mutating func read(_ frame: Frame) throws(WireError) -> BundleItem? {
    switch frame.kind {
    case .section:
      guard blobLeft == 0 else { throw unexpected(frame) }
      let ledger = try withReader(frame.body.span.bytes, from: 0) { reader throws(WireError) in
        let ledger = try reader.ledger()
        try reader.requireEnd()
        return ledger
      }
      guard header?.sections.contains(where: { $0.ledger == ledger }) == true else {
        throw unexpected(frame)
      }
      section = ledger
      changes = ChangeSetReader()
      return .section(ledger)
    case .change, .linkedChange, .signature:
      guard section != nil, blobLeft == 0 else { throw unexpected(frame) }
      var bytes: [UInt8] = []
      try FrameWriter.append(frame.kind, frame.body, to: &bytes)
      changes.feed(bytes)
      return nil
    case .blobHeader:
      guard blobLeft == 0 else { throw unexpected(frame) }
      let blob = try BlobHeader.decode(frame.body)
      blobLeft = blob.bytes
      return .blob(blob)
    case .blobPart:
      guard !frame.body.isEmpty, frame.body.count <= WireLimits.blobPartBytes,
        frame.body.count <= blobLeft
      else { throw WireError(.blobMismatch, at: frame.bodyOffset) }
      blobLeft -= frame.body.count
      return .blobPart(frame.body)
    default: throw unexpected(frame)
    }
  }

  private func unexpected(_ frame: Frame) -> WireError {
    WireError(.unexpectedFrame, at: frame.bodyOffset - 1)
  }
}
