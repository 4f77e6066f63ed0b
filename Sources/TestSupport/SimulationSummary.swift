// Guarantees: what a simulation found and did can be told: the failure with what to type to see it
// again, and counts of everything tried.

#if TAIZHANG_PLANTED_FAULTS
  internal import Causality
#endif

/// What a simulation found wrong.
public struct SimulationFailure: Error, Sendable, CustomStringConvertible {
  /// What the run began from.
  public let seed: UInt64
  /// The step, counted from the beginning of the run, at which it showed.
  public let step: Int
  /// The invariant of the replication design, by number and name.
  public let invariant: String
  /// What was found where, for people.
  public let detail: String
  /// The mistake that was planted around the stores, if any.
  public let fault: HarnessFault?
  /// How many steps the run was cut to, if it was.
  public let steps: Int?

  /// All of it, with what to type to see it again.
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
  /// Machines that took part, the hub and copies among them.
  public internal(set) var offices = 0
  /// Commits of the offices, hub included, settlements too.
  public internal(set) var commits = 0
  /// Changes that these commits made.
  public internal(set) var changes = 0
  /// Settlements that were taken.
  public internal(set) var settlements = 0
  /// Settlements refused because the siblings were no longer those that were seen.
  public internal(set) var settlementsRefused = 0
  /// Conflicts in the lists that somebody looked at during the run, each time anew.
  public internal(set) var conflictsSeen = 0
  /// Conflicts that stood when all stores had converged.
  public internal(set) var conflictsLeft = 0
  /// Deliveries that named a change missing before them.
  public internal(set) var gaps = 0
  /// Changes that came to a store that had them.
  public internal(set) var duplicates = 0
  /// Requests and answers sent.
  public internal(set) var messages = 0
  /// Of ``messages`` those that the line lost.
  public internal(set) var messagesLost = 0
  /// Of ``messages`` those that the line broke off.
  public internal(set) var messagesCut = 0
  /// Plain files of runs that were carried to an office, damaged or not.
  public internal(set) var sticks = 0
  /// Bundles packed, those of strangers too.
  public internal(set) var bundlesMade = 0
  /// Bundles brought to an office, the same one again too.
  public internal(set) var bundles = 0
  /// Of ``bundles`` those that were truncated.
  public internal(set) var bundlesCut = 0
  /// Of ``bundles`` those that an office refused as damaged.
  public internal(set) var bundlesDamaged = 0
  /// Of ``bundles`` those that were sealed to somebody else.
  public internal(set) var bundlesSealed = 0
  /// Of ``bundles`` those of a writer that the office does not know.
  public internal(set) var bundlesStrange = 0
  /// Stores closed, to be opened again.
  public internal(set) var restarts = 0
  /// Times that the hub went back to an older image of itself.
  public internal(set) var hubRestores = 0
  /// Times that an agent noticed that the hub had gone back.
  public internal(set) var hubRestoresNoticed = 0
  /// Offices restored from a backup, each under a new identity.
  public internal(set) var officeRestores = 0
  /// Machines that came of copied directories and took an identity of their own.
  public internal(set) var copies = 0
  /// Machines that went over to a new identity.
  public internal(set) var renewals = 0
  /// Copies that wrote under the identity of the original: two histories of one name.
  public internal(set) var forks = 0
  /// Changes that a renewed identity made again.
  public internal(set) var reissued = 0
  /// Times that somebody set a wall clock wrong.
  public internal(set) var clockJumps = 0
  /// Commits lost to a power cut, the file being as it was before.
  public internal(set) var crashes = 0
  /// Runs with an altered change that were offered to a store.
  public internal(set) var forgeries = 0
  /// Offices that took on a ledger long after others had begun to write it.
  public internal(set) var lateSubscriptions = 0
  /// Members revoked.
  public internal(set) var revocations = 0
  /// Revoked members taken in again.
  public internal(set) var reinstatements = 0
  /// Changes written around the permissions of the schema.
  public internal(set) var unlawful = 0
  /// Changes that a store took in without effect.
  public internal(set) var voided = 0
  /// Looks at every record of a store in the middle of the run.
  public internal(set) var inspections = 0
  /// Snapshots put in place.
  public internal(set) var bootstraps = 0
  /// Compactions that raised a base.
  public internal(set) var compactions = 0
  /// Changes cut to their headers by ``compactions``.
  public internal(set) var compacted = 0
  /// Compactions refused for want of a backup.
  public internal(set) var backupsNeeded = 0
  /// Syncs that had to begin from a snapshot: the hub had compacted what was missing.
  public internal(set) var belowBase = 0
  /// Words about a member refused because a base holds what they would judge again.
  public internal(set) var settledByBase = 0
  /// Revocations that reached below the base of an office, each office counted.
  public internal(set) var cutsBelowBase = 0
  /// Times that an office knew that the member list had left its base behind.
  public internal(set) var staleBases = 0
  /// The largest sync with nothing to exchange, request and answer, in bytes.
  public internal(set) var quietBytesMax = 0
  /// Of everything that happened, in order: equal runs have equal numbers.
  public internal(set) var trace: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Nothing was done yet.
  public init() {}

  /// What two runs did together: sums, the larger ``quietBytesMax``, both traces.
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
