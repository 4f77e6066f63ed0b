// Verified here:
// 1. published rates come out as published, with numerator and denominator: 244/247 = 98.8,
//    222/247 = 89.9, 43/46 = 93.5 half-up and 93.4 truncated, 200/215 = 93.0;
// 2. counties are ranked apart from functional zones and ties share a place (4, 4, 6);
// 3. headings and annexes stand in the order of the layout, empty ones are left out;
// 4. a county is never named as better and worse at once; where all are level, that is said;
// 5. months, points ahead of or behind the elapsed time: 30.9 − 25 = 5.9;
// 6. facts that contradict themselves are refused with their place;
// 7. the message to the late names them and nobody else, and its sentences end as sentences do;
// 8. an open month's bulletin says so in its text and above every annex of its workbook, a closed
//    one's does not, and both come back from their snapshots;
// 9. a score stands in the text with the decimals of its table;
// 10. where most of the score has no data nobody is called better or worse.

import Bulletins
import Catalogue
import Causality
import Policy
import Testing
import Workbooks

@Suite struct BulletinTests {
  @Test func publishedRates() throws {
    var facts = SampleFacts.full()
    let text = try Bulletin(facts).document.printed
    #expect(text.contains("签约一批项目247个"))
    #expect(text.contains("已履约244个，签约履约率98.8%（244/247）"))
    #expect(text.contains("已开工222个，签约开工率89.9%（222/247）"))
    #expect(text.contains("开工率93.5%（43/46）"))
    #expect(text.contains("应办215项，已办结200项，完成率93.0%（200/215）"))
    facts.head.rounding = .truncate
    let truncated = try Bulletin(facts)
    #expect(truncated.document.printed.contains("开工率93.4%（43/46）"))
    #expect(truncated.discrepancies().isEmpty)
  }

  @Test func ranking() throws {
    let bulletin = try Bulletin(SampleFacts.full())
    var tables: [String: Table] = [:]
    for case .table(let table) in bulletin.document.blocks { tables[table.code] = table }
    let counties = try #require(tables["ranking-counties"])
    let zones = try #require(tables["ranking-zones"])
    let places = counties.rows.map { $0.cells[0] }
    #expect(places == [1, 2, 3, 4, 4, 6, 7, 8, 9, 10].map { .whole($0) })
    #expect(zones.rows.map { $0.cells[1] } == ["高新区", "经济开发区", "示范区"].map { .text($0) })
    #expect(zones.rows.map { $0.cells[0] } == [.whole(1), .whole(2), .whole(3)])
    let text = bulletin.document.printed
    #expect(text.contains("新蔡县（78分）；较差的是遂平县（70.3分）、西平县（70.8分）、驿城区（71.2分）（详见附件1）"))
    #expect(text.contains("较好的是高新区（66.8分）；较差的是示范区（61.9分）"))
  }

  @Test func drafts() throws {
    var facts = SampleFacts.full()
    let mark = "草稿：本月尚未关账"
    let closed = try Bulletin(facts)
    #expect(!closed.document.subtitle.contains { $0.contains(mark) })
    #expect(closed.workbook?.tables.contains { $0.note.contains(mark) } == false)
    facts.isDraft = true
    let open = try Bulletin(facts)
    #expect(open.document.subtitle.contains { $0.contains(mark) })
    #expect(open.workbook?.tables.allSatisfy { $0.note.contains(mark) } == true)
    let page = try open.publish().html
    #expect(String(decoding: page, as: UTF8.self).contains(mark))
    #expect(try BulletinFacts(snapshot: facts.snapshot()) == facts)
    #expect(try BulletinFacts(snapshot: closed.facts.snapshot()).isDraft == false)
  }

  @Test func longScores() throws {
    var facts = SampleFacts.full()
    facts.counties[0].score = ExactDecimal("91.1892")
    let bulletin = try Bulletin(facts)
    #expect(bulletin.document.printed.contains("\(facts.counties[0].name)（91.19分）"))
    #expect(bulletin.discrepancies().isEmpty)
  }

