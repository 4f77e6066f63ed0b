// Sentences of the command line: the frame, usage errors, and what each command says when it is
// done or cannot. Keys: `failure.<code>` with `failure.<code>.hint`, `usage.…`, `place.…`,
// `<command>.…`.

extension Catalogue {
  /// The frame and the commands on records and stores.
  static let commands: [CatalogueEntry] =
    frame + usage + failures + dataFailures + bulkFailures + records + lists + bulk + care

  private static let frame: [CatalogueEntry] = [
    CatalogueEntry("frame.error", zh: "错误：{0}", en: "error: {0}"),
    CatalogueEntry("frame.hint", zh: "怎么办：{0}", en: "next: {0}"),
    CatalogueEntry("frame.warning", zh: "提醒：{0}", en: "warning: {0}"),
    CatalogueEntry("place.file", zh: "文件 {0}", en: "file {0}"),
    CatalogueEntry("place.record", zh: "记录 {0}", en: "record {0}"),
    CatalogueEntry("place.line", zh: "第 {0} 行", en: "line {0}"),
    CatalogueEntry("place.column", zh: "第 {0} 列", en: "column {0}"),
    CatalogueEntry("place.field", zh: "字段 {0}", en: "field {0}"),
    CatalogueEntry(
      "progress.known", zh: " {0}/{1}，每秒 {2}，还要 {3} 秒", en: " {0}/{1}, {2}/s, {3} s left"),
    CatalogueEntry("progress.unknown", zh: "{0}，每秒 {1}", en: "{0}, {1}/s"),
    CatalogueEntry("value.none", zh: "（空）", en: "(none)"),
    CatalogueEntry("role.county", zh: "县区", en: "county"),
    CatalogueEntry("role.department", zh: "市直部门", en: "department"),
    CatalogueEntry("role.city", zh: "市级", en: "city"),
    CatalogueEntry("role.hub", zh: "汇总点", en: "hub"),
    CatalogueEntry("role.observer", zh: "只读", en: "observer"),
  ]

  private static let usage: [CatalogueEntry] = [
    CatalogueEntry("usage.hint", zh: "用法：{0}", en: "usage: {0}"),
    CatalogueEntry(
      "usage.hint-near", zh: "是不是 {1}？用法：{0}", en: "did you mean {1}? usage: {0}"),
    CatalogueEntry("usage.unknown-command", zh: "没有命令 {0}", en: "there is no command {0}"),
    CatalogueEntry("usage.commands", zh: "命令有：{0}", en: "the commands are: {0}"),
    CatalogueEntry("usage.unknown-option", zh: "没有选项 {0}", en: "there is no option {0}"),
    CatalogueEntry("usage.missing-value", zh: "{0} 后面缺少值", en: "{0} needs a value"),
    CatalogueEntry(
      "usage.dashed-value", zh: "{0} 后面的 {1} 以减号开头，被当成了选项；数量和时长不能是负的",
      en: "{1} after {0} begins with a minus and was taken for an option; no number is negative"),
    CatalogueEntry(
      "usage.dashed-value.hint", zh: "去掉减号；确要这个值，写成 {0}={1}",
      en: "leave the minus out, or write {0}={1} if that is the value"),
    CatalogueEntry(
      "usage.negative.hint", zh: "负数写在单独的 -- 之后，放在最后：… -- {0}",
      en: "write a negative number last, after a -- of its own: … -- {0}"),
    CatalogueEntry("usage.unexpected-argument", zh: "多余的参数 {0}", en: "unexpected argument {0}"),
    CatalogueEntry("usage.missing-argument", zh: "缺少 {0}", en: "{0} is missing"),
    CatalogueEntry("usage.missing-subcommand", zh: "缺少子命令", en: "a subcommand is missing"),
    CatalogueEntry("usage.bad-value", zh: "{1} 用不了 {0}", en: "{0} is not a value for {1}"),
    CatalogueEntry("usage.takes-no-value", zh: "选项 {0} 不带值", en: "the option {0} takes no value"),
    CatalogueEntry("usage.other", zh: "{0}", en: "{0}"),
  ]

