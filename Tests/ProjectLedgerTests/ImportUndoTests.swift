// Verified:
// 1. Taking an import back beside what another office wrote meanwhile: the field that it wrote
//    stays and is told, everything else comes back; a record made by the import and written to by
//    another stays.
// 2. What another wrote without having seen the import stands beside it as a conflict, and stays.
// 3. An edit that arrives between the look at the way back and its writing stops it: nothing is
//    written, and the import still stands to be taken back. Where nothing can be taken back nothing
//    is noted.
// 4. Under a county's permit a record that was moved to another county stays, and is not named.
// 5. The note of an import, and of its way back, is there exactly when the changes are.
// 6. A record that another belongs to or names by now stays, and is named; an archived one keeps
//    nothing.

import Catalogue
import Causality
import LedgerStore
import ProjectLedger
import Projects
import TestSupport
import Testing
import Wire
import Workbooks

@Suite struct ImportUndoTests {
  private let office: Office
  private var store: Store { office.store }
  private var hub: Store { office.city.hub }
  private let ledger = Office.ledger

  init() throws { office = try Office() }

  private func preview(_ text: String) throws -> ImportPreview {
    let projects = try #require(Schema.standard.collection("project"))
    return try ImportPreview(
      try BookReader.read(Array(text.utf8)), fileName: "九月.csv", of: projects,
      choices: ImportChoices(), store: store, ledger: ledger, author: "desk", today: nil)
  }

