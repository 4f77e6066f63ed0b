// What stands between the cells of a text file, told by its header row: the sign that parts most
// words of headers. Guarantees: signs within quotation marks, within texts and within amounts
// decide nothing.

/// The sign between two cells of a text file.
package enum CellSeparator: Sendable, CaseIterable {
  case comma, tab, semicolon
  /// `，`, as an input method types it.
  case wideComma

  /// The byte that a reader looks for; `，` is made into it.
  var byte: UInt8 {
    switch self {
    case .comma: 0x2C
    case .tab: 0x09
    case .semicolon: 0x3B
    case .wideComma: 0x1F
    }
  }

  private static let bytesLooked = 64 << 10
  private static let rowsLooked = 30

  /// Tells the sign of a text in UTF-8 from its first rows.
  init(of bytes: [UInt8]) {
    let begin = Array(bytes.prefix(Self.bytesLooked))
    let tried = Self.allCases.map { sign in (sign: sign, rows: Self.rows(of: begin, sign)) }
    var best = (sign: CellSeparator.comma, words: 1)
    for (sign, rows) in tried {
      let words = rows.map { row in row.count { HeaderWording.isWord($0) } }.max() ?? 0
      if words > best.words { best = (sign, words) }
    }
    self = best.words > 1 ? best.sign : Self.evenest(tried)
  }

  /// Where no two headers are known: the sign that parts most rows, and the first of them most
  /// often. A `，` is part of sentences: it counts only where it parts all rows alike.
  private static func evenest(
    _ tried: [(sign: CellSeparator, rows: [[String]])]
  ) -> CellSeparator {
    var best = (sign: CellSeparator.comma, parted: 0, first: 0)
    for (sign, rows) in tried {
      let parted = rows.count { $0.count > 1 }
      let first = rows.first?.count ?? 0
      if sign == .wideComma, !rows.allSatisfy({ $0.count == first }) { continue }
      if (parted, first) > (best.parted, best.first), parted > 0 { best = (sign, parted, first) }
    }
    return best.sign
  }

  private static func rows(of bytes: [UInt8], _ sign: CellSeparator) -> [[String]] {
    var reader = CSVReader(text: bytes, sign)
    var rows: [[String]] = []
    while rows.count < rowsLooked, let row = try? reader.next() {
      if !row.isBlank { rows.append(row.cells) }
    }
    return rows
  }

  /// The bytes with every `，` between cells as the one byte that stands for it.
  static func narrowed(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var (isQuoted, isStart) = (false, true)
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      if byte == 0x22, isQuoted, at + 1 < bytes.count, bytes[at + 1] == 0x22 {
        result += [byte, byte]
        at += 2
        continue
      }
      if byte == 0x22 { isQuoted = !isQuoted && isStart }
      let isComma =
        byte == 0xEF && !isQuoted && at + 2 < bytes.count && bytes[at + 1] == 0xBC
        && bytes[at + 2] == 0x8C
      result.append(isComma ? CellSeparator.wideComma.byte : byte)
      at += isComma ? 3 : 1
      isStart = isComma || byte == 0x0A || byte == 0x0D
    }
    return result
  }
}
