// Guarantees: of a snapshot file nothing is used before all of it was found to be what its writer
// signed: first a pass over its bytes, then its parts, one at a time.

internal import Causality
internal import Wire

/// A snapshot file that is being read.
struct SnapshotSource {
  let file: FileReader
  let manifest: SnapshotManifest
  let closing: FileClosing
  /// Where the first part begins.
  let firstPart: Int
  /// Where the closing frame begins.
  let partsEnd: Int

  /// Reads the manifest and the closing. Throws `badSnapshot`, or an I/O error.
  init(_ file: FileReader) throws(StoreError) {
    self.file = file
    let magic = SnapshotManifest.magic
    partsEnd = file.bytes - FileClosing.tailBytes
    do {
      guard partsEnd > magic.count, try file.read(at: 0, count: magic.count) == magic else {
        throw WireError(.wrongMagic, at: 0)
      }
      var frames = FrameReader()
      var offset = magic.count
      var first: Frame?
      while first == nil, offset < file.bytes {
        let piece = try file.read(at: offset, count: 64 << 10)
        offset += piece.count
        frames.feed(piece)
        first = try frames.next()
      }
      guard let first, first.kind == .snapshotManifest else {
        throw WireError(.unexpectedFrame, at: magic.count)
      }
      manifest = try SnapshotManifest.decode(first.body)
      firstPart = magic.count + frames.offset
      closing = try FileClosing.decodeTail(
        try file.read(at: partsEnd, count: FileClosing.tailBytes))
    } catch {
      throw Self.failure(error, file.path)
    }
  }

  static func failure(_ error: any Error, _ path: String) -> StoreError {
    switch error {
    case let error as StoreError: error
    case let error as WireError: StoreError(.badSnapshot, path, error.description)
    default: StoreError(.badSnapshot, path, String(describing: error))
    }
  }

  /// Hashes the whole file and checks the signature against the key that the manifest names.
  /// Whether that key may be believed is the caller's to say.
  func verify(_ progress: (Int) -> Void) throws(StoreError) {
    var running = RunningDigest()
    var offset = 0
    while offset < partsEnd {
      let piece = try file.read(at: offset, count: min(FileReader.pieceBytes, partsEnd - offset))
      guard !piece.isEmpty else { throw StoreError(.io, file.path, "shorter than before") }
      running.update(piece)
      offset += piece.count
      progress(offset)
    }
    guard running.digest == closing.digest else {
      throw Self.failure(WireError(.digestMismatch, at: partsEnd), file.path)
    }
    guard let key = try? VerifyingKey(bytes: manifest.publicKey),
      closing.verify(.snapshot, with: key)
    else {
      throw Self.failure(WireError(.badFileSignature, at: partsEnd), file.path)
    }
  }

  /// The parts from `offset`, which is where one begins, to the end.
  func parts(from offset: Int) -> Parts { Parts(file: file, offset: offset, end: partsEnd) }

  /// Reads parts one after the other. Holds one frame and one piece of the file.
  struct Parts {
    private let file: FileReader
    private let end: Int
    private let start: Int
    private var readTo: Int
    private var frames = FrameReader()
    /// Read to see what it is, not given out yet.
    private var ahead: (part: SnapshotPart, offset: Int)?

    /// Where the next part begins.
    var offset: Int { ahead?.offset ?? start + frames.offset }

    fileprivate init(file: FileReader, offset: Int, end: Int) {
      self.file = file
      self.end = end
      start = offset
      readTo = offset
    }

    /// Whether the next part does not go on with a row that the last one left open.
    mutating func endsRow() throws(StoreError) -> Bool {
      if ahead == nil {
        let offset = offset
        ahead = try read().map { ($0, offset) }
      }
      return (ahead?.part.piece ?? 0) == 0
    }

    /// The next part; nil at the end.
    mutating func next() throws(StoreError) -> SnapshotPart? {
      if let ahead {
        self.ahead = nil
        return ahead.part
      }
      return try read()
    }

    private mutating func read() throws(StoreError) -> SnapshotPart? {
      do {
        while true {
          if let frame = try frames.next() {
            guard frame.kind == .snapshotPart else {
              throw WireError(.unexpectedFrame, at: start + frame.bodyOffset)
            }
            return try SnapshotPart.decode(frame.body)
          }
          guard readTo < end else {
            guard frames.pendingBytes == 0 else { throw WireError(.incomplete, at: offset) }
            return nil
          }
          let piece = try file.read(
            at: readTo, count: min(FileReader.pieceBytes, end - readTo))
          guard !piece.isEmpty else { throw WireError(.incomplete, at: readTo) }
          readTo += piece.count
          frames.feed(piece)
        }
      } catch {
        throw SnapshotSource.failure(error, file.path)
      }
    }
  }
}
