// What validation says of the works around a project: for every kind of problem a sentence that
// names the record and, where there is one, the clause, and a next step.

extension Catalogue {
  static let validationOfWork: [CatalogueEntry] = [
    CatalogueEntry(
      "validation.batch-closing", zh: "{0}没有自己的佐证：解决一个、销号一个，不能成批销号",
      en: "{0} has no evidence of its own: each is closed on its own, never a batch"),
    CatalogueEntry(
      "validation.batch-closing.hint", zh: "逐项 add evidence issue=编号 kind=closing_proof，再销号",
      en: "For each: add evidence issue=ID kind=closing_proof, then close it"),
    CatalogueEntry(
      "validation.common-issue-open", zh: "{0}是共性问题，还有 {2} 个项目未解决：{1}",
      en: "{0} is common to several projects, {2} of them unsettled: {1}"),
    CatalogueEntry(
      "validation.common-issue-open.hint", zh: "逐个填写 issue_project 的 settled_on，全部解决后再销号",
      en: "Write settled_on of each issue_project, then close it"),
    CatalogueEntry(
      "validation.common-issue-bare", zh: "{0}是共性问题，没有列出项目",
      en: "{0} is a common issue and names no project"),
    CatalogueEntry(
      "validation.common-issue-bare.hint", zh: "add issue_project issue=编号 project=编号",
      en: "add issue_project issue=ID project=ID"),
    CatalogueEntry(
      "validation.level-skipped", zh: "{2}：层级不能由 {0} 级直接到 {1} 级（办法第20条）",
      en: "{2}: level {0} does not lead straight to {1} (measures, article 20)"),
    CatalogueEntry(
      "validation.level-skipped.hint", zh: "先到上一级，或加 --reason 说明",
      en: "Go one level up, or give --reason"),
    CatalogueEntry(
      "validation.permit-unnumbered", zh: "{0}的施工许可证没有证号",
      en: "The construction permit of {0} has no number"),
    CatalogueEntry(
      "validation.permit-unnumbered.hint", zh: "填写该佐证的 document_no",
      en: "Write document_no of that evidence"),
    CatalogueEntry(
      "validation.units-not-accepted", zh: "{2}：{0}前还有单体未验收：{1}",
      en: "{2}: before {0} these parts must be accepted: {1}"),
    CatalogueEntry(
      "validation.units-not-accepted.hint", zh: "填写各验收单体的 accepted_on",
      en: "Write accepted_on of each acceptance_unit"),
    CatalogueEntry(
      "validation.approval-not-listed", zh: "{1}的事项编码 {0} 不在审批事项清单 {2} 内，清单之外无审批（行动方案四（二））",
      en:
        "{1}: item {0} is not on the approval list {2}, outside of which there is none (plan, part 4(2))"
    ),
    CatalogueEntry(
      "validation.approval-not-listed.hint", zh: "用 list approval_item 查清单内的编码；确需增加请市办修改清单",
      en: "Find the code with: list approval_item; the city adds to the list"),
    CatalogueEntry(
      "validation.approval-conditional", zh: "{0}还有容缺事项未补：{1}，不能记为同意",
      en: "{0} still lacks {1} and is not simply agreed"),
    CatalogueEntry(
      "validation.approval-conditional.hint", zh: "结果填 容缺同意(conditional)，补齐后再改为同意",
      en: "Write result=conditional; agreed once all is supplied"),
    CatalogueEntry(
      "validation.promise-moved", zh: "{2}：容缺事项“{0}”承诺 {1} 补齐，不能推迟或删去",
      en: "{2}: “{0}” was promised for {1}, not to be put off or dropped"),
    CatalogueEntry(
      "validation.promise-moved.hint", zh: "补齐后写成 名称/承诺日/补齐日；确需变更加 --reason",
      en: "Write NAME/PROMISED/SUPPLIED once it came, or give --reason"),
  ]

