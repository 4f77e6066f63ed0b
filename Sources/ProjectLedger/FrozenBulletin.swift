// The facts of a month's bulletin as they were when the month was closed, kept with its closing: the
// bulletin of a closed month prints the same for ever, whatever is corrected since. As text they are the
// code of the rule set, a line end, and the facts compressed, in base64.

package import Bulletins
internal import Catalogue
internal import FoundationEssentials
package import LedgerStore
internal import Policy
package import Projects
internal import Wire

/// The facts of a closed month's bulletin.
package struct FrozenBulletin: Sendable {
  /// The rule set that judged.
  package let ruleSet: String
  /// All that the bulletin is made of.
  package let facts: BulletinFacts

  /// The most bytes of facts that are read back.
  private static let factsBytesMax = 64 << 20

  private init(ruleSet: String, facts: BulletinFacts) {
    self.ruleSet = ruleSet
    self.facts = facts
  }

  /// The facts of a month as the records are now, by the rule set made for the ledger's place; nil
  /// where there is none. O(records × rules).
  init?(of period: ReportingPeriod, _ store: Store, _ ledger: String) throws {
    guard let month = Period(period.text), let code = RuleSet.standard(for: ledger)?.code else {
      return nil
    }
    let rules = try RuleBook(store, ledger: ledger)
    guard let ruleSet = try rules.ruleSets.ruleSet(code, asOf: month.end) else { return nil }
    try rules.calendar.require(month.end)
    let order = BulletinOrder(month: month, title: BulletinOrder.usualTitle)
    self.init(
      ruleSet: code, facts: try order.facts(rules, ruleSet, store, ledger: ledger))
  }

  /// The facts as a closing keeps them; nil where they are longer than a field holds.
  func text() -> String? {
    var packed: [UInt8] = []
    do throws(WireError) {
      try ZstdCompressor(level: 12).compress(facts.snapshot(), end: true, into: &packed)
    } catch {
      return nil
    }
    let text = ruleSet + "\n" + Data(packed).base64EncodedString()
    return text.utf8.count <= PeriodSnapshot.bytesMax ? text : nil
  }

  /// Reads what a closing keeps.
  ///
  /// - Throws: `digestDiffers` for what no closing has written.
  package init(reading text: String) throws(SnapshotFailure) {
    let parts = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let packed = Data(base64Encoded: String(parts[1])) else {
      throw .digestDiffers
    }
    let facts: BulletinFacts
    do {
      let stream = ZstdDecompressor(limitBytes: Self.factsBytesMax)
      var bytes: [UInt8] = []
      try stream.decompress([UInt8](packed), into: &bytes)
      try stream.requireEnded()
      facts = try BulletinFacts(snapshot: bytes)
    } catch {
      throw .digestDiffers
    }
    self.init(ruleSet: String(parts[0]), facts: facts)
  }
}

/// What a month's bulletin is printed from.
package enum BulletinSource: Sendable {
  /// The month is not closed: the records as they are, which may change.
  case open
  /// The facts kept with the newest closing, and how many reports came or were corrected since.
  case kept(FrozenBulletin, later: Int)
  /// Closed, but no closing keeps facts for what is asked: the records as they are.
  case closed
}

extension BulletinOrder {
  /// The title of a bulletin; bulletins are written in Chinese.
  package static let usualTitle = Catalogue.text(Message("bulletin.default-title"), in: .zh)

  /// What the month's bulletin is printed from, in one ledger or, with nil, in the store's only one.
  ///
  /// - Throws: `StoreError`, or `SnapshotFailure` for a closing that is damaged.
  /// - Complexity: O(closings); for a closed month O(reports).
  package func source(_ store: Store, ledger: String?) throws -> BulletinSource {
    guard try Self.isClosed(month, store, ledger: ledger) else { return .open }
    let ledgers = try ledger.map { [$0] } ?? store.ledgers()
    guard ledgers.count == 1, let period = ReportingPeriod(month.label) else { return .closed }
    let closing = try MonthClosing(store, ledgers[0], period)
    guard let text = closing.closes.last?.text("bulletin") else { return .closed }
    return .kept(
      try FrozenBulletin(reading: text),
      later: closing.reports.count { $0.choice("report_state") != "locked" })
  }

  /// Kept facts under this order's own head.
  package func facts(_ kept: FrozenBulletin) -> BulletinFacts {
    var facts = kept.facts
    facts.head.title = title
    facts.head.number = number
    facts.head.issuedOn = issuedOn ?? month.end
    facts.head.addressee = addressee
    facts.head.basis = basis
    facts.head.demands = demands
    guard let reportsDue else { return facts }
    for place in facts.reporters.indices { facts.reporters[place].dueOn = reportsDue }
    return facts
  }
}
