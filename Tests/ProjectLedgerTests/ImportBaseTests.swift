// Verified, on workbooks that are exported, edited, and read back while another office writes:
// 1. One cell is edited and others were overtaken: exactly the edited cell is taken, however the
//    rows are sorted, deleted or added to; the import can be taken back.
// 2. A cell that was edited while another wrote its field holds its row back, and tells who wrote,
//    when and what; nothing leaves until the sheet's value is chosen, and the ledger's is kept
//    where that is.
// 3. A write that the sheet has not seen and that stands in conflict is not settled by the sheet.
// 4. Elements put into a set go beside those that others put there; those taken out go.
// 5. Without a stamp who wrote the values that would leave, and when, is told; a damaged stamp is
//    told and not used; a stamp that tells of more than the store has is told.
// 6. Emptied cells are counted, and empty their fields only when asked to, and never what was
//    written since.
// 7. A record that another made since, and a row that a person added for it, collide.
// 8. A cell that the same person wrote meanwhile, as by importing the same workbook before, waits
//    in words of its own; where another office wrote too, that one is named.

import Catalogue
import Causality
import Foundation
import LedgerStore
import ProjectLedger
import Projects
import TestSupport
import Testing
import Wire
import Workbooks

@Suite struct ImportBaseTests {
  private let office: Office
  private var store: Store { office.store }
  private var hub: Store { office.city.hub }
  private let ledger = Office.ledger
  private let projects: CollectionDefinition
  /// Title, note and header stand above the records.
  private static let rowsAbove = 3

  init() throws {
    office = try Office()
    projects = try #require(Schema.standard.collection("project"))
  }

  // MARK: Sheets

  private struct Sheet {
    var table: Table
    var stamp: ExportStamp?

    func row(_ id: RecordID) throws -> Int {
      try #require(table.rows.firstIndex { $0.cells.first == .text(id.description) })
    }

    mutating func edit(_ id: RecordID, _ code: String, _ cell: Cell) throws {
      let column = try #require(table.columnIndex(code))
      let row = try row(id)
      table.replace(row: row, column: column, with: cell)
    }

    /// A row without an id, as a person adds it.
    mutating func add(_ fields: [String: String]) {
      table.append(
        TableRow(
          table.columns.map { column in
            fields[column.code].map { Cell.text($0) } ?? Cell.empty
          }))
    }

    /// The same rows in another order.
    mutating func arrange(_ change: ([TableRow]) -> [TableRow]) {
      var other = Table(
        code: table.code, name: table.name, title: table.title, note: table.note,
        columns: table.columns)
      for row in change(table.rows) { other.append(row) }
      table = other
    }
  }

  private func exported() throws -> Sheet {
    let (records, stamp) = try store.read { snapshot throws(StoreError) in
      (
        try snapshot.all("project", in: ledger),
        try LedgerExport.stamp(of: [ledger], snapshot)
      )
    }
    let columns = LedgerExport.filledColumns(of: projects, records)
    return Sheet(
      table: LedgerExport.ledger(records, columns, of: projects, in: .zh), stamp: stamp)
  }

  private func preview(
    _ sheet: Sheet, beside others: [Table] = [], _ choose: (inout ImportChoices) -> Void = { _ in }
  ) throws -> ImportPreview {
    var file = WorkbookFile(
      title: "台账", office: "某办", createdOn: try #require(CivilDate(iso: "2021-10-11")),
      tables: [sheet.table] + others)
    file.stamp = sheet.stamp
    let folder = TemporaryDirectory("import-base")
    try file.write(to: folder.path + "/a.xlsx")
    let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/a.xlsx"))
    var choices = ImportChoices()
    choose(&choices)
    return try ImportPreview(
      try BookReader.read([UInt8](bytes)), fileName: "台账.xlsx", of: projects, choices: choices,
      store: store, ledger: ledger, author: "desk", today: nil)
  }

  @discardableResult
  private func apply(_ preview: ImportPreview) throws -> ImportNote? {
    try preview.apply(
      to: store, ledger: ledger, author: "desk", reason: nil, fileName: "台账.xlsx", at: 1)
  }

  /// What the hub writes arrives here.
  private func another(_ fields: [String: String], _ id: RecordID) throws {
    try office.city.settle([store, hub])
    try office.write("project", fields, id: id, to: hub)
    try office.city.settle([store, hub])
  }

  private func text(_ id: RecordID, _ code: String) throws -> String {
    let field = try #require(projects.field(code))
    let record = try #require(try store.record(ledger, id))
    return field.isSet
      ? field.display(set: record.elements(field.id), .zh)
      : record[field.id].map { field.display($0, .zh) } ?? ""
  }

  private func add(_ elements: String, _ id: RecordID, to store: Store) throws {
    let field = try #require(projects.field("fund_kinds"))
    let operations = try field.parseElements(elements).map {
      Wire.Operation(
        collection: projects.id, record: id, field: field.id, kind: .add, value: $0)
    }
    _ = try store.commit(ledger, [Draft(author: "desk", operations: operations)])
  }

