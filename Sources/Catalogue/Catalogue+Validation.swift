// What validation says: for every kind of problem a sentence and a next step, in both languages.
// Fields and cases come as `label(code)`, which serves readers of either.

extension Catalogue {
  static let validation: [CatalogueEntry] =
    validationOfNames + validationOfValues + validationOfRecords + validationOfPermission
    + validationOfStages + validationOfIssues + validationOfWork + validationOfDuties
    + validationOfOperations

  private static let validationOfNames: [CatalogueEntry] = [
    CatalogueEntry("validation.unknown-field", zh: "{1}没有字段“{0}”", en: "{1} has no field “{0}”"),
    CatalogueEntry(
      "validation.unknown-field.hint", zh: "可用的字段有：{2}", en: "Fields to try: {2}"),
    CatalogueEntry(
      "validation.derived-field", zh: "{0}由系统计算，不能填写",
      en: "{0} is computed and cannot be written"),
    CatalogueEntry("validation.derived-field.hint", zh: "请填写 {1}", en: "Write {1} instead"),
    CatalogueEntry("validation.not-a-set", zh: "{0}只有一个值", en: "{0} holds one value"),
    CatalogueEntry(
      "validation.not-a-set.hint", zh: "请用 {1}=值，不用 += 或 -=",
      en: "Use {1}=VALUE, without += or -="),
  ]

