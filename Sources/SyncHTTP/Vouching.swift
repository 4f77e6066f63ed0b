// Hubs above one another. Each hub writes its own member list, and the ledgers they share are written
// by members of both: so a hub that joins another vouches for its members there, and takes that
// hub's members into its own list. A vouched member counts in the ledgers shared and in no other,
// whatever its role; nobody is vouched for twice, and nobody who is listed already is changed.

internal import Causality
internal import LedgerStore
internal import Wire

/// What one hub tells another of its members.
enum Vouching {
  /// Members in one telling; a list is not longer.
  static let membersMax = 10_000

  /// The members that write, or wrote, one of `ledgers`, but for those that `receiver` told of.
  static func describe(
    _ members: [Member], in ledgers: Set<String>, to receiver: ReplicaID
  ) -> JSONValue {
    .array(
      members.compactMap { member in
        guard member.replica != receiver, member.under != receiver, member.role != .observer
        else { return nil }
        let everywhere = member.role.isAuthority && member.under == nil
        let shared = everywhere ? ledgers : ledgers.intersection(member.ledgers)
        let revocations = member.revocations.filter {
          ledgers.contains($0.key) || $0.key == Member.everyLedger
        }
        guard !shared.isEmpty || !revocations.isEmpty else { return nil }
        return describe(member, ledgers: shared, revocations: revocations)
      })
  }

  private static func describe(
    _ member: Member, ledgers: Set<String>, revocations: [String: UInt64]
  ) -> JSONValue {
    var json: [String: JSONValue] = [
      "replica": .string(member.replica.description),
      "public_key": .string(member.publicKey.hexadecimal), "office": .string(member.office),
      "role": .string((member.role == .hub ? Role.city : member.role).rawValue),
      "ledgers": .array(ledgers.sorted().map { .string($0) }),
      "revocations": .object(revocations.mapValues { .unsigned($0) }),
      "enrolled_ms": .unsigned(member.enrolledMilliseconds),
    ]
    if let retired = member.retiredMilliseconds { json["retired_ms"] = .unsigned(retired) }
    if let other = member.succeeds { json["succeeds"] = .string(other.description) }
    if let other = member.succeededBy { json["succeeded_by"] = .string(other.description) }
    return .object(json)
  }

  /// The members told of, as they are listed here: under `teller`, in the ledgers shared with it.
  /// Throws `badRequest`.
  static func read(
    _ json: JSONValue?, in ledgers: Set<String>, under teller: ReplicaID
  ) throws(HubError) -> [Member] {
    guard let entries = json?.array, entries.count <= membersMax else {
      throw HubError(.badRequest, "members")
    }
    var members: [Member] = []
    for entry in entries {
      guard let key = entry["public_key"]?.string.flatMap({ [UInt8](hexadecimal: $0) }),
        let verifying = try? VerifyingKey(bytes: key),
        let office = entry["office"]?.string,
        (1...Enrolment.officeBytesMax).contains(office.utf8.count),
        let role = entry["role"]?.string.flatMap(Role.init(rawValue:)), role != .hub,
        let told = entry["ledgers"]?.array?.compactMap(\.string)
      else { throw HubError(.badRequest, "members") }
      var member = Member(
        replica: ReplicaID(publicKey: verifying), publicKey: key, office: office, role: role,
        ledgers: ledgers.intersection(told).sorted(),
        enrolledMilliseconds: entry["enrolled_ms"]?.unsigned ?? 0)
      if case .object(let revocations)? = entry["revocations"] {
        for (ledger, last) in revocations
        where ledgers.contains(ledger) || ledger == Member.everyLedger {
          member.revocations[ledger] = last.unsigned
        }
      }
      member.retiredMilliseconds = entry["retired_ms"]?.unsigned
      member.succeeds = entry["succeeds"]?.string.flatMap { ReplicaID($0) }
      member.succeededBy = entry["succeeded_by"]?.string.flatMap { ReplicaID($0) }
      member.under = teller
      members.append(member)
    }
    return members
  }

  /// Enrols what is new or another than it was; returns how many. A revocation made here stays,
  /// whatever is told; of two for one ledger the lower counts.
  @discardableResult
  static func take(_ members: [Member], into store: Store) throws -> Int {
    var known: [ReplicaID: Member] = [:]
    for member in try store.members() { known[member.replica] = member }
    var taken = 0
    for var member in members where member.replica != store.identity.replica {
      if let listed = known[member.replica] {
        member.revocations.merge(listed.revocations) { min($0, $1) }
        let revoked = member.isRevoked ? [:] : member.revocations
        member.ledgers.removeAll { revoked[$0] != nil }
        guard listed.under == member.under, listed.role == member.role,
          listed.ledgers != member.ledgers || listed.revocations != member.revocations
            || listed.office != member.office
            || listed.retiredMilliseconds != member.retiredMilliseconds
            || listed.succeededBy != member.succeededBy
        else { continue }
      }
      try store.enrol(member)
      taken += 1
    }
    return taken
  }
}
