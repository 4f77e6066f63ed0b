// Guarantees: a receipt on a stick is what a receipt over HTTP is: a store's signed word for what
// it holds. It is believed when the member list knows its writer, and never makes anything look
// less sent.
//
//   "TZR1" | receipt frames, one a ledger | end frame

internal import Causality
internal import LMDB
public import Wire

/// A file of receipts.
public enum ReceiptFile {
  static let magic = [UInt8]("TZR1".utf8)
  /// A receipt is a few hundred bytes and some for each replica; anything larger is none.
  static let bytesMax = 8 << 20

  /// Whether a file begins as one.
  public static func isOne(_ path: String) throws(StoreError) -> Bool {
    try FileReader(path).read(at: 0, count: magic.count) == magic
  }

  /// The receipts in a file; signatures are not checked here.
  public static func read(_ path: String) throws(StoreError) -> [Receipt] {
    let file = try FileReader(path)
    guard file.bytes <= bytesMax else { throw StoreError(.badBundle, path, "size") }
    let bytes = try file.read(at: 0, count: bytesMax)
    do throws(WireError) {
      guard bytes.starts(with: magic) else { throw WireError(.wrongMagic, at: 0) }
      var frames = FrameReader()
      frames.feed(Array(bytes.dropFirst(magic.count)))
      var receipts: [Receipt] = []
      while let frame = try frames.next() {
        if frame.kind == .end { continue }
        guard frame.kind == .receipt else {
          throw WireError(.unexpectedFrame, at: frame.bodyOffset)
        }
        receipts.append(try Receipt.decode(frame.body))
      }
      try frames.requireEnd()
      return receipts
    } catch {
      throw StoreError(.badBundle, path, error.description)
    }
  }
}

extension Store {
  /// Writes this store's receipts for every ledger that it holds; an earlier receipt at `path`
  /// gives way when they are whole.
  ///
  /// - Throws: `otherFile` where another file stands at `path`, `diskFull`, or an I/O error.
  public func writeReceipt(to path: String) throws(StoreError) -> [Receipt] {
    let vectors = try read { (snapshot) throws(StoreError) in
      var vectors: [(String, VersionVector)] = []
      for ledger in try snapshot.allLedgers() {
        vectors.append((ledger, try snapshot.vector(ledger)))
      }
      return vectors
    }
    let file = try BundleFile.replacing(path)
    var receipts: [Receipt] = []
    do {
      var bytes = ReceiptFile.magic
      for (ledger, vector) in vectors {
        let receipt = try Receipt(
          ledger: ledger, epoch: 0, vector: vector,
          issuedMilliseconds: options.wallMilliseconds(), key: key)
        try FrameWriter.append(.receipt, try receipt.encode(), to: &bytes)
        receipts.append(receipt)
      }
      try FrameWriter.appendEnd(more: false, to: &bytes)
      try file.append(bytes)
      try file.finish()
    } catch {
      throw BundleFile.failure(error, path)
    }
    return receipts
  }

  /// Takes in receipts from a file: what their writer holds needs no sending again.
  ///
  /// - Throws: `badBundle` for a damaged file or a false signature, `strangerBundle`.
  public func applyReceipt(from path: String) throws(StoreError) -> [Receipt] {
    let receipts = try ReceiptFile.read(path)
    let hub = try hub?.replica
    for receipt in receipts {
      let writer = receipt.hub
      let member = try read { (snapshot) throws(StoreError) in snapshot.member(writer) }
      guard let member, let key = try? VerifyingKey(bytes: member.publicKey) else {
        throw StoreError(.strangerBundle, path, writer.description, "")
      }
      guard receipt.verify(with: key) else {
        throw StoreError(.badBundle, path, WireError.Code.badFileSignature.rawValue)
      }
    }
    for receipt in receipts where try holdsLedger(receipt.ledger) {
      try noteAcknowledged(receipt.hub, ledger: receipt.ledger, receipt.vector)
      guard receipt.hub == hub, !(try confirmedByHub(receipt.ledger)).covers(receipt.vector),
        let bytes = try? receipt.encode()
      else { continue }
      try setPeerValue(Self.receiptKey(receipt.ledger), bytes)
    }
    return receipts
  }
}
