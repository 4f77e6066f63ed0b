// Sentences of the commands that take or give many records at once, of lists, and of the care of a
// store; kept from the other commands' so that each file can be read in one go.

extension Catalogue {
  static let bulkFailures: [CatalogueEntry] = [
    CatalogueEntry("failure.bad-batch", zh: "--batch 不能是 {0}", en: "--batch cannot be {0}"),
    CatalogueEntry(
      "failure.bad-batch.hint", zh: "每项修改 1 到 1000 条记录。", en: "From 1 to 1000 records a change."),
    CatalogueEntry("failure.bad-line", zh: "{0}", en: "{0}"),
    CatalogueEntry("failure.bad-line.hint", zh: "{1}", en: "{1}"),
    CatalogueEntry("line.end-of-line", zh: "这一行没有写完", en: "the line ends too early"),
    CatalogueEntry("line.unexpected-character", zh: "这里不该有这个字符", en: "unexpected character"),
    CatalogueEntry("line.bad-escape", zh: "转义写错了", en: "bad escape"),
    CatalogueEntry("line.lone-surrogate", zh: "代理对只有一半", en: "half of a surrogate pair"),
    CatalogueEntry("line.control-character", zh: "字符串里有控制字符", en: "control character in a string"),
    CatalogueEntry("line.bad-utf8", zh: "不是 UTF-8", en: "not UTF-8"),
    CatalogueEntry("line.bad-number", zh: "数字写错了", en: "bad number"),
    CatalogueEntry("line.too-deep", zh: "嵌套太深", en: "nested too deep"),
    CatalogueEntry("line.duplicate-key", zh: "{0} 写了两次", en: "{0} is given twice"),
    CatalogueEntry("line.unknown-key", zh: "没有这一项：{0}", en: "unknown member {0}"),
    CatalogueEntry("line.missing-key", zh: "缺少 {0}", en: "{0} is missing"),
    CatalogueEntry(
      "line.wrong-shape", zh: "{0} 的值不是该有的样子", en: "the value of {0} has the wrong type"),
    CatalogueEntry(
      "line.whole-id", zh: "“{0}”不是完整的编号（26 位）", en: "“{0}” is not a whole id (26 characters)"),
    CatalogueEntry(
      "line.whole-id.hint", zh: "put 只认完整的编号；用 taizhang show {0} 查到它。",
      en: "put takes whole ids alone; taizhang show {0} tells it."),
    CatalogueEntry("line.too-long", zh: "一行超过 4 MiB", en: "a line of more than 4 MiB"),
    CatalogueEntry(
      "line.shape", zh: "一行一条：{\"collection\":\"project\",\"fields\":{\"name\":\"…\"}}",
      en: "One record a line: {\"collection\":\"project\",\"fields\":{\"name\":\"…\"}}"),
    CatalogueEntry("line.hint", zh: "{0}", en: "{0}"),
    CatalogueEntry(
      "failure.other-collection", zh: "记录 {0} 属于 {1}", en: "Record {0} belongs to {1}"),
    CatalogueEntry(
      "failure.other-collection.hint", zh: "改正 collection 或 id。",
      en: "Correct the collection or the id."),
    CatalogueEntry(
      "failure.file-too-large", zh: "{0} 超过 1 GiB", en: "{0} is larger than 1 GiB"),
    CatalogueEntry(
      "failure.file-too-large.hint", zh: "分成几个文件。", en: "Split it into several files."),
    CatalogueEntry(
      "line.go-on", zh: "前 {0} 行已入账；改好第 {1} 行，从第 {2} 行接着来。",
      en: "{0} lines are in. Correct line {1} and go on from line {2}."),
    CatalogueEntry(
      "failure.interrupted", zh: "已停下：{0} 行已入账", en: "Stopped: {0} lines are in"),
    CatalogueEntry(
      "failure.interrupted.hint", zh: "从第 {1} 行接着来：tail -n +{1} 文件 | taizhang put",
      en: "Go on from line {1}: tail -n +{1} FILE | taizhang put"),
    CatalogueEntry("failure.rejected-lines", zh: "{0} 行不能入账", en: "{0 line} cannot be entered"),
    CatalogueEntry(
      "failure.rejected-lines.hint", zh: "改好上面列出的行再来。", en: "Correct the lines listed above."),
    CatalogueEntry("failure.no-such-file", zh: "打不开 {0}：{1}", en: "Cannot open {0}: {1}"),
    CatalogueEntry(
      "failure.no-such-file.hint", zh: "检查路径和权限。", en: "See the path and its permissions."),
    CatalogueEntry("failure.bad-map", zh: "对照行写错了：{0}", en: "The map has an unusable line: {0}"),
    CatalogueEntry(
      "failure.bad-map.hint", zh: "每行写 表头,字段，例如 计划总投资,total_investment。",
      en: "Each line is HEADER,FIELD, such as 计划总投资,total_investment."),
    CatalogueEntry(
      "failure.export-format", zh: "不认识 {0} 的格式",
      en: "{0} is neither .xlsx nor .csv"),
    CatalogueEntry(
      "failure.export-format.hint", zh: "文件名以 .xlsx 或 .csv 结尾，或用 - 写到标准输出。",
      en: "End the name with .xlsx or .csv, or use - for standard output."),
    CatalogueEntry("failure.cannot-write", zh: "写不了 {0}：{1}", en: "Cannot write {0}: {1}"),
    CatalogueEntry(
      "failure.cannot-write.hint", zh: "检查目录和权限；原来的文件没有动。",
      en: "See the directory and its permissions; an earlier file was not touched."),
    CatalogueEntry("failure.rejected-rows", zh: "{0} 行不能入账", en: "{0 row} cannot be entered"),
    CatalogueEntry(
      "failure.rejected-rows.hint", zh: "改好上面列出的行再导入，或加 --skip-rejected 只收其余的行。",
      en: "Correct the rows listed above, or add --skip-rejected to take the others."),
  ]

