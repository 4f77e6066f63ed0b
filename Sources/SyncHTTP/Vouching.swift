// Hubs above one another. Each hub writes its own member list, and the ledgers they share are
// written by members of both: so a hub that joins another vouches for its members there, and takes
// that hub's members into its own list. A vouched member counts in the ledgers shared and in no
// other, whatever its role; nobody is vouched for twice, and nobody who is listed already is
// changed.

internal import Causality
internal import LedgerStore
internal import Wire

/// What one hub tells another of its members.
enum Vouching {
  /// Members in one telling; a list is not longer.
  static let membersMax = 10_000

  /// The members of `store` that write, or wrote, one of `ledgers`, but for those that `receiver`
  /// told of, each with the revocations that did not come from there.
  static func describe(
    _ store: Store, in ledgers: Set<String>, to receiver: ReplicaID, on side: ToldRevocations.Side
  ) throws -> JSONValue {
    var told: [JSONValue] = []
    for member in try store.members()
    where member.replica != receiver && member.under != receiver && member.role != .observer {
      let made = try made(of: member, besides: side, in: store)
      // A ledger that the receiver closed to the member is still the member's by this list.
      let closed = Set(member.revocations.keys).subtracting(made.keys)
      let everywhere = member.role.isAuthority && member.under == nil
      let shared =
        everywhere ? ledgers : ledgers.intersection(closed.union(member.ledgers))
      let revocations = made.filter {
        ledgers.contains($0.key) || $0.key == Member.everyLedger
      }
      guard !shared.isEmpty || !revocations.isEmpty else { continue }
      told.append(describe(member, ledgers: shared, revocations: revocations))
    }
    return .array(told)
  }

  private static func made(
    of member: Member, besides side: ToldRevocations.Side, in store: Store
  ) throws -> [String: UInt64] {
    if member.revocations.isEmpty { return [:] }
    return try ToldRevocations(of: member, in: store).made(besides: side)
  }

  /// What this hub, or one above it, revoked of members that the hub below told of: replica ->
  /// ledger -> last seq that counts, in the ledgers shared and in no other.
  static func describeRevoked(
    _ store: Store, in ledgers: Set<String>, to below: ReplicaID
  ) throws -> JSONValue {
    var told: [ReplicaID: [String: UInt64]] = [:]
    for member in try store.members() where member.under == below && member.replica != below {
      told[member.replica] = try made(of: member, besides: .below, in: store).shared(in: ledgers)
    }
    return JSONValue(told)
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
  /// whatever is told; of two for one ledger the lower counts, and only who made it takes it back.
  @discardableResult
  static func take(
    _ members: [Member], from side: ToldRevocations.Side, into store: Store
  ) throws -> Int {
    var known: [ReplicaID: Member] = [:]
    for member in try store.members() { known[member.replica] = member }
    let noted = try ToldRevocations.noted(in: store)
    var taken = 0
    for var member in members where member.replica != store.identity.replica {
      var revocations = ToldRevocations()
      if let listed = known[member.replica] {
        guard listed.under == member.under, listed.role == member.role else { continue }
        revocations = try ToldRevocations(of: listed, in: store)
      }
      let told = member.revocations
      revocations.tell(told, from: side)
      member.revocations = revocations.all
      let revoked = member.isRevoked ? [:] : member.revocations
      member.ledgers.removeAll { revoked[$0] != nil }
      let note = try revocations.note(of: member.replica)
      if let listed = known[member.replica], !differs(member, from: listed) {
        if !told.isEmpty || noted.contains(member.replica) { try keep(note, in: store) }
        continue
      }
      if try enrolUnlessSettled(member, note, store) { taken += 1 }
    }
    return taken
  }

  private static func differs(_ member: Member, from listed: Member) -> Bool {
    listed.ledgers != member.ledgers || listed.revocations != member.revocations
      || listed.office != member.office
      || listed.retiredMilliseconds != member.retiredMilliseconds
      || listed.succeededBy != member.succeededBy
  }

  /// A note that is known already is not written again.
  private static func keep(_ note: CommitNote, in store: Store) throws {
    if try store.peerValue(note.key) != note.value { try store.setPeerValue(note.key, note.value) }
  }

  /// What the hub above says that ``describeRevoked(_:in:to:)`` gave. Throws `badRequest`.
  static func readRevoked(
    _ json: JSONValue, in ledgers: Set<String>
  ) throws(HubError) -> [ReplicaID: [String: UInt64]] {
    guard let entries = json.object, entries.count <= membersMax else {
      throw HubError(.badRequest, "revoked")
    }
    var told: [ReplicaID: [String: UInt64]] = [:]
    for (text, entry) in entries {
      guard let replica = ReplicaID(text), let seqs = entry.object else {
        throw HubError(.badRequest, "revoked")
      }
      told[replica] = seqs.compactMapValues(\.unsigned).filter { ledgers.contains($0.key) }
    }
    return told
  }

  /// What the hub above revoked of the members it told of, in the ledgers shared and in no other:
  /// of those that this hub enrolled too, this is all that counts of its word.
  static func revoked(
    _ told: [Member], in ledgers: Set<String>
  ) -> [ReplicaID: [String: UInt64]] {
    told.reduce(into: [:]) { $0[$1.replica] = $1.revocations.shared(in: ledgers) }
  }

  /// Lists what the hub above revoked of members that are not listed under it, and takes back what
  /// it revokes no longer; returns how many. What a base has settled here stays as it is.
  static func take(
    revoked told: [ReplicaID: [String: UInt64]], besides teller: ReplicaID, into store: Store
  ) throws -> Int {
    let noted = try ToldRevocations.noted(in: store)
    var taken = 0
    for var member in try store.members()
    where member.role != .hub && member.under != teller {
      let revoked = told[member.replica] ?? [:]
      if revoked.isEmpty, !noted.contains(member.replica) { continue }
      let listed = member.revocations
      var revocations = try ToldRevocations(of: member, in: store)
      revocations.tell(revoked, from: .above)
      member.revocations = revocations.all
      let note = try revocations.note(of: member.replica)
      if listed == member.revocations {
        try keep(note, in: store)
      } else if try enrolUnlessSettled(member, note, store) {
        taken += 1
      }
    }
    return taken
  }

  /// False when it would void what was compacted here: those changes are no longer there to be
  /// judged.
  private static func enrolUnlessSettled(
    _ member: Member, _ note: CommitNote, _ store: Store
  ) throws -> Bool {
    do throws(StoreError) {
      try store.enrol(member, noting: [note])
      return true
    } catch {
      guard error.code == .settledByBase else { throw error }
      return false
    }
  }
}

extension [String: UInt64] {
  /// A member's revocations in the ledgers shared, each by its own name; nil where there are none.
  func shared(in ledgers: Set<String>) -> Self? {
    let named = ledgers.compactMap { ledger in
      (self[ledger] ?? self[Member.everyLedger]).map { (ledger, $0) }
    }
    return named.isEmpty ? nil : Dictionary(uniqueKeysWithValues: named)
  }
}

extension JSONValue {
  /// Replica -> ledger -> last seq that counts.
  init(_ revoked: [ReplicaID: [String: UInt64]]) {
    let members = revoked.map { replica, seqs in
      (replica.description, JSONValue.object(seqs.mapValues { .unsigned($0) }))
    }
    self = .object(Dictionary(uniqueKeysWithValues: members))
  }
}
