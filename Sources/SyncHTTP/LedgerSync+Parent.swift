// A hub as the agent of a hub above it: each tells the other of its members before it passes on
// what they wrote. The member ledgers themselves stay apart: each hub's list is its own.

internal import Causality
internal import LedgerStore
internal import Wire

extension LedgerSync {
  /// Whether this store is itself a hub, and the one it syncs with stands above it.
  var isBelowParent: Bool { store.identity.role == .hub }

  /// The digest to name in a hello: of this store's member list, or, below a parent, of the
  /// parent's as it was last told.
  func memberDigestToName() throws -> Digest {
    isBelowParent ? try notes.parentTelling()?.there ?? .zero : try store.memberDigest()
  }

  /// Tells the parent of members that it has not been told of.
  func tellMembersWhenNew() async throws {
    guard isBelowParent, !membersAreFresh else { return }
    let told = try notes.parentTelling()
    if try await threads.read({ [store] in try store.memberDigest() }) == told?.here { return }
    try await exchangeMembers()
  }

  /// Tells the parent of this hub's members, enrols the parent's, and lists what the parent revoked
  /// of this hub's own, those that both enrolled included.
  func exchangeMembers() async throws {
    membersAreFresh = true
    guard let known = try notes.hub() else { throw HubError(.notJoined) }
    let ledgers = Set(known.ledgers)
    let (here, members, made) = try await threads.read { [store] in
      (
        try store.memberDigest(),
        try Vouching.describe(store, in: ledgers, to: known.replica, on: .above),
        try UnfollowedNotes.made(store, in: ledgers, under: known.replica)
      )
    }
    let answer = try await client.exchangeMembers(members, revoked: JSONValue(made))
    guard let there = answer["digest"]?.string.flatMap({ Digest($0) }) else {
      throw HubError(.notAHub, client.url.base, "JSON")
    }
    let told = try Vouching.read(answer["members"], in: ledgers, under: known.replica)
    // An older hub does not say.
    let revoked = try answer["revoked"].map { try Vouching.readRevoked($0, in: ledgers) }
    let news = try await threads.write { [store, notes] () -> [RevocationNews] in
      let before = try store.members()
      var taken = try Vouching.take(told, from: .above, into: store)
      if let revoked {
        let all = revoked.merging(Vouching.revoked(told, in: ledgers)) { $1 }
        taken += try Vouching.take(revoked: all, besides: known.replica, into: store)
      }
      try UnfollowedNotes.keep(made, notHeldBy: told, in: store)
      // What the parent told is no news to it.
      let digest = taken == 0 ? here : try store.memberDigest()
      try notes.rememberTelling(here: digest, there: there)
      return RevocationNews.between(before, try store.members())
    }
    report.revocations += news
  }
}
