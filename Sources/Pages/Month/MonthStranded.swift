// Typing of a month that has no open line to go to: its project was archived or owes no report any
// more, is another account's, or its report is approved or locked. It is never dropped in silence:
// the page lists it with the reason and the typed values, and it stays in the draft until it is
// taken away.

internal import Catalogue
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

/// One row of such typing.
struct StrandedRow {
  enum Reason: String {
    case archived, closed, absent
    case notOwed = "not-owed"
    case notYours = "not-yours"
  }

  /// The project's id, as the form named the row.
  let id: String
  let name: String
  let reason: Reason
  /// What was typed: the label of each field, and its text.
  let typed: [(label: String, value: String)]
  /// The report that is corrected instead.
  var report: RecordID?

  /// The row in a line.
  func text(_ visit: Visit) -> String {
    visit.text("page.month-in-state", name, visit.text("page.stranded-\(reason.rawValue)"))
  }
}

extension Pages {
  /// The rows with typing that are none of these lines, and those whose line is closed.
  ///
  /// - Parameters:
  ///   - owed: the projects that have a line.
  ///   - closed: the lines among them that are closed to typing.
  /// - Complexity: O(1) where there are none such; else O(projects).
  func stranded(
    _ rows: [String: Form], owed: Set<RecordID>, closed: [MonthEntry] = [], _ visit: Visit
  ) throws -> [StrandedRow] {
    let shut = Dictionary(
      closed.map { ($0.project.id.description, $0) }, uniquingKeysWith: { $1 })
    let stray = rows.filter { id, row in
      guard Self.isTyped(row) else { return false }
      if shut[id] != nil { return true }
      return RecordID(id).map { $0.description != id || !owed.contains($0) } ?? true
    }
    guard !stray.isEmpty else { return [] }
    let seen = Set(try table.now().rows.map(\.id))
    return try stray.sorted { $0.key < $1.key }.map { id, row in
      let typed = Self.typedCells(row, visit)
      if let entry = shut[id] {
        return StrandedRow(
          id: id, name: visit.named(entry.name), reason: .closed, typed: typed,
          report: entry.report?.id)
      }
      let (reason, record) = try whyStranded(id, seen)
      let name = record.map { self.name(of: $0, visit.language) } ?? visit.named(row["name"] ?? "")
      return StrandedRow(id: id, name: name, reason: reason, typed: typed)
    }
  }

  /// Why a row has no line, and its record where the account at hand may see it. Whether there is a
  /// record of another county is not told.
  private func whyStranded(
    _ text: String, _ seen: Set<RecordID>
  ) throws(StoreError) -> (reason: StrandedRow.Reason, record: Record?) {
    guard let id = RecordID(text), id.description == text else { return (.absent, nil) }
    return try store.read {
      snapshot throws(StoreError) -> (reason: StrandedRow.Reason, record: Record?) in
      let permit = Permit.current
      guard let place = try snapshot.resolve(prefix: text).first,
        let record = try snapshot.record(place.ledger, place.collection, place.id)
      else { return (permit?.county == nil ? .absent : .notYours, nil) }
      if let permit, try !permit.covers(record.id, in: record.ledger, snapshot) {
        return (.notYours, nil)
      }
      if record.isArchived { return (.archived, record) }
      return (seen.contains(id) ? .notOwed : .absent, record)
    }
  }

  private static func typedCells(_ row: Form, _ visit: Visit) -> [(label: String, value: String)] {
    MonthBook.cells.compactMap { code in
      let value = row[RecordForm.typedPrefix + code] ?? ""
      guard let field = MonthBook.reports?.field(code),
        let began = row[RecordForm.beganPrefix + code], began != value
      else { return nil }
      let shown = value.isEmpty ? visit.text("page.emptied") : value
      return (label: field.label(visit.language), value: shown)
    }
  }

  /// What a page says of such rows at its head.
  static func remark(of stranded: [StrandedRow], isAnswer: Bool, _ visit: Visit) -> Remark {
    let names = visit.language.listed(stranded.prefix(10).map { $0.text(visit) })
    return Remark(
      tone: isAnswer ? .refusal : .warning,
      message: Message(isAnswer ? "page.month-stranded-now" : "page.month-stranded", [names]))
  }

  /// The rows for the template.
  static func model(of stranded: [StrandedRow], _ visit: Visit) -> [Model] {
    stranded.map { row in
      var model: Model = [
        "id": row.id, "name": row.name, "why": visit.text("page.stranded-\(row.reason.rawValue)"),
        "cells": row.typed.map { ["label": $0.label, "value": $0.value] as Model },
      ]
      if let report = row.report {
        model["correction"] = ["path": "/r/\(report)/correct"] as Model
      }
      return model
    }
  }
}
