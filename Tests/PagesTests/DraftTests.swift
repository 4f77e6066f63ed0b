// 1. Typing of a month that was not saved is there again after the node and the session are gone,
//    with a word about it; pages of one month share one draft, and untouched rows are not in it.
// 2. A draft of a field that another wrote meanwhile comes back as a question, never over the
//    value.
// 3. What is saved leaves the draft, and a draft can be thrown away.
// 4. A record's form is kept the same way, a new record's too.
// 5. A draft without a place is refused; without a session none is kept.
// 6. Windows of one month do not replace each other's rows: what a window left alone stays as
//    another kept it, what it took back is gone, and a save settles its own rows alone. So of one
//    record, field by field.
// 7. What is refused is a draft too, of a month, a record and a new record. A draft that is wrong
//    is shown as such without a word of a refusal, on a page that says it answers nothing.

import Catalogue
import Causality
import Foundation
import HTTPTypes
import LedgerStore
import Logging
import Pages
import Projects
import TestSupport
import Testing

struct DraftTests {
  private func month() async throws -> (desk: Desk, first: RecordID, second: RecordID) {
    let desk = try await Desk()
    let first = try desk.add("project", ["name": "产业园", "stage": "building"])
    let second = try desk.add("project", ["name": "水厂", "stage": "started"])
    return (desk, first, second)
  }

  /// Sends a page's form as the pause of a keystroke would.
  private func keep(
    _ desk: Desk, _ page: Page, _ typed: [String: String]
  ) async throws -> Page {
    var fields = page.form.fields
    for (name, value) in typed {
      if let place = fields.firstIndex(where: { $0.name == name }) { fields[place].value = value }
    }
    return try await desk.browser.post("/drafts", fields)
  }

  private func value(_ page: Page, _ name: String) -> String? {
    page.form.fields.first { $0.name == name }?.value
  }

  /// The pages of the same store after the program was started again.
  private func again(_ desk: Desk) async throws -> Browser {
    let clock = desk.city.clock
    let settings = PagesSettings(
      author: "录入岗", language: .zh, wallMilliseconds: { clock.now })
    let pages = try Pages(
      store: desk.store, settings: settings, logger: Logger(label: "test"))
    let browser = Browser(pages)
    _ = try await browser.get(pages.startPath)
    return browser
  }

  @Test func survivesTheNode() async throws {
    let (desk, first, second) = try await month()
    let page = try await desk.browser.get("/month?period=2021-09")
    let kept = try await keep(
      desk, page,
      ["m.\(first).f.month_investment": "120.5", "m.\(first).f.progress_done": "三层\n封顶"])
    #expect(kept.status == 200 && kept.body.contains("草稿已存"))
    let browser = try await again(desk)
    let back = try await browser.get("/month?period=2021-09")
    #expect(back.status == 200 && back.text.contains("已找回"))
    #expect(value(back, "m.\(first).f.month_investment") == "120.5")
    #expect(value(back, "m.\(first).f.progress_done") == "三层\n封顶")
    #expect(value(back, "m.\(second).f.month_investment") == "")
    #expect(try await !browser.get("/month?period=2021-08").text.contains("已找回"))
    // What was restored saves like any typing, and is no draft afterwards.
    let saved = try await browser.submit(back, ["act": "save"])
    #expect(saved.status == 303)
    let after = try await browser.follow(saved)
    #expect(!after.text.contains("已找回") && after.text.contains("草稿"))
    #expect(value(after, "m.\(first).f.month_investment") == "120.5")
  }

  @Test func staleDraftAsks() async throws {
    let (desk, first, _) = try await month()
    let report = try desk.add(
      "progress_report",
      ["project": first.description, "period": "2021-09", "month_investment": "50"])
    let page = try await desk.browser.get("/month?period=2021-09")
    _ = try await keep(desk, page, ["m.\(first).f.month_investment": "120"])
    try desk.add("progress_report", ["month_investment": "70"], id: report)
    let back = try await desk.browser.get("/month?period=2021-09")
    #expect(back.status == 200)
    #expect(back.text.contains("70万元") && back.body.contains("pick.month_investment"))
    #expect(value(back, "m.\(first).f.month_investment") == "120")
    #expect(try await desk.browser.submit(back, ["act": "save"]).status == 422)
    #expect(try desk.shown(report, "month_investment", of: "progress_report") == "70万元")
    let settled = try await desk.browser.submit(
      back, ["m.\(first).pick.month_investment": "mine", "act": "save"])
    #expect(settled.status == 303)
    #expect(try desk.shown(report, "month_investment", of: "progress_report") == "120万元")
  }