  static let records: [CatalogueEntry] = [
    CatalogueEntry("init.done", zh: "账本建好了：{0}", en: "The store is ready: {0}"),
    CatalogueEntry("identity.replica", zh: "副本  {0}", en: "replica  {0}"),
    CatalogueEntry("identity.office", zh: "单位  {0}（{1}）", en: "office   {0} ({1})"),
    CatalogueEntry("identity.ledgers", zh: "台账  {0}", en: "ledgers  {0}"),
    CatalogueEntry("identity.key", zh: "公钥  {0}", en: "key      {0}"),
    CatalogueEntry("add.done", zh: "已入账 {0}  {1}", en: "added {0}  {1}"),
    CatalogueEntry("add.id", zh: "{0}", en: "{0}"),
    CatalogueEntry("set.done", zh: "已修改 {0}  {1}", en: "changed {0}  {1}"),
    CatalogueEntry("set.unchanged", zh: "本来就是这样，没有改动 {0}  {1}", en: "unchanged {0}  {1}"),
    CatalogueEntry("archive.done", zh: "已归档 {0}  {1}", en: "archived {0}  {1}"),
    CatalogueEntry("restore.done", zh: "已恢复 {0}  {1}", en: "restored {0}  {1}"),
    CatalogueEntry(
      "restore.backup", zh: "备份已恢复到 {0}，身份是新的：",
      en: "The backup is restored to {0} with a new identity:"),
    CatalogueEntry("show.title", zh: "{0}  {1}  台账 {2}", en: "{0}  {1}  ledger {2}"),
    CatalogueEntry("show.archived", zh: "已归档", en: "archived"),
    CatalogueEntry("show.conflict", zh: "冲突 {0}  {1}：{2}", en: "conflict {0}  {1}: {2}"),
    CatalogueEntry("show.missing", zh: "还缺：{0}", en: "still missing: {0}"),
    CatalogueEntry("show.children", zh: "{0}（{1}）", en: "{0} ({1})"),
    CatalogueEntry("history.archived", zh: "归档", en: "archived"),
    CatalogueEntry(
      "history.line", zh: "{0}  {1} {2}  {3}：{4} → {5}", en: "{0}  {1} {2}  {3}: {4} -> {5}"),
    CatalogueEntry("history.reason", zh: "（{0}）", en: " ({0})"),
    CatalogueEntry(
      "history.void", zh: "［作废，不生效：{0}（{1}）］", en: " [void, without effect: {0} ({1})]"),
    CatalogueEntry(
      "history.far-ahead", zh: "［时间未到：那台机器的时钟超前］",
      en: " [this time has not come: a clock was ahead]"),
  ]

