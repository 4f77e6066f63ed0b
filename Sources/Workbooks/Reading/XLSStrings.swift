// The shared texts of an .xls file. They run on from one record to the next, and inside a text the
// next record says anew whether its signs are one or two bytes wide.

/// Reads the texts of an SST record and of the records that continue it.
struct XLSStrings {
  private let pieces: [[UInt8]]
  private var piece = 0
  private var at = 8

  init(_ pieces: [[UInt8]]) { self.pieces = pieces }

  /// All texts, or damage.
  static func read(_ pieces: [[UInt8]], _ limits: ReadLimits) throws(BookFault) -> [String] {
    guard let first = pieces.first, first.count >= 8 else { return [] }
    let count = Int(first.u32(4))
    guard count <= limits.stringsMax else {
      throw BookFault(.tooManyCells, "> \(limits.stringsMax)")
    }
    var reader = XLSStrings(pieces)
    var strings: [String] = []
    for _ in 0..<count {
      guard let text = reader.text() else { throw BookFault(.damaged, place: "SST", "BIFF") }
      strings.append(text)
    }
    return strings
  }

  private mutating func byte() -> UInt8? {
    while piece < pieces.count, at >= pieces[piece].count {
      piece += 1
      at = 0
    }
    guard piece < pieces.count else { return nil }
    defer { at += 1 }
    return pieces[piece][at]
  }

  private mutating func u16() -> UInt16? {
    guard let low = byte(), let high = byte() else { return nil }
    return UInt16(low) | UInt16(high) << 8
  }

  private mutating func skip(_ count: Int) -> Bool {
    var rest = count
    while rest > 0 {
      guard piece < pieces.count else { return false }
      let here = min(rest, pieces[piece].count - at)
      at += here
      rest -= here
      if rest > 0 {
        piece += 1
        at = 0
      }
    }
    return true
  }

  private mutating func text() -> String? {
    guard let count = u16(), let flags = byte() else { return nil }
    var runs = 0
    var extra = 0
    if flags & 8 != 0 {
      guard let found = u16() else { return nil }
      runs = Int(found)
    }
    if flags & 4 != 0 {
      guard let low = u16(), let high = u16() else { return nil }
      extra = Int(low) | Int(high) << 16
    }
    var units: [UInt16] = []
    units.reserveCapacity(Int(count))
    var isWide = flags & 1 != 0
    while units.count < Int(count) {
      guard piece < pieces.count else { return nil }
      if at >= pieces[piece].count {
        piece += 1
        at = 0
        guard let again = byte() else { return nil }
        isWide = again & 1 != 0
        continue
      }
      if isWide {
        guard let unit = u16() else { return nil }
        units.append(unit)
      } else {
        guard let unit = byte() else { return nil }
        units.append(UInt16(unit))
      }
    }
    guard skip(runs * 4 + extra) else { return nil }
    return String(decoding: units, as: UTF16.self)
  }
}
