// Guarantees: a logged change without effect is known by its dot, with the reason; the row is
// derived from change, member list and schema, so that it can be made again.
//
//   void value: format 1 | reason 1 B | detail, UTF-8

public import Causality
internal import LMDB
internal import Wire

extension RefusalCode {
  /// The number on disk; never used again for another.
  var number: UInt8 {
    switch self {
    case .unknownMember: 1
    case .badSignature: 2
    case .equivocation: 3
    case .frozen: 4
    case .foreignLedger: 5
    case .notPermitted: 6
    case .revoked: 7
    case .memberListAhead: 8
    }
  }

  init?(number: UInt8) {
    guard let code = Self.allCases.first(where: { $0.number == number }) else { return nil }
    self = code
  }
}

extension Voiding {
  func encoded() -> [UInt8] { [1, code.number] + Array(detail.utf8) }

  init(_ bytes: UnsafeRawBufferPointer) throws(CorruptRecord) {
    guard bytes.count >= 2, bytes[0] == 1, let code = RefusalCode(number: bytes[1]) else {
      throw CorruptRecord(offset: 0)
    }
    self.init(code: code, detail: String(decoding: bytes.dropFirst(2), as: UTF8.self))
  }
}

extension Store {
  /// Why a logged change has no effect; nil when it has.
  func voiding<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ dot: Dot, _ transaction: borrowing T, in tables: Tables? = nil
  ) throws(StoreError) -> Voiding? {
    let key = Keys.log(ledger, dot)
    let table = (tables ?? self.tables).void
    do {
      guard let value = try transaction.get(table, key.span.bytes) else { return nil }
      return try value.withUnsafeBytes { (bytes) throws(CorruptRecord) in try Voiding(bytes) }
    } catch {
      throw StoreError(error, at: place, table: "void", key: key)
    }
  }
}

extension Snapshot {
  /// Why a change that is held has no effect; nil when it has, or is not held.
  public func voided(_ ledger: String, _ dot: Dot) throws(StoreError) -> RefusalCode? {
    try store.voiding(ledger, dot, transaction)?.code
  }
}
