// Sentences of the pages beyond the projects: today, the month, conflicts, the city.

extension Catalogue {
  /// Today and the line to the hub, and the conflicts.
  static let pageToday: [CatalogueEntry] = [
    CatalogueEntry("page.menu-today", zh: "今日", en: "Today"),
    CatalogueEntry("page.menu-month", zh: "月报", en: "Month"),
    CatalogueEntry("page.menu-conflicts", zh: "冲突", en: "Conflicts"),
    CatalogueEntry("page.menu-city", zh: "全市", en: "City"),
    CatalogueEntry("page.menu-bulletin", zh: "通报", en: "Bulletin"),
    CatalogueEntry("page.see-all", zh: "全部", en: "See all"),
    CatalogueEntry("page.line", zh: "同步", en: "Sync"),
    CatalogueEntry("page.ledger", zh: "台账", en: "Ledger"),
    CatalogueEntry("page.ledger-by-county", zh: "按所属县区", en: "that of its county"),
    CatalogueEntry(
      "page.ledger-unsaid", zh: "没有保存：本机有几个地方的台账，请在“台账”里选记到哪一个；填写的都还在。",
      en: "Not saved: several ledgers are here. Choose one under “Ledger”; all typing is kept."),
    CatalogueEntry("page.unsent", zh: "未发", en: "Unsent"),
    CatalogueEntry("page.last-sync", zh: "上次同步", en: "Last sync"),
    CatalogueEntry("page.sync-now", zh: "立即同步", en: "Sync now"),
    CatalogueEntry(
      "page.no-hub", zh: "还没有加入汇总点；不联网也能照常填报。加入：taizhang join 地址 --token 邀请码。",
      en: "No hub was joined; typing works all the same. To join: taizhang join URL --token TOKEN."),
    CatalogueEntry("page.stop-line", zh: "这个节点没有汇总点可同步。", en: "This node has no hub to sync with."),
    CatalogueEntry(
      "page.synced", zh: "同步完成：发出 {0} 项，收到 {1} 项。", en: "Synced: {0} sent, {1} received."),
    CatalogueEntry(
      "page.synced-conflicts", zh: "新出现 {0} 个冲突，请处理。", en: "{0 new conflict} to settle."),
    CatalogueEntry("page.duties", zh: "到期与逾期", en: "Due and overdue"),
    CatalogueEntry(
      "page.preparing", zh: "正在通读台账、核对规则，随后自动显示。",
      en: "The ledger is being read for the rules; this part appears by itself."),
    CatalogueEntry("page.preparing-wait", zh: "没有出现就点这里", en: "Show it when it is ready"),
    CatalogueEntry("page.duties-none", zh: "没有到期或逾期的事项。", en: "Nothing is due or overdue."),
    CatalogueEntry("page.coming", zh: "将到期", en: "coming"),
    CatalogueEntry(
      "page.stop-rules", zh: "没有可用的规则集。", en: "No rule set applies."),
    CatalogueEntry(
      "page.stop-rules.hint", zh: "台账所在地没有内置规则，或本机有几个地方的台账：在“全市”页选一个规则集。",
      en:
        "No rules are built in for this place, or the ledgers are of several: choose a set on the city's page."
    ),
    CatalogueEntry(
      "page.city-no-rules", zh: "没有可用的规则集，不评灯、不排名：在“规则”里选一个，再按“查看”。",
      en: "No rule set applies: no lights, no ranks. Choose one under “Rules” and press “Show”."),
    CatalogueEntry(
      "page.stop-number", zh: "不是期号：“{0}”，写 1 到 {1} 的数。",
      en: "Not a number of a bulletin: “{0}”; write one from 1 to {1}."),
    CatalogueEntry(
      "page.stop-date", zh: "不是日期：“{0}”，写成 2021-09-30。", en: "Not a date: “{0}”; write 2021-09-30."),
    CatalogueEntry("page.level", zh: "灯", en: "Light"),
    CatalogueEntry("page.duty", zh: "事项", en: "What"),
    CatalogueEntry("page.due", zh: "期限", en: "Due"),
    CatalogueEntry("page.because", zh: "原因与条款", en: "Reason and clause"),
    CatalogueEntry("page.conflict-count", zh: "未决 {0} 个", en: "{0} open"),
    CatalogueEntry("page.conflict-none", zh: "没有未决冲突。", en: "No open conflicts."),
    CatalogueEntry("page.kinds", zh: "种类", en: "Kinds"),
    CatalogueEntry("page.kind", zh: "种类", en: "Kind"),
    CatalogueEntry("page.values", zh: "各方的值", en: "Values"),
    CatalogueEntry("page.latest", zh: "最近写入", en: "Latest"),
    CatalogueEntry("page.base", zh: "分歧之前：", en: "before they parted:"),
    CatalogueEntry("page.shown-now", zh: "暂显示此值", en: "shown for now"),
    CatalogueEntry("page.late", zh: "锁定后写入", en: "written after the lock"),
    CatalogueEntry("page.parts", zh: "牵涉的记录", en: "What it is about"),
    CatalogueEntry("page.seen-none", zh: "写时没有看到其他值", en: "wrote without having seen the others"),
    CatalogueEntry("page.seen-some", zh: "写时已看到：{0}", en: "wrote having seen: {0}"),
    CatalogueEntry("page.settle", zh: "以哪个为准？", en: "Which one counts?"),
    CatalogueEntry("page.other-value", zh: "另填：", en: "Another value:"),
    CatalogueEntry("page.reason-needed", zh: "（须写原因）", en: "(needs a reason)"),
    CatalogueEntry("page.the-reason", zh: "所写原因", en: "the reason given"),
    CatalogueEntry("page.settle-act", zh: "裁定", en: "Settle"),
    CatalogueEntry("page.settle-next", zh: "裁定并看下一个", en: "Settle, then the next"),
    CatalogueEntry(
      "page.settle-hint", zh: "裁定是一次普通修改：各方原来的值都留在历史里，随时可以取回。",
      en: "Settling is an ordinary change: every value stays in the history and can be taken back."),
    CatalogueEntry("page.choose", zh: "请先选一个值。", en: "Choose a value first."),
    CatalogueEntry("page.conflict-settled", zh: "已裁定。", en: "Settled."),
    CatalogueEntry(
      "page.conflict-moved", zh: "打开页面后又来了新的值，没有裁定。请看过全部的值再定。",
      en:
        "Another value arrived after this page was opened; nothing was settled. See them all first."
    ),
    CatalogueEntry(
      "page.conflict-late",
      zh: "没有裁定：{0} 已于 {1} 裁定为“{2}”，现值“{3}”。您选的“{4}”没有写入；要改用它，看过之后在下面取回，或修改记录。",
      en:
        "Nothing was settled: {0} settled it on {1} as “{2}”, and “{3}” stands now. Your choice “{4}” was not recorded; to use it take it back below, or edit the record."
    ),
    CatalogueEntry("page.not-recorded", zh: "您的选择（没有写入）", en: "Your choice (not recorded)"),
    CatalogueEntry("page.is-settled", zh: "已裁定", en: "settled"),
    CatalogueEntry("page.stop-conflict", zh: "没有这个冲突：{0}", en: "No such conflict: {0}"),
  ]