  // MARK: Tests

  @Test func onlyTheEditedCell() throws {
    let first = try office.write("project", ["name": "水厂", "owner": "旧业主", "remark": "一"])
    let second = try office.write("project", ["name": "大桥", "owner": "旧业主", "remark": "二"])
    let third = try office.write("project", ["name": "厂房", "owner": "旧业主", "remark": "三"])
    var sheet = try exported()
    try another(["owner": "新业主"], first)
    try another(["owner": "新业主"], second)
    try another(["owner": "新业主"], third)
    try sheet.edit(first, "remark", .text("改过"))
    let gone = try sheet.row(third)
    sheet.arrange { rows in
      var rows = rows
      rows.remove(at: gone)
      return rows.reversed()
    }
    sheet.add(["name": "泵站", "owner": "某局", "remark": "四"])
    let found = try preview(sheet)
    #expect(found.count(.changed) == 1 && found.count(.unchanged) == 1 && found.count(.new) == 1)
    #expect(found.rows.flatMap(\.changes).map(\.field.code) == ["remark"])
    #expect(found.leftOut.isEmpty, "\(found.findings)")
    #expect(!found.findings.contains { $0.code == .stampDamaged || $0.code == .stampAhead })
    let note = try #require(try apply(found))
    for id in [first, second, third] { #expect(try text(id, "owner") == "新业主") }
    #expect(try text(first, "remark") == "改过")
    #expect(try text(second, "remark") == "二")
    let back = try ImportUndo(
      note, in: store,
      judge: Judge(store, ledger: ledger, author: "desk", today: nil, isBulk: true), reason: nil)
    _ = try back.apply(to: store, author: "desk", reason: nil, at: 2)
    #expect(try text(first, "remark") == "一")
    #expect(try text(first, "owner") == "新业主")
  }

  @Test func bothEdited() throws {
    let id = try office.write("project", ["name": "水厂", "owner": "旧业主", "remark": "一"])
    var sheet = try exported()
    try another(["remark": "市里写的", "owner": "新业主"], id)
    try sheet.edit(id, "remark", .text("县里写的"))
    let number = try sheet.row(id) + 1 + Self.rowsAbove
    let held = try preview(sheet)
    #expect(held.count(.rejected) == 1 && held.count(.changed) == 0)
    let row = try #require(held.rows.first)
    #expect(row.mayBeDecided && row.problems.map(\.code) == ["collided"])
    #expect(row.problems[0].field == "remark")
    #expect(row.problems[0].message.arguments.contains { $0.contains("desk") })
    #expect(row.collisions.map(\.from) == [[.text("市里写的")]])
    #expect(row.collisions.map(\.to) == [[.text("县里写的")]])
    #expect(try apply(held) == nil)
    let kept = try preview(sheet) { $0.collided[number] = .ledger }
    #expect(kept.count(.unchanged) == 1 && kept.rows[0].collisions.isEmpty)
    let taken = try preview(sheet) { $0.collided[number] = .sheet }
    #expect(taken.rows[0].changes.map(\.field.code) == ["remark"])
    #expect(taken.rows[0].writings.map(\.author) == ["desk"])
    #expect(taken.rows[0].writings.flatMap(\.fields).map(\.code) == ["remark"])
    try apply(taken)
    #expect(try text(id, "remark") == "县里写的")
    #expect(try text(id, "owner") == "新业主")
    // The same words as the other's are no matter.
    try sheet.edit(id, "remark", .text("县里写的"))
    #expect(try preview(sheet).count(.unchanged) == 1)
  }

  @Test func aConflictStays() throws {
    let id = try office.write("project", ["name": "水厂", "owner": "旧业主", "remark": "一"])
    try office.city.settle([store, hub])
    var sheet = try exported()
    try office.write("project", ["remark": "市里写的"], id: id, to: hub)
    try office.write("project", ["remark": "县里写的"], id: id)
    try office.city.settle([store, hub])
    let remark = try #require(projects.field("remark"))
    let record = try #require(try store.record(ledger, id))
    #expect(record.conflictKind(remark.id) != nil)
    #expect(try preview(sheet).count(.unchanged) == 1)
    try sheet.edit(id, "owner", .text("新业主"))
    let found = try preview(sheet)
    #expect(found.rows.flatMap(\.changes).map(\.field.code) == ["owner"])
    try sheet.edit(id, "remark", .text("表里写的"))
    #expect(try preview(sheet).rows[0].problems.map(\.code) == ["collided"])
  }

  @Test func elementsOfSets() throws {
    let id = try office.write("project", ["name": "水厂", "owner": "旧业主"])
    try add("专项债", id, to: store)
    var sheet = try exported()
    try office.city.settle([store, hub])
    try add("贴息", id, to: hub)
    try office.city.settle([store, hub])
    #expect(try preview(sheet).count(.unchanged) == 1)
    let both = try text(id, "fund_kinds")
    #expect(both.contains("专项债") && both.contains("贴息"))
    try sheet.edit(id, "fund_kinds", .empty)
    let found = try preview(sheet) { $0.emptyClears = true }
    #expect(found.count(.changed) == 1)
    try apply(found)
    #expect(try text(id, "fund_kinds") == "贴息")
  }

  @Test func stampsThatSayLess() throws {
    let id = try office.write("project", ["name": "水厂", "owner": "旧业主"])
    var sheet = try exported()
    try another(["owner": "新业主"], id)
    let odd = Table(
      code: "odd", name: "标记", title: "taizhang-export-1", note: "",
      columns: [TableColumn("a", ["甲"], .text)])
    // Two marked sheets: which of them is of the table cannot be told.
    let damaged = try preview(sheet, beside: [odd])
    #expect(damaged.findings.contains { $0.code == .stampDamaged })
    sheet.stamp = nil
    let bare = try preview(sheet)
    #expect(!bare.findings.contains { $0.code == .stampDamaged })
    for found in [damaged, bare] {
      #expect(found.rows[0].changes.map(\.field.code) == ["owner"])
      #expect(found.rows[0].writings.map(\.author) == ["desk"])
      #expect(found.rows[0].writings.allSatisfy { !$0.when.isEmpty })
    }
    let replica = try #require(try store.vector(ledger).entries.first).replica
    sheet.stamp = ExportStamp(
      [ledger: VersionVector([VersionVector.Entry(replica: replica, seq: 1_000_000)])])
    #expect(try preview(sheet).findings.map(\.code).contains(.stampAhead))
    // Of another ledger it says nothing here.
    sheet.stamp = ExportStamp(["other": try store.vector(ledger)])
    #expect(try preview(sheet).rows[0].writings.count == 1)
  }

  @Test func emptiedCells() throws {
    let first = try office.write("project", ["name": "水厂", "owner": "旧业主", "remark": "一"])
    let second = try office.write("project", ["name": "大桥", "owner": "旧业主", "remark": "二"])
    let third = try office.write("project", ["name": "厂房", "owner": "旧业主"])
    var sheet = try exported()
    try another(["remark": "市里写的"], second)
    try another(["remark": "市里写的"], third)
    try sheet.edit(first, "remark", .empty)
    try sheet.edit(second, "remark", .empty)
    let found = try preview(sheet)
    #expect(found.count(.unchanged) == 3)
    #expect(found.findings.filter { $0.code == .emptied }.map(\.arguments) == [["1"]])
    let clearing = try preview(sheet) { $0.emptyClears = true }
    #expect(!clearing.findings.contains { $0.code == .emptied })
    #expect(
      clearing.count(.changed) == 1 && clearing.count(.rejected) == 1
        && clearing.count(.unchanged) == 1)
    #expect(clearing.rows.flatMap(\.problems).map(\.code) == ["collided"])
    try apply(clearing)
    #expect(try text(first, "remark").isEmpty)
    #expect(try text(second, "remark") == "市里写的")
    #expect(try text(third, "remark") == "市里写的")
  }