  private static let validationOfValues: [CatalogueEntry] = [
    CatalogueEntry("validation.not-a-number", zh: "{1}：“{0}”不是数", en: "{1}: “{0}” is no number"),
    CatalogueEntry(
      "validation.not-a-number.hint",
      zh: "写成确切的数，例如 32000（万元）、1.2亿元、5亿；不写“以上”“左右”",
      en: "Write an exact number, such as 32000 (万元), 1.2亿元 or 5亿"),
    CatalogueEntry(
      "validation.not-a-number.area.hint",
      zh: "写成确切的亩数，例如 120.5；公顷先换算（1 公顷 = 15 亩）；不写“以上”“左右”",
      en: "Write an exact number of mu, such as 120.5; convert hectares first (1 hectare is 15 mu)"),
    CatalogueEntry(
      "validation.not-a-number.plain.hint", zh: "写成确切的数，例如 15.5；不写“以上”“左右”",
      en: "Write an exact number, such as 15.5"),
    CatalogueEntry(
      "validation.not-an-integer", zh: "{1}：“{0}”不是整数", en: "{1}: “{0}” is no whole number"),
    CatalogueEntry(
      "validation.not-an-integer.hint", zh: "只写数字，例如 12", en: "Write digits, such as 12"),
    CatalogueEntry(
      "validation.too-precise", zh: "{1}：“{0}”的小数超过 {2} 位",
      en: "{1}: “{0}” has more than {2} decimals"),
    CatalogueEntry(
      "validation.too-precise.hint", zh: "最多 {2} 位小数（金额到 1 元）；系统不会代为四舍五入",
      en: "At most {2} decimals (money to 1 yuan); nothing is rounded for you"),
    CatalogueEntry(
      "validation.too-precise.area.hint", zh: "亩数最多 {2} 位小数；系统不会代为四舍五入",
      en: "At most {2} decimals of a mu; nothing is rounded for you"),
    CatalogueEntry(
      "validation.too-precise.plain.hint", zh: "最多 {2} 位小数；系统不会代为四舍五入",
      en: "At most {2} decimals; nothing is rounded for you"),
    CatalogueEntry("validation.too-large", zh: "{1}：“{0}”太大", en: "{1}: “{0}” is too large"),
    CatalogueEntry(
      "validation.too-large.hint", zh: "请检查单位（元、万元、亿元）和位数",
      en: "Check the unit (yuan, 万元, 亿元) and the digits"),
    CatalogueEntry(
      "validation.too-large.area.hint", zh: "请检查单位（亩；1 公顷 = 15 亩）和位数",
      en: "Check the unit (mu; 1 hectare is 15 mu) and the digits"),
    CatalogueEntry(
      "validation.too-large.plain.hint", zh: "请检查单位和位数", en: "Check the unit and the digits"),
    CatalogueEntry("validation.negative", zh: "{1}不能为负：{0}", en: "{1} cannot be negative: {0}"),
    CatalogueEntry("validation.negative.hint", zh: "请填 0 或正数", en: "Write 0 or a positive number"),
    CatalogueEntry(
      "validation.out-of-range", zh: "{1}应在 {2} 到 {3} 之间：{0}",
      en: "{1} must lie between {2} and {3}: {0}"),
    CatalogueEntry(
      "validation.out-of-range.hint", zh: "请填 {2} 到 {3} 之间的数",
      en: "Write a number from {2} to {3}"),
    CatalogueEntry("validation.not-a-date", zh: "{1}：“{0}”不是日期", en: "{1}: “{0}” is no date"),
    CatalogueEntry(
      "validation.not-a-date.hint", zh: "写成 2021-09-28、2021.9.28 或 2021年9月28日",
      en: "Write 2021-09-28, 2021.9.28 or 2021年9月28日"),
    CatalogueEntry(
      "validation.month-only", zh: "{1}：“{0}”没有写到日", en: "{1}: “{0}” does not name a day"),
    CatalogueEntry(
      "validation.month-only.hint", zh: "请写到日；不知道哪一天，先空着，把月份写进备注",
      en: "Name the day; while it is unknown leave the field empty and put the month in the remark"),
    CatalogueEntry(
      "validation.no-such-day", zh: "{1}：没有“{0}”这一天", en: "{1}: there is no day “{0}”"),
    CatalogueEntry(
      "validation.no-such-day.hint", zh: "请检查年（1900–2199）、月、日",
      en: "Check year (1900–2199), month and day"),
    CatalogueEntry("validation.not-a-moment", zh: "{1}：“{0}”不是时刻", en: "{1}: “{0}” is no moment"),
    CatalogueEntry(
      "validation.not-a-moment.hint", zh: "写成 2021-09-28 14:30 或 2021-09-28T06:30:00Z",
      en: "Write 2021-09-28 14:30 (China time) or 2021-09-28T06:30:00Z"),
    CatalogueEntry(
      "validation.not-a-boolean", zh: "{1}：“{0}”不是“是”或“否”", en: "{1}: “{0}” is neither yes nor no"),
    CatalogueEntry("validation.not-a-boolean.hint", zh: "写 是 或 否", en: "Write yes or no"),
    CatalogueEntry(
      "validation.unknown-case", zh: "{1}没有“{0}”这一项", en: "{1} has no case “{0}”"),
    CatalogueEntry("validation.unknown-case.hint", zh: "可填：{2}", en: "One of: {2}"),
    CatalogueEntry(
      "validation.not-a-reference", zh: "{1}：“{0}”不是记录编号", en: "{1}: “{0}” is no record id"),
    CatalogueEntry(
      "validation.not-a-reference.hint", zh: "用 list {2} 查编号", en: "Find the id with: list {2}"),
    CatalogueEntry(
      "validation.bad-format", zh: "{1}：“{0}”格式不对", en: "{1}: “{0}” has the wrong form"),
    CatalogueEntry("validation.bad-format.hint", zh: "格式如：{2}", en: "The form is: {2}"),
    CatalogueEntry(
      "validation.control-character", zh: "{0}含有控制字符 {1}", en: "{0} holds the control character {1}"
    ),
    CatalogueEntry(
      "validation.control-character.hint", zh: "请删去该字符；换行和制表符可以保留",
      en: "Delete the character; line feeds and tabs may stay"),
    CatalogueEntry("validation.too-long", zh: "{0}太长：{1} 字节", en: "{0} is too long: {1} bytes"),
    CatalogueEntry(
      "validation.too-long.hint", zh: "一个值最多 1 MiB；长材料请作为佐证附件",
      en: "A value has at most 1 MiB; attach long documents as evidence"),
    CatalogueEntry(
      "validation.wrong-type", zh: "{0}的值类型不对", en: "The value is not of the kind that {0} holds"),
    CatalogueEntry(
      "validation.wrong-type.hint", zh: "请按该字段的类型重新填写", en: "Write a value of the field's kind"),
  ]

