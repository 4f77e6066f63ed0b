// Guarantees: what a simulation found and did can be told: the failure with what to type to see it
// again, and counts of everything tried.

#if TAIZHANG_PLANTED_FAULTS
  internal import Causality
#endif

/// What a simulation found wrong.
public struct SimulationFailure: Error, Sendable, CustomStringConvertible {
  public let seed: UInt64
  public let step: Int
  /// The invariant of the replication design, by number and name.
  public let invariant: String
  public let detail: String
  /// The mistake that was planted around the stores, if any.
  public let fault: HarnessFault?
  /// How many steps the run was cut to, if it was.
  public let steps: Int?

  public var description: String {
    "seed \(seed), step \(step): \(invariant): \(detail)\nreplay: \(replay)"
  }

  /// What to type to see it again.
  public var replay: String {
    var command = "tools/simulate --seed \(seed)"
    if let steps { command += " --steps \(steps)" }
    if let fault { command += " --fault \(fault.rawValue)" }
    #if TAIZHANG_PLANTED_FAULTS
      if let planted = PlantedFault.planted {
        command += " --seeds 1 --planted \(planted.rawValue)"
      }
    #endif
    return command
  }
}

/// What a simulation did, so that a run which tried nothing is not taken for one that proved much.
public struct SimulationSummary: Sendable, Equatable {
  public internal(set) var offices = 0
  public internal(set) var commits = 0
  public internal(set) var changes = 0
  public internal(set) var settlements = 0
  public internal(set) var settlementsRefused = 0
  public internal(set) var conflictsSeen = 0
  public internal(set) var conflictsLeft = 0
  public internal(set) var gaps = 0
  public internal(set) var duplicates = 0
  public internal(set) var messages = 0
  public internal(set) var messagesLost = 0
  public internal(set) var messagesCut = 0
  public internal(set) var sticks = 0
  public internal(set) var bundlesMade = 0
  public internal(set) var bundles = 0
  public internal(set) var bundlesCut = 0
  public internal(set) var bundlesDamaged = 0
  public internal(set) var bundlesSealed = 0
  public internal(set) var bundlesStrange = 0
  public internal(set) var restarts = 0
  public internal(set) var hubRestores = 0
  public internal(set) var hubRestoresNoticed = 0
  public internal(set) var officeRestores = 0
  public internal(set) var copies = 0
  public internal(set) var renewals = 0
  public internal(set) var forks = 0
  public internal(set) var reissued = 0
  public internal(set) var clockJumps = 0
  public internal(set) var crashes = 0
  public internal(set) var forgeries = 0
  public internal(set) var lateSubscriptions = 0
  public internal(set) var revocations = 0
  public internal(set) var reinstatements = 0
  public internal(set) var unlawful = 0
  public internal(set) var voided = 0
  public internal(set) var inspections = 0
  public internal(set) var bootstraps = 0
  public internal(set) var compactions = 0
  public internal(set) var compacted = 0
  public internal(set) var backupsNeeded = 0
  public internal(set) var belowBase = 0
  public internal(set) var settledByBase = 0
  public internal(set) var cutsBelowBase = 0
  public internal(set) var staleBases = 0
  public internal(set) var quietBytesMax = 0
  /// Of everything that happened, in order: equal runs have equal numbers.
  public internal(set) var trace: UInt64 = 0xCBF2_9CE4_8422_2325

  public init() {}

  public static func + (left: SimulationSummary, right: SimulationSummary) -> SimulationSummary {
    var sum = left
    for path in counts { sum[keyPath: path] += right[keyPath: path] }
    sum.quietBytesMax = max(left.quietBytesMax, right.quietBytesMax)
    sum.trace = left.trace ^ right.trace
    return sum
  }

  private static var counts: [WritableKeyPath<SimulationSummary, Int>] {
    [
      \.offices, \.commits, \.changes, \.settlements, \.settlementsRefused, \.conflictsSeen,
      \.conflictsLeft, \.gaps, \.duplicates, \.messages, \.messagesLost, \.messagesCut, \.sticks,
      \.bundlesMade, \.bundles, \.bundlesCut, \.bundlesDamaged, \.bundlesSealed,
      \.bundlesStrange,
      \.restarts, \.hubRestores, \.hubRestoresNoticed, \.officeRestores, \.copies,
      \.renewals, \.forks, \.reissued, \.clockJumps,
      \.crashes, \.forgeries, \.lateSubscriptions,
      \.revocations, \.reinstatements, \.unlawful, \.voided, \.inspections, \.bootstraps,
      \.compactions, \.compacted, \.backupsNeeded, \.belowBase, \.settledByBase,
      \.cutsBelowBase, \.staleBases,
    ]
  }
}
