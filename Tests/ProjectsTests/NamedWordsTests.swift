// What sentences name by label and code, in English. Verified:
// 1. Fields, cases, roles and records, alone and in lists, have their English labels with the codes
//    to type; Chinese sentences stay as they are made, and so does every other text.

import Catalogue
import Projects
import Testing

@Suite struct NamedWordsTests {
  @Test(arguments: [
    ("项目名称(name)", "Project name (name)"), ("市办(city)", "city office (city)"),
    (
      "更正原因(correction_reason) / 备注(remark)",
      "Reason of the correction (correction_reason) / Remark (remark)"
    ),
    ("项目名称(name) 备注(remark)", "Project name (name), Remark (remark)"),
    ("进度报告(progress_report)", "Progress report (progress_report)"),
    ("进度报告“2021-09”", "Progress report “2021-09”"),
    ("甲(乙)", "甲(乙)"), ("备注 甲", "备注 甲"), ("某园“一期”", "某园“一期”"), ("", ""),
  ]) func inEnglish(argument: String, told: String) {
    let message = Message("validation.required", [argument])
    #expect(NamedWords.told(message, in: .en).arguments == [told])
    #expect(NamedWords.told(message, in: .zh) == message)
  }
}
