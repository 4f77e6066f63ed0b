// What the layout of a sheet shows beside its rows, each sentence with the place and what to do.

extension Catalogue {
  /// What an import tells of sheets, headings, units and notes.
  static let layoutFindings: [CatalogueEntry] = [
    CatalogueEntry(
      "layout.declared-count", zh: "{0}：“{1}”写的是 {2} 个，下面实有 {3} 个，请核对；这一行本身没有导入",
      en:
        "{0}: “{1}” declares {2} projects, {3} stand under it; check which is right (the row itself is not imported)"
    ),
    CatalogueEntry(
      "layout.declared-sum", zh: "{0}：“{1}”写的是 {2} 万元，下面合计 {3} 万元，请核对；这一行本身没有导入",
      en:
        "{0}: “{1}” declares {2} (10,000 yuan), the rows sum to {3}; check which is right (the row itself is not imported)"
    ),
    CatalogueEntry(
      "layout.bare-heading", zh: "{0}：“{1}”没有序号和内容，当作分类标题；如是项目，请补序号",
      en: "{0}: “{1}” has no serial number and was read as a heading; if a project, give it one"),
    CatalogueEntry(
      "layout.full-heading", zh: "{0}：“{1}”当作分类标题，这一行的“{2}”没有导入；如是项目，请补序号",
      en: "{0}: “{1}” was read as a heading, without “{2}”; if a project, give it a serial number"),
    CatalogueEntry(
      "layout.summed-heading",
      zh: "{0}：“{1}”没有普通的序号，当作下面各行的分类标题，没有导入；如是项目，给这一行补上序号（1、2、3）再导入",
      en:
        "{0}: “{1}” has no plain serial number, was read as the heading of the rows below and not imported; if a project, give it a number and import again"
    ),
    CatalogueEntry(
      "layout.like-heading", zh: "{0}：“{1}”像分类标题，但下面的行不是它的，当作项目读了；如是标题，去掉这一行",
      en:
        "{0}: “{1}” reads like a heading, but the rows below are not its own: it was read as a project; leave it out if it is a heading"
    ),
    CatalogueEntry(
      "layout.stated-unit", zh: "{0}：从这里往下，金额按{1}读；请核对",
      en: "{0}: from here down amounts are read in {1}; check them"),
    CatalogueEntry(
      "layout.unclear-unit", zh: "{0}：这里写的单位是{1}，与表头不同或不会换算，往下的数不收；把单位统一后再导入",
      en:
        "{0}: the unit stated here, {1}, is not the header's or is not converted; figures below are refused: use one unit throughout"
    ),
    CatalogueEntry(
      "layout.unit-at-foot", zh: "{0}：表末写的单位是{1}，上面的金额没有按它读；请核对单位",
      en: "{0}: the unit stated at the foot, {1}, was not used for the amounts above; check them"),
    CatalogueEntry(
      "layout.continuation", zh: "{0}：接上一行的内容没有导入：{1}；需要时并入上一行",
      en: "{0}: what goes on from the row above was not taken: {1}; put it into the row above"),
    CatalogueEntry("layout.note", zh: "{0}：备注行，没有导入：{1}", en: "{0}: a note, not taken: {1}"),
    CatalogueEntry(
      "layout.merged-amount", zh: "{0}：金额合并了 {1} 行，只记给第一行；请按项目拆开",
      en: "{0}: an amount is merged over {1} rows and goes to the first only; split it by project"),
    CatalogueEntry(
      "layout.stray-error", zh: "{0}：表里留有错误值 {1}，没有用到",
      en: "{0}: the sheet shows the error {1}; it was not used"),
    CatalogueEntry(
      "layout.other-year", zh: "{0}：标题是 {1} 年，表头是 {2} 年，按表头；请核对",
      en: "{0}: the title says {1}, the header {2}; the header counts; check which is right"),
    CatalogueEntry(
      "layout.sheet-year", zh: "“{0}”的标题是 {1} 年，文件是 {2} 年；请核对是不是拿错了表",
      en: "“{0}” is titled {1}, the file is of {2}; check whether it is the right sheet"),
    CatalogueEntry(
      "layout.old-sheet", zh: "工作表“{0}”是 {1} 年的（文件是 {2} 年），没有读；要读就选它（命令行用 --sheet）",
      en:
        "Sheet “{0}” is of {1} (the file is of {2}) and was not read; choose it to read it (--sheet)"
    ),
    CatalogueEntry(
      "layout.withdrawals",
      zh: "“{0}”像是退出项目清单：导入不会让项目退库，退库请改阶段；台账里没有的项目一律不收",
      en:
        "“{0}” looks like a list of withdrawals: importing removes nothing, change the stage instead; what is not in the ledger is rejected"
    ),
    CatalogueEntry(
      "layout.file-count", zh: "文件名“{0}”写的是 {1} 个，表里有 {2} 个，请核对",
      en: "The file name “{0}” declares {1} projects, the sheet has {2}; check which is right"),
    CatalogueEntry(
      "layout.other-ending", zh: "文件名“{0}”以 {1} 结尾，内容其实是 {2} 表格；按内容读了",
      en: "The name “{0}” ends in {1}, the content is {2}; the content was read"),
    CatalogueEntry(
      "layout.file-batch", zh: "“{0}”写着“{1}”：导入不记批次；要编入批次，导入后在批次里添加",
      en: "“{0}” says “{1}”: an import records no batch; add the projects to it afterwards"),
    CatalogueEntry(
      "layout.file-adjusted", zh: "“{0}”写着调整后：表里有的按表修改，表里没有的项目不会退出",
      en: "“{0}” is an adjusted list: what it has is changed, what it lacks is not removed"),
    CatalogueEntry(
      "layout.file-nature", zh: "“{0}”写着“{1}”，表里没有年度性质一列，导入不会填；要填就在表里加这一列",
      en: "“{0}” says “{1}”, and no column does: it is not recorded; add the column to record it"),
    CatalogueEntry(
      "layout.other-sheet", zh: "工作表“{0}”也有 {1} 个项目，这次没有读；要读就选它（命令行用 --sheet）",
      en: "Sheet “{0}” has {1 record} too and was not read; choose it to read it (--sheet)"),
    CatalogueEntry(
      "layout.same-projects", zh: "工作表“{0}”的 {1} 个项目都在“{2}”里，是同一批项目，没有重复读",
      en: "The {1 project} of sheet “{0}” are all on “{2}”: the same ones, not read twice"),
    CatalogueEntry(
      "layout.partly-same",
      zh: "工作表“{0}”有 {1} 个项目，其中 {2} 个也在“{3}”里（是同一个，不重复）；其余没有读，要读就选它（命令行用 --sheet）",
      en:
        "Sheet “{0}” has {1 project}, {2} of them also on “{3}” (the same ones); the others were not read: choose it (--sheet)"
    ),
    CatalogueEntry(
      "layout.hidden-sheet", zh: "隐藏的工作表“{0}”有 {1} 个项目，没有读；要读就用 --sheet 指明，或先取消隐藏",
      en:
        "The hidden sheet “{0}” has {1 project} and was not read; unhide it, or name it with --sheet"
    ),
    CatalogueEntry(
      "layout.hidden-rows", zh: "“{0}”有 {1} 个项目在隐藏的行里（筛选会藏起行），也读了；不要的，在预览里去掉",
      en:
        "“{0}” has {1 record} in hidden rows (a filter hides rows), read too; leave out what is not meant"
    ),
    CatalogueEntry(
      "layout.idle-mapping", zh: "“{0}”没有表头“{1}”，对照里的这一行没有用上；请核对写法",
      en: "“{0}” has no header “{1}”: that line of the map was not used; check its spelling"),
    CatalogueEntry(
      "layout.summary-sheet", zh: "工作表“{0}”是汇总表，没有项目行，没有读",
      en: "Sheet “{0}” sums others up and was not read"),
    CatalogueEntry(
      "layout.pivot-sheet", zh: "工作表“{0}”是数据透视表，没有读",
      en: "Sheet “{0}” is a pivot table and was not read"),
    CatalogueEntry(
      "layout.option-sheet", zh: "工作表“{0}”是下拉选项，没有读",
      en: "Sheet “{0}” holds lists to choose from and was not read"),
    CatalogueEntry(
      "layout.unread-sheet", zh: "工作表“{0}”认不出名称一列，没有读；要读就选它并对照各列（命令行用 --sheet 和 --map）",
      en:
        "Sheet “{0}” has no name column that is known and was not read; choose it and say which column is which (--sheet, --map)"
    ),
    CatalogueEntry(
      "layout.macros", zh: "文件带宏；只读数据，宏没有运行",
      en: "The file has macros; only data is read, no macro ran"
    ),
    CatalogueEntry(
      "layout.other-table",
      zh: "{0} 到第 {1} 行是同一张工作表里的另一个表，没有读；要读就指明它的表头行（命令行用 --header-row），或移到单独的工作表",
      en:
        "{0} to row {1} are another table of the same sheet and were not read; name its header row (--header-row), or move it to a sheet of its own"
    ),
    CatalogueEntry(
      "layout.odd-unit", zh: "{0}：“{1}”的单位 {2} 不会换算，这一列没有读；换成元、万元、亿元（面积用亩）再导入",
      en:
        "{0}: “{1}” is in {2}, which is not converted, and was not read; give it in 元, 万元 or 亿元 (area in 亩) and import again"
    ),
    CatalogueEntry(
      "layout.computed-columns", zh: "{0}：这几列由月报等记录算出，没有导入：{1}；要改，改月报",
      en:
        "{0}: these columns are computed from reports and other records and were not imported: {1}; change the reports"
    ),
    CatalogueEntry(
      "layout.scaled-numbers",
      zh: "{0} 起：{1} 格的数字格式是缩小了显示的，按格里实际存的数（如 {2}）读；不对就把格式改成“常规”，写上该写的数",
      en:
        "From {0} on: the format of {1 cell} shows less than the cell holds; read as held, such as {2}; if that is wrong, set the format to General and write the number meant"
    ),
    CatalogueEntry(
      "layout.nameless-column", zh: "{0} 起：这一列没有表头，{1} 格没有导入（如“{2}”）；要导入就给这一列写上表头",
      en:
        "From {0} on: the column has no header; {1 cell} left out, such as “{2}”; give it a header to import them"
    ),
    CatalogueEntry(
      "layout.mark", zh: "{0} 起：{2} 个名称带标记 {1}，标记没有记入；要记就在表里另加一列",
      en:
        "From {0} on: {2 name} with the mark {1}, which was left out; a column of its own would keep it"
    ),
    CatalogueEntry(
      "layout.about", zh: "{0}：“{1}”是约数，去掉“约”，按 {2} 万元记入；不对就写确切的数",
      en:
        "{0}: “{1}” was taken as exactly {2} (10,000 yuan); write the exact figure if it is another"
    ),
    CatalogueEntry(
      "layout.emptied",
      zh: "{0}：有 {1} 个格子清空了，台账里的值没有动；要一并清空，加 --empty-clears",
      en: "{0}: {1 cell} emptied, and the values kept; --empty-clears empties them too"
    ),
    CatalogueEntry(
      "layout.stamp-damaged",
      zh: "“导出标记”这张隐藏工作表改动过，没有用：导出后别人改过的值看不出来，写明了现值由谁写入；最好重新导出再改",
      en:
        "The hidden sheet “Export mark” was altered and not used: what others changed since the export cannot be told, so who wrote each value is; better export again and edit that"
    ),
    CatalogueEntry(
      "layout.stamp-ahead", zh: "这个文件导出时，台账里有这里还没有收到的改动；先同步，再导入",
      en: "The file was exported with changes that have not arrived here; sync first, then import"),
  ]
}
