// What the rules say is due, overdue, missing or short: on today's page the first of it, and all of
// it page by page, with the reason and the clause of each.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import Policy
internal import ProjectLedger
internal import Projects

extension Pages {
  static let dutiesToday = 30
  static let dutiesPerPage = 100

  /// The first duties for today's page; nil where no rules apply. A county's node begins with its
  /// own county; all are a click away, its own first.
  func duties(_ visit: Visit) throws -> Model? {
    guard let today, let findings = try rules.findings(asOf: today, ruleSet: nil) else {
      return nil
    }
    let all = findings.pressing
    var pressing = all
    var model: Model = ["morePath": "/duties"]
    if let county = try ownCounty() {
      let own = all.filter { $0.county == county }
      let isAll = visit.query["of"] == "all"
      pressing = isAll ? own + all.filter { $0.county != county } : own
      if !isAll { model["morePath"] = "/duties?county=\(Form.encode(county))" }
      model["scopes"] =
        [
          "tabs": [
            [
              "path": "/", "label": Region.find(county)?.name ?? county, "count": "\(own.count)",
              "isHere": !isAll,
            ] as Model,
            [
              "path": "/?of=all", "label": visit.text("page.any"), "count": "\(all.count)",
              "isHere": isAll,
            ] as Model,
          ]
        ] as Model
    }
    model["count"] = "\(pressing.count)"
    model["hasMore"] = pressing.count > Self.dutiesToday
    model["isEmpty"] = pressing.isEmpty
    model["lines"] = pressing.prefix(Self.dutiesToday).map { line($0, visit) }
    let unjudged = (unjudged(findings, visit) + leftOut(findings, visit))
      .map { ["text": visit.text($0)] as Model }
    if !unjudged.isEmpty { model["unjudged"] = unjudged }
    return model
  }

  /// The county of a county's node: its only ledger's, else the one its office is named after; nil
  /// where that is none or several, and for accounts that see one county anyway.
  private func ownCounty() throws -> String? {
    guard store.identity.role == .county, Permit.current?.county == nil else { return nil }
    let ledgers = try store.ledgers().compactMap { Region.find($0) }.filter { !$0.isCity }
    if ledgers.count == 1 { return ledgers[0].code }
    let named = Region.all.filter { region in
      !region.isCity && region.successor == nil && store.identity.office.hasPrefix(region.name)
        && (ledgers.isEmpty || ledgers.contains(region))
    }
    return named.count == 1 ? named[0].code : nil
  }

  /// What an address says for duties that are no county's but the whole city's.
  static let wholeCity = "-"

  /// `/duties`, of one county, rule or level.
  func allDuties(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in
      guard let findings = try findings(visit) else { throw Stop(.notFound, "page.stop-rules") }
      let county = visit.query.text("county")
      let rule = visit.query.text("rule")
      let level = visit.query.text("level")
      let found = findings.pressing.filter { warning in
        (county == nil || warning.county == (county == Self.wholeCity ? "" : county))
          && (rule == nil || warning.rule == rule)
          && (level == nil || warning.level?.rawValue == level)
      }
      // What is done leaves the list: a page that is there no longer is the last one.
      let pages = max(1, (found.count + Self.dutiesPerPage - 1) / Self.dutiesPerPage)
      let page = max(1, min(visit.query.text("page").flatMap { Int($0) } ?? 1, pages))
      let first = (page - 1) * Self.dutiesPerPage
      let shown = found.dropFirst(first).prefix(Self.dutiesPerPage)
      var model: Model = [
        "lines": shown.map { line($0, visit) }, "isEmpty": found.isEmpty,
        "count": "\(found.count)",
        "head": asOf(findings, visit),
      ]
      func address(_ page: Int) -> String { "/duties?\(visit.kept(without: "page"))page=\(page)" }
      model["isPaged"] = pages > 1
      if page > 1 { model["previous"] = address(page - 1) }
      if page < pages { model["next"] = address(page + 1) }
      return visit.page("duties", title: visit.text("page.duties"), place: "today", model)
    }
  }

  /// The findings that an address asks for.
  func findings(_ visit: Visit) throws -> Findings? {
    guard let asOf = try dayAsked(visit) else { return nil }
    return try rules.findings(asOf: asOf, ruleSet: visit.query.text("rules"))
  }

  /// The day that an address asks about, else today.
  func dayAsked(_ visit: Visit) throws -> CivilDate? {
    guard let text = visit.query.text("as-of") else { return today }
    guard let date = CivilDate(iso: text) else { throw Stop(.badRequest, "page.stop-date", text) }
    return date
  }

  func line(_ warning: Warning, _ visit: Visit) -> Model {
    let county = Region.find(warning.county)?.name ?? warning.county
    var model: Model = [
      "level": warning.level?.rawValue ?? "coming",
      "levelName": warning.level.map { visit.text("level.\($0.rawValue)") }
        ?? visit.text("page.coming"),
      "name": name(warning, county, visit), "county": county,
      "who": visit.language == .zh ? warning.who.zh : warning.who.en,
      "due": warning.due?.description ?? "", "reason": reason(warning, visit),
      "clause": warning.clause,
    ]
    if let record = warning.record { model["path"] = "/r/\(record)" }
    return model
  }

  /// What a duty is about: its record, else its county, else what the rule asks.
  private func name(_ warning: Warning, _ county: String, _ visit: Visit) -> String {
    if !warning.recordName.isEmpty { return warning.recordName }
    if warning.record != nil { return visit.named("") }
    return county.isEmpty ? title(warning, visit) : county
  }

  private func title(_ warning: Warning, _ visit: Visit) -> String {
    visit.language == .zh ? warning.reason.title.zh : warning.reason.title.en
  }

  private func reason(_ warning: Warning, _ visit: Visit) -> String {
    visit.text(
      Message(warning.reason.key, [title(warning, visit)] + warning.reason.arguments))
  }

  /// Typed figures that count nowhere: those of the whole, and of what the account sees.
  func leftOut(_ findings: Findings, _ visit: Visit) -> [Message] {
    findings.rules.book.figuresLeftOut
      .filter { figure in figure.county.map { Permit.current?.covers($0) != false } ?? true }
      .prefix(5).map { figure in
        Message("page.figure-left-out", [visit.text(figure.message), visit.text(figure.hint)])
      }
  }

  private func unjudged(_ findings: Findings, _ visit: Visit) -> [Message] {
    findings.evaluation.unjudged.prefix(5).map { item in
      Message("warnings.unjudged", [item.rule, visit.text(item.fault.message)])
    }
  }
}
