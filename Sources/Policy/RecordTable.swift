// Rows found by record id: open addressing over the ids themselves, four bytes a place, so that two
// million ids cost tens of megabytes. Rows are never moved; a removed record's row waits for its
// return.

internal import Causality

struct RecordTable: Sendable {
  private(set) var ids: [RecordID] = []
  /// Row + 1; 0 where free.
  private var places: [UInt32] = [UInt32](repeating: 0, count: 16)
  private var greatest: RecordID?

  /// The row of a record, or nil.
  func row(of id: RecordID) -> Int? {
    var place = home(id)
    while places[place] != 0 {
      let row = Int(places[place]) - 1
      if ids[row] == id { return row }
      place = (place + 1) & (places.count - 1)
    }
    return nil
  }

  /// Looks at the places of ids that are about to be inserted: the memory answers many such looks
  /// at once, where insertions wait for one after the other.
  func warm(_ ids: some Sequence<RecordID>) {
    withExtendedLifetime(ids.map { places[home($0)] }) {}
  }

  /// The row of a record, a new one at the end if it had none.
  mutating func insert(_ id: RecordID) -> (row: Int, isNew: Bool) {
    if ids.count * 4 >= places.count * 3 { grow() }
    // Ids mostly come in their order, and one beyond all others is none of them.
    let isBeyond = greatest.map { $0 < id } ?? true
    var place = home(id)
    while places[place] != 0 {
      let row = Int(places[place]) - 1
      if !isBeyond, ids[row] == id { return (row, false) }
      place = (place + 1) & (places.count - 1)
    }
    if isBeyond { greatest = id }
    ids.append(id)
    places[place] = UInt32(ids.count)
    return (ids.count - 1, true)
  }

  mutating func reserve(_ count: Int) {
    ids.reserveCapacity(count)
    while places.count * 3 < count * 4 { places = [UInt32](repeating: 0, count: places.count * 2) }
    for (row, id) in ids.enumerated() { place(id, row: row) }
  }

  private mutating func grow() {
    places = [UInt32](repeating: 0, count: places.count * 2)
    for (row, id) in ids.enumerated() { place(id, row: row) }
  }

  private mutating func place(_ id: RecordID, row: Int) {
    var place = home(id)
    while places[place] != 0 {
      if Int(places[place]) == row + 1 { return }
      place = (place + 1) & (places.count - 1)
    }
    places[place] = UInt32(row + 1)
  }

  /// Ids are random in their low half and ordered by time in the high one; both are mixed.
  private func home(_ id: RecordID) -> Int {
    var mixed = (id.low ^ id.high &* 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93
    mixed ^= mixed >> 32
    return Int(truncatingIfNeeded: mixed) & (places.count - 1)
  }
}

/// Texts by number, so that facts are numbers.
struct TextPool: Sendable {
  private(set) var texts: [String] = [""]
  private var numbers: [String: Int64] = ["": 0]

  /// The number of a text, a new one if it had none.
  mutating func number(of text: String) -> Int64 {
    if let number = numbers[text] { return number }
    let number = Int64(texts.count)
    texts.append(text)
    numbers[text] = number
    return number
  }

  /// The number of a text that some fact has; nil for others.
  func find(_ text: String) -> Int64? { numbers[text] }

  func text(_ number: Int64) -> String {
    texts.indices.contains(Int(number)) ? texts[Int(number)] : ""
  }
}
