// Sentences of the pages: news in open pages, drafts, and what becomes of a month's reports.

extension Catalogue {
  /// News and drafts.
  static let pageLive: [CatalogueEntry] = [
    CatalogueEntry(
      "page.changed-elsewhere", zh: "这里的记录刚被别处修改。可以继续填；保存时会逐项问您保留哪个值。",
      en:
        "A record on this page was changed elsewhere. Go on typing; saving will ask which value stays."
    ),
    CatalogueEntry(
      "page.stop-streams", zh: "打开的页面超过 {0} 个，暂不自动更新。",
      en: "More than {0} pages are open; this one does not update by itself."),
    CatalogueEntry("page.draft-kept", zh: "草稿已存 {0}", en: "draft kept {0}"),
    CatalogueEntry(
      "page.draft-failed", zh: "草稿没有存到本机节点，仍留在这个窗口；请尽快保存。",
      en: "The node did not keep the draft; it is still in this window. Save soon."),
    CatalogueEntry(
      "page.draft-restored", zh: "已找回 {0} 时没有保存的填写；核对后保存。",
      en: "Typing of {0} that was not saved is back; look it over and save."),
    CatalogueEntry(
      "page.draft-wrong", zh: "找回的填写里有标红的，改好后再保存。",
      en: "Some of the typing that is back is marked in red: correct it, then save."),
    CatalogueEntry("page.draft-discard", zh: "不要草稿，回到台账里的内容", en: "Discard the draft"),
    CatalogueEntry("page.stop-draft", zh: "草稿没有说明属于哪个表。", en: "The draft names no form."),
    CatalogueEntry(
      "page.stop-draft-disk", zh: "草稿没有存下：{0}。", en: "The draft was not kept: {0}."),
    CatalogueEntry(
      "page.stop-draft-disk.hint", zh: "请检查磁盘空间和目录权限；填写的内容还在窗口里。",
      en: "Look at disk space and permissions; the typing is still in the window."),
    CatalogueEntry("page.mu", zh: "亩", en: "mu"),
    CatalogueEntry("page.copy", zh: "复制", en: "Copy"),
    CatalogueEntry("page.copied", zh: "已复制", en: "Copied"),
    CatalogueEntry(
      "page.stop-not-yours", zh: "本单位的角色不能做这件事。",
      en: "This office's role may not do this."),
  ]

