// `hub`: who takes part, and how a member stands after a change. Only the hub's own store can say so.

internal import ArgumentParser
internal import Causality
internal import LedgerStore

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
  mutating func revocations(of member: Member) {
    key("revocations")
    object { object in
      for (ledger, last) in member.revocations.sorted(by: { $0.key < $1.key }) {
        object.member(ledger, last)
      }
    }
  }
}