  static let validationOfDuties: [CatalogueEntry] = [
    CatalogueEntry(
      "validation.task-force-missing", zh: "{0}没有选定项目专班（行动方案四（一））",
      en: "{0} has no project task force (plan, part 4(1))"),
    CatalogueEntry(
      "validation.task-force-missing.hint", zh: "填写 project_task_force，八个项目专班之一",
      en: "Write project_task_force, one of the eight"),
    CatalogueEntry(
      "validation.standard-land-reason", zh: "{0}：{1} 供出的工业用地不是标准地，须说明原因（通知附件10）",
      en:
        "{0}: industrial land granted on {1} is not standard land and needs a reason (notice, row 10)"
    ),
    CatalogueEntry(
      "validation.standard-land-reason.hint", zh: "填写 is_standard=是，或 non_standard_reason=原因",
      en: "Write is_standard=yes, or non_standard_reason=…"),
    CatalogueEntry(
      "validation.first-handler-missing", zh: "{0}没有首办负责人",
      en: "{0} has no first handler"),
    CatalogueEntry(
      "validation.first-handler-missing.hint", zh: "填写 first_handler",
      en: "Write first_handler"),
    CatalogueEntry(
      "validation.acceptance-incomplete", zh: "{0}不能验收，未合格：{1}（办法第18条）",
      en: "{0} cannot be accepted, not passed: {1} (measures, article 18)"),
    CatalogueEntry(
      "validation.acceptance-incomplete.hint", zh: "规划、质量、安全、消防都合格后再填 accepted_on",
      en: "Write accepted_on once all four have passed"),
    CatalogueEntry(
      "validation.preparatory-purpose", zh: "{2}：前期经费不能用于{0}（办法第27条）",
      en: "{2}: preliminary-work funds are not for {0} (measures, article 27)"),
    CatalogueEntry(
      "validation.preparatory-purpose.hint", zh: "purpose 只能是：{1}；其他支出另列资金",
      en: "Write purpose as one of {1}; other spending is other funding"),
    CatalogueEntry(
      "validation.leave-unapproved", zh: "{0}请假没有准假人",
      en: "{0}: the leave was approved by nobody"),
    CatalogueEntry(
      "validation.leave-unapproved.hint", zh: "填写 leave_approved_by（会议召集人），否则记为缺席",
      en: "Write leave_approved_by, the convener, or record an absence"),
    CatalogueEntry(
      "validation.leave-after-meeting", zh: "{0}准假日 {1} 晚于会议 {2}，按无故缺席计",
      en: "{0}: leave approved on {1}, after the meeting of {2}, counts as absence"),
    CatalogueEntry(
      "validation.leave-after-meeting.hint", zh: "请核对准假日",
      en: "Check the day of approval"),
    CatalogueEntry(
      "validation.board-needs-evidence", zh: "{0}没有摘牌佐证",
      en: "{0} has no evidence for taking the board down"),
    CatalogueEntry(
      "validation.board-needs-evidence.hint",
      zh: "先 add evidence project=编号 board=编号 kind=board_cleared",
      en: "First: add evidence project=ID board=ID kind=board_cleared"),
    CatalogueEntry(
      "validation.notice-not-rectified", zh: "{0}还没有整改完成日，不能核验",
      en: "{0} has not been rectified and cannot be verified"),
    CatalogueEntry(
      "validation.notice-not-rectified.hint", zh: "先由责任单位填写 rectified_on",
      en: "The unit first writes rectified_on"),
    CatalogueEntry(
      "validation.letter-signed", zh: "{0}已于 {1} 签订，目标不能修改（办法第19条）",
      en: "{0} was signed on {1}, its targets stand (measures, article 19)"),
    CatalogueEntry(
      "validation.letter-signed.hint", zh: "请市办加 --reason 修改",
      en: "The city changes it with --reason"),
    CatalogueEntry(
      "validation.letter-needs-plan", zh: "{0}：{1}没有注明责任人和日期的节点计划，不能下达目标任务书（办法第10条）",
      en: "{0}: {1} has no milestones with owner and date (measures, article 10)"),
    CatalogueEntry(
      "validation.letter-needs-plan.hint",
      zh: "先 add milestone project=编号 name=节点 planned_on=日期 owner=责任人",
      en: "First: add milestone project=ID name=NAME planned_on=DATE owner=NAME"),
    CatalogueEntry(
      "validation.second-door", zh: "{0}已在“{1}”中作为新增计入，再计会重复",
      en: "{0} has been counted as new in “{1}” and would count twice"),
    CatalogueEntry(
      "validation.second-door.hint", zh: "成员来源填 转化(converted) 或 结转(carried)",
      en: "Write origin=converted or carried"),
    CatalogueEntry(
      "validation.producing-is-no-door", zh: "{0}：“{1}”是投产批次，由转化、结转而来，不计新增",
      en: "{0}: “{1}” is a producing batch, made of converted and carried projects"),
    CatalogueEntry(
      "validation.producing-is-no-door.hint", zh: "成员来源填 转化(converted) 或 结转(carried)",
      en: "Write origin=converted or carried"),
    CatalogueEntry(
      "validation.batch-needs-plan", zh: "{0}没有注明责任人和日期的节点计划，不能进入“{1}”（通知四）",
      en: "{0} has no milestones with owner and date and cannot enter “{1}” (notice, part 4)"),
    CatalogueEntry(
      "validation.batch-needs-plan.hint",
      zh: "先 add milestone project=编号 name=节点 planned_on=日期 owner=责任人",
      en: "First: add milestone project=ID name=NAME planned_on=DATE owner=NAME"),
    CatalogueEntry(
      "validation.production-too-far", zh: "{3}：拟投产日 {0} 晚于 {1}（自 {2} 起两年，通知三）",
      en: "{3}: planned production {0} is after {1}, two years from {2} (notice, part 3)"),
    CatalogueEntry(
      "validation.production-too-far.hint", zh: "请核对日期；确需延长请在备注说明",
      en: "Check the dates; say in the remark why it takes longer"),
    CatalogueEntry(
      "validation.leader-approval-missing", zh: "{0}上报前须经项目分包领导同意",
      en: "{0} needs the leader's approval before it is submitted"),
    CatalogueEntry(
      "validation.leader-approval-missing.hint", zh: "填写 leader_approved_on，不晚于报送日",
      en: "Write leader_approved_on, not after submitted_on"),
  ]
}