  /// Returning, approving, locking and correcting; who is late.
  static let pageMonthActs: [CatalogueEntry] = [
    CatalogueEntry("page.return", zh: "退回", en: "Return"),
    CatalogueEntry("page.approve", zh: "审定", en: "Approve"),
    CatalogueEntry("page.choose-row", zh: "选中", en: "choose"),
    CatalogueEntry("page.chosen-rows", zh: "选中的：", en: "those chosen:"),
    CatalogueEntry("page.month-returned", zh: "已退回 {0} 个项目的月报。", en: "Returned: {0 report}."),
    CatalogueEntry("page.month-approved", zh: "已审定 {0} 个项目的月报。", en: "Approved: {0 report}."),
    CatalogueEntry(
      "page.month-return-reason", zh: "退回要写明原因，没有退回。填写的都还在。",
      en: "Returning needs a reason; nothing was returned. All typing is still here."),
    CatalogueEntry(
      "page.month-none-chosen", zh: "没有选中项目：先勾选，再退回或审定。",
      en: "No project is chosen: tick some first."),
    CatalogueEntry(
      "page.month-moved", zh: "打开页面后状态已被别人改过，没有办理：{0}。请看过新状态再定。",
      en: "Another changed the state meanwhile; not done: {0}. Look again first."),
    CatalogueEntry(
      "page.month-closed-since",
      zh:
        "没有保存：您填写期间，这些月报已经审定或锁定，不能直接改：{0}。您填的仍标在该行，旁边是现在的数；要改，点该行的“更正”。其他行的填写都在，再按一次即可保存。",
      en:
        "Not saved: while you typed, these reports were approved or locked and are not typed over: {0}. What you typed still stands in the row beside what stands now; to change it, choose “Correct” in that row. The other rows are still here: press once more to save them."
    ),
    CatalogueEntry(
      "page.month-locked",
      zh: "本月已锁定：已报的点“更正”，漏报的在项目页新增月报并写明更正原因。",
      en:
        "The month is locked: choose “Correct” for what was reported; what was not, add on the project's page with the reason of the correction."
    ),
    CatalogueEntry(
      "page.month-uncounted", zh: "本期另有一份报告 {0} 没有计入，请到“冲突”处理",
      en: "Another report of the period, {0}, is not counted: settle it under conflicts"),
    CatalogueEntry("page.month-locked-short", zh: "本月已锁定", en: "the month is locked"),
    CatalogueEntry(
      "page.month-stranded-now",
      zh: "没有保存：这些填写没有可写的行：{0}。填的数列在下面，仍在草稿里；其他行的填写都在，再按一次即可保存。",
      en:
        "Not saved: there is no line to write this typing to: {0}. What was typed is listed below and stays in the draft. The other rows are still here: press once more to save them."
    ),
    CatalogueEntry(
      "page.month-stranded", zh: "草稿里还有没有写进台账的填写：{0}。填的数列在下面。",
      en: "The draft still holds typing that is not in the ledger: {0}. It is listed below."),
    CatalogueEntry("page.stranded", zh: "没有写进台账的填写", en: "Typing that is not in the ledger"),
    CatalogueEntry("page.stranded-typed", zh: "您填过：", en: "you typed:"),
    CatalogueEntry("page.stranded-drop", zh: "不要这一行", en: "Discard this row"),
    CatalogueEntry("page.stranded-archived", zh: "已归档", en: "archived"),
    CatalogueEntry("page.stranded-not-owed", zh: "已不应报", en: "owes no report any more"),
    CatalogueEntry("page.stranded-not-yours", zh: "不属本账号", en: "not this account's"),
    CatalogueEntry("page.stranded-absent", zh: "本机台账里没有", en: "not in this node's ledgers"),
    CatalogueEntry("page.stranded-closed", zh: "已审定或锁定", en: "approved or locked"),
    CatalogueEntry(
      "page.month-over-total", zh: "{0}：累计完成 {1} 万元，超过总投资 {2} 万元，已列入冲突。请核对单位和数。",
      en:
        "{0}: {1} is completed in all, over the total investment of {2} (10,000 yuan); it is listed among the conflicts. Check the unit and the figure."
    ),
    CatalogueEntry(
      "page.over-total", zh: "累计 {0} 万元超过总投资 {1} 万元", en: "{0} in all is over the total of {1}"),
    CatalogueEntry("page.month-in-state", zh: "{0}（{1}）", en: "{0} ({1})"),
    CatalogueEntry("page.typed-not-saved", zh: "您填的（未保存）：", en: "you typed (not saved):"),
    CatalogueEntry("page.emptied", zh: "（清空）", en: "(emptied)"),
    CatalogueEntry("page.month-of", zh: "{0}：{1}", en: "{0}: {1}"),
    CatalogueEntry("page.late-who", zh: "谁还没报", en: "Who is late"),
    CatalogueEntry("page.late-title", zh: "{0} 报送情况", en: "Reporting of {0}"),
    CatalogueEntry("page.late-due", zh: "报送期限", en: "due"),
    CatalogueEntry("page.late-asked", zh: "应报", en: "Asked"),
    CatalogueEntry("page.late-reported", zh: "已报", en: "Reported"),
    CatalogueEntry("page.late-missing", zh: "未报", en: "Missing"),
    CatalogueEntry("page.late-behind", zh: "迟报", en: "Late"),
    CatalogueEntry("page.late-names", zh: "未报的项目", en: "Missing projects"),
    CatalogueEntry("page.late-ready", zh: "催报消息", en: "Message to send"),
    CatalogueEntry(
      "page.late-message",
      zh: "{0}：{1}年{2}月项目月报应报 {3} 个，截至 {8} 还有 {4} 个未报：{5}。请于 {6} 前在台账中填报并上报。{7}",
      en:
        "{0}: of {3} project reports for {1}-{2}, {4} are missing as of {8}: {5}. Please submit them by {6}. {7}"
    ),
    CatalogueEntry(
      "page.late-message-more",
      zh: "{0}：{1}年{2}月项目月报应报 {3} 个，截至 {8} 还有 {4} 个未报，其中：{5} 等。请于 {6} 前在台账中填报并上报。{7}",
      en:
        "{0}: of {3} project reports for {1}-{2}, {4} are missing as of {8}, among them: {5}. Please submit them by {6}. {7}"
    ),
    CatalogueEntry("page.close-month", zh: "锁定本月", en: "Lock the month"),
    CatalogueEntry("page.close-title", zh: "锁定 {0}", en: "Lock {0}"),
    CatalogueEntry("page.close-what", zh: "将要锁定", en: "What would be locked"),
    CatalogueEntry("page.close-projects", zh: "项目", en: "Projects"),
    CatalogueEntry("page.close-reports", zh: "本月报告", en: "Reports"),
    CatalogueEntry("page.close-plans", zh: "年度计划", en: "Plans of the year"),
    CatalogueEntry("page.close-version", zh: "版本", en: "Version"),
    CatalogueEntry("page.close-act", zh: "锁定并留存", en: "Lock and keep"),
    CatalogueEntry(
      "page.close-hint", zh: "锁定后的数字只能用带原因的更正另立新版本；没有见到锁定的修改会作为冲突列出。",
      en:
        "Locked figures change only by a correction with a reason; an edit that had not seen the lock shows as a conflict."
    ),
    CatalogueEntry(
      "page.close-early", zh: "{0} 还没有结束，{1} 起才能锁定。",
      en: "{0} is not over: it can be locked from {1}."),
    CatalogueEntry(
      "page.close-doubt-drafts", zh: "未上报的月报 {0} 份（不计入、不锁定）",
      en: "{0 report} not handed in (not counted, not locked)"),
    CatalogueEntry(
      "page.close-doubt-missing", zh: "没有月报的项目 {0} 个", en: "{0 project} without a report"),
    CatalogueEntry(
      "page.close-doubt-violations", zh: "未处理的矛盾 {0} 处", en: "{0 open violation}"),
    CatalogueEntry(
      "page.close-sure", zh: "已看过上面列出的，仍按现状锁定",
      en: "I have seen what is listed above; lock as it is"),
    CatalogueEntry(
      "page.close-unsure", zh: "没有锁定：还有未上报、未报或有矛盾的，请看过并勾选后再锁。",
      en: "Not locked: reports are missing, not handed in or contradicted. Look and tick first."),
    CatalogueEntry("page.close-earlier", zh: "已有的锁定", en: "Earlier locks"),
    CatalogueEntry("page.close-none", zh: "本月还没有锁定。", en: "The month is not locked yet."),
    CatalogueEntry("page.close-digest", zh: "指纹", en: "Digest"),
    CatalogueEntry(
      "page.close-moved", zh: "看过之后又有报告变动，没有锁定。请看过新的合计再锁。",
      en: "Reports changed after you looked; nothing was locked. Look again first."),
    CatalogueEntry(
      "page.closed", zh: "{0} 已锁定，第 {1} 版，{2} 份报告。",
      en: "{0} is locked, version {1}, {2 report}."),
    CatalogueEntry("page.correct", zh: "更正", en: "Correct"),
    CatalogueEntry("page.correct-title", zh: "更正 {0}", en: "Correct {0}"),
    CatalogueEntry(
      "page.corrected-before",
      zh: "这份报告已经更正过，没有另立一版；您填的都还在。要再改，就改更正后的版本。",
      en:
        "This report was corrected before; no other version was made, and your typing is still here. To change it again change the newer version."
    ),
    CatalogueEntry(
      "page.corrected-see", zh: "这份报告已经更正过：要再改，就改更正后的版本。",
      en: "This report was corrected before: to change it again change the newer version."),
    CatalogueEntry(
      "page.corrected-same", zh: "这份更正此前已经保存，就是这一版，没有另立一版。",
      en: "This correction was saved before: this is its version, and no second one was made."),
    CatalogueEntry("page.see-newer", zh: "看更正后的版本", en: "See the newer version"),
    CatalogueEntry(
      "page.corrected", zh: "已另立更正版本，原报告保留。", en: "A new version stands beside the old."),
    CatalogueEntry(
      "page.corrected-asked", zh: "已另立更正版本，并就 {0} 个字段申请更正已锁定的月份。",
      en: "A new version stands beside the old; asked for in the locked month: {0 field}."),
  ]
}