  @Test func thrownAway() async throws {
    let (desk, first, _) = try await month()
    let page = try await desk.browser.get("/month?period=2021-09")
    _ = try await keep(desk, page, ["m.\(first).f.month_investment": "9"])
    let token = page.form.fields.first { $0.name == "form-token" }?.value ?? ""
    let gone = try await desk.browser.post(
      "/drafts/discard",
      [("form-token", token), ("draft-of", "month 2021-09"), ("back", "//attacker.example")])
    #expect(gone.status == 303 && gone.headers[.location] == "/")
    #expect(
      value(try await desk.browser.get("/month?period=2021-09"), "m.\(first).f.month_investment")
        == "")
  }

  @Test func recordForms() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "甲"])
    let edit = try await desk.browser.get("/r/\(id)/edit?group=people")
    _ = try await keep(desk, edit, ["f.leader": "市长岗"])
    let browser = try await again(desk)
    let back = try await browser.get("/r/\(id)/edit?group=people")
    #expect(value(back, "f.leader") == "市长岗" && back.text.contains("已找回"))
    #expect(try await browser.submit(back, [:]).status == 303)
    #expect(try await !browser.get("/r/\(id)/edit?group=people").text.contains("已找回"))
    let new = try await browser.get("/new/project")
    var fields = new.form.fields
    for place in fields.indices where fields[place].name == "f.name" { fields[place].value = "乙" }
    _ = try await browser.post("/drafts", fields)
    #expect(value(try await browser.get("/new/project"), "f.name") == "乙")
  }

  @Test func twoWindows() async throws {
    let (desk, first, second) = try await month()
    let (a, b) = ("m.\(first).f.month_investment", "m.\(second).f.month_investment")
    let one = try await desk.browser.get("/month?period=2021-09")
    let two = try await desk.browser.get("/month?period=2021-09")
    _ = try await keep(desk, one, [a: "10"])
    _ = try await keep(desk, two, [b: "20"])
    var both = try await desk.browser.get("/month?period=2021-09")
    #expect(value(both, a) == "10" && value(both, b) == "20")
    // A window drawn with the draft, that types in another row, does not bring an older text back.
    _ = try await keep(desk, one, [a: "12"])
    _ = try await keep(desk, both, [b: "21"])
    both = try await desk.browser.get("/month?period=2021-09")
    #expect(value(both, a) == "12" && value(both, b) == "21")
    let taken = try await desk.browser.get("/month?period=2021-09")
    _ = try await keep(desk, taken, [b: ""])
    both = try await desk.browser.get("/month?period=2021-09")
    #expect(value(both, a) == "12" && value(both, b) == "")
    #expect(try await desk.browser.submit(two, [b: "22", "act": "save"]).status == 303)
    #expect(value(try await desk.browser.get("/month?period=2021-09"), a) == "12")
  }

  @Test func twoWindowsOfARecord() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "甲"])
    let path = "/r/\(id)/edit?group=people"
    let (a, b) = ("f.leader", "f.project_head")
    func texts() async throws -> [String?] {
      let page = try await desk.browser.get(path)
      return [value(page, a), value(page, b)]
    }
    let one = try await desk.browser.get(path)
    let two = try await desk.browser.get(path)
    _ = try await keep(desk, one, [a: "市长岗", "reason": "分工调整"])
    _ = try await keep(desk, two, [b: "局长岗"])
    #expect(try await texts() == ["市长岗", "局长岗"])
    #expect(value(try await desk.browser.get(path), "reason") == "分工调整")
    // A window drawn with the draft, that types in another field, does not bring an older text
    // back.
    let both = try await desk.browser.get(path)
    _ = try await keep(desk, one, [a: "副市长岗"])
    _ = try await keep(desk, both, [b: "主任岗"])
    #expect(try await texts() == ["副市长岗", "主任岗"])
    // What a window says it was typed in and holds what stands was taken back.
    _ = try await desk.browser.post(
      "/drafts", two.form.fields + [(name: "touched.project_head", value: "1")])
    #expect(try await texts() == ["副市长岗", ""])
    _ = try await keep(desk, one, [b: "站长岗"])
    // A save settles its own fields alone.
    #expect(try await desk.browser.submit(two, [a: "区长岗"]).status == 303)
    #expect(try desk.shown(id, "leader") == "区长岗")
    #expect(try await texts() == ["区长岗", "站长岗"])
    let last = try await desk.browser.get(path)
    #expect(last.text.contains("已找回"))
    #expect(try await desk.browser.submit(last, [:]).status == 303)
    #expect(try await !desk.browser.get(path).text.contains("已找回"))
    #expect(try desk.shown(id, "project_head") == "站长岗")
  }

  @Test func refusedIsKept() async throws {
    let (desk, first, second) = try await month()
    let cell = "m.\(second).f.month_investment"
    let page = try await desk.browser.get("/month?period=2021-09")
    let refused = try await desk.browser.submit(
      page, ["m.\(first).f.month_investment": "9", cell: "八十吧", "act": "save"])
    #expect(refused.status == 422 && refused.body.contains(" data-answer"))
    #expect(refused.text.contains("没有保存：请改正标红"))
    let back = try await desk.browser.get("/month?period=2021-09")
    #expect(value(back, cell) == "八十吧" && value(back, "m.\(first).f.month_investment") == "9")
    #expect(!back.text.contains("没有保存：请改正标红") && back.text.contains("改好后再保存"))
    #expect(!back.body.contains(" data-answer") && !back.body.contains("remark refusal"))

    let edit = try await desk.browser.get("/r/\(first)/edit?group=investment")
    #expect(!edit.body.contains(" data-answer"))
    let wrong = try await desk.browser.submit(edit, ["f.total_investment": "很多"])
    #expect(wrong.status == 422 && wrong.body.contains(" data-answer"))
    let again = try await desk.browser.get("/r/\(first)/edit?group=investment")
    #expect(value(again, "f.total_investment") == "很多" && again.text.contains("改好后再保存"))
    let nameless = try await desk.browser.submit(
      try await desk.browser.get("/new/project"), ["f.owner": "某公司"])
    #expect(nameless.status == 422)
    #expect(value(try await desk.browser.get("/new/project"), "f.owner") == "某公司")
  }

  @Test func badDrafts() async throws {
    let desk = try await Desk()
    let page = try await desk.browser.get("/new/project")
    let token = page.form.fields.first { $0.name == "form-token" }?.value ?? ""
    let long = String(repeating: "x", count: 301)
    for place in ["", long, "a\nb"] {
      let sent = try await desk.browser.post(
        "/drafts", [("form-token", token), ("draft-of", place)])
      #expect(sent.status == 400)
    }
    let closed = try await Desk(opened: false)
    #expect(try await closed.browser.post("/drafts", [("draft-of", "month 2021-09")]).status == 403)
  }
}
