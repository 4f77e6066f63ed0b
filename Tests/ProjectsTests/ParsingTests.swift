// 1. Money is read exactly as offices write it, in any unit and width of digits, and never rounded.
// 2. Dates are days: every separator, no guesses; moments carry their zone; periods have one form.
//    What names a month, a year or a part of one is told apart from what is no date.
// 3. Cases are read by code, label or known spelling; booleans in both languages. Of a word that is
//    none the cases with most of its signs are told first.
// 4. Coded texts are normalised, and refused only for their form.
// 5. Text stays as typed; control characters and over-long texts are refused.
//    A number that cannot be read is told of in the unit of its field.
// 6. Nothing beyond the range of exact numbers is read.
// 7. Stops and missing items joined by commas are several, commas within a reason or a name are
//    none.

import Catalogue
import Causality
import Projects
import Testing

@Suite struct ParsingTests {
  private func field(_ code: String, _ collection: String = "project") throws -> FieldDefinition {
    try #require(Schema.standard.collection(collection)?.field(code))
  }

  /// The value as JSON text, or the code of the refusal.
  private func read(
    _ text: String, _ field: FieldDefinition, in context: ParseContext = .typed
  ) -> String {
    do throws(ValidationProblem) {
      switch field.plain(try field.parse(text, in: context)) {
      case .string(let text): return text
      case .number(let number): return "\(number)"
      case .boolean(let isTrue): return "\(isTrue)"
      case .array: return "array"
      case nil: return ""
      }
    } catch {
      return "!" + error.code.rawValue
    }
  }

  @Test(
    arguments: [
      ("5亿", "50000"), ("5亿元", "50000"), ("32000万元", "32000"), ("32000", "32000"),
      ("1.2亿元", "12000"), ("１．２亿元", "12000"), ("３２０００", "32000"), ("12,500.5", "12500.5"),
      ("１２，５００", "12500"), ("1,234,567", "1234567"), ("0.0001", "0.0001"), ("1元", "0.0001"),
      ("15元", "0.0015"), ("5 亿 元", "50000"), (" 5亿 ", "50000"), ("　5亿", "50000"),
      ("5亿3000万元", "53000"), ("1亿0.5万", "10000.5"), ("¥5000元", "0.5"), ("+5", "5"),
      ("1.50", "1.5"), ("0", "0"), ("0.00000000000", "0"), ("1.23450000000", "1.2345"),
      ("3200 wan yuan", "3200"), ("3 yi", "30000"), ("", ""), ("  ", ""),
      ("-5", "!negative"), ("约5亿", "!not-a-number"), ("5亿以上", "!not-a-number"),
      ("1,2", "!not-a-number"), ("12,34,567", "!not-a-number"), ("1234,567", "!not-a-number"),
      ("1,234,", "!not-a-number"), ("1e5", "!not-a-number"), ("NaN", "!not-a-number"),
      ("inf", "!not-a-number"), ("Infinity", "!not-a-number"), ("0x10", "!not-a-number"),
      ("1.2.3", "!not-a-number"), (".5", "!not-a-number"), ("5.", "!not-a-number"),
      ("亿", "!not-a-number"), ("5万3亿", "!not-a-number"), ("5亿3", "!not-a-number"),
      ("5元3", "!not-a-number"), ("0.00001", "!too-precise"), ("1.5元", "!too-precise"),
      ("0.000000001亿", "!too-precise"), ("0.00000001亿", "0.0001"),
      ("1.00000000000000000000000000000001", "!too-precise"),
      ("99999999999.12345678亿", "!too-large"),
      ("9223372036854775808", "!too-large"), ("9223372036854775807", "!too-large"),
      ("922337203685477", "922337203685477"), ("922337203685478", "!too-large"),
      ("99999999999亿", "!too-large"), ("٣", "!not-a-number"), ("五亿", "!not-a-number"),
    ])
  func money(_ text: String, _ expected: String) throws {
    #expect(read(text, try field("total_investment")) == expected, "\(text)")
  }

  @Test func bareMoneyTakesTheUnitOfItsSheet() throws {
    let total = try field("total_investment")
    #expect(read("5.2", total, in: ParseContext(moneyUnit: .hundredMillionYuan)) == "52000")
    #expect(read("5200", total, in: ParseContext(moneyUnit: .yuan)) == "0.52")
    #expect(read("5.2万", total, in: ParseContext(moneyUnit: .hundredMillionYuan)) == "5.2")
    #expect(read("-30", try field("month_investment", "progress_report")) == "-30")
    #expect(read("−30", try field("month_investment", "progress_report")) == "-30")
  }

