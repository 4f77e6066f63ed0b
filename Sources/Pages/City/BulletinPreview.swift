// The bulletin's text as it will be printed, for its page: paragraphs, the beginning of each table,
// the charts as the HTML edition draws them, what each annex is of, office and date at the right.

internal import Bulletins
internal import Catalogue
internal import Workbooks

extension Pages {
  /// A table in the text is shown this far; the rest is in the files.
  private static let previewRows = 20

  /// The parts of the preview.
  static func preview(_ bulletin: Bulletin, _ visit: Visit) -> Model {
    let document = bulletin.document
    let blocks = document.blocks.compactMap { block -> Model? in
      switch block {
      case .heading(let level, let text): [level == 1 ? "heading" : "subheading": text]
      case .paragraph(let paragraph): ["paragraph": document.text(paragraph)]
      case .address(let text): ["addressed": text]
      case .table(let table): ["table": preview(table, visit)]
      case .chart(let chart): ["chart": document.svg(chart)]
      case .signature(let lines):
        ["signature": ["lines": lines.map { ["text": $0] as Model }] as Model]
      }
    }
    return [
      "title": document.title, "subtitle": document.subtitle.joined(separator: " · "),
      "blocks": blocks,
      "annexes": bulletin.annexes.map { annex in
        ["text": visit.text("page.bulletin-annex", annex.title, "\(annex.rows.count)")] as Model
      },
    ]
  }

  private static func preview(_ table: Table, _ visit: Visit) -> Model {
    func isNumber(_ column: TableColumn) -> Bool {
      switch column.kind {
      case .whole, .decimal: true
      case .text, .label, .date, .year: false
      }
    }
    var model: Model = [
      "title": table.title,
      "heads": table.columns.map { column -> Model in
        ["text": column.head.joined(separator: " "), "isNumber": isNumber(column)]
      },
      "rows": table.rows.prefix(previewRows).map { row -> Model in
        [
          "cells": zip(row.cells, table.columns).map { cell, column -> Model in
            ["text": cell.text(column.kind), "isNumber": isNumber(column)]
          }
        ]
      },
    ]
    if table.rows.count > previewRows {
      model["more"] = visit.text("page.bulletin-more-rows", "\(table.rows.count)")
    }
    return model
  }
}
