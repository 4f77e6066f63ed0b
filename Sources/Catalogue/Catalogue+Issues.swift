// What validation says of closing issues, assignments and financing needs: the rule, the record and
// the next step.

extension Catalogue {
  static let validationOfIssues: [CatalogueEntry] = [
    CatalogueEntry(
      "validation.illegal-status", zh: "{3}：状态(status)不能由{0}直接到{1}",
      en: "{3}: no step of its status leads from {0} to {1}"),
    CatalogueEntry(
      "validation.illegal-status.hint", zh: "下一步可为：{2}", en: "Next may come: {2}"),
    CatalogueEntry(
      "validation.status-unsaid", zh: "状态已是{0}，不能清空", en: "The status is {0} and cannot be emptied"),
    CatalogueEntry(
      "validation.status-unsaid.hint", zh: "改为下一步的状态", en: "Set it to the next status"),
    CatalogueEntry(
      "validation.closing-needs-evidence", zh: "{0}没有佐证，状态(status)不能到销号（办法第23条）",
      en: "{0} has no evidence, so its status cannot be closed (measures, article 23)"),
    CatalogueEntry(
      "validation.closing-needs-evidence.hint", zh: "先 add evidence {1}=编号 kind=closing_proof",
      en: "First: add evidence {1}=ID kind=closing_proof"),
    CatalogueEntry(
      "validation.closing-unsaid", zh: "{0}：状态(status)不是销号，不能只填销号日(closed_on) {1}（办法第23条）",
      en: "{0}: closed_on {1} without the status closed (measures, article 23)"),
    CatalogueEntry(
      "validation.closing-unsaid.hint", zh: "先申请销号；核验后由交办方在同一次修改中填 status=closed 和 closed_on",
      en: "Request the closing; the assigner then writes status=closed and closed_on in one change"),
    CatalogueEntry(
      "validation.own-request", zh: "{1}：{0} 不能核验自己的申请（办法第23条）",
      en: "{1}: {0} cannot verify its own request (measures, article 23)"),
    CatalogueEntry(
      "validation.own-request.hint", zh: "请交办方核验，由其填写核验人(verified_by)",
      en: "Ask the assigner to verify it and to write verified_by"),
    CatalogueEntry(
      "validation.not-the-assigner", zh: "{1}的交办方是{0}，由交办方核验销号",
      en: "{1} was assigned by {0}, who verifies and closes it"),
    CatalogueEntry(
      "validation.not-the-assigner.hint", zh: "改为 申请销号(closing_requested)",
      en: "Set it to closing_requested"),
    CatalogueEntry(
      "validation.notice-open", zh: "{1}：整改督办通知书 {0} 未整改核验，不予销号（办法第23条）",
      en: "{1}: rectification notice {0} is still open (measures, article 23)"),
    CatalogueEntry(
      "validation.notice-open.hint",
      zh: "整改后 set {2} 填写 rectified_on，由交办方核验后填写 {3}",
      en: "Set {2}: write rectified_on; the assigner, once it is verified, writes {3}"),
    CatalogueEntry(
      "validation.status-needs-field", zh: "{2}：{0}需要{1}", en: "{2}: {0} needs {1}"),
    CatalogueEntry(
      "validation.status-needs-field.hint", zh: "在同一次修改中填写{1}", en: "Write {1} in the same change"),
    CatalogueEntry(
      "validation.closed-late", zh: "销号日 {0} 超过时限 {1}，迟 {2} 日（责任单位：{3}）",
      en: "Closed on {0}, {2 day} after the limit {1} (unit: {3})"),
    CatalogueEntry(
      "validation.closed-late.hint", zh: "责任单位列入通报的逾期清单",
      en: "The unit goes on the bulletin's list of late items"),
    CatalogueEntry(
      "validation.due-date-kept", zh: "{0}重新打开，不改原时限",
      en: "{0}: reopening keeps the original limit"),
    CatalogueEntry("validation.due-date-kept.hint", zh: "去掉 due_on", en: "Leave due_on as it is"),
    CatalogueEntry(
      "validation.due-date-needs-reason", zh: "{0}原时限是 {1}，改时限(due_on)须说明原因",
      en: "{0} is due on {1}: moving due_on needs a reason"),
    CatalogueEntry(
      "validation.due-date-needs-reason.hint", zh: "加 --reason，写明谁同意延期",
      en: "Give --reason: why, and who agreed"),
    CatalogueEntry(
      "validation.open-issue-archived", zh: "{0}的办理状态(status)还没有销号，不能归档；未销号的由市办归档",
      en: "{0} is not closed: its status keeps it from being archived, but by the city"),
    CatalogueEntry(
      "validation.open-issue-archived.hint", zh: "办结后 status=closing_requested 申请销号；误录的请市办归档",
      en: "Ask for closing with status=closing_requested; ask the city to archive a mistake"),
    CatalogueEntry(
      "validation.reopening-needs-reason", zh: "{0}重新打开须说明原因",
      en: "{0}: reopening needs a reason"),
    CatalogueEntry("validation.reopening-needs-reason.hint", zh: "加 --reason", en: "Give --reason"),
    CatalogueEntry(
      "validation.financing-not-done", zh: "{2}：已投放 {0} 万元，未达 {1} 万元，不能销号（办法第27条）",
      en: "{2}: disbursed {0} of {1} 万元, it cannot be closed (measures, article 27)"),
    CatalogueEntry(
      "validation.financing-not-done.hint", zh: "全部投放后销号；撤回需求填 withdrawn=是",
      en: "Close it when all is disbursed, or write withdrawn=yes"),
  ]
}
