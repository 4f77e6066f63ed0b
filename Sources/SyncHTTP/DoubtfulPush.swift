// A push that broke: whether the hub had taken it when the line went, nobody here knows. The hub's
// next word of what it holds tells, so that every change is counted as sent once, however often it
// went.

internal import Causality

/// What a push offered that was not answered.
struct DoubtfulPush {
  /// What the hub held before.
  let from: VersionVector
  /// What it holds if it took everything.
  let reached: VersionVector

  /// How many of the changes offered a hub that holds `vector` has taken.
  func arrived(at vector: VersionVector) -> Int {
    reached.entries.reduce(0) { count, entry in
      let held = min(entry.seq, vector[entry.replica])
      return count + Int(clamping: held - min(held, from[entry.replica]))
    }
  }
}
