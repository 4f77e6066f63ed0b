// Guarantees: a ledger as sorted lines of JSON in which nothing local appears, not even a schema:
// collections, fields and cases by number. Stores with equal version vectors give the same bytes,
// whichever schema each was opened with.

internal import Causality
internal import LMDB
internal import Wire

extension Store {
  /// Writes one line a record, sorted by ledger, collection and id, with every sibling of every
  /// register; after each ledger, one line with its version vector.
  ///
  /// - Parameters:
  ///   - ledger: nil for every ledger held, the member ledger included.
  ///   - write: takes whole lines, newline included.
  /// - Complexity: O(records), in one read transaction: a dump is of one moment.
  public func canonicalDump(
    ledger: String? = nil, _ write: ([UInt8]) -> Void
  ) throws(StoreError) {
    try read { (snapshot) throws(StoreError) in
      for name in try snapshot.ledgersAsked(ledger) {
        let prefix = Keys.ledger(name)
        try scan(tables.record, prefix: prefix, snapshot.transaction) {
          (key, value) throws(StoreError) in
          let record = try decodeRecord(
            name, key: key, value: value, isAuthority: { _ in false })
          write(line(record))
          return true
        }
        write(line(name, try vector(name, snapshot.transaction)))
      }
    }
  }

  private func line(_ record: Record) -> [UInt8] {
    var json = JSONBytes()
    json.raw("{\"ledger\":")
    json.text(record.ledger)
    json.raw(",\"collection\":\(record.collection.rawValue),\"id\":")
    json.text(record.id.description)
    json.raw(",\"registers\":{\"0\":")
    json.siblings(record.existence)
    for state in record.fields {
      json.raw(",\"\(state.field.rawValue)\":")
      json.siblings(state)
    }
    json.raw("}}\n")
    return json.bytes
  }

  private func line(_ ledger: String, _ vector: VersionVector) -> [UInt8] {
    var json = JSONBytes()
    json.raw("{\"ledger\":")
    json.text(ledger)
    json.raw(",\"vector\":{")
    for (index, entry) in vector.entries.enumerated() {
      if index > 0 { json.raw(",") }
      json.text(entry.replica.description)
      json.raw(":\(entry.seq)")
    }
    json.raw("}}\n")
    return json.bytes
  }
}

/// The little JSON that a dump needs: no escapes but those that JSON demands.
private struct JSONBytes {
  private(set) var bytes: [UInt8] = []

  mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func text(_ text: String) {
    bytes.append(0x22)
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5c: bytes += [0x5c, byte]
      case 0..<0x20: raw("\\u00" + Hexadecimal.text([byte]))
      default: bytes.append(byte)
      }
    }
    bytes.append(0x22)
  }

  mutating func siblings(_ state: FieldState) {
    raw("[")
    for (index, sibling) in state.siblings.enumerated() {
      if index > 0 { raw(",") }
      raw("{\"dot\":\"\(sibling.dot)\",\"clock\":\"\(sibling.clock)\",\"value\":")
      value(sibling.payload)
      raw("}")
    }
    raw("]")
  }

  private mutating func value(_ value: Value) {
    switch value {
    case .empty: raw("null")
    case .text(let text): self.text(text)
    case .integer(let number): raw(String(number))
    case .decimal(let decimal): text(decimal.description)
    case .date(let date): text(date.description)
    case .boolean(let boolean): raw(boolean ? "true" : "false")
    case .code(let code): raw("{\"code\":\(code)}")
    case .instant(let milliseconds): raw("{\"instant\":\(milliseconds)}")
    case .bytes(let bytes): text(Hexadecimal.text(bytes))
    case .reference(let id): text(id.description)
    }
  }
}
