// What imports and exports of spreadsheets say: files that cannot be read, what is wrong with a
// row, what is offered, what was taken back.

extension Catalogue {
  static let imports: [CatalogueEntry] =
    [bookFaults, layoutFindings, importProblems, importWords, exportWords].flatMap { $0 }

  private static func fault(
    _ code: String, zh: String, en: String, hintZh: String, hintEn: String
  ) -> [CatalogueEntry] {
    [
      CatalogueEntry("book.\(code)", zh: zh, en: en),
      CatalogueEntry("book.\(code).hint", zh: hintZh, en: hintEn),
    ]
  }

  private static let bookFaults: [CatalogueEntry] = [
    fault(
      "empty-file", zh: "文件是空的", en: "The file is empty",
      hintZh: "重新保存或重新取得这个文件。", hintEn: "Save it again, or get it again."),
    fault(
      "file-too-large", zh: "文件太大，超过 {1}", en: "The file is larger than {1}",
      hintZh: "删去图片和多余的工作表，或按县区、批次分成几个文件再导入；没有写入任何内容。",
      hintEn:
        "Remove pictures and spare sheets, or split it by county or batch; nothing was written."
    ),
    fault(
      "workbook-bomb", zh: "文件解开后异常地大（{0}，上限 {1}），不予打开",
      en: "Unpacked, the file is abnormally large ({0}, limit {1}); it is not opened",
      hintZh: "不要打开来历不明的文件；自己的文件请把数据复制到新工作簿再保存。",
      hintEn:
        "Do not open files of unknown origin; copy your own data to a new workbook and save that."
    ),
    fault(
      "damaged-workbook", zh: "工作簿已损坏，读不出来（{0}）",
      en: "The workbook is damaged and cannot be read ({0})",
      hintZh: "在 Excel 或 WPS 里打开，另存为 .xlsx，再导入；打不开就向来源重新要一份。",
      hintEn: "Open it in Excel or WPS and save it as .xlsx; if it does not open, ask for it again."
    ),
    fault(
      "password-protected", zh: "文件有打开密码，读不了", en: "The file is protected by a password",
      hintZh: "在 Excel 或 WPS 里输入密码打开，去掉密码（文件 → 信息 → 保护工作簿），保存后再导入。",
      hintEn:
        "Open it with its password, remove the password (File, Info, Protect), save, import again."
    ),
    fault(
      "not-a-sheet", zh: "这不是电子表格，是 {1} 文件", en: "This is no spreadsheet but a {1} file",
      hintZh: "把里面的表格复制到 Excel 或 WPS 表格，另存为 .xlsx；图片要先录入成表格。",
      hintEn:
        "Copy its table into a spreadsheet and save that as .xlsx; pictures must be typed in first."
    ),
    fault(
      "pictures-only", zh: "这是 {1} 文件，里面没有表格，只有图片",
      en: "This is a {1} file without a table: it holds pictures only",
      hintZh: "图片里的名单读不出来：向来源要电子表格，或按导出的表逐行录入、核对后再导入。",
      hintEn:
        "A list in a picture cannot be read: ask for a spreadsheet, or type it into an exported sheet."
    ),
    fault(
      "other-format", zh: "不读这种格式（{1}）", en: "This format is not read ({1})",
      hintZh: "在 Excel 或 WPS 里打开，另存为 .xlsx，再导入。",
      hintEn: "Open it in Excel or WPS, save it as .xlsx and import that."),
    fault(
      "too-many-rows", zh: "工作表“{0}”超过 {1} 行", en: "Sheet “{0}” has more than {1} rows",
      hintZh: "按县区、批次分成几个文件，或删去表格下面的空行。",
      hintEn: "Split it by county or batch, or delete the empty rows below the table."),
    fault(
      "too-many-cells", zh: "{0} 的内容超过可读的上限（{1}）", en: "{0} holds more than can be read ({1})",
      hintZh: "删去表格右边和下面多余的内容，或分成几个文件。",
      hintEn: "Delete what stands right of and below the table, or split the file."),
    fault(
      "no-such-sheet", zh: "没有工作表“{0}”；有：{1}", en: "There is no sheet “{0}”; there are: {1}",
      hintZh: "从有的工作表里选一个；命令行用 --sheet 写名字或次序（从 1 起）。",
      hintEn:
        "Choose one that is there; on the command line --sheet takes its name or number from 1."),
    fault(
      "only-hidden", zh: "项目只在隐藏的工作表里：{0}", en: "The records are on hidden sheets only: {0}",
      hintZh: "取消隐藏后保存再导入，或指明读哪一张（命令行用 --sheet）。",
      hintEn: "Unhide the sheet and save the file, or say which one to read (--sheet)."),
    fault(
      "no-header", zh: "找不到表头：没有一行认得出名称一列", en: "No header row: no row names the records",
      hintZh: "表头要有名称一列（{1}）；照导出的表改写最省事；命令行还可以用 --map 对照特别的写法。",
      hintEn:
        "The header needs the name column ({1}); an exported sheet shows how, and --map maps unusual headers."
    ),
    fault(
      "only-sums", zh: "“{0}”是汇总表：每行是几个项目的合计，没有可导入的项目",
      en: "“{0}” sums projects up: no row of it is a project to import",
      hintZh: "合计由项目和月报算出，要改就改项目和月报；如果每行是项目，表头要有名称一列（{1}），命令行也可以用 --map 对照。",
      hintEn:
        "Sums are computed from projects and reports: change those; if its rows are projects, it needs the name column ({1}), or --map."
    ),
    fault(
      "not-utf8", zh: "不是 UTF-8 或 GBK 文字", en: "This is neither UTF-8 nor GBK text",
      hintZh: "在 Excel 或 WPS 里另存为 .xlsx 或“CSV UTF-8”。",
      hintEn: "Save it as .xlsx or \"CSV UTF-8\" in Excel or WPS."),
    fault(
      "open-quote", zh: "引号没有配对", en: "A quotation mark is never closed",
      hintZh: "单元格里的引号要写成两个。", hintEn: "Double a quotation mark inside a cell."),
  ].flatMap { $0 }

