// Guarantees: the words for what could not be: a change that was refused, and what must come first.

public import Causality

/// Why a change was refused, or is void though logged; the raw value is the catalogue key after
/// `refused.` and the JSON code.
public enum RefusalCode: String, Sendable, CaseIterable {
  case unknownMember = "unknown-member"
  case badSignature = "bad-signature"
  case equivocation
  case frozen
  case foreignLedger = "foreign-ledger"
  case notPermitted = "not-permitted"
  case revoked
  /// Made under a member list that this hub, which writes the list, has not got.
  case memberListAhead = "member-list-ahead"
}

/// A change that was refused, or that is logged and void. It stays in the store until a person
/// deals with it.
public struct Refusal: Sendable, Hashable {
  public let dot: Dot
  public let code: RefusalCode
  /// An office, a replica, a ledger, a seq or `collection.field`, as the code says.
  public let detail: String
  /// Whether the change is in the log all the same, without effect.
  public let isVoid: Bool
  /// When it was recorded, milliseconds since 1970.
  public let recordedMilliseconds: UInt64

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
  public let replica: ReplicaID
  public let from: UInt64
  public let to: UInt64

  public init(ledger: String? = nil, replica: ReplicaID, from: UInt64, to: UInt64) {
    self.ledger = ledger
    self.replica = replica
    self.from = from
    self.to = to
  }

  /// `needs k3f9…#112–130`, the replica in full; in another ledger, that first.
  public var description: String {
    "needs " + (ledger.map { $0 + " " } ?? "") + "\(replica)#\(from)"
      + (to > from ? "–\(to)" : "")
  }
}
