// The facts of a month's bulletin as they were when the month was closed, kept with its closing:
// the bulletin of a closed month prints the same for ever, whatever is corrected since. As text
// they are the code of the rule set, a line end, and the facts compressed, in base64.

package import Bulletins
package import Catalogue
package import Causality
internal import FoundationEssentials
package import LedgerStore
internal import Policy
internal import Projects
internal import Wire

/// Kept facts that no bulletin can be printed from: damaged, or in a form that this program does
/// not know.
package struct FrozenBulletinFault: Error, Sendable, Hashable {
  /// The month, such as `2021-10`.
  package let month: String
  /// The record of the collection `period_close` that keeps them.
  package let record: RecordID

  /// What is wrong.
  package var message: Message {
    Message("bulletin.kept-unreadable", [month, record.description])
  }

  /// The next step.
  package var hint: Message { Message("bulletin.kept-unreadable.hint", [month]) }
}

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

  /// Reads what a closing keeps; nil for what no closing of this program has written.
  init?(reading text: String) {
    let parts = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let packed = Data(base64Encoded: String(parts[1])) else { return nil }
    let facts: BulletinFacts
    do {
      let stream = ZstdDecompressor(limitBytes: Self.factsBytesMax)
      var bytes: [UInt8] = []
      try stream.decompress([UInt8](packed), into: &bytes)
      try stream.requireEnded()
      facts = try BulletinFacts(snapshot: bytes)
    } catch {
      return nil
    }
    self.init(ruleSet: String(parts[0]), facts: facts)
  }
}

/// What a month's bulletin is printed from.
package enum BulletinSource: Sendable {
  /// The month is not closed in these ledgers: the records as they are, which may change.
  case open([String])
  /// The facts kept with the newest closing, and how many reports came or were corrected since.
  case kept(FrozenBulletin, later: Int)
  /// Closed, but no closing keeps facts for what is asked: the records as they are.
  case closed

  /// The ledgers whose month is open; none where its figures stand.
  package var openLedgers: [String] {
    if case .open(let ledgers) = self { ledgers } else { [] }
  }

  /// What a sheet of the month says of its figures; sheets are written in Chinese.
  var note: String {
    let key =
      switch self {
      case .open: "bulletin.draft"
      case .kept: "bulletin.note-kept"
      case .closed: "bulletin.note-of-today"
      }
    return Catalogue.text(Message(key), in: .zh)
  }
}

extension BulletinOrder {
  /// The title of a bulletin; bulletins are written in Chinese.
  package static let usualTitle = Catalogue.text(Message("bulletin.default-title"), in: .zh)

  /// What the month's bulletin is printed from, in one ledger or, with nil, in all of them. It is a
  /// draft until the month is closed in every ledger whose projects it covers.
  ///
  /// - Parameter ruleSet: the rules asked for; nil for those that the month was closed by. By
  ///   others the records answer.
  /// - Throws: `StoreError`, or ``FrozenBulletinFault``.
  /// - Complexity: O(closings); for a closed month O(reports).
  package func source(
    _ store: Store, ledger: String?, ruleSet: String?
  ) throws -> BulletinSource {
    let open = try Self.openLedgers(month, store, ledger: ledger)
    guard open.isEmpty else { return .open(open) }
    let ledgers = try ledger.map { [$0] } ?? store.ledgers()
    guard ledgers.count == 1, let period = ReportingPeriod(month.label) else { return .closed }
    let closing = try MonthClosing(store, ledgers[0], period)
    guard let last = closing.closes.last, let text = last.text("bulletin") else { return .closed }
    guard let frozen = FrozenBulletin(reading: text) else {
      throw FrozenBulletinFault(month: month.label, record: last.id)
    }
    if let ruleSet, ruleSet != frozen.ruleSet { return .closed }
    return .kept(frozen, later: closing.later.count)
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
