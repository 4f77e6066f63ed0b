// 1. A project is made, shown, edited and found again through forms alone; what was not touched is
//    not written.
// 2. HTML in every text field, on every page that shows it, stands as text: combining characters
//    behind a mark do not let it through.
// 3. What is refused comes back with the typing kept and the message beside its field.
// 4. A form that is stale in a field writes nothing over it: both values come side by side, with
//    who and when, and whichever is chosen stays; one that is stale in another field goes through.
// 5. Sets merge: what another added meanwhile stays.
// 6. Child records are listed and added; the history tells every change; archiving needs a reason.
// 7. Pages in English name things in English: units beside numbers and inputs, and in sentences of
//    the rules the fields by their labels, without codes to type.
// 8. A record in conflict says so, and an observer gets no forms.
// 9. A new record's form that is sent twice makes one record, and leads to it; with other content
//    it is kept, and sent once more makes a second. An id that is none, or that of another
//    collection's record, is not taken.
// 10. A project whose name is much like another's of its county is saved, with a word and the way
//     to the other; one of another county is not meant.
// 11. A county is typed and shown by its name, one of those offered, and stored by its code. Kinds
//     of records of which there are none stand in one line; hashes and sizes of files are short.
// 12. A form with nothing in it, of a kind that lacks nothing, is refused in words and stays open;
//     so is one below a record that names nothing but that record.
// 13. A text as long as the store takes is saved, opened and edited on the page; other fields of
//     its record are typed beside it, and it stays.
// 14. Where there are several ledgers a new record goes to the one chosen, or else that of its
//     county, and never to one that nobody named.

import Causality
import Foundation
import HTTPTypes
import LedgerStore
import Projects
import TestSupport
import Testing

struct RecordPageTests {
  @Test func makeAndEdit() async throws {
    let desk = try await Desk()
    let form = try await desk.browser.get("/new/project")
    #expect(form.status == 200)
    let made = try await desk.browser.submit(
      form,
      [
        "f.name": "驿城区智能装备产业园", "f.region_code": "411702", "f.total_investment": "5亿",
        "f.stage": "reserve", "f.scale": "厂房\r\n三栋",
      ])
    #expect(made.status == 303)
    let page = try await desk.browser.follow(made)
    #expect(page.text.contains("驿城区智能装备产业园") && page.text.contains("50,000万元"))
    #expect(page.text.contains("已保存"))
    let path = try #require(made.headers[.location])
    let edit = try await desk.browser.get(path + "/edit?group=investment")
    #expect(edit.form.fields.first { $0.name == "f.total_investment" }?.value == "50000")
    let saved = try await desk.browser.submit(
      edit, ["f.total_investment": "6.5亿", "reason": "概算调整"])
    #expect(saved.status == 303)
    let history = try await desk.browser.get(path + "/history")
    #expect(history.text.contains("65,000万元") && history.text.contains("概算调整"))
    // One line a field written: four of the making besides the name, one of the edit.
    #expect(history.body.components(separatedBy: "<td class=\"when\">").count - 1 == 6)
    let nothing = try await desk.browser.submit(
      try await desk.browser.get(path + "/edit"), [:])
    #expect(try await desk.browser.follow(nothing).text.contains("没有改动"))
    let found = try await desk.browser.get("/projects?q=ycqznzb")
    #expect(found.text.contains("驿城区智能装备产业园") && found.text.contains("找到 1 个"))
  }

