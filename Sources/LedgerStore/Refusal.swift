// Guarantees: the words for what could not be: a change that was refused, and what must come first.

public import Causality

/// Why a change was refused, or is void though logged; the raw value is the catalogue key after
/// `refused.` and the JSON code.
public enum RefusalCode: String, Sendable, CaseIterable {
  /// The member list has no such replica.
  case unknownMember = "unknown-member"
  /// Its run is not signed by its author's key.
  case badSignature = "bad-signature"
  /// Another change is held under its dot, or under that of the one before it.
  case equivocation
  /// Its author is under suspicion of two histories, and nothing more of it is taken.
  case frozen
  /// It came in an exchange of another ledger.
  case foreignLedger = "foreign-ledger"
  /// Its author's role may not write what it writes; logged and void.
  case notPermitted = "not-permitted"
  /// It lies behind the last that counts of a revoked member; logged and void.
  case revoked
  /// Made under a member list that this hub, which writes the list, has not got.
  case memberListAhead = "member-list-ahead"
}

/// A change that was refused, or that is logged and void. It stays in the store until a person
/// deals with it.
public struct Refusal: Sendable, Hashable {
  /// The change.
  public let dot: Dot
  /// Why.
  public let code: RefusalCode
  /// An office, a replica, a ledger, a seq or `collection.field`, as the code says.
  public let detail: String
  /// Whether the change is in the log all the same, without effect.
  public let isVoid: Bool
  /// When it was recorded, milliseconds since 1970.
  public let recordedMilliseconds: UInt64

  /// A refusal; 0 milliseconds stand for one that is not recorded yet.
  public init(
    dot: Dot, code: RefusalCode, detail: String, isVoid: Bool = false,
    recordedMilliseconds: UInt64 = 0
  ) {
    self.dot = dot
    self.code = code
    self.detail = detail
    self.isVoid = isVoid
    self.recordedMilliseconds = recordedMilliseconds
  }
}

/// Changes that must come first.
public struct Gap: Sendable, Hashable, CustomStringConvertible {
  /// The ledger to fetch them from, nil for the one that is being applied: a change made under a
  /// later member list needs the member ledger first.
  public let ledger: String?
  /// Whose changes are wanting.
  public let replica: ReplicaID
  /// The first seq that is wanting.
  public let from: UInt64
  /// The last seq that is wanting; at least ``from``.
  public let to: UInt64

  /// A gap of one replica.
  public init(ledger: String? = nil, replica: ReplicaID, from: UInt64, to: UInt64) {
    self.ledger = ledger
    self.replica = replica
    self.from = from
    self.to = to
  }

  /// Whose changes are wanting in the ledger itself, of a gap's ``description``; nil where those of
  /// another ledger are, or the text is none.
  package static func replica(in description: String) -> ReplicaID? {
    let words = description.split(separator: " ")
    guard words.count == 2, words[0] == "needs" else { return nil }
    return words[1].split(separator: "#").first.flatMap { ReplicaID(String($0)) }
  }

  /// `needs k3f9…#112–130`, the replica in full; in another ledger, that first.
  public var description: String {
    "needs " + (ledger.map { $0 + " " } ?? "") + "\(replica)#\(from)"
      + (to > from ? "–\(to)" : "")
  }
}