  @Test func editedByOneself() throws {
    let id = try office.write("project", ["name": "水厂", "owner": "旧业主", "remark": "一"])
    try office.city.settle([store, hub])
    var sheet = try exported()
    try sheet.edit(id, "remark", .text("二"))
    try apply(try preview(sheet))
    #expect(try preview(sheet).count(.unchanged) == 1)
    // Edited on, in the same workbook, which still says that it had seen the first value.
    try sheet.edit(id, "remark", .text("三"))
    let held = try #require(try preview(sheet).rows.first)
    #expect(held.mayBeDecided && held.problems.map(\.code) == ["collided"])
    #expect(held.problems.map(\.message.key) == ["import.problem.collided-own"])
    let told = Catalogue.text(held.problems[0].message, in: .zh)
    #expect(told.contains("你自己在 2021-10-11"), "\(told)")
    let number = held.number
    let taken = try preview(sheet) { $0.collided[number] = .sheet }
    #expect(taken.count(.changed) == 1)
    // Of two that stand in conflict the other office's is told of.
    try office.write("project", ["remark": "市里写的"], id: id, to: hub)
    try office.write("project", ["remark": "县里又写的"], id: id)
    try office.city.settle([store, hub])
    let both = try #require(try preview(sheet).rows.first)
    #expect(both.problems.map(\.message.key) == ["import.problem.collided"])
  }

  @Test func madeByBoth() throws {
    try office.write("project", ["name": "水厂", "owner": "旧业主"])
    var sheet = try exported()
    let made = try office.write("project", ["name": "泵站", "owner": "市里定的"])
    sheet.add(["name": "泵站", "owner": "县里定的"])
    let found = try preview(sheet)
    #expect(found.count(.unchanged) == 1 && found.count(.rejected) == 1)
    #expect(found.rows.flatMap(\.problems).map(\.code) == ["collided"])
    #expect(try text(made, "owner") == "市里定的")
  }
}
