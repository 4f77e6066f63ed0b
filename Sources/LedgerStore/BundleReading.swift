// Guarantees: what a bundle file is, whether it is whole and who wrote it can be told without any
// store; nothing is believed that its writer did not sign.

public import Causality
internal import Glibc
public import Wire

/// How whole a bundle is.
public enum BundleState: Sendable, Hashable {
  /// Every byte is as its writer signed it.
  case whole
  /// It ends before its end: what stands before the given byte can be used.
  case truncated(Int)
  /// Bytes are not those that were written; where, as far as is known.
  case damaged(String)
}

/// What a look at a bundle finds.
public struct BundleInspection: Sendable {
  /// What the bundle says of itself; signed by its writer.
  public let header: BundleHeader
  /// Length of the file.
  public let bytes: Int
  /// Whether all of it is there and unharmed.
  public let state: BundleState
  /// Changes found, by ledger; empty for a sealed bundle that no key opens.
  public let changes: [String: Int]
  /// The lowest and highest change of each replica, by ledger.
  public let replicas: [String: [ReplicaID: ClosedRange<UInt64>]]
  /// The attachments whose heads were read, whole or cut.
  public let blobs: [BlobHeader]
  /// Whether its body could be read: open, or sealed to the key given.
  public let isReadable: Bool
}

/// A bundle file on disk.
public struct BundleFile: Sendable {
  /// Where the file is, as it was given.
  public let path: String
  /// Length of the file when it was opened.
  public let bytes: Int
  /// What the bundle says of itself; signed by its writer.
  public let header: BundleHeader
  /// Whether the closing frame is there and true.
  public let state: BundleState

  /// Opens a bundle and checks its digest and signature, in one pass over its bytes.
  ///
  /// - Throws: `noSuchFile`, `badBundle` when it does not even begin as a bundle.
  public init(_ path: String) throws(StoreError) {
    let file = try FileReader(path)
    self.path = path
    bytes = file.bytes
    do {
      var reader = BundleReader()
      var offset = 0
      var first: BundleItem?
      while first == nil, offset < file.bytes {
        let piece = try file.read(at: offset, count: 64 << 10)
        offset += piece.count
        reader.feed(piece)
        first = try reader.next()
      }
      guard case .header(let header)? = first else { throw WireError(.incomplete, at: offset) }
      self.header = header
    } catch {
      throw Self.failure(error, path)
    }
    state = try Self.state(file, header)
  }

  /// A new bundle or receipt at `path`. What stands there gives way when it is whole, if it is an
  /// earlier bundle or receipt, cut ones too, or empty.
  /// - Throws: `otherFile` for anything else, which stays; `cannotCreate`.
  static func replacing(_ path: String) throws(StoreError) -> NewFile {
    let place = try NewFile.place(of: path)
    if access(place, F_OK) == 0 {
      let magics = [BundleHeader.magic, ReceiptFile.magic]
      guard let begins = try? FileReader(place).read(at: 0, count: magics[0].count),
        begins.isEmpty || magics.contains(begins)
      else { throw StoreError(.otherFile, path) }
    }
    return try NewFile(place)
  }

  static func failure(_ error: any Error, _ path: String) -> StoreError {
    switch error {
    case let error as StoreError: error
    case let error as WireError: StoreError(.badBundle, path, error.description)
    default: StoreError(.badBundle, path, String(describing: error))
    }
  }

  private static func state(
    _ file: FileReader, _ header: BundleHeader
  ) throws(StoreError) -> BundleState {
    let end = file.bytes - FileClosing.tailBytes
    guard end > 0,
      let closing = try? FileClosing.decodeTail(
        try file.read(at: end, count: FileClosing.tailBytes))
    else { return .truncated(file.bytes) }
    var running = RunningDigest()
    var offset = 0
    while offset < end {
      let piece = try file.read(at: offset, count: min(FileReader.pieceBytes, end - offset))
      guard !piece.isEmpty else { return .damaged("shorter than before") }
      running.update(piece)
      offset += piece.count
    }
    guard running.digest == closing.digest else {
      return .damaged(WireError(.digestMismatch, at: end).description)
    }
    guard let key = try? VerifyingKey(bytes: header.publicKey), closing.verify(.bundle, with: key)
    else { return .damaged(WireError(.badFileSignature, at: end).description) }
    return .whole
  }

  /// Visits everything in the bundle in order, header first.
  ///
  /// - Returns: how the file ended: `whole` only when its state is.
  func read(
    key: SealKey?, _ visit: (BundleItem) throws -> Void
  ) throws(StoreError) -> BundleState {
    let file = try FileReader(path)
    var reader = BundleReader(key: key)
    var offset = 0
    while true {
      let piece = try file.read(at: offset)
      offset += piece.count
      reader.feed(piece)
      var broken: WireError?
      do {
        while let item = try next(&reader, &broken) { try visit(item) }
      } catch {
        throw Self.failure(error, path)
      }
      if let broken { return .damaged(broken.description) }
      if reader.isFinished { return state }
      if piece.isEmpty { return state == .whole ? .truncated(reader.offset) : shorter(reader) }
    }
  }

  private func shorter(_ reader: BundleReader) -> BundleState {
    if case .damaged = state { return state }
    return .truncated(reader.offset)
  }

  private func next(
    _ reader: inout BundleReader, _ broken: inout WireError?
  ) throws -> BundleItem? {
    do throws(WireError) { return try reader.next() } catch {
      broken = error
      return nil
    }
  }

  /// Reads all of it and says what is there. Signatures of changes are checked by who applies them.
  ///
  /// - Parameter store: opens what is sealed to it.
  public func inspect(with store: Store? = nil) throws(StoreError) -> BundleInspection {
    var ledger = ""
    var changes: [String: Int] = [:]
    var replicas: [String: [ReplicaID: ClosedRange<UInt64>]] = [:]
    var blobs: [BlobHeader] = []
    var isReadable = true
    var content = RunningDigest()
    var wrong: String?
    var left = 0
    let end = try read(key: store?.sealKey) { item in
      switch item {
      case .section(let name): ledger = name
      case .run(let run):
        changes[ledger, default: 0] += run.changes.count
        let known = replicas[ledger]?[run.replica]
        let low = Swift.min(known?.lowerBound ?? .max, run.seqs.lowerBound)
        let high = Swift.max(known?.upperBound ?? 0, run.seqs.upperBound)
        replicas[ledger, default: [:]][run.replica] = low...high
      case .blob(let blob):
        blobs.append(blob)
        content = RunningDigest()
        left = blob.bytes
      case .blobPart(let part):
        content.update(part)
        left -= part.count
        if left == 0, let blob = blobs.last, content.digest != blob.digest {
          wrong = "attachment \(blob.digest)"
        }
      case .sealed: isReadable = false
      case .header, .succession, .closing: break
      }
    }
    return BundleInspection(
      header: header, bytes: bytes, state: wrong.map { .damaged($0) } ?? end, changes: changes,
      replicas: replicas, blobs: blobs, isReadable: isReadable)
  }
}

extension Store {
  /// Opens what others seal to this store.
  var sealKey: SealKey? { try? SealKey(key) }
}
