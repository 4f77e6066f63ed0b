// A month's form as its template shows it.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import ProjectLedger
internal import Projects

extension Pages {
  /// The page of a month.
  ///
  /// - Parameters:
  ///   - closed: the lines that were typed in and whose reports were approved or locked meanwhile.
  ///   - stranded: the typing that has no open line.
  ///   - isAnswer: whether it answers a form that was sent and could not be saved.
  func monthPage(
    _ rows: [MonthRow], _ place: MonthPlace, _ visit: Visit, reason: String = "",
    remarks: [Remark] = [], closed: [MonthEntry] = [], stranded: [StrandedRow] = [],
    isAnswer: Bool
  ) -> Answer {
    let collided = rows.reduce(0) { $0 + $1.form.collisions.count }
    let isRefused = rows.contains { $0.form.problems.values.joined().contains(where: \.isRefusal) }
    var remarks = remarks
    if !stranded.isEmpty {
      remarks.append(Self.remark(of: stranded, isAnswer: isAnswer, visit))
    }
    if !closed.isEmpty { remarks.append(unwritten(closed, visit)) }
    if collided > 0 { remarks.append(Self.collided(collided, isAnswer: isAnswer)) }
    if isRefused { remarks.append(Self.refused(isAnswer: isAnswer)) }
    let mayChoose =
      (maySet("returned") || maySet("approved")) && rows.contains { isReviewed($0.entry) }
    let mayType = mayCreate("progress_report") && rows.contains { !$0.entry.isClosed }
    let regions = (try? table.now()).map { Self.regions($0) } ?? []
    let period = place.period
    var model: Model = [
      "period": period.text, "reason": reason, "region": place.region, "page": "\(place.page)",
      "count": visit.text("page.month-count", "\(place.count)"),
      "previousPeriod": place.address(page: 1, period: period.previous),
      "nextPeriod": place.address(page: 1, period: period.next),
      "isEmpty": rows.isEmpty, "rows": rows.map { line($0, visit) },
      "regions": regions.map { region -> Model in
        [
          "value": region, "label": Region.find(region)?.name ?? region,
          "isChosen": region == place.region,
        ]
      },
      "isLocked": rows.contains { $0.entry.isLocked }, "maySend": mayType || mayChoose,
      "mayType": mayType, "mayReturn": maySet("returned"), "mayApprove": maySet("approved"),
      // Both are of the whole node: an account of a county is not led to where it is refused.
      "maySeeLate": visit.permit?.county == nil,
      "mayClose": visit.permit?.county == nil && mayCreate("period_close"),
      "closePath": early(period) == nil ? "/month/close?period=\(period.text)" : "/month/close",
      "mayChoose": mayChoose, "isAnswer": isAnswer,
      "stranded": Self.model(of: stranded, visit), "hasStranded": !stranded.isEmpty,
      "latePath":
        "/month/late?period=\(period.text)&region_code=\(Form.encode(place.region))",
      "draftOf": Self.draftPlace(month: period.text),
      "hasDraft": rows.contains(where: \.isRestored), "here": place.address(),
    ]
    if place.page > 1 { model["previous"] = place.address(page: place.page - 1) }
    if place.page < place.pages { model["next"] = place.address(page: place.page + 1) }
    let isBad = collided > 0 || isRefused
    return visit.page(
      "month", title: visit.text("page.month-title", period.text), place: "month", model,
      remarks: remarks,
      status: isAnswer && !(closed.isEmpty && stranded.isEmpty)
        ? .conflict : isAnswer && isBad ? .unprocessableContent : .ok)
  }

  /// That something typed is wrong: a draft that is taken up again was not sent, and nothing
  /// refused.
  static func refused(isAnswer: Bool) -> Remark {
    isAnswer
      ? Remark(tone: .refusal, message: Message("page.refused"))
      : Remark(tone: .warning, message: Message("page.draft-wrong"))
  }

  /// That others wrote what was typed in meanwhile.
  static func collided(_ count: Int, isAnswer: Bool) -> Remark {
    Remark(tone: isAnswer ? .refusal : .warning, message: Message("page.collided", ["\(count)"]))
  }

  /// Which lines were not written, and in which state their reports are now.
  private func unwritten(_ closed: [MonthEntry], _ visit: Visit) -> Remark {
    let field = MonthBook.reports?.field("report_state")
    let named = closed.map { entry -> String in
      let number = entry.stateCode.flatMap { field?.enumeration?.number(of: $0) }
      let state = number.flatMap { field?.display(.code($0), visit.language) } ?? ""
      return visit.text(
        "page.month-in-state", visit.named(entry.name),
        entry.isLocked ? visit.text("page.month-locked-short") : state)
    }
    return Remark(
      tone: .refusal,
      message: Message("page.month-closed-since", [visit.language.listed(named)]))
  }

