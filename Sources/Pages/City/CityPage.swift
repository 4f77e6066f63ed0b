// The city at a glance: projects by stage, counties ranked, lights by county and rule, indicators.
// Every number opens what it was counted from.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import Policy
internal import ProjectLedger
internal import Projects

extension Pages {
  /// `/city`, as of `?as-of=` by `?rules=`.
  func cityPage(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in
      let rows = try table.now().rows
      let findings = try findings(visit)
      let board = try city.board()
      var model: Model = [
        "funnel": funnel(board, visit), "tiles": tiles(board, findings, visit),
        "stages": stages(rows, visit), "counties": try counties(rows, findings, visit),
        "isScored": findings?.scores.isEmpty == false,
        "asOf": try dayAsked(visit)?.description ?? "",
        "ruleSets": RuleSet.standard.map { set -> Model in
          [
            "code": set.code, "title": visit.language == .zh ? set.title.zh : set.title.en,
            "isChosen": set.code == findings?.ruleSet.code,
          ]
        },
      ]
      if let note = findings.flatMap({ scoreNote($0, visit) }) { model["scoreNote"] = note }
      let byRules = visit.query.text("rules").map { "?rules=\(Form.encode($0))" } ?? ""
      model["byRules"] = byRules
      if let findings {
        model["bulletin"] = "/city/bulletin" + byRules
        model["head"] = asOf(findings, visit)
        model["lights"] = lights(findings, visit)
        model["indicators"] = indicators(findings, visit)
      }
      return visit.page(
        "city", title: visit.text("page.menu-city"), place: "city", model,
        remarks: findings == nil
          ? [Remark(tone: .warning, message: Message("page.city-no-rules"))] : [])
    }
  }

  /// The day and the rules that a page is by.
  func asOf(_ findings: Findings, _ visit: Visit) -> String {
    let title = findings.ruleSet.title
    return visit.text(
      "page.city-as-of", "\(findings.asOf)", visit.language == .zh ? title.zh : title.en)
  }

  /// `/city/records`: the projects behind a number: those counted, those `?missing=1`, or with
  /// `?all=1` both.
  func behind(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in
      guard let findings = try findings(visit), let id = visit.query.text("indicator"),
        let indicator = Indicator.standard.first(where: { $0.id == id })
      else { throw Stop(.notFound, "page.stop-missing", visit.path) }
      let scope = visit.query.text("scope") ?? ""
      let isAll = visit.query["all"] == "1"
      let isMissing = !isAll && visit.query["missing"] == "1"
      let ids = (isAll ? [false, true] : [isMissing]).flatMap { missing in
        findings.table.records(
          of: id, by: scope.isEmpty ? .total : .county, scope: scope, missing: missing)
      }
      let lines = try store.read { snapshot throws(StoreError) -> [Model] in
        var lines: [Model] = []
        for id in ids.prefix(Self.behindMax) {
          guard let place = try snapshot.resolve(prefix: id.description).first,
            let record = try snapshot.record(place.ledger, place.collection, id)
          else { continue }
          lines.append(self.line(try self.project(of: record, snapshot), visit))
        }
        return lines
      }
      let title = visit.language == .zh ? indicator.title.zh : indicator.title.en
      return visit.page(
        "behind", title: title, place: "city",
        [
          "title": title, "lines": lines, "isEmpty": ids.isEmpty,
          "count": visit.text("page.tile-projects", "\(ids.count)"),
          "what": visit.text(
            isAll
              ? "page.city-asked" : isMissing ? "page.city-not-counted" : "page.city-behind"),
          "scope": scope.isEmpty
            ? visit.text("page.city-whole") : Region.find(scope)?.name ?? scope,
          "other": [
            "path": path(findings, id, scope, missing: !isMissing),
            "label": visit.text(isMissing ? "page.city-behind" : "page.city-not-counted"),
          ] as Model,
        ])
    }
  }

  static let behindMax = 1_000

  /// A record behind a number is a project, or belongs to one.
  private func project(
    of record: Record, _ snapshot: borrowing Snapshot
  ) throws(StoreError) -> Record {
    guard let field = schema.collection(record.collection)?.field("project"),
      case .reference(let id)? = record[field.id],
      let above = try snapshot.record(record.ledger, id)
    else { return record }
    return above
  }

  private func line(_ record: Record, _ visit: Visit) -> Model {
    let collection = schema.collection(record.collection)
    var cells: [Model] = []
    for code in ["region_code", "stage", "total_investment"] {
      guard let field = collection?.field(code) else { continue }
      cells.append([
        "text": ValueWords.shown(record, field, visit.language),
        "isNumber": ValueWords.isNumber(field),
      ])
    }
    return ["path": "/r/\(record.id)", "name": name(of: record, visit.language), "cells": cells]
  }

  /// Where the records behind an indicator are listed.
  func path(
    _ findings: Findings, _ indicator: String, _ scope: String, missing: Bool, all: Bool = false
  ) -> String {
    "/city/records?indicator=\(Form.encode(indicator))&scope=\(Form.encode(scope))"
      + "&as-of=\(findings.asOf)&rules=\(Form.encode(findings.ruleSet.code))"
      + (missing ? "&missing=1" : "") + (all ? "&all=1" : "")
  }

  // MARK: The parts

  private func stages(_ rows: [ProjectRow], _ visit: Visit) -> [Model] {
    guard let place = ProjectTables.place(of: "stage"),
      let cases = ProjectTables.columns[place].enumeration?.cases
    else { return [] }
    var counts: [Value: Int] = [:]
    for row in rows { counts[row.values[place], default: 0] += 1 }
    let most = max(1, counts.values.max() ?? 1)
    return cases.compactMap { stage -> Model? in
      guard let count = counts[.code(stage.number)] else { return nil }
      return [
        "label": visit.language == .zh ? stage.zh : stage.en, "count": "\(count)",
        "path": "/projects?stage=\(stage.code)", "most": "\(most)",
      ]
    }
  }

  /// A line a county; plans are those of the year of the day asked about.
  private func counties(
    _ rows: [ProjectRow], _ findings: Findings?, _ visit: Visit
  ) throws -> [Model] {
    guard let region = ProjectTables.place(of: "region_code"),
      let total = ProjectTables.place(of: "total_investment"),
      let plan = ProjectTables.place(of: "annual_plan")
    else { return [] }
    let year = try dayAsked(visit)?.year
    let planYears = try reporting.spans().planYears
    var sums: [String: (count: Int, total: ExactDecimal, plan: ExactDecimal)] = [:]
    func money(_ value: Value) -> ExactDecimal {
      if case .decimal(let number) = value { return number }
      return ExactDecimal(0)
    }
    for row in rows {
      var code = ""
      if case .text(let text) = row.values[region] { code = text }
      var sum = sums[code] ?? (0, ExactDecimal(0), ExactDecimal(0))
      sum.count += 1
      sum.total = sum.total.adding(money(row.values[total])) ?? sum.total
      if year.map({ AnnualPlan.isOf($0, planYear: planYears[row.id]) }) ?? true {
        sum.plan = sum.plan.adding(money(row.values[plan])) ?? sum.plan
      }
      sums[code] = sum
    }
    var scores: [String: ScoreRow] = [:]
    for row in findings?.scores ?? [] { scores[row.county] = row }
    let order = sums.keys.sorted { left, right in
      (scores[left]?.place ?? .max, left) < (scores[right]?.place ?? .max, right)
    }
    return order.map { code in
      let sum = sums[code] ?? (0, ExactDecimal(0), ExactDecimal(0))
      let path = "/projects?region_code=\(Form.encode(code.isEmpty ? GridQuery.unsaid : code))&"
      var model: Model = [
        "name": code.isEmpty ? visit.text("page.city-unsaid") : Region.find(code)?.name ?? code,
        "count": "\(sum.count)", "total": Amounts.money(sum.total, visit.language),
        "plan": Amounts.money(sum.plan, visit.language),
        "path": String(path.dropLast()),
        "totalPath": path + "sort=total_investment&dir=desc",
        "planPath": path + "sort=annual_plan&dir=desc",
      ]
      if !code.isEmpty { model["monthPath"] = "/month?region_code=\(Form.encode(code))" }
      if let findings, let score = scores[code] {
        model["place"] = score.place.map { "\($0)" } ?? visit.text("indicators.not-applicable")
        model["scored"] =
          [
            "score": score.score?.description ?? visit.text("page.score-no-data"),
            "path": scorePath(findings, code),
            "share": visit.text(
              "page.score-share", "\(score.items.count(where: \.hasData))",
              "\(score.items.count)"),
          ] as Model
      }
      return model
    }
  }

  /// A table of lights: a row a county, a column a rule, in each cell how many of which colour.
  private func lights(_ findings: Findings, _ visit: Visit) -> Model {
    var counts: [String: [String: [Level: Int]]] = [:]
    var rules: [String: String] = [:]
    for warning in findings.evaluation.warnings {
      guard let level = warning.level, level != .info else { continue }
      counts[warning.county, default: [:]][warning.rule, default: [:]][level, default: 0] += 1
      let title = warning.reason.title
      rules[warning.rule] = visit.language == .zh ? title.zh : title.en
    }
    let columns = rules.keys.sorted()
    let rows = counts.keys.sorted().map { county -> Model in
      [
        "name": county.isEmpty
          ? visit.text("page.city-whole") : Region.find(county)?.name ?? county,
        "cells": columns.map { rule -> Model in
          let found = counts[county]?[rule] ?? [:]
          let level: Level? = found[.red] != nil ? .red : found[.yellow] != nil ? .yellow : nil
          var cell: Model = ["isLit": level != nil]
          if let level {
            cell["level"] = level.rawValue
            cell["count"] = "\(found.values.reduce(0, +))"
            cell["name"] = visit.text("level.\(level.rawValue)")
            cell["path"] =
              "/duties?county=\(Form.encode(county.isEmpty ? Self.wholeCity : county))"
              + "&rule=\(Form.encode(rule))"
              + "&as-of=\(findings.asOf)&rules=\(Form.encode(findings.ruleSet.code))"
          }
          return cell
        },
      ]
    }
    return [
      "columns": columns.map { ["rule": $0, "title": rules[$0] ?? ""] as Model }, "rows": rows,
      "isEmpty": rows.isEmpty,
    ]
  }

  /// An indicator's quotient with its unit; nothing for one that has none.
  private func rate(_ value: IndicatorValue, _ visit: Visit) -> String {
    guard let figure = value.percent else {
      return value.denominator == nil ? "" : visit.text("indicators.not-applicable")
    }
    let indicator = Indicator.standard.first { $0.id == value.indicator }
    guard indicator?.shown == .percent else { return figure }
    return indicator?.isDifference == true
      ? visit.text("page.city-points", figure) : figure + "%"
  }

  private func indicators(_ findings: Findings, _ visit: Visit) -> [Model] {
    findings.totals.map { value in
      var model: Model = [
        "id": value.indicator, "title": visit.language == .zh ? value.title.zh : value.title.en,
        "numerator": value.numerator.grouped,
        "denominator": value.denominator?.grouped ?? "",
        "percent": rate(value, visit), "target": value.target ?? "",
        "reading": value.reading ?? "",
      ]
      if value.recordCount > 0 {
        model["path"] = path(findings, value.indicator, "", missing: false)
      }
      if let denominator = value.denominator, denominator > ExactDecimal(0) {
        model["allPath"] = path(findings, value.indicator, "", missing: false, all: true)
      }
      if let met = value.met {
        model["met"] = visit.text(met ? "indicators.met" : "indicators.missed")
        model["isMissed"] = !met
      }
      return model
    }
  }
}