  @Test func layout() throws {
    let bulletin = try Bulletin(SampleFacts.full())
    let headings = bulletin.document.blocks.compactMap { block in
      if case .heading(_, let text) = block { text } else { nil }
    }
    #expect(
      headings == [
        "一、“三个一批”建设情况", "（一）签约", "（二）开工", "（三）投产", "二、重点项目建设情况",
        "（一）省重点项目", "（二）市重点项目", "三、问题与要求",
      ])
    #expect(
      bulletin.annexes.map(\.code) == [
        "scores", "batches", "signing", "start", "production", "counties", "provincial", "city",
        "provincial-starts", "city-starts", "not-started", "behind", "approvals", "issues",
        "ten-days", "reporting",
      ])
    #expect(bulletin.annexes[6].title == "附件7  省重点项目月进度表")
    let progress = bulletin.annexes[6]
    #expect(
      progress.columns.map { $0.head[0] } == [
        "序号", "项目名称", "总投资", "开工至上年底累计", "年度计划", "1—9月完成", "占年计划%", "形象进度",
        "建设单位及责任人", "分包领导",
      ])
    #expect(
      progress.rows.prefix(5).map { $0.cells[1] } == [
        .text("合计（43项）"), .text("其中：在建（34项）"), .text("其中：前期（9项）"),
        .text("一、正阳县（4项）"), .text("（一）在建（3项）"),
      ])
    #expect(bulletin.document.printed.contains("（详见附件2、3）"))
    var bare = BulletinFacts()
    bare.head = SampleFacts.head()
    bare.counties = [CountyFact(code: "411724", name: "正阳县")]
    let empty = try Bulletin(bare)
    #expect(empty.annexes.isEmpty)
    #expect(empty.discrepancies().isEmpty)
  }

  @Test func betterAndWorse() throws {
    let text = try Bulletin(SampleFacts.full()).document.printed
    let start = try #require(text.split(separator: "\n").first { $0.hasPrefix("开工率较好") })
    let parts = start.split(separator: "；")
    #expect(parts.count == 2)
    for (_, name, _, _) in SampleFacts.counties {
      #expect(!(parts[0].contains(name) && parts[1].contains(name)))
    }
    #expect(parts[1].contains("正阳县75.0%（3/4）"))
    #expect(parts[0].hasSuffix("等10个"))
    // One ahead and twelve level behind it: the twelve are the worse.
    let signed = try #require(text.split(separator: "\n").first { $0.hasPrefix("签约开工率较好") })
    #expect(signed.hasPrefix("签约开工率较好的是汝南县94.7%（18/19）；较差的是正阳县89.5%（17/19）、"))
    #expect(signed.contains("等12个"))
    var level = SampleFacts.full()
    for place in level.projects.indices where level.projects[place].lists == .start {
      level.projects[place].startedOn = SampleFacts.date("2021-09-01")
    }
    #expect(try Bulletin(level).document.printed.contains("各县区开工率持平"))
  }

  @Test func aheadOfTheYear() throws {
    var facts = SampleFacts.full()
    facts.head.month = 3
    facts.months = []
    facts.projects = facts.projects.filter { $0.code == "K0" }
    facts.approvals = []
    facts.issues = []
    facts.projects[0].annualPlan = SampleFacts.money("1000")
    facts.projects[0].completed = SampleFacts.money("309")
    let ahead = try Bulletin(facts)
    #expect(ahead.document.printed.contains("1—3月完成投资占年度计划的30.9%"))
    #expect(ahead.document.printed.contains("超时序进度5.9个百分点"))
    facts.projects[0].completed = SampleFacts.money("200")
    #expect(try Bulletin(facts).document.printed.contains("落后时序进度5.0个百分点"))
    facts.projects[0].annualPlan = nil
    let none = try Bulletin(facts)
    #expect(none.document.printed.contains("占年度计划的不适用（0亿元/0亿元）"))
    #expect(none.discrepancies().isEmpty)
  }

  @Test func contradictions() {
    func fault(_ change: (inout BulletinFacts) -> Void) -> FactFault? {
      var facts = SampleFacts.full()
      change(&facts)
      do throws(BulletinFault) {
        _ = try Bulletin(facts)
        return nil
      } catch {
        guard case .facts(let fault) = error else { return nil }
        for language in Language.allCases {
          let text = Catalogue.text(fault.message, in: language)
          #expect(text.contains(fault.detail) && text.contains(fault.place))
          #expect(!Catalogue.text(error.hint, in: language).hasPrefix("bulletin."))
        }
        return fault
      }
    }
    #expect(fault { _ in } == nil)
    #expect(fault { $0.projects[5].county = "999999" }?.detail == "999999")
    #expect(fault { $0.projects[5].code = "S0" }?.code == .twice)
    #expect(fault { $0.counties[1].code = "411724" }?.code == .twice)
    #expect(fault { $0.approvals[0].project = "X" }?.place == "approval")
    #expect(fault { $0.issues[0].project = "X" }?.place == "issue")
    #expect(fault { $0.head.month = 13 }?.code == .bounds)
    #expect(fault { $0.projects[9].annualPlan = ExactDecimal("1.00001") }?.place == "project S9")
    #expect(fault { $0.projects[9].completed = ExactDecimal(1_000_000_001) }?.code == .bounds)
    #expect(fault { $0.rates = [RateFact(.started, county: "1", Rate(1, 2))] }?.code == .unknown)
    #expect(fault { $0.counties[0].parts = [nil, nil, nil] }?.code == .bounds)
  }

  @Test func scoreWithoutData() throws {
    var facts = SampleFacts.full()
    #expect(try Bulletin(facts).document.printed.contains("按综合得分，10个县区中较好的是"))
    facts.scoreItems.append("服务")
    for place in facts.counties.indices { facts.counties[place].parts.append(nil) }
    let bulletin = try Bulletin(facts)
    #expect(bulletin.document.printed.contains("10个县区暂不评好差"))
    #expect(!bulletin.document.printed.contains("按综合得分"))
    #expect(bulletin.discrepancies().isEmpty)
  }

  @Test func reminder() throws {
    var facts = SampleFacts.full()
    let message = try #require(try Bulletin(facts).reminder)
    #expect(message.contains("尚未报送的1个单位是平舆县"))
    #expect(message.contains("迟报的1个单位是驿城区"))
    #expect(!message.contains("正阳县"))
    #expect(message.contains("请今日内报送；迟报的") && message.hasSuffix("。\n——\(facts.head.office)"))
    for place in facts.reporters.indices where facts.reporters[place].reportedOn != nil {
      facts.reporters[place].reportedOn = SampleFacts.date("2021-10-01")
    }
    let missing = try #require(try Bulletin(facts).reminder)
    #expect(missing.hasSuffix("请今日内报送。\n——\(facts.head.office)"), "\(missing)")
    for place in facts.reporters.indices {
      facts.reporters[place].reportedOn = SampleFacts.date("2021-10-01")
    }
    #expect(try Bulletin(facts).reminder == nil)
  }
}
