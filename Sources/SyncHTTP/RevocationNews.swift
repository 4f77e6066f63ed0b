// Guarantees: a revocation that came with the hub's member list, or from the hub above, is told at
// the sync that brought it, and so is one that was taken back: nobody learns of it from void
// changes alone.

public import Causality
internal import LedgerStore

/// A member whose revocations are others than they were.
public struct RevocationNews: Sendable, Hashable {
  /// The member.
  public let replica: ReplicaID
  /// The member's office.
  public let office: String
  /// Ledger -> the last seq that counts there, `*` for every ledger not named; empty when they were
  /// taken back.
  public let revocations: [String: UInt64]

  /// What changed between two lists; of who was not listed before nothing is news. O(members).
  static func between(_ before: [Member], _ after: [Member]) -> [RevocationNews] {
    let known = Dictionary(before.map { ($0.replica, $0.revocations) }) { $1 }
    return after.compactMap { member in
      guard let old = known[member.replica], old != member.revocations else { return nil }
      return RevocationNews(
        replica: member.replica, office: member.office, revocations: member.revocations)
    }
  }
}
