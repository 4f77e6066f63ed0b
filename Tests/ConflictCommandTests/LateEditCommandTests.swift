// What is verified here, with the real program as processes and a real hub:
// 1. A figure typed before the lock was seen is a late edit, the same on every store, with the lock
//    and what stood then; a county may not settle it (77), the city accepts it with --take 1.
// 2. --take of the number behind the siblings puts back what stood at the lock with one command;
//    `--all --take city` does so for many, previewed first.
// 3. `history` and `conflicts history` are the same on every store; `take-back` writes again what
//    any change wrote, an archiving too; what it cannot mean is 64 or 66.
// 4. Duplicate codes, dates out of order, more done than the total and a reference to an archived
//    project are violations after a merge: listed, shown with their ways out, settled by --take and
//    --value, ended by mending; `--if-seen` is refused when the value has changed.
//    So are two reports of a project's month made apart, of which the first counts everywhere until
//    one is archived, or kept as a correction with a reason.
// 5. `conflicts --county` finds a record that names no county by the book it stands in.
// 6. `resolve` with no or the wrong choice says what to type.

import Foundation
import Testing

@Suite("late edits, violations, taking back", .serialized)
struct LateEditCommandTests {
  /// A city whose hub locked a report while office 1, not knowing, changed its figure and remark.
  private func lockedWhileEdited() throws -> (City, String) {
    let city = try City(2)
    let project = try city.hub.add("name=演示项目", "total_investment=1000")
    let report = try id(
      city.hub.must(
        "add", "progress_report", "project=\(project)", "period=2021-09", "month_investment=10",
        "progress_done=基础", "--json"))
    try city.sync()
    try city.hub.must("set", report, "report_state=locked", "--reason", "九月锁定")
    try city.offices[0].must("set", report, "month_investment=20", "remark=补报")
    try city.sync()
    return (city, report)
  }

  private func id(_ outcome: Outcome) throws -> String {
    try #require(outcome.lines.first?["id"] as? String)
  }

  private func conflict(_ office: Office, _ field: String) throws -> [String: Any] {
    try #require(try office.conflicts().first { $0["field"] as? String == field })
  }

  @Test("a late figure is flagged everywhere; the city accepts it")
  func accept() throws {
    let (city, report) = try lockedWhileEdited()
    let listed = try city.hub.run("conflicts", "--kind", "late-edit", "--json")
    #expect(listed.lines.count == 2)
    for office in city.offices {
      #expect(try office.run("conflicts", "--kind", "late-edit", "--json").output == listed.output)
    }
    // A report is known by its project and its month.
    let told = try city.hub.must("conflicts", "--kind", "late-edit", "--lang", "zh")
    #expect(told.output.contains("进度报告 · 演示项目 · 2021-09"), "\(told.output)")
    let line = try conflict(city.hub, "month_investment")
    #expect(line["kind"] as? String == "late-edit" && line["record_name"] as? String == "2021-09")
    #expect(line["shown"] as? String == "20")
    #expect(line["rule"] as? String == "authority")
    #expect((line["late"] as? [String])?.count == 1)
    #expect((line["locks"] as? [[String: Any]])?.count == 1)
    let atLock = try #require(line["at_lock"] as? [[String: Any]])
    #expect(atLock.compactMap { $0["value"] as? String } == ["10"])
    let key = try #require(line["id"] as? String)
    let shown = try city.hub.must("conflicts", "show", key)
    #expect(shown.output.contains("九月锁定"))
    #expect(shown.output.contains("锁定时的值：10"))
    #expect(try city.offices[0].run("conflicts", "resolve", key, "--take", "1").status == 77)
    try city.hub.must("conflicts", "resolve", key, "--take", "1", "--reason", "数属实")
    try city.hub.must(
      "conflicts", "resolve", try city.hub.conflict("remark"), "--take", "2")
    try city.sync()
    for office in city.offices + [city.hub] {
      #expect(try office.conflicts().isEmpty)
      #expect(try office.field(report, "month_investment") as? String == "20")
      #expect(try office.field(report, "remark") == nil)
    }
    try city.expectConverged()
  }

