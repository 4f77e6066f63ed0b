// Sentences of the local pages: the frame, the list of projects, a record, its form and its
// history.

extension Catalogue {
  /// The frame of all pages and what stops one.
  static let pageFrame: [CatalogueEntry] = [
    CatalogueEntry(
      "page.start-link", zh: "在本机浏览器打开（链接只能用一次）：{0}",
      en: "Open in a browser on this machine (the link works once): {0}"),
    CatalogueEntry("page.product", zh: "台账", en: "Taizhang"),
    CatalogueEntry("page.menu", zh: "菜单", en: "Menu"),
    CatalogueEntry("page.menu-projects", zh: "项目", en: "Projects"),
    CatalogueEntry("page.skip", zh: "跳到正文", en: "Skip to the content"),
    CatalogueEntry("page.home", zh: "回首页", en: "Back to the start"),
    CatalogueEntry("page.stop", zh: "不能继续", en: "This cannot go on"),
    CatalogueEntry(
      "page.stop-session", zh: "需要用启动链接打开。", en: "This page opens with the start link."),
    CatalogueEntry(
      "page.stop-session.hint",
      zh: "请在运行 taizhang serve 的窗口里复制启动链接，在本机浏览器打开；链接用过或会话已满 12 小时，重新运行即可得到新链接。已保存的内容都在。",
      en:
        "Copy the start link from the window where taizhang serve runs and open it on this machine. If it was used, or the session was idle for 12 hours, start serve again for a new link. Everything saved is kept."
    ),
    CatalogueEntry(
      "page.stop-session-typed", zh: "没有保存：会话已结束，需要用启动链接打开。",
      en: "Not saved: the session is over. This page opens with the start link."),
    CatalogueEntry(
      "page.stop-session-typed.hint",
      zh:
        "没有保存的填写还在这个窗口里，不要关掉它：重新运行 taizhang serve，把新的启动链接粘贴到这个窗口的地址栏打开，再回到刚才的表，点“找回上次没有保存的填写”。",
      en:
        "What was typed and not saved is still in this window; do not close it. Run taizhang serve again, open the new start link in this very window, go back to the form and choose “Bring back what was typed and not saved”."
    ),
    CatalogueEntry(
      "page.stop-start", zh: "启动链接已经用过，或不是这个节点的。",
      en: "The start link was used already, or is another node's."),
    CatalogueEntry(
      "page.stop-start.hint", zh: "重新运行 taizhang serve，用它打印的新链接打开。",
      en: "Run taizhang serve again and open the new link it prints."),
    CatalogueEntry(
      "page.stop-host", zh: "不认识的主机名“{0}”。", en: "Unknown host name “{0}”."),
    CatalogueEntry(
      "page.stop-host.hint", zh: "请用 127.0.0.1 或 localhost 打开。",
      en: "Open the page by 127.0.0.1 or localhost."),
    CatalogueEntry(
      "page.stop-origin", zh: "这个请求来自别的网站（{0}），没有执行。",
      en: "This request came from another site ({0}) and was not carried out."),
    CatalogueEntry(
      "page.stop-form", zh: "表单已过期，没有保存。", en: "The form has expired; nothing was saved."),
    CatalogueEntry(
      "page.stop-form.hint", zh: "按浏览器的“后退”回到表单，内容还在；复制后重新打开页面再保存。",
      en:
        "Go back in the browser: the typing is still there. Copy it, open the page again and save."),
    CatalogueEntry(
      "page.stop-remote", zh: "页面只供本机使用。", en: "The pages are for this machine only."),
    CatalogueEntry(
      "page.stop-media", zh: "不认识的表单格式“{0}”。", en: "Unknown form format “{0}”."),
    CatalogueEntry("page.stop-text", zh: "表单里有不是文字的内容。", en: "The form holds what is not text."),
    CatalogueEntry(
      "page.stop-length", zh: "表单超过 {0} MB。", en: "The form is over {0} MB."),
    CatalogueEntry("page.stop-missing", zh: "没有这个页面：{0}", en: "No such page: {0}"),
    CatalogueEntry(
      "page.stop-method", zh: "这个地址不能直接打开（{1} {0}）", en: "This address does not take {1}: {0}"),
    CatalogueEntry(
      "page.stop-method.hint", zh: "请退回上一页，或从菜单进入。",
      en: "Go back to the page before, or use the menu."),
    CatalogueEntry("page.stop-record", zh: "没有这条记录：{0}", en: "No such record: {0}"),
    CatalogueEntry(
      "page.stop-record.hint", zh: "它可能还没有同步到本机。",
      en: "It may not have been synced to this machine yet."),
    CatalogueEntry(
      "page.stop-newer", zh: "这条记录由新版本程序写入，请升级后查看。",
      en: "This record was written by a newer version; upgrade to see it."),
    CatalogueEntry("page.stop-ledger", zh: "本机还没有台账。", en: "This machine holds no ledger yet."),
    CatalogueEntry(
      "page.stop-archived", zh: "这条记录已归档，先恢复再修改。",
      en: "This record is archived; bring it back before editing."),
    CatalogueEntry(
      "page.archived-typed",
      zh: "没有保存：填写期间，这条记录已被归档（{0}）。填写的都在下面：先到记录页恢复它，再回来按一次“保存”。",
      en:
        "Not saved: this record was archived while you typed ({0}). All that was typed is below: bring the record back on its page, then press “Save” here once more."
    ),
    CatalogueEntry("page.stop-reason", zh: "请写明原因。", en: "Please give a reason."),
    CatalogueEntry(
      "page.stop-unexpected", zh: "没有料到的问题：{0}", en: "Something unexpected: {0}"),
    CatalogueEntry(
      "page.beyond-county", zh: "没有保存：账号“{0}”属于{1}，只能写{1}的记录；请核对所属县区和所属项目。",
      en:
        "Not saved: the account “{0}” is of {1} and may write the records of {1} only; look at the county and the project."
    ),
    CatalogueEntry(
      "page.saved-before", zh: "这张表此前已经保存，就是这一条，没有另存一份。",
      en: "This form was saved before: this is its record, and no second one was made."),
    CatalogueEntry(
      "page.saved-before-otherwise",
      zh: "这张表此前已经保存过一条，现在填的与它不同，没有保存。要改那一条，打开它再修改；确要另存一条，再按一次“保存”。",
      en:
        "This form was saved before, with other content; nothing was saved now. To change that record open it; to make a second one, press “Save” once more."
    ),
    CatalogueEntry("page.see-saved", zh: "看已保存的那一条", en: "See the saved record"),
    CatalogueEntry("page.saved", zh: "已保存。", en: "Saved."),
    CatalogueEntry(
      "page.saved-nothing", zh: "没有改动，未写入。", en: "Nothing was changed, nothing written."),
    CatalogueEntry(
      "page.name-alike", zh: "本县区还有名称相近的项目，请核对是否重复：",
      en: "This county has a project of much the same name; look whether it is the same:"),
    CatalogueEntry("page.archived", zh: "已归档，历史保留。", en: "Archived; the history stays."),
    CatalogueEntry("page.restored", zh: "已恢复。", en: "Brought back."),
    CatalogueEntry(
      "page.archived-before", zh: "此前已经归档（{0}），没有再写一次。",
      en: "It was archived before ({0}); nothing was written."),
    CatalogueEntry(
      "page.restored-before", zh: "此前已经恢复，不在归档中（{0}），没有再写一次。",
      en: "It was brought back before and is not archived ({0}); nothing was written."),
    CatalogueEntry(
      "page.reason-unwritten", zh: "你填的原因没有记入：{0}",
      en: "The reason that you gave was not recorded: {0}"),
    CatalogueEntry(
      "page.archive-moved",
      zh: "没有归档：你打开这一页以后，这条记录有改动：{0}。看过以后仍要归档，就再按一次“归档”，原因还在。",
      en:
        "Not archived: this record changed since you opened its page: {0}. To archive it all the same press “Archive” once more; the reason is kept."
    ),
    CatalogueEntry("page.archive-change", zh: "{0} 现为 {1}（{2}）", en: "{0} is now {1} ({2})"),
    CatalogueEntry(
      "page.collided", zh: "填写期间，有 {0} 个字段被别人改过，还没有保存。请逐个选定保留哪个值。",
      en:
        "While you typed, others changed {0 field}; nothing is saved yet. Choose which value stays."
    ),
    CatalogueEntry(
      "page.refused", zh: "没有保存：请改正标红的内容，填写的都还在。",
      en: "Not saved: correct what is marked in red. All that was typed is still here."),
  ]

