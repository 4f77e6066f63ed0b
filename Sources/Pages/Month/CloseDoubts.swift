// What speaks against locking a month: reports that are not handed in or not there, and violations
// of the ledger that nobody settled. Listed before the button; the person decides.

internal import Catalogue
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

/// What speaks against locking a month.
struct CloseDoubts {
  typealias Link = (path: String, name: String)

  /// Projects whose report is a draft or was returned.
  var drafts: [Link] = []
  /// Projects without a report.
  var missing: [Link] = []
  var violations: [Link] = []

  var isEmpty: Bool { drafts.isEmpty && missing.isEmpty && violations.isEmpty }
}

extension Pages {
  /// Names shown of a kind of doubt; how many there are is told besides.
  private static let doubtsShown = 30

  /// Why a month cannot be locked yet; nil once it is over.
  func early(_ period: ReportingPeriod) -> Message? {
    guard let today, let last = period.lastDay, last >= today else { return nil }
    let first = last.adding(days: 1)?.description ?? ""
    return Message("page.close-early", [period.text, first])
  }

  /// What speaks against locking a month of a ledger. O(projects and violations of the ledger).
  func doubts(_ period: ReportingPeriod, _ ledger: String) throws -> CloseDoubts {
    let rows = try askedRows("", period).filter { $0.ledger == ledger }
    let entries = try MonthBook(store: store, period: period)
      .entries(rows.prefix(Self.lateRowsMax))
    var doubts = CloseDoubts()
    for entry in entries where !entry.isHandedIn {
      if let report = entry.report {
        doubts.drafts.append((path: "/r/\(report.id)", name: entry.name))
      } else {
        doubts.missing.append((path: "/r/\(entry.project.id)", name: entry.name))
      }
    }
    try eachConflict(ConflictFilter(ledger: ledger, kind: .violation)) { conflict in
      doubts.violations.append((path: "/conflicts/\(conflict.id.text)", name: conflict.recordName))
      return true
    }
    return doubts
  }

  /// A kind of doubt for the template.
  static func model(of kind: String, _ links: [CloseDoubts.Link], _ visit: Visit) -> Model {
    [
      "label": visit.text("page.close-doubt-\(kind)", "\(links.count)"),
      "links": links.prefix(doubtsShown).map { link -> Model in
        ["path": link.path, "name": visit.named(link.name)]
      },
    ]
  }
}