  private func apply(_ preview: ImportPreview) throws -> ImportNote {
    try #require(
      try preview.apply(
        to: store, ledger: ledger, author: "desk", reason: nil, fileName: "九月.csv", at: 1))
  }

  private func undo(_ note: ImportNote) throws -> ImportUndo {
    try ImportUndo(
      note, in: store,
      judge: Judge(store, ledger: ledger, author: "desk", today: nil, isBulk: true), reason: nil)
  }

  private func write(_ undo: ImportUndo) throws {
    _ = try undo.apply(to: store, author: "desk", reason: nil, at: 2)
  }

  private func text(_ id: RecordID, _ code: String, in store: Store? = nil) throws -> String {
    let field = try #require(Schema.standard.collection("project")?.field(code))
    let record = try #require(try (store ?? self.store).record(ledger, id))
    return field.display(record[field.id] ?? .empty, .zh)
  }

  private func id(_ name: String) throws -> RecordID {
    let field = try #require(Schema.standard.collection("project")).nameField.id
    let found = try store.read { snapshot throws(StoreError) in
      try snapshot.all("project", in: ledger)
    }
    return try #require(found.first { $0[field] == .text(name) }).id
  }

  @Test func besideWhatAnotherOfficeWroteMeanwhile() throws {
    let kept = try office.write(
      "project", ["name": "水厂", "owner": "旧业主", "total_investment": "100"])
    let other = try office.write("project", ["name": "大桥", "owner": "旧业主"])
    let note = try apply(
      try preview("项目名称,业主,总投资\n水厂,新业主,200\n大桥,新业主,300\n厂房甲,某局,5\n厂房乙,某局,6\n"))
    try office.city.settle([store, hub])
    try office.write("project", ["owner": "市里定的"], id: kept, to: hub)
    try office.write("project", ["remark": "市里看过"], id: try id("厂房甲"), to: hub)
    try office.city.settle([store, hub])

    let back = try undo(note)
    #expect(back.restored.count == 2 && back.archived.count == 1)
    #expect(back.kept.map(\.name).sorted() == ["厂房甲", "水厂"])
    #expect(back.kept.allSatisfy { $0.reason == .edited })
    #expect(back.kept.first { $0.name == "水厂" }?.field?.code == "owner")
    try write(back)
    #expect(try text(kept, "owner") == "市里定的")
    #expect(try text(kept, "total_investment") == "100万元")
    #expect(try text(other, "owner") == "旧业主" && text(other, "total_investment").isEmpty)
    #expect(try store.record(ledger, id("厂房甲"))?.isArchived == false)
    try office.city.settle([store, hub])
    #expect(try store.dump(ledger) == hub.dump(ledger))
    #expect(try store.check(deep: true).isOK)
  }

  @Test func besideWhatAnotherWroteUnseen() throws {
    let kept = try office.write("project", ["name": "水厂", "owner": "旧业主"])
    try office.city.settle([store, hub])
    let note = try apply(try preview("项目名称,业主,总投资\n水厂,新业主,200\n"))
    try office.write("project", ["owner": "市里定的"], id: kept, to: hub)
    try office.city.settle([store, hub])
    let back = try undo(note)
    #expect(back.kept.map(\.reason) == [.conflict] && back.kept.first?.field?.code == "owner")
    try write(back)
    let owner = try #require(Schema.standard.collection("project")?.field("owner"))
    #expect(try store.record(ledger, kept)?.state(owner.id)?.siblings.count == 2)
    #expect(try text(kept, "total_investment").isEmpty)
    #expect(try store.check(deep: true).isOK)
  }

  @Test func anEditBetweenLookAndWriting() throws {
    let kept = try office.write("project", ["name": "水厂", "owner": "旧业主"])
    let note = try apply(try preview("项目名称,业主\n水厂,新业主\n厂房甲,某局\n"))
    let back = try undo(note)
    try office.write("project", ["remark": "刚看过"], id: try id("厂房甲"))
    try office.write("project", ["owner": "又改了"], id: kept)
    let before = try store.lastCommit()
    #expect(throws: StoreError.self) { try write(back) }
    #expect(try store.lastCommit() == before)
    #expect(try text(kept, "owner") == "又改了")
    #expect(try ImportNotes.find(note.id, in: store)?.undoneMilliseconds == nil)
    let again = try undo(note)
    #expect(again.isEmpty && again.kept.count == 2)
    let quiet = try store.lastCommit()
    try write(again)
    #expect(try store.lastCommit() == quiet)
    #expect(try ImportNotes.find(note.id, in: store)?.undoneMilliseconds == nil)
    #expect(try store.check(deep: true).isOK)
  }

  @Test func ofRecordsThatOthersBelongTo() throws {
    let note = try apply(try preview("项目名称,业主\n厂房甲,某局\n厂房乙,某局\n厂房丙,某局\n"))
    let names = ["厂房甲", "厂房乙", "厂房丙"]
    let ids = try names.map { try id($0) }
    try office.write("progress_report", ["project": ids[0].description])
    try office.write("project", ["name": "子项目", "parent_id": ids[1].description])
    let gone = try office.write("progress_report", ["project": ids[2].description])
    try office.archive("progress_report", gone, true)
    let back = try undo(note)
    #expect(back.archived.map(\.id) == [ids[2]] && back.restored.isEmpty)
    #expect(back.kept.map(\.name).sorted() == ["厂房乙", "厂房甲"])
    #expect(back.kept.allSatisfy { $0.reason == .used && $0.field == nil })
    try write(back)
    let archived = try ids.map { id in try store.record(ledger, id)?.isArchived }
    #expect(archived == [false, false, true])
    #expect(try ImportNotes.find(note.id, in: store)?.undoneMilliseconds == 2)
    #expect(try store.check(deep: true).isOK)
  }

  @Test func ofARecordThatWasMovedToAnotherCounty() throws {
    let moved = try office.write(
      "project", ["name": "迁走的水厂", "region_code": "411702", "owner": "旧业主"])
    let stays = try office.write(
      "project", ["name": "本县大桥", "region_code": "411702", "owner": "旧业主"])
    let note = try apply(try preview("项目名称,业主\n迁走的水厂,新业主\n本县大桥,新业主\n"))
    try office.write("project", ["region_code": "411721"], id: moved)
    let permit = Permit(author: "desk", role: .county, county: "411702")
    try Permit.run(permit) {
      let back = try undo(note)
      #expect(back.restored.map(\.id) == [stays])
      #expect(back.kept.map(\.record) == [moved])
      #expect(back.kept.map(\.name) == [""] && back.kept.map(\.reason) == [.refused])
      try write(back)
    }
    #expect(try text(moved, "owner") == "新业主" && text(stays, "owner") == "旧业主")
    #expect(try store.check(deep: true).isOK)
  }

  @Test func theNoteIsThereExactlyWhenTheChangesAre() throws {
    let kept = try office.write("project", ["name": "水厂", "owner": "旧业主"])
    let late = try preview("项目名称,业主\n水厂,新业主\n厂房甲,某局\n")
    try office.write("project", ["owner": "抢先的"], id: kept)
    #expect(throws: StoreError.self) { _ = try apply(late) }
    #expect(try ImportNotes.all(in: store).isEmpty)
    let note = try apply(try preview("项目名称,业主\n水厂,新业主\n厂房甲,某局\n"))
    let found = try #require(try ImportNotes.find(note.id, in: store))
    #expect(found.seqs == note.seqs && found.new == 1 && found.changed == 1)
    for seq in note.seqs {
      let dot = Dot(replica: note.replica, seq: seq)
      #expect(
        try store.read { snapshot throws(StoreError) in try snapshot.change(ledger, dot) } != nil)
    }
    // Nothing to write, nothing to note.
    let none = try preview("项目名称,业主\n水厂,新业主\n")
    #expect(
      try none.apply(
        to: store, ledger: ledger, author: "desk", reason: nil, fileName: "a", at: 3) == nil)
    #expect(try ImportNotes.all(in: store).count == 1)
  }
}