  /// The month's form and the city's view.
  static let pageMonth: [CatalogueEntry] = [
    CatalogueEntry("page.month-title", zh: "{0} 月报", en: "Reports of {0}"),
    CatalogueEntry("page.month-count", zh: "应报 {0} 个项目", en: "{0 project} to report"),
    CatalogueEntry("page.month-before", zh: "上月", en: "month before"),
    CatalogueEntry("page.month-after", zh: "下月", en: "month after"),
    CatalogueEntry("page.month-none", zh: "没有要报月报的项目。", en: "No project has to report."),
    CatalogueEntry("page.month-asked", zh: "本月应报项目：", en: "Projects to report this month:"),
    CatalogueEntry("page.month-fill", zh: "填月报", en: "Fill in the month"),
    CatalogueEntry(
      "page.month-saved", zh: "已保存 {0} 个项目的月报（草稿）。", en: "Saved as draft: {0 report}."),
    CatalogueEntry("page.month-submitted", zh: "已上报 {0} 个项目的月报。", en: "Submitted: {0 report}."),
    CatalogueEntry(
      "page.stop-month", zh: "不是月份：“{0}”，写成 2021-09。", en: "Not a month: “{0}”; write 2021-09."),
    CatalogueEntry("page.period", zh: "月份", en: "Month"),
    CatalogueEntry("page.county", zh: "县区", en: "County"),
    CatalogueEntry("page.show", zh: "查看", en: "Show"),
    CatalogueEntry("page.project", zh: "项目", en: "Project"),
    CatalogueEntry("page.planned", zh: "累计计划", en: "Planned"),
    CatalogueEntry("page.last-month", zh: "上月完成", en: "Last month"),
    CatalogueEntry("page.this-month", zh: "本月完成", en: "This month"),
    CatalogueEntry("page.funds", zh: "本月到位", en: "Funds in"),
    CatalogueEntry("page.progress", zh: "形象进度", en: "Progress made"),
    CatalogueEntry("page.problems", zh: "存在问题", en: "Problems"),
    CatalogueEntry("page.year-to-date", zh: "年内累计", en: "Year to date"),
    CatalogueEntry("page.cumulative", zh: "开工累计", en: "Since the start"),
    CatalogueEntry("page.wan", zh: "万元", en: "10,000 yuan"),
    CatalogueEntry("page.money-unit", zh: "金额单位：万元", en: "Amounts in units of 10,000 yuan"),
    CatalogueEntry("page.save-draft", zh: "存草稿", en: "Save as draft"),
    CatalogueEntry("page.submit", zh: "保存并上报", en: "Save and submit"),
    CatalogueEntry("page.city-counties", zh: "各县区", en: "Counties"),
    CatalogueEntry("page.city-lights", zh: "亮灯", en: "Lights"),
    CatalogueEntry("page.city-indicators", zh: "指标", en: "Indicators"),
    CatalogueEntry("page.city-indicator", zh: "指标", en: "Indicator"),
    CatalogueEntry("page.city-projects", zh: "项目数", en: "Projects"),
    CatalogueEntry("page.city-total", zh: "总投资", en: "Total investment"),
    CatalogueEntry("page.city-plan", zh: "年度计划", en: "Planned this year"),
    CatalogueEntry("page.city-rank", zh: "名次", en: "Rank"),
    CatalogueEntry("page.city-score", zh: "得分", en: "Score"),
    CatalogueEntry("page.city-numerator", zh: "分子", en: "Numerator"),
    CatalogueEntry("page.city-denominator", zh: "分母", en: "Denominator"),
    CatalogueEntry("page.city-rate", zh: "比率", en: "Rate"),
    CatalogueEntry("page.city-points", zh: "{0} 个百分点", en: "{0} points"),
    CatalogueEntry(
      "page.city-units", zh: "个数不写单位；金额为万元，面积为亩。",
      en: "Counts have no unit; amounts are in units of 10,000 yuan, areas in mu."),
    CatalogueEntry("page.city-target", zh: "目标", en: "Target"),
    CatalogueEntry("page.city-as-of", zh: "截至 {0} · 规则 {1}", en: "as of {0} · rules {1}"),
    CatalogueEntry("page.city-behind", zh: "由这些项目得出", en: "the projects behind the number"),
    CatalogueEntry("page.city-not-counted", zh: "未计入的项目", en: "those not counted"),
    CatalogueEntry("page.city-whole", zh: "全市", en: "whole city"),
    CatalogueEntry("page.city-stages", zh: "各阶段项目", en: "Projects by stage"),
    CatalogueEntry("page.city-stage", zh: "阶段", en: "Stage"),
    CatalogueEntry("page.city-unsaid", zh: "未填", en: "not filled in"),
    CatalogueEntry("page.city-none", zh: "没有可算的数据。", en: "There is nothing to compute from."),
    CatalogueEntry("page.as-of", zh: "截至", en: "As of"),
    CatalogueEntry("page.rule-set", zh: "规则", en: "Rules"),
    CatalogueEntry("page.preview", zh: "预览", en: "Preview"),
  ]
}