  @Test("what stood at the lock comes back with one command, for many at once")
  func putBack() throws {
    let (city, report) = try lockedWhileEdited()
    let preview = try city.hub.must(
      "conflicts", "resolve", "--all", "--take", "city", "--dry-run", "--json")
    #expect(preview.lines.count == 2)
    #expect(try city.hub.conflicts().count == 2)
    let key = try city.hub.conflict("month_investment")
    let wrong = try city.hub.run("conflicts", "resolve", key, "--take", "3", "--json")
    #expect(wrong.errorCode == "no-such-sibling")
    try city.hub.must("conflicts", "resolve", key, "--take", "2")
    try city.hub.must("conflicts", "resolve", "--all", "--take", "city")
    try city.sync()
    #expect(try city.offices[0].field(report, "month_investment") as? String == "10")
    #expect(try city.offices[0].conflicts().isEmpty)
    let settled = try city.hub.must("conflicts", "history", "--json").output
    #expect(settled.contains("month_investment"))
    for office in city.offices {
      #expect(try office.must("conflicts", "history", "--json").output == settled)
    }
    // The late figure again, once the county has shown its papers.
    let history = try city.hub.must("history", report, "--field", "month_investment", "--json")
    for office in city.offices {
      let same = try office.must("history", report, "--field", "month_investment", "--json")
      #expect(same.output == history.output)
    }
    let late = try #require(history.lines.first { $0["to"] as? String == "20" })
    #expect(late["from"] as? String == "10")
    let dot = try #require(late["dot"] as? String)
    let several = try city.hub.run("conflicts", "take-back", dot, "--json")
    #expect(several.status == 64)
    #expect(several.errorCode == "several-writes")
    try city.hub.must(
      "conflicts", "take-back", dot, "--field", "month_investment", "--dry-run")
    #expect(try city.hub.field(report, "month_investment") as? String == "10")
    try city.hub.must("conflicts", "take-back", dot, "--field", "month_investment")
    #expect(try city.hub.field(report, "month_investment") as? String == "20")
    #expect(
      try city.hub.run("conflicts", "take-back", dot, "--field", "phone").status == 66)
    #expect(try city.hub.run("conflicts", "take-back", "nonsense").status == 64)
    try city.sync()
    try city.expectConverged()
  }

  @Test("violations are listed everywhere and end when the data is mended")
  func violations() throws {
    let city = try City(2)
    let (first, second) = (city.offices[0], city.offices[1])
    let records = try (1...2).map { try city.hub.add("name=项目\($0)") }.sorted()
    try city.sync()
    let code = "project_code=2109-411702-04-01-123456"
    try first.must("set", records[0], code, "signed_on=2021-09-28")
    try second.must("set", records[1], code)
    try second.must("set", records[0], "performed_on=2021-09-01")
    try city.sync()
    let listed = try first.must("conflicts", "--kind", "violation", "--json")
    #expect(listed.lines.count == 2)
    #expect(try second.run("conflicts", "--kind", "violation", "--json").output == listed.output)
    let double = try conflict(first, "project_code")
    #expect(double["record"] as? String == records[1])
    #expect(double["constraint"] as? String == "duplicate-code")
    let parts = try #require(double["parts"] as? [[String: Any]])
    #expect(parts.compactMap { $0["record"] as? String } == [records[0]])
    let key = try #require(double["id"] as? String)
    let shown = try first.must("conflicts", "show", key)
    #expect(shown.output.contains("重复"))
    #expect(shown.output.contains("留这一个"))
    // Each way names the record that it writes to.
    let ways = shown.output.split(separator: "\n").filter { $0.contains("改的是：") }
    #expect(ways.contains { $0.contains("清空") && $0.contains(records[1].prefix(16)) })
    #expect(ways.contains { $0.contains("留这一个") && $0.contains(records[0].prefix(16)) })
    let dots = (double["siblings"] as? [[String: Any]])?.compactMap { $0["dot"] as? String } ?? []
    let seen = dots.joined(separator: ",")
    try first.must("set", records[1], "project_code=2109-411702-04-01-123456", "owner=甲")
    try first.must("conflicts", "resolve", key, "--take", "2", "--if-seen", seen)
    #expect(try first.field(records[0], "project_code") == nil)
    #expect(try first.field(records[1], "project_code") as? String != nil)
    let dates = try conflict(first, "performed_on")
    let other = try #require(dates["id"] as? String)
    #expect((dates["message"] as? String)?.contains("2021-09-28") == true)
    let raced = try first.run(
      "conflicts", "resolve", other, "--take", "1", "--if-seen", seen, "--json")
    #expect(raced.status == 1)
    #expect(raced.errorCode == "siblings-changed")
    #expect(raced.errors.contains("performed_on"))
    try first.must("conflicts", "resolve", other, "--value", "2021-10-08")
    #expect(try first.conflicts().isEmpty)
    // Ended by a change to the other record: nothing was written over here.
    let ended = try #require(try first.must("conflicts", "history", key, "--json").lines.first)
    #expect(ended["constraint"] as? String == "duplicate-code")
    #expect(ended["record"] as? String == records[1])
    #expect((ended["siblings"] as? [Any])?.isEmpty == true)
    let mended = try #require(try first.must("conflicts", "history", other, "--json").lines.first)
    #expect(mended["constraint"] as? String == "dates-out-of-order")
    #expect(mended["chosen"] as? String == "2021-10-08")
    let before = (mended["siblings"] as? [[String: Any]])?.first
    #expect(before?["value"] as? String == "2021-09-01")
    let command = try #require(before?["take_back"] as? String)
    #expect(command.contains("take-back"))
    #expect(try first.must("conflicts", "history").output.contains("合并后不合规"))
    let again = try first.run("conflicts", "resolve", other, "--value", "2021-10-09", "--json")
    #expect(again.errorCode == "settled-already")
    try city.sync()
    #expect(try second.must("conflicts", "history", other, "--json").lines.count == 1)
    try city.expectConverged()
  }

  @Test("more done than the total, and a reference to an archived project")
  func acrossRecords() throws {
    let city = try City(2)
    let (first, second) = (city.offices[0], city.offices[1])
    let project = try city.hub.add("name=演示项目", "total_investment=100")
    try city.sync()
    for (office, month, amount) in [(first, "08", 60), (second, "09", 50)] {
      try office.must(
        "add", "progress_report", "project=\(project)", "period=2021-\(month)",
        "month_investment=\(amount)", "progress_done=主体")
    }
    try city.sync()
    let over = try conflict(second, "total_investment")
    #expect(over["constraint"] as? String == "over-total")
    #expect(over["total"] as? String == "110")
    let key = try #require(over["id"] as? String)
    let bare = try second.run("conflicts", "resolve", key, "--take", "2", "--json")
    #expect(bare.status == 64)
    #expect(bare.errorCode == "reason-needed")
    try second.must("conflicts", "resolve", key, "--take", "2", "--reason", "材料涨价")
    #expect(try second.field(project, "over_total_reason") as? String == "材料涨价")
    #expect(try second.conflicts().isEmpty)
    try city.sync()
    try first.must("archive", project, "--reason", "退出")
    try second.must(
      "add", "issue", "project=\(project)", "name=征地", "kind=land", "--json")
    try city.sync()
    let orphan = try conflict(first, "project")
    #expect(orphan["constraint"] as? String == "archived-reference")
    try first.must(
      "conflicts", "resolve", try #require(orphan["id"] as? String), "--take", "1")
    try city.sync()
    for office in city.offices + [city.hub] {
      #expect(try office.conflicts("--kind", "violation").isEmpty)
      #expect(try office.must("list", "project", "--json").lines.count == 1)
    }
    try city.expectConverged()
  }

  @Test("one month reported twice", arguments: [2, 3])
  func reportedTwice(take: Int) throws {
    let city = try City(2)
    let (first, second) = (city.offices[0], city.offices[1])
    let project = try city.hub.add(
      "name=演示项目", "annual_plan=1000", "annual_plan_year=2021")
    try city.sync()
    var amounts: [String: String] = [:]
    for (office, amount) in [(first, "60"), (second, "50")] {
      let report = try id(
        office.must(
          "add", "progress_report", "project=\(project)", "period=2021-09",
          "month_investment=\(amount)", "progress_done=主体", "--json"))
      amounts[report] = amount
    }
    let reports = amounts.keys.sorted()
    try city.sync()
    for office in city.offices + [city.hub] {
      let twice = try conflict(office, "period")
      #expect(twice["constraint"] as? String == "reported-twice")
      #expect(twice["record"] as? String == reports[1])
      #expect((twice["message"] as? String)?.contains(reports[0]) == true)
      let choices = (twice["choices"] as? [[String: Any]])?.compactMap { $0["code"] as? String }
      #expect(choices == ["archive", "archive-others", "correct"])
      // The rules count the first alone, the same at every office.
      let sum = try office.must(
        "indicators", "--only", "A3", "--as-of", "2021-09-30", "--rule-set", "zhumadian-2021",
        "--json"
      ).lines.first
      #expect(sum?["numerator"] as? String == amounts[reports[0]])
    }
    let key = try #require(try conflict(first, "period")["id"] as? String)
    if take == 3 {
      let bare = try first.run("conflicts", "resolve", key, "--take", "3", "--json")
      #expect(bare.status == 64 && bare.errorCode == "reason-needed")
    }
    try first.must("conflicts", "resolve", key, "--take", "\(take)", "--reason", "两家都报了")
    try city.sync()
    for office in city.offices + [city.hub] { #expect(try office.conflicts().isEmpty) }
    if take == 3 {
      #expect(try second.field(reports[1], "corrects") as? String == reports[0])
      #expect(try second.field(reports[1], "correction_reason") as? String == "两家都报了")
    } else {
      // What was put aside does not come back beside the one that stays.
      let back = try second.run("restore", reports[0], "--json")
      #expect(back.status == 1 && back.errorCode == "reported-already", "\(back.errors)")
      #expect(back.errors.contains(reports[1]))
    }
    try city.expectConverged()
  }

  @Test("a record without a county is of the book it stands in; wrong uses say what to type")
  func edges() throws {
    let city = try City(2)
    _ = try city.disagree(["5亿", "80000"])
    #expect(try city.hub.conflicts("--county", "4117").count == 1)
    #expect(try city.hub.conflicts("--county", "411726").isEmpty)
    let key = try city.hub.conflict("total_investment")
    for arguments in [
      ["resolve", key], ["resolve", key, "--take", "newest"], ["resolve", "--all", "--take", "1"],
    ] {
      let refused = try city.hub.run(["conflicts"] + arguments + ["--json"])
      #expect(refused.status == 64)
      let object =
        try JSONSerialization.jsonObject(with: Data(refused.errors.utf8)) as? [String: Any]
      let hint = (object?["error"] as? [String: Any])?["hint"] as? String
      #expect(hint?.isEmpty == false, "\(arguments)")
    }
    let unknown = try city.hub.run("list", "project", "--where", "zzzzqqqq = 1", "--json")
    #expect(unknown.status == 65)
    #expect(unknown.errors.contains("(name)"))
  }
}