  @Test(
    arguments: [
      ("2021-09-28", "2021-09-28"), ("2021.9.28", "2021-09-28"), ("2021/9/28", "2021-09-28"),
      ("2021年9月28日", "2021-09-28"), ("2021年09月28", "2021-09-28"),
      ("２０２１－０９－２８", "2021-09-28"), ("２０２１．９．２８", "2021-09-28"),
      ("20210928", "2021-09-28"), (" 2021-9-8 ", "2021-09-08"), ("2024-02-29", "2024-02-29"),
      ("", ""), ("　", ""), ("2021年9月28号", "2021-09-28"),
      ("2021年9月", "!month-only"), ("2021-09", "!month-only"), ("2021.9", "!month-only"),
      ("202109", "!month-only"), ("2021", "!month-only"), ("2021年", "!month-only"),
      ("2024年底", "!month-only"), ("6月底", "!month-only"), ("2024年6月底前", "!month-only"),
      ("2024 年 6 月份", "!month-only"), ("２０２４年上半年", "!month-only"), ("年底", "!month-only"),
      ("2024年第三季度", "!month-only"), ("2024年3季度", "!month-only"), ("6月上旬", "!month-only"),
      ("6底", "!not-a-date"), ("13月", "!not-a-date"), ("2024年6月1日前", "!not-a-date"),
      ("前后", "!not-a-date"), ("2025.12-2027.11", "!not-a-date"), ("待定", "!not-a-date"),
      ("2023-02-29", "!no-such-day"), ("2021-13-01", "!no-such-day"),
      ("2021-00-10", "!no-such-day"),
      ("1021-09-28", "!no-such-day"), ("2921-09-28", "!no-such-day"), ("21-09-28", "!not-a-date"),
      ("2021-09-28日", "!not-a-date"), ("明年", "!not-a-date"), ("2021-09-28 10:00", "!not-a-date"),
      ("9月28日", "!not-a-date"), ("28/09/2021", "!not-a-date"), ("44467", "!not-a-date"),
    ])
  func dates(_ text: String, _ expected: String) throws {
    #expect(read(text, try field("signed_on")) == expected, "\(text)")
  }

  @Test(
    arguments: [
      ("2021-09-28T06:30:00Z", "2021-09-28T06:30:00.000Z"),
      ("2021-09-28 14:30", "2021-09-28T06:30:00.000Z"),
      ("2021-09-28 14:30:05.12", "2021-09-28T06:30:05.120Z"),
      ("2021-09-28T14:30:05+08:00", "2021-09-28T06:30:05.000Z"),
      ("2021-01-01T00:00:00-05:30", "2021-01-01T05:30:00.000Z"),
      ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
      ("2021年9月28日 8:05", "2021-09-28T00:05:00.000Z"),
      ("2021-09-28", "!not-a-moment"), ("2021-09-28 25:00", "!not-a-moment"),
      ("2021-09-28 10:60", "!not-a-moment"), ("2021-02-30 10:00", "!not-a-moment"), (" ", ""),
    ])
  func moments(_ text: String, _ expected: String) throws {
    #expect(read(text, try field("taken_at", "evidence")) == expected, "\(text)")
  }

  @Test(
    arguments: [
      ("2021-09", "2021-09"), ("2021年9月", "2021-09"), ("2021.9", "2021-09"),
      ("202109", "2021-09"), ("2021年9月份", "2021-09"), ("2021-Q3", "2021-Q3"),
      ("2021年第三季度", "2021-Q3"), ("2021年3季度", "2021-Q3"), ("2021Q3", "2021-Q3"),
      ("2021-W39", "2021-W39"), ("2021年第39周", "2021-W39"), ("2021", "2021"), ("2021年", "2021"),
      ("2021-13", "!bad-format"), ("2021-Q5", "!bad-format"), ("2021-W54", "!bad-format"),
      ("九月", "!bad-format"), ("2021-09-28", "!bad-format"),
    ])
  func periods(_ text: String, _ expected: String) throws {
    #expect(read(text, try field("period", "progress_report")) == expected, "\(text)")
  }