  private static let validationOfRecords: [CatalogueEntry] = [
    CatalogueEntry("validation.required", zh: "缺少{0}", en: "{0} is required"),
    CatalogueEntry(
      "validation.required.hint", zh: "请填写{0}；其余可以以后再补", en: "Write {0}; all else may follow later"),
    CatalogueEntry("validation.missing", zh: "尚缺{0}", en: "{0} is still missing"),
    CatalogueEntry("validation.missing.hint", zh: "知道后补填{0}", en: "Write {0} once it is known"),
    CatalogueEntry(
      "validation.credit-check", zh: "统一社会信用代码校验位不符：{0}",
      en: "The check digit of the social credit code does not fit: {0}"),
    CatalogueEntry(
      "validation.credit-check.hint", zh: "请与营业执照核对；早期试点代码可能不符，仍可保存",
      en: "Compare it with the licence; codes of early pilots may fail and are kept"),
    CatalogueEntry(
      "validation.unknown-region", zh: "行政区划表里没有 {0}", en: "{0} is not in the table of regions"),
    CatalogueEntry(
      "validation.unknown-region.hint", zh: "请检查代码；开发区用 县区代码-简称，如 411702-gx",
      en: "Check the code; a development zone is COUNTY-NAME, such as 411702-gx"),
    CatalogueEntry(
      "validation.retired-region", zh: "{0} {1}已撤销", en: "{0} {1} has been abolished"),
    CatalogueEntry("validation.retired-region.hint", zh: "现为 {2}", en: "It is now {2}"),
    CatalogueEntry(
      "validation.dates-out-of-order", zh: "{0} {1} 晚于 {2} {3}", en: "{0} {1} is after {2} {3}"),
    CatalogueEntry("validation.dates-out-of-order.hint", zh: "请核对这两个日期", en: "Check the two dates"),
    CatalogueEntry(
      "validation.phase-over-total", zh: "一期投资 {0} 万元大于总投资 {1} 万元",
      en: "Phase 1 ({0} 万元) exceeds the total investment ({1} 万元)"),
    CatalogueEntry(
      "validation.phase-over-total.hint", zh: "请检查两个数的单位", en: "Check the units of both figures"),
    CatalogueEntry(
      "validation.negative-needs-reason", zh: "本月完成投资为负（{0}），须说明原因",
      en: "A negative month ({0}) needs a reason"),
    CatalogueEntry(
      "validation.negative-needs-reason.hint", zh: "填写 correction_reason，或加 --reason",
      en: "Write correction_reason, or give --reason"),
    CatalogueEntry(
      "validation.progress-not-said", zh: "有投资而没有形象进度",
      en: "There is investment but no progress said"),
    CatalogueEntry(
      "validation.progress-not-said.hint", zh: "填写 progress_done，上报前必填",
      en: "Write progress_done, required before submitting"),
    CatalogueEntry(
      "validation.own-parent", zh: "项目不能是自己的父项目", en: "A project cannot be its own parent"),
    CatalogueEntry(
      "validation.own-parent.hint", zh: "另选父项目，或留空", en: "Choose another parent, or none"),
    CatalogueEntry(
      "validation.parent-holds-money", zh: "父项目自己填有投资，会重复计算",
      en: "The parent project has money of its own and would count twice"),
    CatalogueEntry(
      "validation.parent-holds-money.hint", zh: "清空父项目的投资，只在子项目填写",
      en: "Empty the parent's investment; keep it with the parts"),
    CatalogueEntry(
      "validation.monthly-plan-falls", zh: "{0} {1} 小于 {2} {3}；月度计划是累计数",
      en: "{0} {1} is below {2} {3}; monthly plans are cumulative"),
    CatalogueEntry(
      "validation.monthly-plan-falls.hint", zh: "请填年初至该月末的累计数",
      en: "Write the sum from January to the end of the month"),
    CatalogueEntry(
      "validation.plan-year-missing", zh: "年度计划没有写明年份",
      en: "The annual plan does not say of which year"),
    CatalogueEntry(
      "validation.plan-year-missing.hint", zh: "填写 annual_plan_year", en: "Write annual_plan_year"),
    CatalogueEntry(
      "validation.unauthorised-inspection",
      zh: "{0} {1}：市直部门不得擅自检查督导，须有市委、市政府授权文件（行动方案四（五））",
      en: "{0} {1}: a department inspects only with the city's authorisation (plan, part 4(5))"),
    CatalogueEntry(
      "validation.unauthorised-inspection.hint", zh: "填写 auth_doc_no（市政府文号）；安全生产等紧急检查加 --reason",
      en:
        "Write auth_doc_no, the number of the city government's document; in an emergency give --reason"
    ),
    CatalogueEntry(
      "validation.report-locked", zh: "该期数据已锁定", en: "The figures of the period are locked"),
    CatalogueEntry(
      "validation.report-locked.hint",
      zh: "更正：taizhang correct {0} 字段=值 --reason 原因；或由市办解锁（report_state=submitted）",
      en:
        "Correct it: taizhang correct {0} FIELD=VALUE --reason WHY; or the city unlocks it (report_state=submitted)"
    ),
  ]