  private static func problem(
    _ code: String, zh: String, en: String, hintZh: String, hintEn: String
  ) -> [CatalogueEntry] {
    [
      CatalogueEntry("import.problem.\(code)", zh: zh, en: en),
      CatalogueEntry("import.problem.\(code).hint", zh: hintZh, en: hintEn),
    ]
  }

  private static let importProblems: [CatalogueEntry] = [
    problem(
      "repeated-row", zh: "与第 {0} 行是同一条", en: "The same record as in row {0}",
      hintZh: "只留一行；如是两个项目，名称要写得不同。",
      hintEn: "Keep one row; if they are two projects, name them differently."),
    problem(
      "ambiguous-row", zh: "台账里有 {0} 条都叫“{1}”", en: "{0} records are called “{1}”",
      hintZh: "在预览里选是哪一个（命令行用 --same-as 行号=id），或加项目代码、id 一列写明。",
      hintEn:
        "Choose which in the preview (--same-as ROW=ID), or add the project code or an id column."
    ),
    problem(
      "ambiguous-id", zh: "id“{0}”不止一条：{1}", en: "The id “{0}” fits several: {1}",
      hintZh: "写全 id。", hintEn: "Write the whole id."),
    problem(
      "no-such-record", zh: "没有 id 为“{0}”的记录", en: "No record has the id “{0}”",
      hintZh: "核对 id；新建的记录把 id 留空。", hintEn: "Check the id; leave it empty for new records."),
    problem(
      "other-collection", zh: "{0} 是另一类记录（{1}）", en: "{0} is a record of {1}",
      hintZh: "选对类别再导入；命令行用 --as 指明。",
      hintEn: "Choose the right collection; on the command line --as names it."),
    problem(
      "record-archived", zh: "记录 {0} 已归档", en: "Record {0} is archived",
      hintZh: "先用 taizhang restore 恢复，再导入。", hintEn: "Restore it with taizhang restore first."),
    problem(
      "withdrawn-unknown", zh: "退出清单里的“{0}”不在台账里，不会当作新项目收进来",
      en: "“{0}” of a list of withdrawals is not in the ledger, and is not taken for a new project",
      hintZh: "核对名称，或加 id、项目代码一列指明是哪一个；确是新项目，就改掉文件名和标题里的“退出”再导入。",
      hintEn:
        "Check the name, or add its id or project code; if it is new, take the word out of title and file name."
    ),
    problem(
      "cut-text", zh: "{0} 太长，导出时已截断，不能从表里改", en: "{0} was cut on export and cannot be edited here",
      hintZh: "在页面上或用 taizhang set 修改。", hintEn: "Edit it on the page or with taizhang set."),
    problem(
      "collided", zh: "{0}：导出以后，{1} 在 {2} 改过",
      en: "{0}: changed by {1} on {2}, after the export",
      hintZh: "这一行先不收。用表里的值，加 --collided {3}=sheet；留台账里的值，加 --collided {3}=ledger。",
      hintEn:
        "The row is held back. --collided {3}=sheet takes the sheet's value, --collided {3}=ledger keeps the ledger's."
    ),
    [
      CatalogueEntry(
        "import.problem.collided-own", zh: "{0}：导出以后，你自己在 {2} 改过",
        en: "{0}: changed by yourself on {2}, after the export")
    ],
    problem(
      "cell-error", zh: "{1}：单元格是错误值 {2}", en: "{1}: the cell shows the error {2}",
      hintZh: "改正 {0} 的公式，或直接填写数值。", hintEn: "Correct the formula in {0}, or type the value."),
    problem(
      "cell-formula", zh: "{1}：公式没有算出结果", en: "{1}: the formula has no value",
      hintZh: "在 Excel 或 WPS 里打开，保存一次，再导入。",
      hintEn: "Open the file in Excel or WPS, save it, import again."),
    problem(
      "cell-other-unit", zh: "{1}：上面写的单位是{3}，“{2}”不知道该按什么单位读",
      en: "{1}: a row above states the unit {3}; “{2}” cannot be read",
      hintZh: "在 {0} 里连单位一起写（如 5万元、5亩），或把全表统一成一个单位再导入。",
      hintEn: "Write the unit into {0} (5万元, 5亩), or use one unit throughout, then import again."),
    problem(
      "cell-unclear-comma", zh: "{1}：“{2}”里的逗号可能是小数点，也可能是千分位，看不出来",
      en: "{1}: the comma in “{2}” may part decimals or thousands",
      hintZh: "在 {0} 里用点写小数（1.5），不写千分位（1500），再导入。",
      hintEn: "In {0} write decimals with a point (1.5) and thousands without a sign (1500)."),
    problem(
      "cell-unclear-point", zh: "{1}：“{2}”里的点可能是千分位，也可能是小数点，看不出来",
      en: "{1}: the point in “{2}” may part thousands or decimals",
      hintZh: "在 {0} 里不写千分位（一千五百写 1500），小数末尾不补零（一点五写 1.5），再导入。",
      hintEn: "In {0} write thousands without a sign (1500) and decimals without final zeros (1.5)."
    ),
    problem(
      "cell-long-number", zh: "{1}：超过 15 位的数字（{2}），表格已丢失末尾的数字",
      en: "{1}: a number of more than 15 digits ({2}); the sheet has lost its last digits",
      hintZh: "把 {0} 的格式改成“文本”，重新填写全部数字。",
      hintEn: "Format {0} as text and type all digits again."),
  ].flatMap { $0 }

