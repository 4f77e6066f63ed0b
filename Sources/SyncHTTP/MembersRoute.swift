// POST /v1/members: a hub below tells of its members and learns of this hub's, so that each can
// verify what the other passes on. Only for members that joined as hubs themselves.

internal import Causality
internal import HTTPTypes
internal import Hummingbird
internal import LedgerStore
internal import Wire

extension HubServer {
  func exchangeMembers(_ request: Request, _ context: NodeContext) async throws -> Response {
    let caller = try caller(of: context)
    // Before anything is parsed: a list is long, and few may tell one.
    _ = try await threads.read { [store] in try Self.hubBelow(caller, of: store) }
    let bytes = try await collect(request, limit: configuration.limits.exchangeBodyBytes)
    guard let json = JSONValue(parsing: bytes) else { throw HubError(.badRequest, "JSON") }
    let answer = try await threads.write { [store] () -> JSONValue in
      let member = try Self.hubBelow(caller, of: store)
      let ledgers = Set(member.ledgers)
      // What it says of itself is this hub's to say.
      let told = try Vouching.read(json["members"], in: ledgers, under: caller)
      // A hub below that is older does not say.
      let made = try json["revoked"].map { try Vouching.readRevoked($0, in: ledgers) } ?? [:]
      try Vouching.take(told.filter { $0.replica != caller }, from: .below, into: store)
      try UnfollowedNotes.keep(
        made, notHeldBy: try store.members().filter { $0.under != caller }, below: caller,
        in: store)
      return .object([
        "members": try Vouching.describe(store, in: ledgers, to: caller, on: .below),
        "revoked": try Vouching.describeRevoked(store, in: ledgers, to: caller),
        "digest": .string(try store.memberDigest().description),
      ])
    }
    return try respond(answer)
  }

  /// The member that a hub below is here. Throws `notMember`, `revoked`, and `wrongLedger` for one
  /// that is no hub.
  private static func hubBelow(_ caller: ReplicaID, of store: Store) throws -> Member {
    guard let member = try store.members().first(where: { $0.replica == caller }) else {
      throw HubError(.notMember, caller.description)
    }
    if member.isRevoked { throw HubError(.revoked, caller.description) }
    // Whoever joined as a hub is listed under its own list.
    guard member.under == caller else {
      throw HubError(.wrongLedger, caller.description, Store.memberLedger)
    }
    return member
  }
}