  private static let validationOfPermission: [CatalogueEntry] = [
    CatalogueEntry(
      "validation.not-permitted", zh: "{1} 不能填写{0}", en: "A {1} office may not write {0}"),
    CatalogueEntry("validation.not-permitted.hint", zh: "请有权限的单位填写", en: "Ask the office that may"),
    CatalogueEntry(
      "validation.reserved-case", zh: "{2} 不能把{0}改为{1}", en: "A {2} office may not set {0} to {1}"),
    CatalogueEntry(
      "validation.reserved-case.hint", zh: "请交办方或市办办理", en: "Ask the assigner or the city office"),
    CatalogueEntry(
      "validation.decided-by-other", zh: "{0}已由 {1} 确定", en: "{0} has been decided by a {1} office"),
    CatalogueEntry(
      "validation.decided-by-other.hint", zh: "请向 {1} 提出修改；可先写入备注",
      en: "Propose the change to the {1} office; a remark may carry it"),
    CatalogueEntry(
      "validation.not-your-level", zh: "{0}项目不由 {1} 填写",
      en: "A {1} office does not write projects of level {0}"),
    CatalogueEntry(
      "validation.not-your-level.hint", zh: "请负责该级别的单位填写",
      en: "Ask the office in charge of the level"),
    CatalogueEntry(
      "validation.may-not-create", zh: "{1} 不能新建或归档{0}",
      en: "A {1} office may not add or archive {0}"),
    CatalogueEntry(
      "validation.may-not-create.hint", zh: "请有权限的单位办理", en: "Ask the office that may"),
  ]

