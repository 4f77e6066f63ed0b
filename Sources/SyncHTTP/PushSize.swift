// How many bytes one push carries. The hub takes nothing of a push before it has all of it, so a
// line that cuts every connection after so many bytes is only served by pushes that are smaller:
// the first ones are, those after them grow as long as they arrive, and one that broke is tried
// again in halves.

/// The size of the next push of one ledger, in bytes of frames before compression.
struct PushSize: Hashable, Sendable {
  static let first = 256 << 10
  /// What a push is made small enough for; a run that is larger still goes whole.
  static let least = 4 << 10
  static let most = 4 << 20

  private(set) var bytes = Self.first

  /// A push arrived: the next one may carry twice as much, up to ``most``.
  mutating func arrived() { bytes = min(2 * bytes, Self.most) }

  /// A push broke: the next one carries half of what this one did. False when nothing smaller can
  /// be made of it, because it was a single run or no more than ``least``: ten halves lead there
  /// from ``most``, six from ``first``.
  mutating func broke(frameBytes: Int, runs: Int) -> Bool {
    let tried = min(bytes, frameBytes)
    bytes = max(tried / 2, Self.least)
    return runs > 1 && tried > Self.least
  }
}
