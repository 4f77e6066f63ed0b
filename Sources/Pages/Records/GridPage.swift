// The list of projects: searched, narrowed, sorted and paged by the server.

internal import Catalogue
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

extension Pages {
  /// `/projects`.
  func grid(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in
      let query = GridQuery(visit.query)
      let all = try table.now()
      let found = query.places(in: all)
      let pages = max(1, (found.count + GridQuery.rowsPerPage - 1) / GridQuery.rowsPerPage)
      let page = min(query.page, pages)
      let first = (page - 1) * GridQuery.rowsPerPage
      let shown = found.dropFirst(first).prefix(GridQuery.rowsPerPage).map { all.rows[Int($0)] }
      var model: Model = [
        "q": query.text, "filters": filters(query, all, visit),
        "columns": heads(query, visit), "rows": shown.map { line($0, query, visit) },
        "columnCount": query.columns.count + 1, "isEmpty": found.isEmpty,
        "isNarrowed": query.isNarrowed, "choices": columnChoices(query, visit),
        "conflictsOnly": query.conflictsOnly,
        "count": visit.text(
          query.isNarrowed ? "page.grid-found" : "page.grid-count", "\(found.count)",
          "\(all.rows.count)"),
        "mayCreate": mayCreate("project"), "exportPath": query.exportAddress,
        "mayEdit": query.columns.contains { mayEdit($0.field) },
      ]
      if let sort = query.sort {
        model["sort"] = ["sort": sort, "dir": query.isDescending ? "desc" : "asc"]
      }
      if pages > 1 { model["paging"] = paging(query, page, pages, visit) }
      return visit.page("grid", title: visit.text("page.menu-projects"), place: "projects", model)
    }
  }

  /// Whether this office, and the account at hand, may create records of a collection.
  func mayCreate(_ code: String) -> Bool {
    guard let collection = schema.collection(code), let role else { return false }
    return Permissions.mayCreate(collection, role)
  }

  /// The part that this store's office plays, narrowed by that of the account at hand.
  var role: OfficeRole? { Permit.role(of: store) }

  private func line(_ row: ProjectRow, _ query: GridQuery, _ visit: Visit) -> Model {
    [
      "id": row.id.description, "hasConflict": row.hasConflict,
      "name": visit.named(row.name),
      "cells": query.columns.map { column -> Model in
        var cell: Model = [
          "text": ValueWords.cell(row.values[column.place], column.field, visit.language),
          "isNumber": ValueWords.isNumber(column.field),
        ]
        if mayEdit(column.field) { cell["code"] = column.field.code }
        return cell
      },
    ]
  }

  private func heads(_ query: GridQuery, _ visit: Visit) -> [Model] {
    let name = ProjectTables.columns[0]
    return ([name] + query.columns.map(\.field)).map { field in
      let isSorted = query.sort == field.code
      let turns = isSorted && !query.isDescending
      var head: Model = [
        "label": field.label(visit.language), "isNumber": ValueWords.isNumber(field),
        "path": query.address([
          "sort": field.code, "dir": turns ? "desc" : nil,
        ]),
        "order": isSorted ? (query.isDescending ? "descending" : "ascending") : "none",
        "mark": isSorted ? (query.isDescending ? "↓" : "↑") : "",
      ]
      head["unit"] = ValueWords.unit(field, visit.language)
      return head
    }
  }

  private func filters(
    _ query: GridQuery, _ all: ProjectTable, _ visit: Visit
  ) -> [Model] {
    GridQuery.filters.compactMap { code in
      guard let place = ProjectTables.place(of: code) else { return nil }
      let field = ProjectTables.columns[place]
      let chosen = query.chosen.first { $0.place == place }?.value
      var values: [Value] = field.enumeration?.cases.map { .code($0.number) } ?? []
      if values.isEmpty { values = all.values(of: place) }
      var options = values.map { value -> Model in
        [
          "value": ValueWords.plain(value, field),
          "label": ValueWords.shown(value, field, visit.language), "isChosen": value == chosen,
        ]
      }
      // Reached from the city's table of counties.
      if chosen == .empty {
        options.append([
          "value": GridQuery.unsaid, "label": visit.text("page.city-unsaid"), "isChosen": true,
        ])
      }
      return ["code": code, "label": field.label(visit.language), "options": options]
    }
  }

  private func columnChoices(_ query: GridQuery, _ visit: Visit) -> [Model] {
    ProjectTables.columns.dropFirst().map { field in
      [
        "code": field.code, "label": field.label(visit.language),
        "isChosen": query.columns.contains { $0.field.code == field.code },
      ]
    }
  }

  private func paging(_ query: GridQuery, _ page: Int, _ pages: Int, _ visit: Visit) -> Model {
    var paging: Model = ["text": visit.text("page.grid-page", "\(page)", "\(pages)")]
    if page > 1 {
      paging["first"] = query.address(["page": nil])
      paging["previous"] = query.address(["page": page == 2 ? nil : "\(page - 1)"])
    }
    if page < pages {
      paging["next"] = query.address(["page": "\(page + 1)"])
      paging["last"] = query.address(["page": "\(pages)"])
    }
    return paging
  }
}