  @Test(
    arguments: [
      ("stage", "started", "started"), ("stage", "开工", "started"), ("stage", "已开工", "started"),
      ("stage", " 在建 ", "building"), ("stage", "BUILDING", "building"), ("stage", "", ""),
      ("stage", "Under construction", "building"), ("stage", "快开工", "!unknown-case"),
      ("level", "市级", "municipal"), ("category", "文化旅游", "culture_tourism"),
      ("is_key", "是", "true"), ("is_key", "否", "false"), ("is_key", "YES", "true"),
      ("is_key", "false", "false"), ("is_key", "１", "true"), ("is_key", "大概", "!not-a-boolean"),
      ("annual_plan_year", "2021", "2021"), ("annual_plan_year", "1999", "!out-of-range"),
      ("annual_plan_year", "2021.5", "!too-precise"), ("annual_plan_year", "今年", "!not-an-integer"),
      ("land_area", "100.25亩", "100.25"), ("land_area", "100.255", "!too-precise"),
      ("agreed_tax_per_mu", "15.5万元/亩", "15.5"), ("agreed_tax_per_mu", "15.5", "15.5"),
      ("parent_id", "01", "!not-a-reference"),
    ])
  func otherTypes(_ code: String, _ text: String, _ expected: String) throws {
    #expect(read(text, try field(code)) == expected, "\(code)=\(text)")
  }

  @Test func nearestCases() throws {
    let category = try #require(try field("category").enumeration)
    #expect(category.nearest(to: "现代产业类").map(\.zh).first == "工业类")
    #expect(category.nearest(to: "园林绿化").map(\.code).first == "urban_construction")
    #expect(category.nearest(to: "xyz").isEmpty && category.nearest(to: "").isEmpty)
    let field = try field("category")
    let problem = #expect(throws: ValidationProblem.self) { try field.parse("园林绿化") }
    #expect(problem?.arguments.last?.hasPrefix("中心城区城市建设、园林绿化类(urban_construction) ") == true)
    #expect(problem?.arguments.last?.split(separator: " ").count == category.cases.count)
  }

  @Test(arguments: [
    ("land_area", "亩", "万元"), ("agreed_output_scale", "15.5", "万元"),
    ("total_investment", "万元", "亩"),
  ]) func hintsHaveTheUnitOfTheField(code: String, unit: String, other: String) throws {
    let field = try field(code)
    let problem = #expect(throws: ValidationProblem.self) { try field.parse("很多") }
    let message = try #require(problem?.hint)
    let hint = Catalogue.text(message, in: .zh)
    #expect(Catalogue.contains(message.key))
    #expect(hint.contains(unit) && !hint.contains(other), "\(hint)")
    // Nor does a number too large, or with too many decimals, speak of another unit.
    for number in ["92233720368547758080", "1.00000001"] {
      let problem = #expect(throws: ValidationProblem.self) { try field.parse(number) }
      let message = try #require(problem?.hint)
      for language in Language.allCases {
        let hint = Catalogue.text(message, in: language)
        #expect(!hint.contains(other) && !hint.contains("{"), "\(hint)")
        #expect(other != "万元" || !hint.contains("yuan") && !hint.contains("金额"), "\(hint)")
      }
    }
  }

  @Test func elementsMeantOtherwise() throws {
    let kinds = try field("fund_kinds")
    let words = ["债券钱": "专项债", "别的": ""]
    let read = try kinds.parseElements("债券钱、贴息，别的", as: { words[$0] ?? $0 })
    #expect(read == (try kinds.parseElements("专项债、贴息")))
  }

  @Test(
    arguments: [
      ("project_code", "2109-411702-04-01-123456", "2109-411702-04-01-123456"),
      ("project_code", "２１０９－４１１７０２－０４－０１－１２３４５６", "2109-411702-04-01-123456"),
      ("project_code", " 2109—411702—04—01—123456 ", "2109-411702-04-01-123456"),
      ("project_code", "2109-411702-04-01-12345", "!bad-format"),
      ("project_code", "2109-41170X-04-01-123456", "!bad-format"), ("project_code", "", ""),
      ("uscc", "91411700ma00000000", "91411700MA00000000"),
      ("uscc", "91411700MA0000000", "!bad-format"), ("uscc", "914117-0MA00000000", "!bad-format"),
      ("gbt4754", "c1432", "C1432"), ("gbt4754", "C14", "C14"), ("gbt4754", "Z14", "!bad-format"),
      ("gbt4754", "C1", "!bad-format"), ("region_code", "411702", "411702"),
      ("region_code", "驿城区", "411702"), ("region_code", "驻马店市驿城区", "411702"),
      ("region_code", "411702-gx", "411702-gx"), ("region_code", "411702-GX", "411702-gx"),
      ("region_code", "411702-", "!bad-format"), ("region_code", "某县", "!bad-format"),
      ("region_code", "999999", "999999"),
    ])
  func codedTexts(_ code: String, _ text: String, _ expected: String) throws {
    #expect(read(text, try field(code)) == expected, "\(code)=\(text)")
  }

