// Sentences of late edits and violations, of the ways to mend them, and of taking values back. A
// violation's sentence gets the field, its value, and what the rule compares it with.

extension Catalogue {
  static let violations: [CatalogueEntry] = [
    CatalogueEntry(
      "violation.duplicate-code", zh: "{0} {1} 与 {2} 重复", en: "{0} {1} is also that of {2}"),
    CatalogueEntry(
      "violation.reported-twice", zh: "{0} {1}：同一项目这一期还有报告 {2}，未处理前只计先登记并已上报的一份",
      en:
        "{0} {1}: the project has another report of it, {2}; until settled only the first that was handed in counts"
    ),
    CatalogueEntry(
      "violation.dates-out-of-order", zh: "{0} {1} 早于{2} {3}",
      en: "{0} {1} is before {2} {3}"),
    CatalogueEntry(
      "violation.phase-over-total", zh: "{0} {1} 小于{2} {3}", en: "{0} {1} is below {2} {3}"),
    CatalogueEntry(
      "violation.over-total", zh: "累计完成 {2} 超过{0} {1}，没有写明原因",
      en: "completed {2} is above {0} {1}, and no reason is given"),
    CatalogueEntry(
      "violation.archived-reference", zh: "{0}所指的 {2} 已被归档（归档人没见到这里的引用）",
      en: "{0} names {2}, which was archived by someone who had not seen this"),
    CatalogueEntry("conflict.at-lock", zh: "锁定时的值：{0}", en: "as it stood at the lock: {0}"),
    CatalogueEntry(
      "conflict.show.lock", zh: "锁定  {0}（写的人当时没见到）",
      en: "locked  {0} (not seen by the writer)"),
    CatalogueEntry("conflict.mend.clear", zh: "清空：{0}", en: "empty it: {0}"),
    CatalogueEntry("conflict.mend.clear-others", zh: "留这一个，清空其他：{0}", en: "keep this one: {0}"),
    CatalogueEntry("conflict.mend.clear-other", zh: "清空另一个：{0}", en: "empty the other: {0}"),
    CatalogueEntry("conflict.mend.in", zh: "  改的是：{0}", en: "  written to: {0}"),
    CatalogueEntry("conflict.mend.swap", zh: "对调：{0}", en: "swap them: {0}"),
    CatalogueEntry("conflict.mend.restore", zh: "恢复所指的记录：{0}", en: "restore what it names: {0}"),
    CatalogueEntry("conflict.mend.archive", zh: "归档这一条：{0}", en: "archive this one: {0}"),
    CatalogueEntry(
      "conflict.mend.archive-others", zh: "留这一条，归档其他：{0}",
      en: "keep this one, archive the others: {0}"),
    CatalogueEntry(
      "conflict.mend.correct", zh: "作为更正留下：{0}", en: "keep it as a correction: {0}"),
    CatalogueEntry("conflict.mend.raise", zh: "改总额：{0}", en: "raise the whole: {0}"),
    CatalogueEntry("conflict.mend.give-reason", zh: "写明原因：{0}", en: "give the reason: {0}"),
    CatalogueEntry(
      "failure.reason-needed", zh: "这个办法要写明原因。", en: "This way needs a reason."),
    CatalogueEntry(
      "failure.reason-needed.hint", zh: "加上 --reason 原因。", en: "Add --reason TEXT."),
    CatalogueEntry(
      "conflict.settlement.mended", zh: "      合并后不合规，这次修改使它合规",
      en: "      a violation after a merge, which this change ended"),
    CatalogueEntry(
      "conflict.history.values", zh: "{0} · {1} 写过的值：", en: "Values ever written to {0} · {1}:"),
    CatalogueEntry(
      "conflict.taken-back", zh: "已取回：{0} · {1} = {2}（{3}）",
      en: "Taken back: {0} · {1} = {2} ({3})"),
    CatalogueEntry(
      "conflict.take-back.preview", zh: "将取回：{0} · {1} = {2}",
      en: "Would take back: {0} · {1} = {2}"),
    CatalogueEntry(
      "failure.no-such-write", zh: "没有找到 {0} 写的这个值。", en: "{0} wrote no such value here."),
    CatalogueEntry(
      "failure.no-such-write.hint",
      zh: "taizhang history 记录 列出每次修改的编号；--field、--record 指明哪一个。",
      en: "taizhang history ID lists the dot of every change; --field and --record say which."),
    CatalogueEntry(
      "failure.several-writes", zh: "{0} 写了不止一处：{1}。", en: "{0} wrote several fields: {1}."),
    CatalogueEntry(
      "failure.several-writes.hint", zh: "用 --field 字段（和 --record 记录）指明一处。",
      en: "Name one with --field (and --record)."),
  ]
}