  static let lists: [CatalogueEntry] = [
    CatalogueEntry("list.ledger", zh: "台账", en: "ledger"),
    CatalogueEntry("list.none", zh: "没有。", en: "None."),
    CatalogueEntry("list.count", zh: "共 {0} 条。", en: "{0} in all."),
    CatalogueEntry("search.collection", zh: "类别", en: "collection"),
    CatalogueEntry("search.name", zh: "名称", en: "name"),
  ]

  static let bulk: [CatalogueEntry] = [
    CatalogueEntry(
      "put.done", zh: "共 {0} 条：新建 {1}，修改 {2}，未变 {3}，不收 {4}。",
      en: "{0} records: {1} created, {2} updated, {3} unchanged, {4} rejected."),
    CatalogueEntry(
      "put.dry", zh: "预览，未写入。共 {0} 条：新建 {1}，修改 {2}，未变 {3}，不收 {4}。",
      en:
        "Preview, nothing written. {0} records: {1} to create, {2} to update, {3} unchanged, {4} rejected."
    ),
    CatalogueEntry("put.nothing", zh: "标准输入是空的。", en: "Standard input is empty."),
    CatalogueEntry("import.new", zh: "新建", en: "new"),
    CatalogueEntry("import.changed", zh: "修改", en: "changed"),
    CatalogueEntry("import.rejected", zh: "不收", en: "rejected"),
    CatalogueEntry("import.row", zh: "第 {0} 行  {1}  {2}", en: "line {0}  {1}  {2}"),
    CatalogueEntry("import.change", zh: "    {0}：{1} → {2}", en: "    {0}: {1} -> {2}"),
    CatalogueEntry(
      "import.ignored", zh: "不认识的列，没有用：{0}", en: "Columns not understood and not used: {0}"),
    CatalogueEntry("import.columns", zh: "对上的列：{0}", en: "Columns read: {0}"),
    CatalogueEntry("import.more", zh: "……还有 {0} 行", en: "… and {0} more rows"),
    CatalogueEntry(
      "import.done", zh: "新建 {0}，修改 {1}，未变 {2}，不收 {3}。",
      en: "{0} new, {1} changed, {2} unchanged, {3} rejected."),
    CatalogueEntry(
      "import.preview", zh: "没有写入。新建 {0}，修改 {1}，未变 {2}，不收 {3}。",
      en: "Nothing written: {0} new, {1} changed, {2} unchanged, {3} rejected."),
    CatalogueEntry("export.done", zh: "写了 {0} 条到 {1}。", en: "{0 record} written to {1}."),
  ]

  static let care: [CatalogueEntry] = [
    CatalogueEntry("check.ok", zh: "完好（{0}）", en: "sound ({0})"),
    CatalogueEntry(
      "check.ok-unsigned", zh: "完好（{0}）；没有验签名，要验：taizhang check --deep 或 taizhang verify",
      en: "sound ({0}); signatures were not checked: taizhang check --deep or taizhang verify does"),
    CatalogueEntry("verify.ok", zh: "签名和链都对（{0}）", en: "signatures and chains hold ({0})"),
    CatalogueEntry("check.found", zh: "发现 {0} 处问题（{1}）", en: "{0} problems found ({1})"),
    CatalogueEntry("backup.done", zh: "备份在 {0}。", en: "The backup is in {0}."),
    CatalogueEntry(
      "stats.size", zh: "占用 {0}（上限 {1}），{2} 页；读者 {3}/{4}",
      en: "{0} used (limit {1}), {2} pages; readers {3}/{4}"),
    CatalogueEntry("stats.table", zh: "表", en: "table"),
    CatalogueEntry("stats.entries", zh: "条目", en: "entries"),
    CatalogueEntry("stats.depth", zh: "层数", en: "depth"),
    CatalogueEntry("stats.pages", zh: "页", en: "pages"),
    CatalogueEntry("stats.bytes", zh: "大小", en: "size"),
  ]
}