  @Test func textStaysAsTyped() throws {
    let name = try field("name")
    for text in [" 项目 ", "a\tb\nc", "caf\u{65}\u{301}", "café", "5亿", "\u{FEFF}x", "🏗️", "０"] {
      #expect(try name.parse(text) == .text(text))
    }
    #expect(try name.parse("e\u{301}") != .text("é"))
    for control in ["\u{0}", "\u{7}", "\r", "\u{1B}[31m", "\u{7F}", "\u{85}", "\u{9F}"] {
      #expect(read("甲" + control, name) == "!control-character")
    }
    let longest = String(repeating: "x", count: FieldDefinition.textBytesMax)
    #expect(read(longest, name) == longest)
    #expect(read(longest + "x", name) == "!too-long")
  }

  @Test func setsAreListsOfElements() throws {
    let kinds = try field("fund_kinds")
    let values = try kinds.parseElements("专项债、三个一批,special_bond；增发国债")
    #expect(
      kinds.plain(set: values)
        == .array([.string("special_bond"), .string("three_batches"), .string("treasury_bond")]))
    #expect(try kinds.parseElements("") == [])
    #expect(kinds.plain(set: []) == nil)
    #expect(throws: ValidationProblem.self) { try kinds.parseElements("专项债、彩票") }
    let aliases = try field("aliases", "unit")
    #expect(try aliases.parseElements("市发改委；市、县发改系统") == [.text("市发改委"), .text("市、县发改系统")])
    let category = try field("category")
    #expect(try category.parseElements("文化、旅游类").count == 1)
  }

  @Test func structuredElements() throws {
    let pauses = try field("pauses", "approval")
    #expect(read("2021-10-08/2021-10-12 补正", pauses) == "2021-10-08/2021-10-12 补正")
    #expect(read("2021-10-08/", pauses) == "2021-10-08/")
    #expect(read("2021-10-12/2021-10-08", pauses) == "!bad-format")
    let pause = try #require(ApprovalPause("2021-10-08/2021-10-12 补正材料"))
    #expect(pause.from.description == "2021-10-08" && pause.to?.description == "2021-10-12")
    #expect(pause.reason == "补正材料" && ApprovalPause("2021-10-08/")?.to == nil)
    #expect(
      try pauses.parseElements("2021-10-12/2021-10-13 补正,2021-10-14/2021-10-22 公示")
        == [.text("2021-10-12/2021-10-13 补正"), .text("2021-10-14/2021-10-22 公示")])
    #expect(
      try pauses.parseElements("2021-10-12/2021-10-13 补正,公示、2021年；2021-10-14/")
        == [.text("2021-10-12/2021-10-13 补正,公示、2021年"), .text("2021-10-14/")])
    #expect(throws: ValidationProblem.self) {
      try pauses.parseElements("2021-10-12/2021-10-13 补正,2021-10-14/2021-10-01")
    }
    let missing = try field("missing_items", "approval")
    #expect(
      try missing.parseElements("消防、人防/2021-11-30/2021-11-20, 环评/2021-12-01")
        == [.text("消防、人防/2021-11-30/2021-11-20"), .text("环评/2021-12-01")])
    #expect(read("消防设计/2021-11-30", missing) == "消防设计/2021-11-30")
    #expect(read("消防设计", missing) == "!bad-format")
    let item = try #require(MissingItem("消防设计/2021-11-30/2021-11-20"))
    #expect(item.name == "消防设计" && item.suppliedOn?.description == "2021-11-20")
    let notes = try field("feedback", "issue")
    #expect(read("2021-10-08 已对接", notes) == "2021-10-08 已对接")
    #expect(read("已对接", notes) == "!bad-format")
  }

  @Test func unknownNamesAreAnsweredWithTheNearest() throws {
    let project = try #require(Schema.standard.collection("project"))
    func answer(_ name: String) -> ValidationProblem? {
      do throws(ValidationProblem) {
        _ = try project.require(name)
        return nil
      } catch { return error }
    }
    #expect(answer("total_investment") == nil && answer("总投资") == nil && answer("region") == nil)
    #expect(answer("ｓｔａｇｅ") == nil)
    #expect(answer("total_investmnt")?.arguments[2].hasPrefix("总投资(total_investment)") == true)
    #expect(answer("投资")?.arguments[2].contains("total_investment") == true)
    let first = project.fields.prefix(6).map(\.code)
    let offered = answer("zzzzzzzz")?.arguments[2] ?? ""
    #expect(offered.split(separator: " ").count == 6)
    #expect(first.allSatisfy { offered.contains("(\($0))") }, "where none is near, the first ones")
    #expect(answer("completed_ytd")?.code == .derivedField)
    #expect(throws: ValidationProblem.self) { try project.require("name").requireSet() }
  }
}
