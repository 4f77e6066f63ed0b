// `status`: every ledger with its version vector, what is unsent, when it last met the hub, its
// open conflicts and refusals; the clock's offset; replicas that are frozen.

internal import ArgumentParser
internal import Catalogue
internal import Causality
internal import LedgerStore
internal import SyncHTTP

struct StatusCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "状态：台账、未发、冲突、上次同步 · ledgers, what is unsent, conflicts, last sync")

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  /// One ledger, from the store and from what is noted about the hub.
  private struct Line {
    let status: LedgerStatus
    let sync: SyncState
    /// Replicas whose newest change is stamped far ahead of this clock.
    let farAhead: [FarAhead]
    /// Those of them that have not been renewed since.
    let stillAhead: [FarAhead]
    /// Whether it is for a hub above to have: not so what a hub keeps to itself.
    let isShared: Bool
    var unsent: UInt64 { isShared ? sync.unsent : 0 }
    var unreceived: UInt64 { isShared ? sync.unreceived : 0 }
  }

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore(readOnly: true)
    let ledgers = try context.readingLedger(of: store).map { [$0] } ?? store.ledgers()
    let hub = try Agent.knownHub(store)
    let members = try store.members()
    var lines: [Line] = []
    for ledger in ledgers {
      let status = try store.read { snapshot throws(StoreError) in try snapshot.status(ledger) }
      let farAhead = try store.read { snapshot throws(StoreError) in
        try snapshot.farAhead(ledger, wallMilliseconds: Surroundings.wallMilliseconds())
      }
      lines.append(
        Line(
          status: status, sync: try Agent.state(store, ledger: ledger), farAhead: farAhead,
          stillAhead: farAhead.filter { other in
            !members.contains { $0.replica == other.replica && $0.succeededBy != nil }
          },
          isShared: store.identity.role != .hub || hub?.ledgers.contains(ledger) == true)
      )
    }
    let frozen = try store.read { snapshot throws(StoreError) in try snapshot.frozenReplicas() }
    let alarms = try store.read { snapshot throws(StoreError) in try snapshot.alarms() }
    let agent = AgentLock.holder(at: store.path)
    let unfollowed = try Hub.unfollowed(store)
    let listed = members.first { $0.replica == store.identity.replica }
    let role = listed?.role ?? hub?.role ?? store.identity.role
    let offset = lines.compactMap(\.sync.clockOffsetMilliseconds).max {
      $0.magnitude < $1.magnitude
    }
    context.result(
      json: { writer in
        writer.key("ledgers")
        writer.array { array in
          for line in lines { array.object { write(line, &$0) } }
        }
        writer.key("clock_offset_ms")
        if let offset { writer.integer(offset) } else { writer.null() }
        writer.member("frozen", frozen.map(\.replica.description))
        writer.key("alarms")
        writer.array { array in
          for alarm in alarms { array.object { alarm.write(&$0) } }
          for line in lines where line.sync.turnedAway != nil {
            array.object { $0.members(ofTurnedAway: line.status.ledger, line.sync) }
          }
        }
        writer.member("needs_new_identity", store.needsNewIdentity)
        writer.member("replica", store.identity.replica.description)
        writer.member("office", store.identity.office)
        writer.member("role", role.rawValue)
        writer.optionalMember("hub", hub?.url)
        writer.key("agent")
        if let agent { writer.integer(agent) } else { writer.null() }
      },
      human: {
        show(lines, frozen, hub, offset, store, role, context)
        if store.needsNewIdentity { context.note("identity.moved") }
        if lines.contains(where: { $0.status.refused > 0 }) { context.say("status.refused") }
        if hub != nil { showAgent(agent, lines, context) }
        for alarm in alarms { context.output.errorLine(context.sentence(of: alarm)) }
        context.note(unfollowed)
        for line in lines {
          if let sentence = context.turnedAway(line.status.ledger, line.sync) {
            context.output.errorLine(sentence)
          }
        }
      })
  }

  private func write(_ line: Line, _ writer: inout JSONWriter) {
    writer.member("ledger", line.status.ledger)
    writer.key("vector")
    writer.vector(line.status.vector)
    writer.member("unsent", line.unsent)
    writer.member("unreceived", line.unreceived)
    writer.member("conflicts", line.status.conflicts)
    writer.member("refused", line.status.refused)
    writer.key("last_sync")
    if let last = line.sync.lastSyncMilliseconds {
      writer.string(InstantText.format(Int64(clamping: last)))
    } else {
      writer.null()
    }
    writer.member("far_ahead", line.farAhead.map(\.replica.description))
    let note = line.sync.agent
    writer.key("next_try")
    if let next = note?.nextTryMilliseconds {
      writer.string(InstantText.format(Int64(clamping: next)))
    } else {
      writer.null()
    }
    writer.member("failures", note?.failures ?? 0)
    writer.optionalMember("failure", note?.failureCode.map(Self.code))
  }

  /// The code behind a sentence's key.
  private static func code(_ key: String) -> String {
    key.split(separator: ".", maxSplits: 1).last.map(String.init) ?? key
  }

  /// What the agent is about: when it tries next, and why not before.
  private func showAgent(_ holder: Int32?, _ lines: [Line], _ context: CommandContext) {
    guard let holder else { return context.say("status.no-agent") }
    context.say("status.agent", String(holder))
    for line in lines {
      guard let note = line.sync.agent, let next = note.nextTryMilliseconds else { continue }
      let at = InstantText.formatLocal(Int64(clamping: next))
      if let key = note.failureCode {
        let why = context.text(Message(key, note.failureArguments))
        context.say("status.next-try", line.status.ledger, at, String(note.failures), why)
      } else {
        context.say("status.next-sync", line.status.ledger, at)
      }
    }
  }

  private func show(
    _ lines: [Line], _ frozen: [Snapshot.Frozen], _ hub: KnownHub?, _ offset: Int64?,
    _ store: Store, _ role: Role, _ context: CommandContext
  ) {
    let identity = store.identity
    context.say(
      "status.office", DisplayWidth.singleLine(identity.office),
      context.text("role.\(role.rawValue)"), identity.replica.description)
    if let hub {
      context.say("status.hub", DisplayWidth.singleLine(hub.name), hub.url)
    } else if identity.role != .hub {
      context.say("status.no-hub")
    }
    let headers = context.text("status.columns").split(separator: "|").map(String.init)
    var table = TextTable(
      headers.enumerated().map { TextTable.Column($0.element, right: (1...4).contains($0.offset)) })
    for line in lines {
      table.add([
        line.status.ledger, String(line.status.changes),
        String(line.unsent), String(line.status.conflicts),
        String(line.status.refused),
        line.sync.lastSyncMilliseconds.map { InstantText.formatLocal(Int64(clamping: $0)) }
          ?? context.text("status.never"),
      ])
    }
    table.print(to: context)
    for line in lines { context.say("status.vector", line.status.ledger, "\(line.status.vector)") }
    if lines.contains(where: { $0.status.conflicts > 0 }) { context.say("status.conflicts") }
    if let offset {
      SyncReporting(context: context, store: store).showClock(offset)
    }
    for line in lines {
      for other in line.stillAhead {
        let until = InstantText.formatLocal(Int64(clamping: other.untilMilliseconds))
        let isOwn = other.replica == identity.replica
        context.note(
          isOwn ? "status.far-ahead-here" : "status.far-ahead", line.status.ledger,
          other.replica.description, until)
      }
    }
    let pinned = (try? store.hub)?.replica
    for other in frozen {
      if identity.role != .hub, other.replica == pinned {
        context.note("replication.frozen-hub", other.ledger)
        continue
      }
      context.note("replication.frozen", other.replica.description)
      if identity.role != .hub, other.replica != identity.replica {
        context.note("replication.other-history", other.ledger, other.replica.description)
      }
    }
  }
}