  private static let failures: [CatalogueEntry] = [
    CatalogueEntry(
      "failure.bad-language", zh: "不认识语言 {0}", en: "{0} is not a language this program speaks"),
    CatalogueEntry(
      "failure.bad-language.hint", zh: "--lang zh 或 --lang en", en: "--lang zh or --lang en"),
    CatalogueEntry(
      "failure.bad-environment", zh: "环境变量 {0} 的值不对：{1}",
      en: "The environment variable {0} has an unusable value: {1}"),
    CatalogueEntry(
      "failure.bad-environment.hint", zh: "改正它，或用 unset {0} 去掉。",
      en: "Correct it, or take it away with unset {0}."),
    CatalogueEntry(
      "failure.not-utf8", zh: "第 {0} 个参数不是 UTF-8 文字：{1}",
      en: "Argument {0} is not UTF-8 text: {1}"),
    CatalogueEntry(
      "failure.not-utf8.hint",
      zh: "把终端（或脚本文件）的编码设为 UTF-8 再输入；文件名不是 UTF-8 的先改名。",
      en: "Set the terminal, or the script's file, to UTF-8; rename a file with another name."),
    CatalogueEntry(
      "failure.environment-not-utf8", zh: "环境变量 {0} 不是 UTF-8 文字：{1}",
      en: "The environment variable {0} is not UTF-8 text: {1}"),
    CatalogueEntry(
      "failure.environment-not-utf8.hint",
      zh: "把终端的编码设为 UTF-8 再设 {0}，或用 unset {0} 去掉。",
      en: "Set the terminal to UTF-8 and give {0} anew, or take it away with unset {0}."),
    CatalogueEntry(
      "failure.ledger-needed", zh: "账本里有几本台账，要指明写哪一本。",
      en: "The store holds several ledgers; say which one is meant."),
    CatalogueEntry(
      "failure.ledger-needed.hint", zh: "加上 --ledger，可选：{0}", en: "Add --ledger, one of: {0}"),
    CatalogueEntry(
      "failure.no-such-ledger", zh: "账本里没有台账 {0}", en: "The store does not hold the ledger {0}"),
    CatalogueEntry(
      "failure.not-in-bundle", zh: "包 {0} 里没有台账 {1}", en: "The bundle {0} holds nothing of {1}"),
    CatalogueEntry("failure.not-in-bundle.hint", zh: "包里有：{2}", en: "It holds: {2}"),
    CatalogueEntry("failure.no-such-ledger.hint", zh: "有：{1}", en: "It holds: {1}"),
    CatalogueEntry("failure.no-such-record", zh: "没有记录 {0}", en: "There is no record {0}"),
    CatalogueEntry(
      "failure.no-such-record.hint", zh: "用 taizhang search 或 taizhang list 找到它的编号。",
      en: "Find its id with taizhang search or taizhang list."),
    CatalogueEntry(
      "failure.ambiguous-id", zh: "{0} 是好几条记录编号的开头", en: "{0} begins the ids of several records"),
    CatalogueEntry("failure.ambiguous-id.hint", zh: "多写几位：{1}", en: "Write more of it: {1}"),
    CatalogueEntry(
      "failure.output-failed", zh: "输出写不出去：{0}", en: "Standard output cannot be written: {0}"),
    CatalogueEntry(
      "failure.output-failed.hint", zh: "检查磁盘空间或输出的去处；命令本身已经做完，只是结果没有写出来。",
      en: "See to the disk, or to where the output goes; the command itself was carried out."),
    CatalogueEntry(
      "failure.output-failed-written", zh: "已经写入账本（{1}），只是输出写不出去：{0}",
      en: "The change stands ({1}); only standard output cannot be written: {0}"),
    CatalogueEntry(
      "failure.output-failed-written.hint", zh: "不要重做这条命令；检查磁盘空间或输出的去处。",
      en: "Do not run it again; see to the disk, or to where the output goes."),
    CatalogueEntry(
      "failure.damaged-file", zh: "读 {0} 的数据文件读到一半出错：文件里有坏页，或者磁盘读不出来",
      en: "Reading the data file of {0} failed half-way: it has a damaged page, or its disk fails"),
    CatalogueEntry(
      "failure.damaged-file.hint",
      zh: "taizhang check 指出坏在哪一页；从备份恢复：taizhang restore 备份目录 --store 新目录，再同步取回其余。",
      en:
        "taizhang check names the page; restore a backup (taizhang restore DIR --store NEW), then sync."
    ),
    CatalogueEntry("failure.unexpected", zh: "意外的错误：{0}", en: "Unexpected: {0}"),
    CatalogueEntry(
      "failure.unexpected.hint", zh: "账本没有写坏；请带上这句话报告。",
      en: "The store is whole; please report this sentence."),
    CatalogueEntry("failure.init-needs-ledger", zh: "要写明 --ledger 编号", en: "--ledger ID is needed"),
    CatalogueEntry(
      "failure.init-needs-ledger.hint", zh: "例如：taizhang init --ledger 411702 --name 驿城区项目办",
      en: "For example: taizhang init --ledger 411702 --name 'County office'"),
    CatalogueEntry("failure.empty-name", zh: "单位名称是空的", en: "The office's name is empty"),
    CatalogueEntry(
      "failure.empty-name.hint", zh: "--name 写单位的名称，它会随每项修改显示给别人看。",
      en: "Give --name: others see it beside every change."),
  ]