  @Test func everythingIsEscaped() async throws {
    let desk = try await Desk()
    let collection = try #require(Schema.standard.collection("project"))
    let marks = [
      "<script>alert(1)</script>", "\"\u{301} onmouseover=\"alert(1)", "<\u{301}img src=x>",
      "'\u{20DD} x='", "&lt;b&gt;",
    ]
    for mark in marks {
      var fields: [String: String] = [:]
      for field in collection.fields {
        if case .text = field.type { fields[field.code] = "\(mark)\(field.code)" }
      }
      let id = try desk.add("project", fields, reason: mark)
      for code in ["milestone", "issue"] {
        try desk.add(code, ["project": id.description, "name": mark])
      }
      let paths = [
        "/r/\(id)", "/r/\(id)/edit", "/r/\(id)/history", "/projects",
        "/projects?q=\(mark.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")",
        "/month", "/new/milestone?parent=\(id)",
      ]
      for path in paths {
        let page = try await desk.browser.get(path)
        #expect(page.status == 200, "\(path)")
        let bytes = Array(page.body.utf8)
        for raw in marks.prefix(4) {
          #expect(!contains(bytes, Array(raw.utf8)), "\(path) \(raw)")
        }
      }
      #expect(try await desk.browser.get("/r/\(id)").body.contains("owner"))
    }
    let stop = try await desk.browser.get("/r/%22%3E%3Cscript%3E")
    #expect(stop.status == 404 && !stop.body.contains("\"><script>"))
  }

  private func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
    guard bytes.count >= part.count else { return false }
    return (0...(bytes.count - part.count)).contains { start in
      bytes[start] == part[0] && bytes[start...].starts(with: part)
    }
  }

  @Test func refusedKeepsTyping() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "甲", "total_investment": "100"])
    let edit = try await desk.browser.get("/r/\(id)/edit?group=investment")
    let page = try await desk.browser.submit(
      edit,
      ["f.total_investment": "一千万吧", "f.phase1_investment": "30", "f.year_goal": "封顶<目标>"])
    #expect(page.status == 422)
    let fields = page.form.fields
    #expect(fields.first { $0.name == "f.total_investment" }?.value == "一千万吧")
    #expect(fields.first { $0.name == "f.phase1_investment" }?.value == "30")
    #expect(fields.first { $0.name == "f.year_goal" }?.value == "封顶<目标>")
    let wrong = try #require(page.body.range(of: "class=\"field wrong"))
    #expect(page.body[wrong.lowerBound...].prefix(1_500).contains("name=\"f.total_investment\""))
    #expect(try desk.shown(id, "phase1_investment") == "")
    let right = try await desk.browser.submit(page, ["f.total_investment": "1000万元"])
    #expect(right.status == 303)
    #expect(try desk.shown(id, "total_investment") == "1000万元")
    #expect(try desk.shown(id, "year_goal") == "封顶<目标>")
    // What the rules refuse, beyond reading: a new record without its name.
    let nameless = try await desk.browser.submit(
      try await desk.browser.get("/new/project"), ["f.owner": "某公司"])
    #expect(nameless.status == 422)
    #expect(nameless.form.fields.first { $0.name == "f.owner" }?.value == "某公司")
  }

  @Test(arguments: ["mine", "theirs"]) func staleForm(pick: String) async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "甲", "total_investment": "100", "leader": "市长岗"])
    let stale = try await desk.browser.get("/r/\(id)/edit")
    try desk.add("project", ["total_investment": "250"], id: id, reason: "复核")
    try desk.add("project", ["year_goal": "开工"], id: id)
    let page = try await desk.browser.submit(
      stale, ["f.total_investment": "180", "f.leader": "副市长岗"])
    #expect(page.status == 422)
    #expect(page.text.contains("有 1 个字段被别人改过"))
    #expect(page.text.contains("250万元") && page.text.contains("外岗") && page.text.contains("复核"))
    #expect(page.form.fields.first { $0.name == "f.total_investment" }?.value == "180")
    #expect(page.form.fields.first { $0.name == "f.leader" }?.value == "副市长岗")
    #expect(try desk.shown(id, "total_investment") == "250万元")
    #expect(try desk.shown(id, "leader") == "市长岗")
    // Sent once more without a choice it is asked again; nothing is written.
    #expect(try await desk.browser.submit(page, [:]).status == 422)
    #expect(try desk.shown(id, "total_investment") == "250万元")
    let settled = try await desk.browser.submit(page, ["pick.total_investment": pick])
    #expect(settled.status == 303)
    #expect(try desk.shown(id, "total_investment") == (pick == "mine" ? "180万元" : "250万元"))
    #expect(try desk.shown(id, "leader") == "副市长岗")
    #expect(try desk.shown(id, "year_goal") == "开工")
    let history = try await desk.browser.get("/r/\(id)/history?field=total_investment")
    #expect(history.text.contains("250万元"))
  }

  @Test func staleElsewhereGoesThrough() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "甲", "leader": "市长岗"])
    let stale = try await desk.browser.get("/r/\(id)/edit")
    try desk.add("project", ["total_investment": "250"], id: id)
    #expect(try await desk.browser.submit(stale, ["f.leader": "副市长岗"]).status == 303)
    #expect(try desk.shown(id, "total_investment") == "250万元")
    #expect(try desk.shown(id, "leader") == "副市长岗")
    // The same value typed twice is no collision.
    let twice = try await desk.browser.get("/r/\(id)/edit")
    try desk.add("project", ["owner": "甲公司"], id: id)
    #expect(try await desk.browser.submit(twice, ["f.owner": "甲公司"]).status == 303)
  }

  @Test func setsMerge() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "甲", "fund_kinds": "special_bond"])
    let collection = try #require(Schema.standard.collection("project"))
    let field = try #require(collection.field("fund_kinds"))
    let cases = try #require(field.enumeration).cases
    let first = try #require(cases.first { $0.code == "special_bond" } ?? cases.first)
    let other = try #require(cases.first { $0.code != first.code })
    let third = try #require(cases.last { $0.code != first.code && $0.code != other.code })
    let stale = try await desk.browser.get("/r/\(id)/edit")
    try desk.add("project", ["fund_kinds": other.code], id: id)
    var fields = stale.form.fields
    fields.append(("f.fund_kinds", third.code))
    #expect(try await desk.browser.post("/r/\(id)", fields).status == 303)
    let record = try #require(try desk.store.record(desk.ledger, id))
    let held = Set(record.elements(field.id))
    #expect(held.contains(.code(other.number)) && held.contains(.code(third.number)))
  }

  @Test func childrenHistoryArchive() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "甲"])
    let form = try await desk.browser.get("/new/milestone?parent=\(id)")
    let made = try await desk.browser.submit(
      form, ["f.name": "主体封顶", "f.planned_on": "2021-10-30"])
    #expect(made.status == 303)
    let page = try await desk.browser.get("/r/\(id)")
    #expect(page.text.contains("主体封顶") && page.text.contains("2021-10-30"))
    let bare = try await desk.browser.post(
      "/r/\(id)/archive", [("form-token", page.form.fields[0].value)])
    #expect(bare.status == 400)
    let gone = try await desk.browser.post(
      "/r/\(id)/archive",
      page.form(to: "/r/\(id)/archive").fields.map {
        $0.name == "reason" ? (name: "reason", value: "重复建档") : $0
      })
    #expect(gone.status == 303)
    #expect(try await desk.browser.get("/r/\(id)/edit").status == 409)
    #expect(try await desk.browser.get("/projects").text.contains("共 0 个"))
    #expect(try await desk.browser.get("/r/\(id)/history").text.contains("重复建档"))
    let back = try await desk.browser.post(
      "/r/\(id)/restore", [("form-token", page.form.fields[0].value)])
    #expect(back.status == 303)
    #expect(try await desk.browser.get("/projects").text.contains("共 1 个"))
  }

  @Test func english() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "甲", "stage": "building", "total_investment": "100"])
    let page = try await desk.browser.get("/r/\(id)?lang=en")
    #expect(page.headers[values: .setCookie].joined().contains("taizhang-lang=en"))
    #expect(page.body.contains("lang=\"en\"") && page.text.contains("Total investment"))
    let grid = try await desk.browser.get("/projects")
    #expect(grid.text.contains("Projects") && grid.text.contains("1 in all"))
    #expect(!grid.text.contains("page."))
    #expect(page.text.contains("1 million yuan"))
    let form = try await desk.browser.get("/new/project")
    #expect(form.text.contains("10,000 yuan") && form.text.contains("mu"))
    for code in ["project", "approval", "land_parcel", "progress_report"] {
      let form = try await desk.browser.get("/new/\(code)")
      let units = form.body.matches(of: /<em>([^<]*)<\/em>/).map { String($0.output.1) }
      for unit in units { #expect(unit.utf8.allSatisfy { $0 < 0x80 }, "\(code): \(unit)") }
    }
    let refused = try await desk.browser.submit(form, ["f.owner": "X"])
    #expect(refused.status == 422 && refused.text.contains("Project name is required"))
    #expect(!refused.text.contains("(name)"))
    let month = try await desk.browser.get("/month?period=2021-09")
    #expect(month.text.contains("10,000 yuan") && !month.text.contains("万元"))
    #expect(try await desk.browser.get("/projects?lang=zh").text.contains("共 1 个"))
    let chinese = try await desk.browser.submit(
      try await desk.browser.get("/new/project"), ["f.owner": "某公司"])
    #expect(chinese.text.contains("缺少项目名称"))
    #expect(!chinese.text.contains("(name)"))
  }

  @Test func observerReads() async throws {
    let desk = try await Desk(role: .observer)
    let page = try await desk.browser.get("/projects")
    #expect(page.status == 200 && !page.body.contains("/new/project"))
  }

  @Test func conflictFlag() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "甲", "total_investment": "100"])
    #expect(try await !desk.browser.get("/r/\(id)").text.contains("有未决冲突"))
    _ = try desk.city.hub.pull(desk.ledger, from: desk.store)
    try desk.add("project", ["total_investment": "200"], id: id)
    try desk.add("project", ["total_investment": "300"], to: desk.city.hub, id: id)
    _ = try desk.store.pull(desk.ledger, from: desk.city.hub)
    let page = try await desk.browser.get("/r/\(id)")
    #expect(page.text.contains("有未决冲突") && page.body.contains("class=\"flag\""))
    #expect(try await desk.browser.get("/projects").body.contains("class=\"flag\""))
  }

  @Test func alikeNames() async throws {
    let desk = try await Desk()
    let name = "驿城区智能装备产业园"
    let other = try desk.add("project", ["name": name, "region_code": "411702"])
    func made(_ name: String, _ county: String) async throws -> Page {
      let form = try await desk.browser.get("/new/project")
      let answer = try await desk.browser.submit(form, ["f.name": name, "f.region_code": county])
      #expect(answer.status == 303)
      return try await desk.browser.follow(answer)
    }
    for near in [name, name + "区"] {
      let page = try await made(near, "411702")
      #expect(page.text.contains("已保存") && page.text.contains("名称相近"), "\(near)")
      #expect(page.body.contains("href=\"/r/\(other)\""), "\(near)")
    }
    #expect(try await !made(name, "411721").text.contains("名称相近"))
    #expect(try await !made("驿城区污水处理厂", "411702").text.contains("名称相近"))
    let edit = try await desk.browser.get("/r/\(other)/edit?group=people")
    let edited = try await desk.browser.submit(edit, ["f.leader": "市长岗"])
    #expect(try await !desk.browser.follow(edited).text.contains("名称相近"))
  }

  @Test func emptyForm() async throws {
    let desk = try await Desk()
    let before = try desk.store.lastCommit()
    for code in ["issue", "visit", "assignment", "evidence"] {
      let form = try await desk.browser.get("/new/\(code)")
      let refused = try await desk.browser.submit(form, [:])
      #expect(refused.status == 422 && refused.text.contains("一项也没有填"), "\(code)")
      #expect(!refused.text.contains("no-operations"), "\(code)")
      #expect(refused.form.action == "/new/\(code)")
    }
    #expect(try desk.store.lastCommit() == before)
    let id = try desk.add("project", ["name": "产业园"])
    let named = try desk.store.lastCommit()
    for code in ["issue", "milestone", "visit"] {
      let form = try await desk.browser.get("/new/\(code)?parent=\(id)")
      let refused = try await desk.browser.submit(form, [:])
      #expect(refused.status == 422 && refused.form.action == "/new/\(code)", "\(code)")
      #expect(try desk.store.lastCommit() == named, "\(code)")
      guard code == "visit" else { continue }
      #expect(refused.text.contains("一项也没有填"))
      let saved = try await desk.browser.submit(refused, ["f.findings": "道路未通"])
      #expect(saved.status == 303, "\(saved.text.suffix(300))")
    }
  }

  @Test func longText() async throws {
    let desk = try await Desk()
    let count = FieldDefinition.textBytesMax / 3
    let id = try desk.add("project", ["name": "产业园", "scale": "三栋"])
    let alone = try await desk.browser.get("/r/\(id)/edit?group=scale")
    #expect(alone.form.fields.map(\.name).filter { $0.hasPrefix("f.") } == ["f.scale"])
    let long = String(repeating: "厂", count: count)
    #expect(try await desk.browser.submit(alone, ["f.scale": long]).status == 303)
    let whole = try await desk.browser.get("/r/\(id)/edit")
    #expect(whole.bytes.count < 1 << 20 && whole.body.contains("/r/\(id)/edit?group=scale\""))
    #expect(try await desk.browser.submit(whole, ["f.owner": "城投公司"]).status == 303)
    #expect(try desk.shown(id, "owner") == "城投公司")
    #expect(try desk.shown(id, "scale") == long)
    let again = try await desk.browser.get("/r/\(id)/edit?group=scale")
    let other = String(repeating: "楼", count: count)
    #expect(try await desk.browser.submit(again, ["f.scale": other]).status == 303)
    #expect(try desk.shown(id, "scale") == other)
  }

  @Test func sentTwice() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "甲"])
    let form = try await desk.browser.get("/new/issue?parent=\(id)")
    let made = try await desk.browser.submit(form, ["f.name": "用地未批"])
    #expect(made.status == 303)
    let path = try #require(made.headers[.location])
    let commit = try desk.store.lastCommit()
    let again = try await desk.browser.submit(form, ["f.name": "用地未批"])
    #expect(again.status == 303 && again.headers[.location] == path)
    #expect(try await desk.browser.follow(again).text.contains("此前已经保存"))
    #expect(try desk.store.lastCommit() == commit)
    let other = try await desk.browser.submit(form, ["f.name": "用电未接"])
    #expect(other.status == 422 && other.body.contains("href=\"\(path)\""))
    #expect(other.form.fields.first { $0.name == "f.name" }?.value == "用电未接")
    #expect(try desk.store.lastCommit() == commit)
    let second = try await desk.browser.submit(other, [:])
    #expect(second.status == 303 && second.headers[.location] != path)
    for strange in ["", "x", "\(id)"] {
      let fresh = try await desk.browser.submit(
        try await desk.browser.get("/new/issue?parent=\(id)"),
        ["f.name": "事项\(strange.utf8.count)", "id": strange])
      #expect(fresh.status == 303 && fresh.headers[.location] != "/r/\(id)", "\(strange)")
    }
    #expect(try desk.shown(id, "name") == "甲")
    let issues = try desk.store.read { snapshot throws(StoreError) in
      try snapshot.children(of: id, ledger: desk.ledger)
    }
    #expect(issues.count == 5)
  }

  @Test func wordsForCodes() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "甲", "region_code": "411721"])
    let form = try await desk.browser.get("/r/\(id)/edit?group=identity")
    #expect(form.form.fields.first { $0.name == "f.region_code" }?.value == "西平县")
    #expect(form.body.contains("<option value=\"驿城区\">"))
    let untouched = try await desk.browser.submit(form, ["f.name": "甲路"])
    #expect(untouched.status == 303)
    let moved = try await desk.browser.submit(
      try await desk.browser.get("/r/\(id)/edit?group=identity"), ["f.region_code": "驿城区"])
    #expect(moved.status == 303)
    #expect(try await desk.browser.get("/projects?region_code=411702").text.contains("甲路"))
    let page = try await desk.browser.get("/r/\(id)")
    #expect(page.text.contains("尚无") && page.body.contains("/new/milestone?parent=\(id)"))
    #expect(!page.body.contains("<section class=\"children\" id=\"milestone\">"))
    let hash = String(repeating: "ab", count: 32)
    try desk.add(
      "evidence",
      [
        "project": id.description, "kind": "site_photo", "name": "现场", "date": "2021-10-08",
        "sha256": hash, "size_bytes": "47224",
      ])
    let filed = try await desk.browser.get("/r/\(id)")
    #expect(filed.text.contains("46 KB") && !filed.text.contains("47224"))
    #expect(filed.text.contains("abababababab…") && !filed.text.contains(hash))
    #expect(filed.body.contains("title=\"\(hash)\""))
    #expect(filed.body.contains("<section class=\"children\" id=\"evidence\">"))
  }

  @Test func ledgerOfNewRecords() async throws {
    let node = try SharedNode()
    try node.account("市办", .city)
    let browser = try await node.signedIn("市办")
    func made(_ page: Page) throws -> RecordID {
      #expect(page.status == 303, "\(page.text)")
      return try #require(RecordID(String((page.headers[.location] ?? "").dropFirst(3).prefix(26))))
    }
    let before = try node.store.lastCommit()
    let form = try await browser.get("/new/project")
    #expect(form.body.contains("<option value=\"411721\">411721 西平县</option>"))
    let unsaid = try await browser.submit(form, ["f.name": "桥"])
    #expect(unsaid.status == 422 && unsaid.text.contains("请在“台账”里选"), "\(unsaid.text)")
    #expect(unsaid.form.fields.first { $0.name == "f.name" }?.value == "桥")
    #expect(try node.store.lastCommit() == before)
    let named = try made(try await browser.submit(unsaid, ["f.region_code": "西平县"]))
    #expect(try node.store.record("411721", named) != nil)
    #expect(try node.store.record("411702", named) == nil)
    let chosen = try made(
      try await browser.submit(
        try await browser.get("/new/project"), ["f.name": "路", "ledger": "411721"]))
    #expect(try node.store.record("411721", chosen) != nil)
    let below = try made(
      try await browser.submit(
        try await browser.get("/new/issue?parent=\(chosen)"), ["f.name": "缺电"]))
    #expect(try node.store.record("411721", below) != nil)
  }
}
