// `hub members`: who takes part, with which ledgers, and since when.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import SyncHTTP

/// `taizhang hub members`.
struct HubMembersCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "members", abstract: "成员 · who takes part, with which ledgers")

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore(readOnly: true)
    try context.requireHub(store)
    let members = try store.members()
    let unfollowed = try Hub.unfollowed(store)
    if context.isJSON {
      for member in members {
        context.output.json { writer in
          write(member, &writer)
          write(unfollowed.filter { $0.replica == member.replica }, &writer)
        }
      }
      return
    }
    let headers = context.text("members.columns").split(separator: "|").map(String.init)
    var table = TextTable(headers.map { TextTable.Column($0) })
    for member in members {
      table.add([
        member.replica.description, member.office, context.text("role.\(member.role.rawValue)"),
        member.ledgers.joined(separator: " "),
        InstantText.formatLocal(Int64(clamping: member.enrolledMilliseconds)),
        member.standing.map { context.text($0) }.joined(separator: "; "),
      ])
    }
    table.print(to: context)
    context.note(unfollowed)
  }

  /// The member `unfollowed`: where another hub counts on, or this one does, what one of them
  /// revoked.
  private func write(_ unfollowed: [UnfollowedRevocation], _ writer: inout JSONWriter) {
    if unfollowed.isEmpty { return }
    writer.key("unfollowed")
    writer.array { array in
      for one in unfollowed {
        array.object { object in
          object.member("hub", one.hub)
          object.member("above", one.isAbove)
          object.revocations(one.revocations)
        }
      }
    }
  }

  private func write(_ member: Member, _ writer: inout JSONWriter) {
    writer.member("replica", member.replica.description)
    writer.member("office", member.office)
    writer.member("role", member.role.rawValue)
    writer.member("ledgers", member.ledgers)
    writer.member("public_key", Hexadecimal.text(member.publicKey))
    writer.member("enrolled", InstantText.format(Int64(clamping: member.enrolledMilliseconds)))
    writer.member("revoked", member.isRevoked)
    writer.revocations(of: member)
    if let at = member.retiredMilliseconds {
      writer.member("retired", InstantText.format(Int64(clamping: at)))
    }
    writer.optionalMember("succeeds", member.succeeds?.description)
    writer.optionalMember("succeeded_by", member.succeededBy?.description)
  }
}
