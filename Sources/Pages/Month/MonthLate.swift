// Who has not reported: county by county, with a message to them that is ready to be sent.

internal import Catalogue
internal import Causality
internal import LedgerStore
internal import Policy
internal import ProjectLedger
internal import Projects

extension Pages {
  /// Projects looked at for one page: a city has far fewer under construction.
  static let lateRowsMax = 20_000
  /// Projects named in a message.
  private static let namedMax = 30

  /// `/month/late`, of `?period=` and `?region_code=`.
  func monthLate(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in
      let period = try period(visit.query["period"])
      let region = visit.query.text("region_code") ?? ""
      let rows = try askedRows(region, period)
      let entries = try MonthBook(store: store, period: period)
        .entries(rows.prefix(Self.lateRowsMax))
      let due = Self.reportsDue(period)
      var counties: [String: [MonthEntry]] = [:]
      for entry in entries { counties[Self.region(of: entry), default: []].append(entry) }
      let lines = counties.sorted { $0.key < $1.key }
        .map { late($0.key, $0.value, due, period, visit) }
      return visit.page(
        "late", title: visit.text("page.late-title", period.text), place: "month",
        [
          "period": period.text, "due": due?.description ?? "", "lines": lines,
          "isEmpty": lines.isEmpty,
          "back": "/month?period=\(period.text)&region_code=\(Form.encode(region))",
        ])
    }
  }

  /// The day by which a month's reports are due: the 5th of the next, rolled to a working day where
  /// the calendar knows it.
  static func reportsDue(_ period: ReportingPeriod) -> CivilDate? {
    guard let end = Period(period.text)?.end,
      let day = end.adding(days: BulletinReading.usualDay)
    else { return nil }
    return (try? WorkCalendar.standard.rolled(day)) ?? day
  }

  private static func region(of entry: MonthEntry) -> String {
    guard let field = MonthBook.projects?.field("region_code"),
      case .text(let code)? = entry.project[field.id]
    else { return "" }
    return code
  }

  private func late(
    _ code: String, _ entries: [MonthEntry], _ due: CivilDate?, _ period: ReportingPeriod,
    _ visit: Visit
  ) -> Model {
    let missing = entries.filter { !$0.isHandedIn }
    let late = entries.filter { entry in
      guard let due, let day = entry.submittedOn else { return false }
      return entry.isHandedIn && day > due
    }
    let name =
      code.isEmpty ? visit.text("page.city-unsaid") : Region.find(code)?.name ?? code
    var model: Model = [
      "name": name, "asked": "\(entries.count)",
      "reported": "\(entries.count - missing.count)", "missing": "\(missing.count)",
      "late": "\(late.count)", "isMissing": !missing.isEmpty,
      "names": missing.map { entry -> Model in
        ["path": "/r/\(entry.project.id)", "name": visit.named(entry.name)]
      },
      "path": "/month?period=\(period.text)&region_code=\(Form.encode(code))",
    ]
    guard !missing.isEmpty else { return model }
    let named = visit.language.listed(
      missing.prefix(Self.namedMax).map { visit.named($0.name) })
    model["message"] = visit.text(
      missing.count > Self.namedMax ? "page.late-message-more" : "page.late-message", name,
      "\(period.year)", "\(period.number)", "\(entries.count)", "\(missing.count)", named,
      due?.description ?? "", store.identity.office, today?.description ?? "")
    model["id"] = code.isEmpty ? "none" : code
    return model
  }
}

extension MonthEntry {
  /// Whether the report was handed in.
  var isHandedIn: Bool { ["submitted", "approved", "locked"].contains(stateCode) }

  /// When it was handed in, where the report says.
  var submittedOn: CivilDate? {
    guard let report, let field = MonthBook.reports?.field("submitted_on"),
      case .date(let day)? = report[field.id]
    else { return nil }
    return day
  }
}