  private static let dataFailures: [CatalogueEntry] = [
    CatalogueEntry(
      "failure.unknown-collection", zh: "没有类别 {0}", en: "There is no collection {0}"),
    CatalogueEntry("failure.unknown-collection.hint", zh: "有：{1}", en: "There are: {1}"),
    CatalogueEntry("failure.unknown-field", zh: "{1} 没有字段 {0}", en: "{1} has no field {0}"),
    CatalogueEntry(
      "failure.unknown-field.hint", zh: "用字段的代码或中文名称。", en: "Use a field's code or Chinese label."),
    CatalogueEntry(
      "failure.bad-condition", zh: "看不懂条件 {0}", en: "The condition {0} cannot be read"),
    CatalogueEntry(
      "failure.bad-condition.hint",
      zh: "写成 '字段 运算 值'，运算：= != < <= > >= ~，例如 'total_investment >= 5亿'",
      en: "Write 'FIELD OP VALUE' with = != < <= > >= ~, such as 'total_investment >= 50000'"),
    CatalogueEntry(
      "failure.contains-needs-text", zh: "{0} 不是文字，不能用 ~", en: "{0} is not text: ~ does not apply"),
    CatalogueEntry(
      "failure.contains-needs-text.hint", zh: "用 = < <= > >= 比较。", en: "Compare with = < <= > >=."),
    CatalogueEntry(
      "failure.bad-limit", zh: "条数不能是 {0}", en: "{0} is not a number of records"),
    CatalogueEntry(
      "failure.bad-limit.hint", zh: "--limit 写 0 或更大的整数。", en: "Give --limit a whole number from 0."
    ),
    CatalogueEntry("failure.empty-search", zh: "没有写要找什么", en: "Nothing to look for was given"),
    CatalogueEntry(
      "failure.empty-search.hint", zh: "写名称、代码或单位里的几个字，或拼音首字母。",
      en: "Write a piece of a name, code or owner, or the initials of its pinyin."),
    CatalogueEntry("failure.empty-reason", zh: "原因是空的", en: "The reason is empty"),
    CatalogueEntry(
      "failure.empty-reason.hint", zh: "--reason 写明为什么。", en: "Say why with --reason."),
    CatalogueEntry(
      "failure.already-archived", zh: "记录 {0} 已经归档了", en: "Record {0} is archived already"),
    CatalogueEntry(
      "failure.already-archived.hint", zh: "要恢复：taizhang restore {0}",
      en: "To bring it back: taizhang restore {0}"),
    CatalogueEntry("failure.not-archived", zh: "记录 {0} 没有归档", en: "Record {0} is not archived"),
    CatalogueEntry(
      "failure.not-archived.hint", zh: "不用恢复；taizhang show {0} 看它。",
      en: "There is nothing to bring back; see it with taizhang show {0}."),
    CatalogueEntry(
      "failure.record-archived", zh: "记录 {0} 已归档，不能改", en: "Record {0} is archived"),
    CatalogueEntry(
      "failure.record-archived.hint", zh: "先恢复：taizhang restore {0}",
      en: "Bring it back first: taizhang restore {0}"),
    CatalogueEntry(
      "failure.may-not-archive", zh: "{0}不能归档或恢复这类记录",
      en: "The role {0} may not archive or restore such a record"),
    CatalogueEntry(
      "failure.may-not-archive.hint", zh: "请有权的单位来做。", en: "Ask the office whose task it is."),
    CatalogueEntry(
      "failure.not-a-backup", zh: "{0} 里没有备份", en: "There is no backup in {0}"),
    CatalogueEntry(
      "failure.not-a-backup.hint", zh: "指明 taizhang backup 写成的目录（里面有 data.mdb）。",
      en: "Name a directory that taizhang backup wrote (it holds data.mdb)."),
    CatalogueEntry(
      "failure.backup-without-name", zh: "备份没有写明是哪个单位的", en: "The backup does not say whose it is"),
    CatalogueEntry(
      "failure.backup-without-name.hint", zh: "加上 --name 单位名称，必要时 --role 角色。",
      en: "Add --name NAME, and --role ROLE where it is not a county."),
    CatalogueEntry("failure.several", zh: "{0} 处不能入账：\n  {1}", en: "{0} refusals:\n  {1}"),
    CatalogueEntry(
      "failure.bad-assignment", zh: "看不懂 {0}", en: "{0} is not an assignment"),
    CatalogueEntry(
      "failure.bad-assignment.hint",
      zh: "写成 字段=值；集合用 字段+=值、字段-=值；字段= 表示清空。",
      en: "Write FIELD=VALUE; for sets FIELD+=VALUE and FIELD-=VALUE; FIELD= empties."),
    CatalogueEntry(
      "failure.nothing-to-set", zh: "没有写要改什么", en: "Nothing to set was given"),
    CatalogueEntry(
      "failure.nothing-to-set.hint", zh: "例如：taizhang set {0} owner=单位名",
      en: "For example: taizhang set {0} owner=NAME"),
    CatalogueEntry(
      "failure.field-twice", zh: "字段 {0} 写了两次", en: "The field {0} is given twice"),
    CatalogueEntry("failure.field-twice.hint", zh: "留下一个。", en: "Keep one of them."),
    CatalogueEntry(
      "failure.bad-moment", zh: "看不懂时刻 {0}", en: "{0} is neither a dot nor a time"),
    CatalogueEntry(
      "failure.bad-moment.hint", zh: "写 2021-09-28、2021-09-28T16:30，或 history 里的点 replica#seq。",
      en: "Write 2021-09-28, 2021-09-28T16:30, or a dot replica#seq from history."),
    CatalogueEntry(
      "failure.not-there-yet", zh: "记录 {0} 在 {1} 时还没有", en: "Record {0} did not exist at {1}"),
    CatalogueEntry(
      "failure.not-there-yet.hint", zh: "taizhang history {0} 看它何时开始。",
      en: "See when it began with taizhang history {0}."),
  ]
}
