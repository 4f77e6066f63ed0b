// New ids for many records: ascending in the order in which they are asked for, so that a sheet is
// listed as it was typed and the store appends. Within one millisecond the next id lies a random
// step above the last one.

internal import Causality
internal import LedgerStore

/// Makes ascending record ids.
struct RecordIDSource {
  private let store: Store
  private var last: RecordID?
  private var generator: SplitMix

  /// The 62 random bits of an id of version 7.
  private static let randomBits: UInt64 = (1 << 62) - 1

  init(_ store: Store) {
    self.store = store
    generator = SplitMix(state: store.newRecordID().low)
  }

  mutating func next() -> RecordID {
    if let last, Surroundings.wallMilliseconds() <= last.high >> 16 {
      let step = (generator.next() >> 32) + 1
      if last.low & Self.randomBits < Self.randomBits - step {
        return keep(RecordID(high: last.high, low: last.low + step))
      }
    }
    let fresh = store.newRecordID()
    if let last, fresh < last { return keep(RecordID(high: last.high + 1, low: fresh.low)) }
    return keep(fresh)
  }

  private mutating func keep(_ id: RecordID) -> RecordID {
    last = id
    return id
  }
}

/// Sebastiano Vigna's SplitMix64: steps between ids need be neither secret nor of high quality.
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