  /// Whether a line's report can be chosen for returning or approving.
  private func isReviewed(_ entry: MonthEntry) -> Bool {
    entry.stateCode == "submitted" || (entry.stateCode == "approved" && maySet("returned"))
  }

  /// Whether this office's role may bring a report into a state.
  func maySet(_ state: String) -> Bool {
    guard let role, let field = MonthBook.reports?.field("report_state"),
      let number = field.enumeration?.number(of: state)
    else { return false }
    return Permissions.mayWrite(field, .code(number), role)
  }

  static func regions(_ table: ProjectTable) -> [String] {
    guard let place = ProjectTables.place(of: "region_code") else { return [] }
    return table.values(of: place).compactMap { value in
      if case .text(let code) = value { return code }
      return nil
    }
  }

  private func line(_ row: MonthRow, _ visit: Visit) -> Model {
    let entry = row.entry
    let inputs = row.form.model(role, visit.language).map { input -> Model in
      var input = input
      input["name"] = visit.named(entry.name)
      if input["code"] as? String == "month_investment", let over = entry.overTotal {
        input["over"] =
          [
            "text": visit.text("page.over-total", over.done.grouped, over.total.grouped)
          ] as Model
      }
      if entry.isClosed, let code = input["code"] as? String,
        let field = MonthBook.reports?.field(code)
      {
        input["mayWrite"] = false
        input["apart"] = nil
        input["fixed"] =
          entry.report.map { ValueWords.shown($0, field, visit.language) } ?? ""
        if let typed = row.form.typed[code]?.first {
          let shown = typed.isEmpty ? visit.text("page.emptied") : typed
          input["unwritten"] = ["typed": shown] as Model
        }
      }
      return input
    }
    let others: [Message] =
      (row.form.problems[""] ?? []).map(\.message)
      + entry.uncounted.map { Message("page.month-uncounted", [$0.description]) }
    var model: Model = [
      "id": entry.project.id.description, "name": visit.named(entry.name), "inputs": inputs,
      "report": entry.report?.id.description ?? "", "isRestored": row.isRestored,
      "lastMonth": entry.lastMonth?.grouped ?? "",
      "planned": entry.planned?.grouped ?? "",
      "yearToDate": entry.line?.yearToDate.grouped ?? "",
      "cumulative": entry.line?.cumulative.grouped ?? "",
      "others": others.map { ["text": visit.text($0)] as Model },
      "mayCorrect": entry.isClosed && entry.report != nil && mayCreate("progress_report"),
    ]
    if !entry.lastProgress.isEmpty { model["lastProgress"] = entry.lastProgress }
    if let plan = entry.annualPlan, let done = entry.line?.yearToDate,
      let share = Self.percent(done, of: plan)
    {
      model["share"] = share
    }
    if let code = entry.stateCode, let field = MonthBook.reports?.field("report_state"),
      let number = field.enumeration?.number(of: code)
    {
      model["state"] = field.display(.code(number), visit.language)
      model["stateCode"] = code
      model["seenState"] = ValueWords.seen(entry.report, field.id)
      model["isReviewed"] = isReviewed(entry)
    }
    return model
  }

  /// A share in percent with one decimal, half up; nil where the whole is nothing.
  static func percent(_ part: ExactDecimal, of whole: ExactDecimal) -> String? {
    guard whole > ExactDecimal(0), let left = part.tenThousandths,
      let right = whole.tenThousandths
    else { return nil }
    // A plan typed in the wrong unit is no reason to stop: the products fit whatever the numbers
    // are.
    let (done, all) = (Int128(left), Int128(right))
    let tenths = (done * 2_000 + (done < 0 ? -all : all)) / (2 * all)
    let size = tenths.magnitude
    return "\(tenths < 0 ? "-" : "")\(size / 10).\(size % 10)%"
  }
}

extension ExactDecimal {
  /// The number in steps of 0.0001, as money is kept; nil beyond the range.
  var tenThousandths: Int64? {
    guard scale <= 4 else { return nil }
    var value = mantissa
    for _ in 0..<(4 - Int(scale)) {
      let (more, overflow) = value.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      value = more
    }
    return value
  }
}