  /// The list of projects, a record, its form and its history.
  static let pageRecords: [CatalogueEntry] = [
    CatalogueEntry("page.new-project", zh: "新建项目", en: "New project"),
    CatalogueEntry("page.new-title", zh: "新增{0}", en: "New: {0}"),
    CatalogueEntry(
      "page.new-empty", zh: "一项也没有填，没有保存：至少填一项，再按“保存”。",
      en: "Nothing is filled in, nothing was saved: fill in a field, then press “Save”."),
    CatalogueEntry("page.search", zh: "查找", en: "Search"),
    CatalogueEntry(
      "page.search-hint", zh: "名称、代码、单位，或拼音首字母", en: "name, code, unit or pinyin initials"),
    CatalogueEntry("page.any", zh: "全部", en: "all"),
    CatalogueEntry("page.clear", zh: "清除条件", en: "Clear"),
    CatalogueEntry("page.columns", zh: "选列", en: "Columns"),
    CatalogueEntry("page.apply", zh: "应用", en: "Apply"),
    CatalogueEntry("page.conflicts-only", zh: "只看有冲突的", en: "in conflict only"),
    CatalogueEntry("page.in-conflict", zh: "冲突", en: "conflict"),
    CatalogueEntry("page.grid-count", zh: "共 {0} 个", en: "{0} in all"),
    CatalogueEntry("page.grid-found", zh: "找到 {0} 个，共 {1} 个", en: "{0} of {1}"),
    CatalogueEntry("page.grid-page", zh: "第 {0} 页，共 {1} 页", en: "page {0} of {1}"),
    CatalogueEntry(
      "page.grid-none", zh: "没有符合条件的项目，换个条件试试。", en: "No project matches; try other conditions."),
    CatalogueEntry(
      "page.grid-empty", zh: "还没有项目：点“新建项目”，或在“今日”页点“导入导出”导入表格。",
      en: "No projects yet: create one, or import a sheet by “Spreadsheets” on “Today”."),
    CatalogueEntry("page.paging", zh: "翻页", en: "Pages"),
    CatalogueEntry("page.first", zh: "首页", en: "First"),
    CatalogueEntry("page.previous", zh: "上一页", en: "Previous"),
    CatalogueEntry("page.next", zh: "下一页", en: "Next"),
    CatalogueEntry("page.last", zh: "末页", en: "Last"),
    CatalogueEntry("page.edit", zh: "修改", en: "Edit"),
    CatalogueEntry("page.add", zh: "新增", en: "Add"),
    CatalogueEntry("page.unnamed", zh: "（未命名）", en: "(unnamed)"),
    CatalogueEntry("page.name", zh: "名称", en: "Name"),
    CatalogueEntry("page.history", zh: "历史", en: "History"),
    CatalogueEntry("page.history-of", zh: "{0}的历史", en: "History of {0}"),
    CatalogueEntry("page.history-count", zh: "{0} 条", en: "{0} lines"),
    CatalogueEntry(
      "page.history-older", zh: "更早的沿革在那以前的备份里，汇总点那里可能也还有。",
      en: "A backup from before has them; the hub may have them too."),
    CatalogueEntry("page.all-fields", zh: "全部字段", en: "All fields"),
    CatalogueEntry("page.when", zh: "时间", en: "When"),
    CatalogueEntry("page.who", zh: "谁", en: "Who"),
    CatalogueEntry("page.field", zh: "字段", en: "Field"),
    CatalogueEntry("page.from", zh: "原值", en: "From"),
    CatalogueEntry("page.to", zh: "改为", en: "To"),
    CatalogueEntry("page.void", zh: "无效", en: "void"),
    CatalogueEntry("page.reason", zh: "原因", en: "Reason"),
    CatalogueEntry("page.reason-hint", zh: "可不填；会记入历史", en: "optional; kept in the history"),
    CatalogueEntry(
      "page.keep-typing", zh: "找回上次没有保存的填写", en: "Bring back what was typed and not saved"),
    CatalogueEntry("page.save", zh: "保存", en: "Save"),
    CatalogueEntry("page.cancel", zh: "取消", en: "Cancel"),
    CatalogueEntry("page.archive", zh: "归档", en: "Archive"),
    CatalogueEntry("page.restore", zh: "恢复", en: "Bring back"),
    CatalogueEntry(
      "page.archive-hint", zh: "归档的记录离开清单和合计，历史保留，随时可恢复。",
      en: "An archived record leaves lists and totals; its history stays and it can come back."),
    CatalogueEntry("page.is-archived", zh: "已归档", en: "archived"),
    CatalogueEntry("page.record-conflicts", zh: "有未决冲突", en: "Open conflicts"),
    CatalogueEntry("page.computed", zh: "系统算得", en: "Worked out"),
    CatalogueEntry("page.roll-in-person", zh: "本人到会 / 应到", en: "In person / required"),
    CatalogueEntry("page.roll-substitutes", zh: "替会", en: "By substitute"),
    CatalogueEntry("page.roll-leave", zh: "会前准假", en: "Leave given before"),
    CatalogueEntry("page.roll-criticised", zh: "未到，拟通报", en: "Absent, to be named"),
    CatalogueEntry("page.reserve-class", zh: "储备分类（{0}）", en: "Class in the reserve ({0})"),
    CatalogueEntry("page.reserve-built", zh: "已建成", en: "built"),
    CatalogueEntry("page.reserve-building", zh: "在建", en: "building"),
    CatalogueEntry("page.reserve-leaving", zh: "拟调出", en: "about to leave"),
    CatalogueEntry("page.reserve-kept", zh: "保留", en: "kept"),
    CatalogueEntry("page.record-without", zh: "尚无（点名称新增）：", en: "None yet (press to add):"),
    CatalogueEntry("page.record-empty", zh: "未填：{0}", en: "Not filled in: {0}"),
    CatalogueEntry("page.one-a-line", zh: "每行一个", en: "one a line"),
    CatalogueEntry(
      "page.proposal", zh: "由其他单位审定，此处为建议值", en: "decided by another office; this is a proposal"),
    CatalogueEntry(
      "page.type-apart", zh: "文字很长，单独修改", en: "a long text: edit it by itself"),
    CatalogueEntry("page.not-yours", zh: "由其他单位填写", en: "another office fills this in"),
    CatalogueEntry("page.collision", zh: "别人已改，保留哪个？", en: "Changed by another. Which stays?"),
    CatalogueEntry("page.keep-mine", zh: "保留我填的", en: "keep mine"),
    CatalogueEntry("page.take-theirs", zh: "用现在的：", en: "take what stands now:"),
    CatalogueEntry("page.group-all", zh: "内容", en: "Content"),
    CatalogueEntry("page.group-identity", zh: "基本情况", en: "The project"),
    CatalogueEntry("page.group-classification", zh: "分类与标志", en: "Classification"),
    CatalogueEntry("page.group-investment", zh: "投资与计划", en: "Investment and plan"),
    CatalogueEntry("page.group-progress", zh: "阶段与时间", en: "Stage and dates"),
    CatalogueEntry("page.group-people", zh: "责任人", en: "People"),
    CatalogueEntry("page.group-support", zh: "要素保障", en: "Support"),
  ]
}
