// 1. A cell of the list opens as a small form, is saved, and shows what stands then; the list and
//    the history have it.
// 2. What cannot be read, and what the rules refuse, comes back in the cell with the typing kept.
// 3. A cell that another wrote meanwhile asks; whichever is picked stays.
// 4. What is no cell of the list, an archived project, or a field that the role may not write has
//    no form; cells of an observer's list cannot be typed in.

import Causality
import Foundation
import LedgerStore
import Projects
import TestSupport
import Testing
import Wire

struct CellTests {
  private func fields(_ page: Page) -> [String: String] {
    Dictionary(page.form.fields.map { ($0.name, $0.value) }) { $1 }
  }

  @Test func opensAndSaves() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "甲", "total_investment": "100"])
    #expect(
      try await desk.browser.get("/projects").body.contains("data-code=\"total_investment\""))
    let cell = try await desk.browser.get("/cell?id=\(id)&code=total_investment")
    #expect(cell.status == 200 && !cell.body.contains("<html"))
    #expect(fields(cell)["f.total_investment"] == "100")
    let saved = try await desk.browser.submit(cell, ["f.total_investment": "2.5亿"])
    #expect(saved.status == 200 && saved.body == "25,000")
    #expect(try await desk.browser.get("/projects").text.contains("25,000"))
    #expect(try await desk.browser.get("/r/\(id)/history").text.contains("25,000万元"))
  }

  @Test func refusedInPlace() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "甲", "total_investment": "100"])
    let cell = try await desk.browser.get("/cell?id=\(id)&code=total_investment")
    for typed in ["很多", "-5"] {
      let refused = try await desk.browser.submit(cell, ["f.total_investment": typed])
      #expect(refused.status == 422 && refused.body.contains("class=\"problem\""), "\(typed)")
      #expect(fields(refused)["f.total_investment"] == typed)
    }
    #expect(try desk.shown(id, "total_investment") == "100万元")
  }

  @Test(arguments: ["mine", "theirs"]) func staleCell(pick: String) async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "甲", "leader": "市长岗"])
    let cell = try await desk.browser.get("/cell?id=\(id)&code=leader")
    try desk.add("project", ["leader": "书记岗"], id: id)
    let asked = try await desk.browser.submit(cell, ["f.leader": "副市长岗"])
    #expect(asked.status == 422 && asked.text.contains("书记岗") && asked.text.contains("外岗"))
    #expect(try desk.shown(id, "leader") == "书记岗")
    let done = try await desk.browser.submit(asked, ["pick.leader": pick])
    #expect(done.status == 200)
    #expect(done.body == (pick == "mine" ? "副市长岗" : "书记岗"))
    #expect(try desk.shown(id, "leader") == done.body)
  }

  @Test func noSuchCell() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "甲"])
    for query in ["id=\(id)&code=nothing", "id=\(id)&code=remark", "id=x&code=leader", ""] {
      #expect(try await desk.browser.get("/cell?\(query)").status == 404, "\(query)")
    }
    let collection = try #require(Schema.standard.collection("project"))
    _ = try desk.store.edit(desk.ledger, [.archive(collection.id, id)])
    #expect(try await desk.browser.get("/cell?id=\(id)&code=leader").status == 404)
    let observer = try await Desk(role: .observer)
    #expect(try await !observer.browser.get("/projects").body.contains("data-code="))
  }
}
