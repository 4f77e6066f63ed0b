// Who made which revocation of a member: this hub, the hub above, or a hub below. The member list
// tells the lowest of each ledger; beside it stands this local note, so that each hub passes on to
// another what did not come from there, and takes back what the other took back.
//
//   peer "vouch/" replica: JSON {"own","above","below","listed"}, each ledger -> last seq that
//   counts

public import Causality
public import LedgerStore

/// The revocations of one member, by who made them.
struct ToldRevocations: Sendable {
  /// Where another hub stands.
  enum Side: Sendable { case above, below }

  private static let prefix = "vouch/"

  private var own: [String: UInt64] = [:]
  private var above: [String: UInt64] = [:]
  private var below: [String: UInt64] = [:]

  /// Of a member that is new here.
  init() {}

  /// What the list says otherwise than it was noted was decided here since.
  init(of listed: Member, in store: Store) throws {
    let noted = try store.peerValue(Self.key(listed.replica)).flatMap { JSONValue(parsing: $0) }
    own = Self.seqs(noted?["own"])
    above = Self.seqs(noted?["above"])
    below = Self.seqs(noted?["below"])
    let before = Self.seqs(noted?["listed"])
    // A member revoked or reinstated as a whole was so in each of its ledgers.
    if before[Member.everyLedger] != listed.revocations[Member.everyLedger] {
      own = listed.revocations
      return
    }
    for ledger in Set(before.keys).union(listed.revocations.keys)
    where before[ledger] != listed.revocations[ledger] {
      own[ledger] = listed.revocations[ledger]
    }
  }

  /// Replicas that have a note.
  static func noted(in store: Store) throws -> Set<ReplicaID> {
    let keys = try store.peerKeys(prefix: prefix)
    return Set(keys.compactMap { ReplicaID(String($0.dropFirst(prefix.count))) })
  }

  /// Takes what a hub says of the member; it replaces what that hub said before.
  mutating func tell(_ revocations: [String: UInt64], from side: Side) {
    switch side {
    case .above: above = revocations
    case .below: below = revocations
    }
  }

  /// All of them, for a list: of several for a ledger the lowest.
  var all: [String: UInt64] { Self.lowest([own, above, below]) }

  /// The ledgers in which the hub above revoked the member, sorted.
  fileprivate var ledgersAbove: [String] { above.keys.sorted() }

  /// Those that did not come from `side`: what a hub there is told.
  func made(besides side: Side) -> [String: UInt64] {
    switch side {
    case .above: Self.lowest([own, below])
    case .below: Self.lowest([own, above])
    }
  }

  /// The note to keep beside a list that says ``all``; none where there is nothing to know.
  func note(of replica: ReplicaID) throws -> CommitNote {
    if above.isEmpty, below.isEmpty { return CommitNote(key: Self.key(replica), value: nil) }
    func seqs(_ revocations: [String: UInt64]) -> JSONValue {
      .object(revocations.mapValues { .unsigned($0) })
    }
    let text = try JSONValue.object([
      "own": seqs(own), "above": seqs(above), "below": seqs(below), "listed": seqs(all),
    ]).text()
    return CommitNote(key: Self.key(replica), value: text)
  }

  private static func key(_ replica: ReplicaID) -> String { prefix + replica.description }

  static func seqs(_ json: JSONValue?) -> [String: UInt64] {
    (json?.object ?? [:]).compactMapValues(\.unsigned)
  }

  private static func lowest(_ maps: [[String: UInt64]]) -> [String: UInt64] {
    maps.reduce(into: [:]) { all, map in all.merge(map) { min($0, $1) } }
  }
}

/// What the hub above has revoked of a member.
public struct RevokedAbove: Sendable, Hashable {
  /// The office of the hub above.
  public let hub: String
  /// The ledgers in which it did, sorted.
  public let ledgers: [String]
}

extension Hub {
  /// What the hub above has revoked of a member, by its last word; nil where it has not. A
  /// reinstatement here does not change it.
  public static func revokedAbove(
    _ replica: ReplicaID, in store: Store
  ) throws -> RevokedAbove? {
    guard let parent = try PeerNotes(store: store).pinned(),
      let member = try store.members().first(where: { $0.replica == replica })
    else { return nil }
    let ledgers = try ToldRevocations(of: member, in: store).ledgersAbove
    return ledgers.isEmpty ? nil : RevokedAbove(hub: parent.office, ledgers: ledgers)
  }
}
