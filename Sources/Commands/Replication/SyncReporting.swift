// How one exchange is told: the JSON object of `cli.md`, or a sentence, the new conflicts with the
// command to run for each, refusals, and a clock that is off.

internal import Causality
internal import LedgerStore
internal import SyncHTTP

/// Tells exchanges of one store.
struct SyncReporting: Sendable {
  let context: CommandContext
  let store: Store
  /// More conflicts than these are counted, not listed.
  private static let conflictsShownMax = 20

  func tell(_ report: SyncReport) {
    if context.isJSON {
      context.output.json { write(report, &$0) }
    } else {
      show(report)
    }
    context.output.flush()
  }

  private func write(_ report: SyncReport, _ writer: inout JSONWriter) {
    writer.member("ledger", report.ledger)
    writer.member("sent", report.sent)
    writer.member("received", report.received)
    writer.member("bytes_sent", report.bytesSent)
    writer.member("bytes_received", report.bytesReceived)
    writer.member("requests", report.requests)
    writer.member("new_conflicts", report.newConflicts.map(\.text))
    Self.write(refused: report.refused, &writer)
    Self.write(report.revocations, &writer)
    writer.member("attachments_sent", report.attachmentsSent)
    writer.member("attachments_left", report.attachmentsLeft)
    writer.member("clock_offset_ms", report.clockOffsetMilliseconds)
    writer.key("alarms")
    writer.array { array in
      for alarm in report.alarms { array.object { alarm.write(&$0) } }
    }
    writer.member("bootstrapped", report.bootstrapped)
    writer.member("left_to_send", report.leftToSend)
    writer.member("left_to_receive", report.leftToReceive)
    if let needed = report.bytesNeeded { writer.member("bytes_needed", needed) }
    writer.key("seconds")
    writer.thousandths(Int((report.seconds * 1_000).rounded()))
  }

  /// The member `refused`: one object a change.
  static func write(refused: [Refusal], _ writer: inout JSONWriter) {
    writer.key("refused")
    writer.array { array in
      for refusal in refused {
        array.object { object in
          object.member("dot", refusal.dot.description)
          object.member("code", refusal.code.rawValue)
          object.member("detail", refusal.detail)
        }
      }
    }
  }

  /// The member `revocations`: one object a member; no ledger where they were taken back.
  private static func write(_ news: [RevocationNews], _ writer: inout JSONWriter) {
    writer.key("revocations")
    writer.array { array in
      for member in news {
        array.object { object in
          object.member("replica", member.replica.description)
          object.member("office", member.office)
          object.revocations(member.revocations)
        }
      }
    }
  }

  private func show(_ member: RevocationNews) {
    let (office, replica) = (DisplayWidth.singleLine(member.office), member.replica.description)
    if member.revocations.isEmpty {
      context.note("replication.reinstated", office, replica)
      return
    }
    let named = member.revocations.filter { $0.key != Member.everyLedger }
    let last = (named.isEmpty ? member.revocations : named).sorted { $0.key < $1.key }
      .map { "\($0.key):\($0.value)" }
    context.note("replication.revoked", office, replica, last.joined(separator: " "))
  }

  private func show(_ report: SyncReport) {
    let isWhole = report.refused.isEmpty && report.gap == nil
    if report.sent == 0, report.received == 0, isWhole {
      if !report.stoppedByBudget { context.say("replication.quiet", report.ledger) }
    } else {
      context.say(
        "replication.synced", report.ledger, String(report.sent), String(report.received),
        String(report.bytesSent + report.bytesReceived), Self.seconds(report.seconds))
    }
    if report.bootstrapped > 0 {
      context.note("replication.snapshot", report.ledger, String(report.bootstrapped))
    }
    if let needed = report.bytesNeeded {
      context.note(
        "replication.budget.needs", report.ledger, String(report.leftToSend), String(needed),
        "\((needed + 999) / 1_000)k")
    } else if report.stoppedByBudget {
      context.note(
        "replication.budget", report.ledger, String(report.leftToSend),
        String(report.leftToReceive))
    }
    if report.attachmentsSent + report.attachmentsLeft > 0 {
      context.say(
        "attach.synced", String(report.attachmentsSent), String(report.attachmentsLeft))
    }
    if let failure = report.attachmentsFailure {
      context.note("attach.send-failed", CommandFailure(failure).sentence(in: context.language))
    }
    if report.hubWasRestored { context.note("replication.hub-restored", report.ledger) }
    if let gap = report.gap { context.note("sync.gap", gap.changes) }
    for member in report.revocations { show(member) }
    for alarm in report.alarms {
      if !context.isQuiet { context.output.errorLine(context.sentence(of: alarm)) }
    }
    show(newConflicts: report.newConflicts)
    for refusal in report.refused {
      context.note(
        "replication.refused", refusal.dot.description,
        context.text("refused.\(refusal.code.rawValue)"), DisplayWidth.singleLine(refusal.detail))
    }
    for replica in otherHistories(report) {
      context.note("replication.other-history", report.ledger, replica.description)
    }
    showOwnVoid(report.ledger)
    showClock(report.clockOffsetMilliseconds)
  }

  /// What was typed on this store and has no effect, an identity renewed since included: said until
  /// a person has dealt with it.
  private func showOwnVoid(_ ledger: String) {
    let void = try? store.read { snapshot throws(StoreError) in
      try snapshot.refusals(ledger).filter(\.isVoid)
    }
    let own = (void ?? []).filter { (try? store.isOwn($0.dot.replica)) == true }
    guard let first = own.first else { return }
    context.note(
      "replication.own-void", ledger, String(own.count),
      context.text("refused.\(first.code.rawValue)"), first.dot.description)
  }

  /// Others of whom nothing more is taken, here or by the hub, because they wrote two histories. A
  /// hub cannot begin its ledger anew.
  private func otherHistories(_ report: SyncReport) -> [ReplicaID] {
    guard store.identity.role != .hub, report.ledger != Store.memberLedger else { return [] }
    let refused = report.refused.filter { $0.code == .equivocation || $0.code == .frozen }
    // A hub that gets a new identity is followed with what is here.
    let parties = [store.identity.replica] + [(try? store.hub)?.replica].compactMap { $0 }
    return Set(refused.map(\.dot.replica)).subtracting(parties).sorted()
  }

  /// One line a conflict, with the command to run.
  func show(newConflicts ids: [ConflictID]) {
    guard !ids.isEmpty, !context.isQuiet, !context.isJSON else { return }
    let text = ConflictText(context)
    var shown = 0
    for id in ids.prefix(Self.conflictsShownMax) {
      let found = try? store.read { snapshot throws(StoreError) in
        try snapshot.conflicts(withIDPrefix: id.text)
      }
      guard let conflict = found?.first else { continue }
      shown += 1
      let parts = text.news(conflict)
      context.output.line(
        context.paint(
          context.text("replication.conflict", parts[0], parts[1], parts[2]), .yellow))
      context.say("replication.conflict.command", String(id.text.prefix(8)))
    }
    if ids.count > Self.conflictsShownMax {
      context.say("replication.conflicts.more", String(ids.count - shown))
    }
  }

  func showClock(_ offset: Int64) {
    guard offset.magnitude > SyncReport.clockOffsetMillisecondsMax.magnitude else { return }
    context.note("replication.clock", String(offset.magnitude / 1_000))
  }

  /// Seconds with one decimal.
  private static func seconds(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