  private static let importWords: [CatalogueEntry] = [
    CatalogueEntry("import.at", zh: "{0}：{1}", en: "{0}: {1}"),
    CatalogueEntry(
      "import.offer.same-code", zh: "代码相同，台账里叫“{0}”（{1}）：导入将改名；不是同一个项目请改代码",
      en:
        "Same code as “{0}” ({1}): it would be renamed; if it is another project, correct the code"),
    CatalogueEntry(
      "import.offer.same-code-row", zh: "与 {1} 的“{0}”项目代码相同：是同一个项目请只留一行，不是就改正代码",
      en: "Same code as “{0}” in {1}: if it is the same, keep one row; else correct the code"),
    CatalogueEntry(
      "import.offer.near-name", zh: "与台账里的“{0}”很像（{1}）：是同一个项目就用 --same-as 行号={1}，否则新建",
      en: "Much like “{0}” ({1}): if it is the same, give --same-as ROW={1}; else it is new"),
    CatalogueEntry(
      "import.offer.near-row", zh: "与 {1} 的“{0}”很像：是同一个项目请只留一行，否则都新建",
      en: "Much like “{0}” in {1}: if it is the same, keep one row; else both are new"),
    CatalogueEntry(
      "import.offer.same-name", zh: "同名的“{0}”（{1}，{2}）：是这一个就用 --same-as 行号={1}",
      en: "The same name: “{0}” ({1}, {2}): if it is this one, give --same-as ROW={1}"),
    CatalogueEntry(
      "import.left-sheet", zh: "没有导入：工作表“{0}”。要导入它：{1}",
      en: "Not imported: sheet “{0}”. To import it: {1}"),
    CatalogueEntry(
      "import.left-table", zh: "没有导入：表头在 {0} 的另一个表。要导入它：{1}",
      en: "Not imported: the other table, whose header is {0}. To import it: {1}"),
    CatalogueEntry("import.more-findings", zh: "……还有 {0} 处", en: "… and {0} more remarks"),
    CatalogueEntry(
      "import.undo-with", zh: "要撤销这次导入：taizhang import --undo {0}",
      en: "To take this import back: taizhang import --undo {0}"),
    CatalogueEntry(
      "import.note", zh: "{0}  {1}  {2}  新建 {3}，修改 {4}", en: "{0}  {1}  {2}  {3} new, {4} changed"),
    CatalogueEntry(
      "import.note-undone", zh: "{0}  {1}  {2}  新建 {3}，修改 {4}（已撤销）",
      en: "{0}  {1}  {2}  {3} new, {4} changed (taken back)"),
    CatalogueEntry("import.no-notes", zh: "还没有导入过。", en: "Nothing has been imported."),
    CatalogueEntry("import.undo-reason", zh: "撤销导入 {0}", en: "Import {0} taken back"),
    CatalogueEntry(
      "import.undone", zh: "已撤销：恢复 {0} 条，归档 {1} 条；保留 {2} 处。",
      en: "Taken back: {0} restored, {1} archived; {2} kept."),
    CatalogueEntry(
      "import.would-undo", zh: "没有写入。将恢复 {0} 条，归档 {1} 条，保留 {2} 处。",
      en: "Nothing written: {0} to restore, {1} to archive, {2} kept."),
    CatalogueEntry(
      "import.kept.edited-since", zh: "保留：{0} {1}（导入后又改过）", en: "Kept: {0} {1} (edited since)"),
    CatalogueEntry(
      "import.kept.in-conflict", zh: "保留：{0} {1}（有冲突未定）", en: "Kept: {0} {1} (in conflict)"),
    CatalogueEntry(
      "import.kept.in-use", zh: "保留：{0} {1}（已有别的记录属于它或引用它）",
      en: "Kept: {0} {1} (other records belong to it or name it)"),
    CatalogueEntry(
      "import.kept.refused", zh: "保留：{0} {1}（规则不允许改回）", en: "Kept: {0} {1} (the rules refuse it)"),
    CatalogueEntry(
      "import.kept.archived-since", zh: "保留：{0} {1}（后来已归档）", en: "Kept: {0} {1} (archived since)"),
    CatalogueEntry(
      "failure.no-such-import", zh: "没有编号为 {0} 的导入", en: "There is no import {0}"),
    CatalogueEntry(
      "failure.no-such-import.hint", zh: "taizhang import --list 列出可以撤销的导入。",
      en: "taizhang import --list lists them."),
    CatalogueEntry(
      "failure.import-undone", zh: "导入 {0} 已在 {1} 撤销", en: "Import {0} was taken back at {1}"),
    CatalogueEntry(
      "failure.import-undone.hint", zh: "要重新导入，再运行一次 taizhang import。",
      en: "To import again, run taizhang import again."),
    CatalogueEntry(
      "failure.nothing-to-undo", zh: "导入 {0} 没有可以撤回的：都改过、在用或已归档，没有写入",
      en: "Nothing of import {0} can be taken back: all of it was edited, is in use or archived"),
    CatalogueEntry(
      "failure.nothing-to-undo.hint", zh: "逐条修改或归档；这次导入仍然有效。",
      en: "Edit or archive the records one by one; the import stands."),
    CatalogueEntry(
      "failure.idle-same-as", zh: "表里没有第 {0} 行的记录", en: "Row {0} of the sheet is no record"),
    CatalogueEntry(
      "failure.idle-same-as.hint", zh: "用 --dry-run 看各行的行号，再写 --same-as。",
      en: "See the rows' numbers with --dry-run, then write --same-as again."),
    CatalogueEntry("failure.bad-same-as", zh: "看不懂 {0}", en: "{0} is not ROW=ID"),
    CatalogueEntry(
      "failure.bad-same-as.hint", zh: "写 --same-as 行号=完整的 id，例如 --same-as 12=01j…",
      en: "Write --same-as ROW=ID with the whole id."),
  ]