  private static let validationOfStages: [CatalogueEntry] = [
    CatalogueEntry(
      "validation.illegal-stage", zh: "{3}：阶段(stage)不能由{0}直接到{1}",
      en: "{3}: no step of its stage leads from {0} to {1}"),
    CatalogueEntry(
      "validation.illegal-stage.hint", zh: "下一步可为：{2}；填错要退回，请市办加 --reason 更正",
      en: "Next may come: {2}; to undo a slip, the city corrects it with --reason"),
    CatalogueEntry(
      "validation.last-stage", zh: "{0}之后不能到{1}", en: "Nothing follows {0}, and not {1}"),
    CatalogueEntry(
      "validation.last-stage.hint", zh: "填错要退回，请市办加 --reason 更正；退库项目请重新入库",
      en: "To undo a slip, the city corrects it with --reason; a removed project is entered anew"),
    CatalogueEntry(
      "validation.stage-unsaid", zh: "阶段已是{0}，不能清空", en: "The stage is {0} and cannot be emptied"),
    CatalogueEntry(
      "validation.stage-unsaid.hint", zh: "填错要退回，请市办加 --reason 更正",
      en: "To undo a slip, the city corrects it with --reason"),
    CatalogueEntry(
      "validation.stage-needs-field", zh: "{2}：进入{0}需要{1}", en: "{2}: {0} needs {1}"),
    CatalogueEntry(
      "validation.stage-needs-field.hint", zh: "在同一次修改中填写{1}", en: "Write {1} in the same change"),
    CatalogueEntry(
      "validation.stage-needs-evidence", zh: "{2}：没有佐证，阶段(stage)不能进入{0}（办法第30条）；需要：{1}",
      en: "{2}: its stage cannot be {0} without evidence (measures, article 30): {1}"),
    CatalogueEntry(
      "validation.stage-needs-evidence.hint", zh: "先 add evidence project=编号 kind=类别（{1}）",
      en: "First: add evidence project=ID kind=KIND ({1})"),
    CatalogueEntry(
      "validation.ceremony-only", zh: "{0}：仪式照片不能证明实质性开工（办法第30条）",
      en: "{0}: a photo of a ceremony proves no start (measures, article 30)"),
    CatalogueEntry(
      "validation.ceremony-only.hint", zh: "补施工许可证和注明日期的现场照片",
      en: "Add the construction permit and a dated photo of the site"),
    CatalogueEntry(
      "validation.undated-photo", zh: "{0}：现场照片没有日期",
      en: "{0}: the photo of the site has no date"),
    CatalogueEntry(
      "validation.undated-photo.hint", zh: "为照片填写 date 或 taken_at",
      en: "Write date or taken_at of the photo"),
    CatalogueEntry(
      "validation.stage-needs-milestones", zh: "{1}：{0}需要节点计划（办法第10条）",
      en: "{1}: {0} needs a plan of milestones (measures, article 10)"),
    CatalogueEntry(
      "validation.stage-needs-milestones.hint",
      zh: "先 add milestone project=编号 name=节点 planned_on=日期",
      en: "First: add milestone project=ID name=NAME planned_on=DATE"),
    CatalogueEntry(
      "validation.start-too-far", zh: "拟开工日 {0} 晚于 {1}（{2} 个月内）",
      en: "The planned start {0} is after {1} (within {2} months)"),
    CatalogueEntry(
      "validation.start-too-far.hint", zh: "储备库只收今后两年内开工的项目",
      en: "The reserve takes projects that start within two years"),
    CatalogueEntry("validation.ban-unresolved", zh: "限制标志未处置：{0}", en: "Flags not cleared: {0}"),
    CatalogueEntry(
      "validation.ban-unresolved.hint", zh: "填写 two_high_clearance 或去掉标志",
      en: "Write two_high_clearance, or take the flag away"),
    CatalogueEntry(
      "validation.tolerance-overdue", zh: "容缺事项“{0}”已过承诺日 {1}",
      en: "The missing item “{0}” is past its promise of {1}"),
    CatalogueEntry(
      "validation.tolerance-overdue.hint", zh: "补齐材料并登记补齐日", en: "Supply it and record the day"),
    CatalogueEntry(
      "validation.utilities-not-ready", zh: "公用设施未就绪：{0}", en: "Utilities not ready: {0}"),
    CatalogueEntry(
      "validation.utilities-not-ready.hint", zh: "填写各项 *_ready_on；不需要的加入 utilities_not_needed",
      en: "Write each *_ready_on; add those not needed to utilities_not_needed"),
    CatalogueEntry("validation.stage-expects-field", zh: "{0}应填{1}", en: "{0} expects {1}"),
    CatalogueEntry("validation.stage-expects-field.hint", zh: "请补填{1}", en: "Write {1}"),
    CatalogueEntry(
      "validation.stage-corrected", zh: "阶段由{0}更正为{1}", en: "The stage is corrected from {0} to {1}"
    ),
    CatalogueEntry(
      "validation.stage-corrected.hint", zh: "原阶段留在历史中", en: "The former stage stays in the history"
    ),
    CatalogueEntry(
      "validation.group-late", zh: "落地小组 {0} 成立，晚于签约 {1} 后 {2} 日（{3}）",
      en: "The landing group of {0} is later than {2 day} after signing on {1} ({3})"),
    CatalogueEntry("validation.group-late.hint", zh: "请核对两个日期", en: "Check the two dates"),
  ]
}
