// Guarantees: the ids that one open store gives out only ever ascend, within a millisecond too: new
// records append to their table, which fills its pages and commits many times faster than scattered
// keys would.

internal import Causality
internal import Synchronization

/// Makes record ids: UUIDv7, ascending as RFC 9562 section 6.2 (method 2) allows.
final class RecordIDSource: Sendable {
  private let last = Mutex<RecordID?>(nil)
  private let wallMilliseconds: @Sendable () -> UInt64
  private let random: @Sendable () -> UInt64

  init(_ options: StoreOptions) {
    wallMilliseconds = options.wallMilliseconds
    random = options.random
  }

  /// A new id: random within a new millisecond, else a random step above the one before.
  func next() -> RecordID {
    let now = wallMilliseconds()
    let draw = random()
    return last.withLock { last in
      let id: RecordID
      if let before = last, before.high >> 16 >= now {
        id = Self.above(before, by: (draw >> 32) + 1)
      } else {
        id = .v7(milliseconds: now, random: (draw >> 52, random()))
      }
      last = id
      return id
    }
  }

  /// The low 62 bits count; when they are used up, the clock field takes the carry.
  private static func above(_ id: RecordID, by step: UInt64) -> RecordID {
    let mask: UInt64 = (1 << 62) - 1
    let count = id.low & mask
    if count <= mask - step { return RecordID(high: id.high, low: id.low + step) }
    return .v7(milliseconds: (id.high >> 16) + 1, random: (0, step))
  }
}