  private static let exportWords: [CatalogueEntry] = [
    CatalogueEntry(
      "import.written", zh: "    现值由 {0} 在 {1} 写入：{2}", en: "    written by {0} on {1}: {2}"),
    CatalogueEntry("failure.bad-collided", zh: "看不懂 {0}", en: "{0} is not ROW=sheet or ROW=ledger"),
    CatalogueEntry(
      "failure.bad-collided.hint", zh: "写 --collided 行号=sheet（用表里的值）或 行号=ledger（留台账里的值）。",
      en: "Write --collided ROW=sheet (the sheet's value) or ROW=ledger (the ledger's)."),
    CatalogueEntry(
      "failure.idle-collided", zh: "第 {0} 行没有要选的", en: "There is nothing to choose in row {0}"),
    CatalogueEntry(
      "failure.idle-collided.hint", zh: "用 --dry-run 看哪些行导出后别人改过，再写 --collided。",
      en: "See with --dry-run which rows were changed by others, then write --collided."),
    CatalogueEntry("workbook.choices", zh: "选项", en: "Choices"),
    CatalogueEntry("export.title", zh: "{0}台账", en: "Ledger: {0}"),
    CatalogueEntry(
      "export.note", zh: "改好后用“导入”读回；id 一列不要动",
      en: "Import it again after editing; leave the id column alone"
    ),
    CatalogueEntry("export.plan", zh: "投资计划", en: "Investment plan"),
    CatalogueEntry(
      "export.plan.title", zh: "{0}年重点项目投资计划", en: "{0} key projects: investment plan"),
    CatalogueEntry("export.unit", zh: "单位：万元", en: "Unit: 10,000 yuan"),
    CatalogueEntry("export.no", zh: "序号", en: "No."),
    CatalogueEntry("export.total", zh: "合计", en: "合计"),
    CatalogueEntry("export.others", zh: "其他", en: "Others"),
    CatalogueEntry(
      "failure.export-layout", zh: "版式 {0} 只用于项目的 .xlsx 文件",
      en: "Layout {0} is for projects in an .xlsx file"),
    CatalogueEntry(
      "failure.export-layout.hint", zh: "taizhang export project 文件.xlsx --layout {0}",
      en: "taizhang export project FILE.xlsx --layout {0}"),
    CatalogueEntry(
      "failure.export-month", zh: "版式 {0} 是月报，要用 --month 写明月份",
      en: "Layout {0} is of a month: name it with --month"),
    CatalogueEntry(
      "failure.export-month.hint", zh: "例如 --layout {0} --month 2021-10",
      en: "For example --layout {0} --month 2021-10"),
    CatalogueEntry(
      "failure.no-report-rows", zh: "{0} 没有可列入“{1}”的项目，没有写文件",
      en: "No project of {0} belongs in “{1}”; no file was written"),
    CatalogueEntry(
      "failure.no-report-rows.hint", zh: "核对月份和 --where 条件；月报、旬报要先报送。",
      en: "Check the month and --where; reports of the month must be handed in first."),
    CatalogueEntry("export.progress", zh: "月进度表", en: "Monthly progress"),
    CatalogueEntry("export.county", zh: "分县区完成情况表", en: "Completion by county"),
    CatalogueEntry("export.ten-days", zh: "旬报表", en: "Ten-day report"),
    CatalogueEntry("export.not-started", zh: "未开工项目表", en: "Projects not started"),
    CatalogueEntry("export.behind", zh: "进度滞后项目表", en: "Projects behind schedule"),
    CatalogueEntry(
      "failure.export-column", zh: "工作簿里没有 {0} 这一列", en: "A workbook has no column {0}"),
    CatalogueEntry(
      "failure.export-column.hint", zh: "写 id 或字段，或导出为 CSV。",
      en: "Name id or fields, or export CSV."),
  ]
}
