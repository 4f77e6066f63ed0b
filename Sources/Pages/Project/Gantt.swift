// The milestones of a project on a line of time that is read backwards from the end (倒排工期): the
// last milestone first, each with the days left to the end, what was planned above what came.

internal import Catalogue
internal import Causality
internal import Projects

/// One milestone.
struct GanttLine: Sendable {
  let path: String
  let name: String
  let owner: String
  let planned: CivilDate?
  let actual: CivilDate?
}

/// A chart of milestones; lengths are in the units of its `viewBox`.
struct Gantt {
  static let width = 960
  static let labelWidth = 240
  private static let rowHeight = 30
  private static let headHeight = 34
  private static let margin = 112

  private let lines: [GanttLine]
  private let end: CivilDate
  private let first: CivilDate
  private let last: CivilDate
  private let today: CivilDate?

  /// - Parameters:
  ///   - end: what is planned backwards from: the project's own end, else its last milestone.
  /// - Returns: nil where no milestone has a date.
  init?(_ lines: [GanttLine], end: CivilDate?, today: CivilDate?) {
    let dates = lines.flatMap { [$0.planned, $0.actual] }.compactMap(\.self)
    guard let earliest = dates.min(), let latest = dates.max() else { return nil }
    self.end = end ?? latest
    self.today = today
    first = min(earliest, self.end)
    last = max(latest, self.end)
    self.lines = lines.sorted { left, right in
      let (left, right) = (left.planned ?? left.actual, right.planned ?? right.actual)
      guard let left, let right else { return left != nil }
      return left > right
    }
  }

  private func place(_ date: CivilDate) -> Int {
    let span = max(1, Int(last.days - first.days))
    let room = Self.width - Self.labelWidth - Self.margin
    let days = max(0, min(span, Int(date.days - first.days)))
    return Self.labelWidth + 14 + days * (room - 14) / span
  }

  /// The chart for its template.
  func model(_ visit: Visit) -> Model {
    let height = Self.headHeight + lines.count * Self.rowHeight + 14
    var model: Model = [
      "width": "\(Self.width)", "height": "\(height)", "end": end.description,
      "endX": "\(place(end))", "labelWidth": "\(Self.labelWidth)", "bottom": "\(height - 8)",
      "rows": lines.enumerated().map { row($1, at: $0, visit) },
      "ticks": ticks.map { date -> Model in
        ["x": "\(place(date))", "text": String(date.description.prefix(7))]
      },
    ]
    if let today, today >= first, today <= last {
      model["today"] = ["x": "\(place(today))", "date": today.description] as Model
    }
    return model
  }

  /// The first days of up to eight months.
  private var ticks: [CivilDate] {
    var ticks: [CivilDate] = []
    let months = max(1, Int(last.days - first.days) / 30 / 8 + 1)
    var (year, month, _) = first.components
    while let day = CivilDate(year: year, month: month, day: 1), day <= last, ticks.count < 12 {
      if day >= first { ticks.append(day) }
      let next = year * 12 + month - 1 + months
      (year, month) = (next / 12, next % 12 + 1)
    }
    return ticks
  }

  private func row(_ line: GanttLine, at place: Int, _ visit: Visit) -> Model {
    let top = Self.headHeight + place * Self.rowHeight
    var model: Model = [
      "path": line.path, "name": Self.cut(line.name), "full": line.name, "owner": line.owner,
      "textY": "\(top + 19)", "lineY": "\(top + Self.rowHeight)", "isOdd": place % 2 == 1,
      "top": "\(top)", "height": "\(Self.rowHeight)",
    ]
    // What comes before it on the way to the end: the bar begins there.
    let before = place + 1 < lines.count ? lines[place + 1].planned : first
    if let planned = line.planned {
      let start = self.place(min(before ?? first, planned))
      let stop = self.place(planned)
      model["plan"] =
        [
          "x": "\(start)", "y": "\(top + 6)", "width": "\(max(3, stop - start))",
          "date": planned.description,
        ] as Model
      model["left"] = visit.text("page.gantt-left", "\(max(0, end.days - planned.days))")
    }
    if let actual = line.actual {
      let x = self.place(actual)
      model["came"] =
        [
          "points": "\(x - 6),\(top + 19) \(x),\(top + 13) \(x + 6),\(top + 19) \(x),\(top + 25)",
          "date": actual.description,
        ] as Model
    }
    let state = state(line)
    model["state"] = state.code
    model["note"] = visit.text("page.gantt-\(state.code)", "\(state.days)")
    model["noteX"] = "\(Self.width - Self.margin + 8)"
    return model
  }

  private func state(_ line: GanttLine) -> (code: String, days: Int32) {
    switch (line.planned, line.actual) {
    case (let planned?, let actual?) where actual > planned:
      ("late", actual.days - planned.days)
    case (_, .some): ("done", 0)
    case (let planned?, nil):
      if let today, planned < today {
        ("overdue", today.days - planned.days)
      } else if planned > end {
        ("beyond", planned.days - end.days)
      } else {
        ("open", 0)
      }
    case (nil, nil): ("open", 0)
    }
  }

  /// A name that fits beside the chart.
  private static func cut(_ name: String) -> String {
    name.count > 15 ? name.prefix(14) + "…" : name
  }
}
