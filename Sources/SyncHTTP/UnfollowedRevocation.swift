// Two hubs above one another may differ on a member: each revokes whom it likes in its own list,
// and nobody who is listed is changed by a lower hub's word. A hub's revocation of a member that
// the hub above did not enrol through it therefore ends at its own list. Here it is noted, on both
// sides, so that a person sees it and can have it followed.
//
//   peer "unfollowed/above/" replica, or "unfollowed/below/" hub "/" replica: JSON, each ledger ->
//   last seq that counts for the hub below

public import Causality
public import LedgerStore

/// A member that a hub revoked, and that still counts at the hub above it.
public struct UnfollowedRevocation: Sendable, Hashable {
  public let replica: ReplicaID
  /// The member's office.
  public let office: String
  /// The office of the other hub.
  public let hub: String
  /// Whether the other hub is the one above: then this one revoked.
  public let isAbove: Bool
  /// Ledger -> the last seq that counts for the hub below.
  public let revocations: [String: UInt64]
}

extension Hub {
  /// The revocations on which this hub and those above and below it differ, by replica; as of the
  /// last exchange of members. O(members + notes).
  public static func unfollowed(_ store: Store) throws(StoreError) -> [UnfollowedRevocation] {
    guard store.identity.role == .hub else { return [] }
    let parent = try PeerNotes(store: store).pinned()
    let members = Dictionary(try store.members().map { ($0.replica, $0) }) { $1 }
    var found: [UnfollowedRevocation] = []
    for key in try store.peerKeys(prefix: UnfollowedNotes.prefix) {
      let parts = key.split(separator: "/").dropFirst().map(String.init)
      guard let text = parts.last, let member = ReplicaID(text).flatMap({ members[$0] }),
        let noted = try store.peerValue(key).flatMap({ JSONValue(parsing: $0) })
      else { continue }
      var left = ToldRevocations.seqs(noted)
      let isAbove = parts.count == 2
      var office = parent?.office
      if isAbove {
        // Reinstated since: the next exchange takes the note away.
        if member.revocations.isEmpty { continue }
      } else {
        // A hub that was renewed tells again under its new name; what was followed since is no
        // news.
        guard let below = ReplicaID(parts[1]).flatMap({ members[$0] }), below.succeededBy == nil
        else { continue }
        office = below.office
        left = UnfollowedNotes.missing(from: member, of: left)
      }
      guard let office, !left.isEmpty else { continue }
      found.append(
        UnfollowedRevocation(
          replica: member.replica, office: member.office, hub: office, isAbove: isAbove,
          revocations: left))
    }
    return found.sorted { $0.replica < $1.replica }
  }
}

/// Writes the notes, and finds what they are about.
enum UnfollowedNotes {
  static let prefix = "unfollowed/"

  /// What this hub, or one below it, revoked in `ledgers`, whoever enrolled the member: replica ->
  /// ledger -> last seq that counts.
  static func made(
    _ store: Store, in ledgers: Set<String>, under parent: ReplicaID
  ) throws -> [ReplicaID: [String: UInt64]] {
    var all: [ReplicaID: [String: UInt64]] = [:]
    for member in try store.members()
    where member.replica != parent && !member.revocations.isEmpty {
      let made = try ToldRevocations(of: member, in: store).made(besides: .above)
      all[member.replica] = made.shared(in: ledgers)
    }
    return all
  }

  /// Those of a hub below that a member, as listed above it, is not held to.
  static func missing(from member: Member, of revocations: [String: UInt64]) -> [String: UInt64] {
    revocations.filter { ledger, last in
      let listed = member.revocations[ledger] ?? member.revocations[Member.everyLedger]
      return listed.map { $0 > last } ?? member.takesPart(in: ledger)
    }
  }

  /// Notes which of the revocations `made` by the hub below the members of the hub above are not
  /// held to; what was noted before goes. Writes nothing that is noted already.
  ///
  /// - Parameter below: the hub below, where this is the one above.
  static func keep(
    _ made: [ReplicaID: [String: UInt64]], notHeldBy members: [Member], below: ReplicaID? = nil,
    in store: Store
  ) throws {
    let place = prefix + (below.map { "below/\($0)/" } ?? "above/")
    var notes: [String: [UInt8]] = [:]
    for member in members {
      let left = missing(from: member, of: made[member.replica] ?? [:])
      if left.isEmpty { continue }
      notes[place + member.replica.description] = try JSONValue.object(
        left.mapValues { .unsigned($0) }
      ).text()
    }
    for key in try store.peerKeys(prefix: place) where notes[key] == nil {
      try store.setPeerValue(key, nil)
    }
    for (key, note) in notes where try store.peerValue(key) != note {
      try store.setPeerValue(key, note)
    }
  }
}
