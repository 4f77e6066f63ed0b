// workbooks: 10,000 projects of 30 columns as a spreadsheet: exported, read and previewed against
// an empty and against a full ledger, applied, taken back. The records that come back are compared
// field by field.

import Catalogue
import Causality
import Foundation
import LedgerStore
import ProjectLedger
import Projects
import Wire
import Workbooks

extension Bench {
  private static let rows = 10_000

  /// Thirty columns with the id: text, money, days, cases, codes.
  private static let columns: [(code: String, text: @Sendable (Int) -> String)] = [
    ("name", { "第\($0)号产业园基础设施建设项目（\($0 % 7)期）" }),
    ("project_code", { "2109-4117\($0 % 90 + 10)-04-01-\(100_000 + $0)" }),
    ("region_code", { "4117\($0 % 9 + 21)" }),
    ("scale", { "总建筑面积\($0)平方米，新建标准化厂房及配套道路、管网、绿化工程，年产零部件\($0)套" }),
    ("owner", { "市第\($0 % 300)投资建设有限公司" }), ("investor", { "投资方\($0 % 500)" }),
    ("origin", { "省外\($0 % 30)" }), ("push_unit", { "推进单位\($0 % 40)" }),
    ("supervising_unit", { "主管部门\($0 % 20)" }), ("address", { "产业大道\($0)号" }),
    ("remark", { "备注\($0)" }), ("total_investment", { "\($0 + 1).25" }),
    ("phase1_investment", { "\($0 / 2)" }), ("contract_amount", { "\($0).5" }),
    ("prior_cumulative", { "\($0 / 4)" }), ("annual_plan_year", { _ in "2022" }),
    ("annual_plan", { "\($0 / 3)" }), ("year_goal", { "完成主体工程\($0 % 100)%" }),
    ("construction_period", { "2021-\(2022 + $0 % 4)" }), ("land_area", { "\($0 % 900).5" }),
    ("planned_start_on", { "2022-0\($0 % 9 + 1)-1\($0 % 9)" }),
    ("planned_production_on", { "2024-0\($0 % 9 + 1)-1\($0 % 9)" }),
    ("planned_completion_on", { "2023-0\($0 % 9 + 1)-1\($0 % 9)" }),
    ("leader", { "分包岗\($0 % 60)" }), ("project_head", { "负责岗\($0 % 80)" }),
    ("ledger_keeper", { "台账岗\($0 % 50)" }), ("duty_unit", { "责任单位\($0 % 25)" }),
    ("filing_no", { "备案\(10_000 + $0)" }), ("reporter", { "填报岗\($0 % 70)" }),
  ]

  func workbookBench() throws {
    Report.title("workbooks: \(Self.rows) rows of \(Self.columns.count + 1) columns")
    guard let projects = Schema.standard.collection("project") else { throw BenchError("schema") }
    let from = try create("workbooks-from")
    try fill(from, projects)
    let file = path("workbooks.xlsx")
    let (records, exporting) = try timed { () -> [Record] in
      let records = try all(from, projects)
      let table = LedgerExport.ledger(
        records, LedgerExport.filledColumns(of: projects, records), of: projects, in: .zh)
      try WorkbookFile(
        title: "bench", office: "bench", createdOn: .earliest, tables: [table]
      ).write(to: file)
      return records
    }
    Report.line("exported as .xlsx", Report.seconds(exporting), limit(exporting, 3))

    let to = try create("workbooks-to")
    let (preview, previewing) = try timed { try self.preview(file, to, projects) }
    guard preview.count(.new) == Self.rows, preview.findings.isEmpty else {
      throw BenchError("\(preview.count(.new)) new rows, \(preview.findings.count) findings")
    }
    Report.line("read and previewed, all new", Report.seconds(previewing), limit(previewing, 5))
    let (note, applying) = try timed { try apply(preview, to) }
    Report.line("applied", Report.seconds(applying), limit(applying, 5))

    let (again, unchanged) = try timed { try self.preview(file, to, projects) }
    guard again.count(.unchanged) == Self.rows else { throw BenchError("a row changed by itself") }
    Report.line("previewed again, none changed", Report.seconds(unchanged), limit(unchanged, 5))
    let held = try all(to, projects)
    for (left, right) in zip(records, held) {
      for field in projects.fields where left[field.id] != right[field.id] {
        throw BenchError("\(left.id) differs in \(field.code)")
      }
    }
    guard let note else { throw BenchError("nothing was noted") }
    let (archived, undoing) = try timed { () -> Int in
      let judge = Judge(to, ledger: ledger, author: "bench", today: nil, isBulk: true)
      let undo = try ImportUndo(note, in: to, judge: judge, reason: nil)
      _ = try undo.apply(to: to, author: "bench", reason: nil, at: 1)
      return undo.archived.count
    }
    guard archived == Self.rows else { throw BenchError("\(archived) archived") }
    Report.line("taken back", Report.seconds(undoing), limit(undoing, 5))
  }

  private func limit(_ seconds: Double, _ limit: Double) -> String {
    (seconds <= limit ? "PASS" : "OVER") + String(format: " (wanted %.0f s)", limit)
  }

  private func preview(
    _ file: String, _ store: Store, _ projects: CollectionDefinition
  ) throws -> ImportPreview {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
    return try ImportPreview(
      try BookReader.read(bytes), fileName: "workbooks.xlsx", of: projects,
      choices: ImportChoices(), store: store, ledger: ledger, author: "bench",
      today: CivilDate(year: 2022, month: 3, day: 1))
  }

  private func apply(_ preview: ImportPreview, _ store: Store) throws -> ImportNote? {
    try preview.apply(
      to: store, ledger: ledger, author: "bench", reason: nil, fileName: "workbooks.xlsx", at: 1)
  }

  private func fill(_ store: Store, _ projects: CollectionDefinition) throws {
    var drafts: [Draft] = []
    for start in stride(from: 0, to: Self.rows, by: 100) {
      var operations: [Wire.Operation] = []
      for number in start..<(start + 100) {
        let id = store.newRecordID()
        for (code, text) in Self.columns {
          guard let field = projects.field(code) else { throw BenchError("no field \(code)") }
          operations.append(
            Operation(
              collection: projects.id, record: id, field: field.id, kind: .write,
              value: try field.parse(text(number))))
        }
      }
      drafts.append(Draft(author: "bench", operations: operations))
    }
    _ = try store.commit(ledger, drafts)
  }

  private func all(_ store: Store, _ projects: CollectionDefinition) throws -> [Record] {
    var records: [Record] = []
    try store.read { snapshot throws(StoreError) in
      try snapshot.query(Query(ledger: ledger, collection: projects.id)) { record in
        records.append(record)
        return true
      }
    }
    return records
  }
}
