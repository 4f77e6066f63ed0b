// `hub`: who takes part, and how a member stands after a change. Only the hub's own store can say
// so.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import SyncHTTP

/// `hub`: the members of a hub.
struct HubCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hub",
    abstract: "汇总点：邀请、成员、撤销、恢复、停用、证书 · a hub's members and certificate",
    subcommands: [
      HubInviteCommand.self, HubMembersCommand.self, HubRevokeCommand.self,
      HubReinstateCommand.self, HubRetireCommand.self, HubRefusedCommand.self,
      HubCertificateCommand.self,
    ])
}

extension CommandContext {
  /// Says whom a hub revoked who still counts at the hub above it, and what to run there.
  func note(_ unfollowed: [UnfollowedRevocation]) {
    for one in unfollowed {
      let places = one.revocations.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }
      note(
        one.isAbove ? "members.unfollowed-above" : "members.unfollowed-below",
        DisplayWidth.singleLine(one.hub), DisplayWidth.singleLine(one.office),
        one.replica.description, places.joined(separator: " "),
        places.map { "--after \($0)" }.joined(separator: " "))
    }
  }

  /// Tells how a member stands after a change of the list.
  func report(_ replica: ReplicaID, of store: Store, _ key: String) throws {
    guard let member = try store.members().first(where: { $0.replica == replica }) else { return }
    let ledgers = member.revocations.filter { $0.key != Member.everyLedger }
      .sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(separator: " ")
    result(
      json: { writer in
        writer.member("replica", member.replica.description)
        writer.member("office", member.office)
        writer.member("revoked", member.isRevoked)
        writer.revocations(of: member)
      },
      human: {
        say(key, DisplayWidth.singleLine(member.office), member.replica.description, ledgers)
      })
  }
}

extension JSONWriter {
  /// `"revocations":{"LEDGER":SEQ,…}`.
  mutating func revocations(of member: Member) { revocations(member.revocations) }

  mutating func revocations(_ seqs: [String: UInt64]) {
    key("revocations")
    object { object in
      for (ledger, last) in seqs.sorted(by: { $0.key < $1.key }) { object.member(ledger, last) }
    }
  }
}
