// A small open-addressing table from text to number, compared byte by byte in UTF-8: String's own
// equality would normalise Chinese text at every probe. All texts lie in one array of bytes, so
// that building a table costs a few allocations, whatever it holds.

/// Text to number, built once, then only read. Text already present keeps its first number.
struct TextTable: Sendable {
  private struct Entry {
    var start: UInt32
    var count: UInt32
    var number: UInt32
  }

  private var slots: [UInt16]
  private var entries: [Entry] = []
  private var bytes: [UInt8] = []
  private let mask: Int

  /// A table with room for `capacity` texts at a load of one half.
  init(capacity: Int) {
    var size = 8
    while size < capacity * 2 { size *= 2 }
    slots = [UInt16](repeating: 0, count: size)
    mask = size - 1
    entries.reserveCapacity(capacity)
    bytes.reserveCapacity(capacity * 16)
  }

  /// The number of a text; O(length), nothing allocated.
  subscript(text: String) -> UInt32? {
    let found = text.utf8.withContiguousStorageIfAvailable { slots[slot(of: $0)] }
    guard let found else { return slowNumber(text) }
    return found == 0 ? nil : entries[Int(found) - 1].number
  }

  /// For text that is not stored as UTF-8: its bytes are copied first.
  private func slowNumber(_ text: String) -> UInt32? {
    let found = Array(text.utf8).withUnsafeBufferPointer { slots[slot(of: $0)] }
    return found == 0 ? nil : entries[Int(found) - 1].number
  }

  mutating func insert(_ text: String, _ number: UInt32) {
    var text = text
    text.withUTF8 { utf8 in
      let slot = slot(of: utf8)
      guard slots[slot] == 0 else { return }
      entries.append(
        Entry(start: UInt32(bytes.count), count: UInt32(utf8.count), number: number))
      bytes.append(contentsOf: utf8)
      slots[slot] = UInt16(entries.count)
    }
  }

  /// The slot that holds a text, or the free one where it would go.
  private func slot(of utf8: UnsafeBufferPointer<UInt8>) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    var slot = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & mask
    while slots[slot] != 0 {
      let entry = entries[Int(slots[slot]) - 1]
      if Int(entry.count) == utf8.count, holds(utf8, at: Int(entry.start)) { return slot }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private func holds(_ utf8: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      for place in 0..<utf8.count where bytes[start + place] != utf8[place] { return false }
      return true
    }
  }
}
