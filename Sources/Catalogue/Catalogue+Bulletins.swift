// What workbooks and bulletins say: the failures of writing, the discrepancies that stop a publication,
// and the words of the bulletin's own sentences and tables.

extension Catalogue {
  static let bulletins: [CatalogueEntry] =
    workbookFiles + bulletinFaults + bulletinWords + bulletinSentences + bulletinTables
    + dossierWords

  private static let workbookFiles: [CatalogueEntry] = [
    CatalogueEntry(
      "workbook.cut", zh: "……（超过一格所能容纳，此处截断；全文 {0} 字）",
      en: "… (more than a cell can hold, cut here; {0} characters in all)"),
    CatalogueEntry(
      "workbook.foot", zh: "第 {0} 页，共 {1} 页",
      en: "Page {0} of {1}"),
    CatalogueEntry(
      "workbook.unwritable", zh: "工作簿 {0} 写不出来：{1}",
      en: "Workbook {0} cannot be written: {1}"),
    CatalogueEntry(
      "workbook.unwritable.hint", zh: "检查文件夹是否存在、能否写入、磁盘是否已满，文件是否正被打开",
      en: "Check that the folder exists and is writable, the disk has room and the file is not open"
    ),
    CatalogueEntry(
      "workbook.unfit", zh: "表“{0}”放不进工作簿：{1}",
      en: "Sheet “{0}” does not fit: {1}"),
    CatalogueEntry(
      "workbook.unfit.hint", zh: "按县区或批次分开导出",
      en: "Export it by county or by batch"),
    CatalogueEntry(
      "workbook.archive", zh: "压缩包写不出来（{0}）：{1}",
      en: "The archive cannot be made ({0}): {1}"),
    CatalogueEntry(
      "workbook.archive.hint", zh: "检查内存和磁盘空间后重试",
      en: "Check memory and disk, then try again"),
    CatalogueEntry(
      "workbook.unreadable", zh: "压缩包读不出来（{0}）：{1}",
      en: "The archive cannot be read ({0}): {1}"),
    CatalogueEntry(
      "workbook.unreadable.hint", zh: "重新取得这个文件",
      en: "Get the file again"),
  ]

  private static let bulletinFaults: [CatalogueEntry] = [
    CatalogueEntry(
      "bulletin.fact.twice", zh: "{0}：“{1}”重复或没有编号",
      en: "{0}: “{1}” is there twice or has no code"),
    CatalogueEntry(
      "bulletin.fact.twice.hint", zh: "留下一条，或改正编号 {0}",
      en: "Keep one, or correct the code {0}"),
    CatalogueEntry(
      "bulletin.fact.unknown", zh: "{0}：没有“{1}”",
      en: "{0}: there is no “{1}”"),
    CatalogueEntry(
      "bulletin.fact.unknown.hint", zh: "先登记 {0}，再出通报",
      en: "Enter {0} first, then make the bulletin"),
    CatalogueEntry(
      "bulletin.fact.bounds", zh: "{0}：{1} 超出范围",
      en: "{0}: {1} is out of bounds"),
    CatalogueEntry(
      "bulletin.fact.bounds.hint", zh: "检查单位（万元）和数值 {0}",
      en: "Check the unit (万元) and the value {0}"),
    CatalogueEntry(
      "bulletin.snapshot.version", zh: "第 {0} 行：不是本系统认得的通报底稿（{2}）",
      en: "Line {0}: no bulletin snapshot of a known version ({2})"),
    CatalogueEntry(
      "bulletin.snapshot.size", zh: "底稿太大：{2}",
      en: "The snapshot is too large: {2}"),
    CatalogueEntry(
      "bulletin.snapshot.kind", zh: "第 {0} 行：种类“{2}”不认得或次序不对",
      en: "Line {0}: kind “{2}” is unknown or out of order"),
    CatalogueEntry(
      "bulletin.snapshot.fields", zh: "第 {0} 行：应有 {1} 栏，实有 {2} 栏",
      en: "Line {0}: {1} fields expected, {2} found"),
    CatalogueEntry(
      "bulletin.snapshot.value", zh: "第 {0} 行第 {1} 栏：“{2}”不对",
      en: "Line {0}, field {1}: “{2}” is not valid"),
    CatalogueEntry(
      "bulletin.snapshot.end", zh: "第 {0} 行：底稿不完整（{2}）",
      en: "Line {0}: the snapshot is not whole ({2})"),
    CatalogueEntry(
      "bulletin.snapshot.hint", zh: "从备份取回原底稿；底稿不可手改",
      en: "Take the snapshot from a backup; it is not to be edited"),
    CatalogueEntry(
      "bulletin.discrepancy.figure", zh: "“{0}”第 {1} 句：{2} 印为 {3}，{5}（{6}）合计为 {4}",
      en: "“{0}”, sentence {1}: {2} is printed as {3}, {5} ({6}) gives {4}"),
    CatalogueEntry(
      "bulletin.discrepancy.stated", zh: "“{0}”第 {1} 句：{2} 手工写作 {3}，按 {5}（{6}）应为 {4}",
      en: "“{0}”, sentence {1}: {2} is stated as {3}, by {5} ({6}) it is {4}"),
    CatalogueEntry(
      "bulletin.discrepancy.sum", zh: "{0} 第 {6} 行：{2} 印为 {3}，各行相加为 {4}",
      en: "{0}, row {6}: {2} is printed as {3}, the rows add up to {4}"),
    CatalogueEntry(
      "bulletin.discrepancy.count", zh: "{0} 第 {6} 行：写 {3} 项，实有 {4} 项",
      en: "{0}, row {6}: {3} items are said, {4} are there"),
    CatalogueEntry(
      "bulletin.discrepancy.percent", zh: "{0} 第 {6} 行：{2} 印为 {3}，应为 {4}",
      en: "{0}, row {6}: {2} is printed as {3}, it is {4}"),
    CatalogueEntry(
      "bulletin.discrepancy.annex", zh: "{0}：{2} 印为 {3}，{5}（{6}）合计为 {4}",
      en: "{0}: {2} is printed as {3}, {5} ({6}) gives {4}"),
    CatalogueEntry(
      "bulletin.discrepancy.missing", zh: "“{0}”第 {1} 句：{2} 所指的 {5}（{6}）不存在",
      en: "“{0}”, sentence {1}: {5} ({6}) that {2} refers to is not there"),
    CatalogueEntry(
      "bulletin.discrepancy.hint", zh: "核对后改正数据再出；确需照原数刊印的，注明理由",
      en: "Correct the data and try again; to print a number as stated, give the reason"),
    CatalogueEntry(
      "bulletin.images.bounds", zh: "{0}：图片不是 JPEG 或 PNG，或超过 {1} 字节",
      en: "{0}: the picture is no JPEG or PNG, or larger than {1} bytes"),
  ]

  private static let bulletinWords: [CatalogueEntry] = [
    CatalogueEntry(
      "bulletin.not-applicable", zh: "不适用",
      en: "n/a"),
    CatalogueEntry(
      "bulletin.yi", zh: "亿元",
      en: "亿元"),
    CatalogueEntry(
      "bulletin.points", zh: "分",
      en: " points"),
    CatalogueEntry(
      "bulletin.total-row", zh: "合计",
      en: "Total"),
    CatalogueEntry(
      "bulletin.total", zh: "合计（{0}项）",
      en: "Total ({0})"),
    CatalogueEntry(
      "bulletin.part", zh: "其中：{0}（{1}项）",
      en: "Of which {0} ({1})"),
    CatalogueEntry(
      "bulletin.section.county", zh: "{0}、{1}（{2}项）",
      en: "{0}. {1} ({2})"),
    CatalogueEntry(
      "bulletin.section.nature", zh: "（{0}）{1}（{2}项）",
      en: "({0}) {1} ({2})"),
    CatalogueEntry(
      "bulletin.nature.building", zh: "在建",
      en: "under construction"),
    CatalogueEntry(
      "bulletin.nature.preliminary", zh: "前期",
      en: "in preparation"),
    CatalogueEntry(
      "bulletin.group.counties", zh: "县区（{0}个）",
      en: "Counties ({0})"),
    CatalogueEntry(
      "bulletin.group.zones", zh: "功能区（{0}个）",
      en: "Functional zones ({0})"),
    CatalogueEntry(
      "bulletin.unit.wan", zh: "单位：万元",
      en: "Unit: 万元"),
    CatalogueEntry(
      "bulletin.unit.count", zh: "单位：个",
      en: "Unit: projects"),
    CatalogueEntry(
      "bulletin.unit.count-wan", zh: "单位：个、万元",
      en: "Units: projects, 万元"),
    CatalogueEntry(
      "bulletin.unit.points", zh: "单位：分",
      en: "Unit: points"),
    CatalogueEntry(
      "bulletin.light.none", zh: "正常",
      en: "normal"),
    CatalogueEntry(
      "bulletin.light.yellow", zh: "黄灯",
      en: "yellow"),
    CatalogueEntry(
      "bulletin.light.red", zh: "红灯",
      en: "red"),
    CatalogueEntry(
      "bulletin.issue.assigned", zh: "办理中",
      en: "in work"),
    CatalogueEntry(
      "bulletin.issue.settled", zh: "已销号",
      en: "settled"),
    CatalogueEntry(
      "bulletin.issue.refused", zh: "不予销号",
      en: "refused"),
    CatalogueEntry(
      "bulletin.report.on-time", zh: "按时",
      en: "in time"),
    CatalogueEntry(
      "bulletin.report.late", zh: "迟报",
      en: "late"),
    CatalogueEntry(
      "bulletin.report.missing", zh: "未报",
      en: "missing"),
    CatalogueEntry(
      "bulletin.see", zh: "附件{0}",
      en: "Annex {0}"),
    CatalogueEntry(
      "bulletin.annex-title", zh: "附件{0}  {1}",
      en: "Annex {0}  {1}"),
    CatalogueEntry(
      "bulletin.annex-first", zh: "附件：{0}. {1}",
      en: "Annexes: {0}. {1}"),
    CatalogueEntry(
      "bulletin.annex-next", zh: "　　　{0}. {1}",
      en: "         {0}. {1}"),
    CatalogueEntry(
      "bulletin.addressee", zh: "{0}：",
      en: "{0}:"),
    CatalogueEntry(
      "bulletin.number", zh: "〔{0}〕第{1}期",
      en: "No. {1} of {0}"),
    CatalogueEntry(
      "bulletin.issued", zh: "{0}　　{1}",
      en: "{0}, {1}"),
    CatalogueEntry(
      "bulletin.name", zh: "{0}年{1}月 {2}",
      en: "{0}-{1} {2}"),
    CatalogueEntry(
      "bulletin.month", zh: "{0}月",
      en: "{0}"),
    CatalogueEntry(
      "bulletin.measure.signing.performed", zh: "签约履约率",
      en: "Signed and performed"),
    CatalogueEntry(
      "bulletin.measure.signing.started", zh: "签约开工率",
      en: "Signed and started"),
    CatalogueEntry(
      "bulletin.measure.start.started", zh: "开工率",
      en: "Started"),
    CatalogueEntry(
      "bulletin.measure.production.producing", zh: "投产率",
      en: "Producing"),
    CatalogueEntry(
      "bulletin.measure.provincial.investment", zh: "省重点项目投资完成率",
      en: "Investment, provincial key projects"),
    CatalogueEntry(
      "bulletin.measure.city.investment", zh: "市重点项目投资完成率",
      en: "Investment, city key projects"),
    CatalogueEntry(
      "bulletin.measure.provincial.starts", zh: "省重点项目开工率",
      en: "Starts, provincial key projects"),
    CatalogueEntry(
      "bulletin.measure.city.starts", zh: "市重点项目开工率",
      en: "Starts, city key projects"),
    CatalogueEntry(
      "bulletin.measure.approvals.done", zh: "联审联批完成率",
      en: "Joint approvals"),
  ]

  private static let bulletinSentences: [CatalogueEntry] = [
    CatalogueEntry(
      "bulletin.opening", zh: "现将{1}年{2}{0}重点项目暨“三个一批”建设进展情况通报如下：",
      en: "Progress of key projects and the three batches, {0}, {1}, {2}:"),
    CatalogueEntry(
      "bulletin.ranking.counties", zh: "按综合得分，{0}个县区中较好的是{1}；较差的是{2}（详见{3}）。",
      en: "By total score, of {0} counties {1} are better, {2} worse (see {3})."),
    CatalogueEntry(
      "bulletin.ranking.zones", zh: "功能区单独排名，{0}个功能区中较好的是{1}；较差的是{2}（详见{3}）。",
      en: "Functional zones apart: of {0}, {1} are better, {2} worse (see {3})."),
    CatalogueEntry(
      "bulletin.ranking.counties.level", zh: "按综合得分，{0}个县区持平：{1}。",
      en: "By total score {0} counties are level: {1}."),
    CatalogueEntry(
      "bulletin.ranking.zones.level", zh: "功能区单独排名，{0}个功能区持平：{1}。",
      en: "Functional zones apart: {0} are level: {1}."),
    CatalogueEntry(
      "bulletin.ranking-title.counties", zh: "县区综合得分排名",
      en: "Ranking of counties by score"),
    CatalogueEntry(
      "bulletin.ranking-title.zones", zh: "功能区综合得分排名",
      en: "Ranking of functional zones by score"),
    CatalogueEntry(
      "bulletin.section.batches", zh: "一、“三个一批”建设情况",
      en: "1. The three batches"),
    CatalogueEntry(
      "bulletin.section.signing", zh: "（一）签约",
      en: "(1) Signing"),
    CatalogueEntry(
      "bulletin.section.start", zh: "（二）开工",
      en: "(2) Start"),
    CatalogueEntry(
      "bulletin.section.production", zh: "（三）投产",
      en: "(3) Production"),
    CatalogueEntry(
      "bulletin.signing", zh: "签约一批项目{0}个，总投资{1}亿元。已履约{2}个，签约履约率{3}；已开工{4}个，签约开工率{5}。",
      en:
        "{0} projects were signed, {1}亿元 in all. {2} are performed, a rate of {3}; {4} have started, a rate of {5}."
    ),
    CatalogueEntry(
      "bulletin.start", zh: "列入开工一批项目{0}个，总投资{1}亿元，已开工{2}个，开工率{3}。",
      en: "{0} projects are listed to start, {1}亿元 in all; {2} have started, a rate of {3}."),
    CatalogueEntry(
      "bulletin.production", zh: "列入投产一批项目{0}个，总投资{1}亿元，已投产{2}个，投产率{3}。",
      en: "{0} projects are listed for production, {1}亿元 in all; {2} are producing, a rate of {3}."),
    CatalogueEntry(
      "bulletin.comparison", zh: "{0}较好的是{1}；较差的是{2}（详见{3}）。",
      en: "{0}: better are {1}; worse are {2} (see {3})."),
    CatalogueEntry(
      "bulletin.comparison.bare", zh: "{0}较好的是{1}；较差的是{2}。",
      en: "{0}: better are {1}; worse are {2}."),
    CatalogueEntry(
      "bulletin.level", zh: "各县区{0}持平（详见{1}）。",
      en: "{0} is level in all counties (see {1})."),
    CatalogueEntry(
      "bulletin.level.bare", zh: "各县区{0}持平。",
      en: "{0} is level in all counties."),
    CatalogueEntry(
      "bulletin.reference", zh: "详见{0}。",
      en: "See {0}."),
    CatalogueEntry(
      "bulletin.and-more", zh: "等{0}个",
      en: " and more, {0} in all"),
    CatalogueEntry(
      "bulletin.section.key", zh: "二、重点项目建设情况",
      en: "2. Key projects"),
    CatalogueEntry(
      "bulletin.section.provincial", zh: "（一）省重点项目",
      en: "(1) Provincial key projects"),
    CatalogueEntry(
      "bulletin.section.city", zh: "（二）市重点项目",
      en: "(2) City key projects"),
    CatalogueEntry(
      "bulletin.kind.provincial", zh: "省重点项目",
      en: "Provincial key projects"),
    CatalogueEntry(
      "bulletin.kind.city", zh: "市重点项目",
      en: "City key projects"),
    CatalogueEntry(
      "bulletin.key", zh: "{0}{1}个，总投资{2}亿元，年度计划投资{3}亿元；{4}完成投资占年度计划的{5}，{6}时序进度{7}个百分点。",
      en:
        "{0}: {1}, {2}亿元 in all, {3}亿元 planned this year; in {4} {5} of the plan was completed, {6} the elapsed time by {7} points."
    ),
    CatalogueEntry(
      "bulletin.ahead", zh: "超",
      en: "ahead of"),
    CatalogueEntry(
      "bulletin.behind", zh: "落后",
      en: "behind"),
    CatalogueEntry(
      "bulletin.starts", zh: "计划新开工{0}个，已开工{1}个，开工率{2}（详见{3}）。",
      en: "{0} were to start this year, {1} have started, a rate of {2} (see {3})."),
    CatalogueEntry(
      "bulletin.approvals", zh: "联审联批应办{0}项，已办结{1}项，完成率{2}。",
      en: "Joint approvals: {0} required, {1} done, a rate of {2}. "),
    CatalogueEntry(
      "bulletin.approvals.open", zh: "未办结的是{0}，共{1}项（详见{2}）。",
      en: "Not done: {0}, {1} in all (see {2})."),
    CatalogueEntry(
      "bulletin.approvals.more", zh: "未办结的是{0}等，共{1}项（详见{2}）。",
      en: "Not done: {0} and others, {1} in all (see {2})."),
    CatalogueEntry(
      "bulletin.section.demands", zh: "三、问题与要求",
      en: "3. Issues and demands"),
    CatalogueEntry(
      "bulletin.wanting.not-started", zh: "应开工而未开工项目{0}个（详见{1}）。",
      en: "{0} projects that should have started have not (see {1})."),
    CatalogueEntry(
      "bulletin.wanting.behind", zh: "进度滞后项目中，红灯{0}个，黄灯{1}个（详见{2}）。",
      en: "Behind schedule: {0} red, {1} yellow (see {2})."),
    CatalogueEntry(
      "bulletin.wanting.approvals", zh: "审批事项超期未办结{0}项（详见{1}）。",
      en: "{0} approvals are overdue (see {1})."),
    CatalogueEntry(
      "bulletin.wanting.issues", zh: "交办问题{0}个，已销号{1}个，不予销号{2}个，逾期未销号{3}个（详见{4}）。",
      en: "{0} issues were assigned, {1} settled, {2} refused, {3} overdue (see {4})."),
    CatalogueEntry(
      "bulletin.wanting.reporting", zh: "应报单位{0}个，迟报{1}个，未报{2}个（详见{3}）。",
      en: "{0} units had to report, {1} were late, {2} have not (see {3})."),
    CatalogueEntry(
      "bulletin.stated", zh: "（附件合计{0}，{1}）",
      en: " (the annexes give {0}; {1})"),
    CatalogueEntry(
      "bulletin.chart.bars", zh: "各县区{0}（%）",
      en: "{0} by county (%)"),
    CatalogueEntry(
      "bulletin.chart.line", zh: "逐月{0}（%）",
      en: "{0} by month (%)"),
    CatalogueEntry(
      "bulletin.rows-in-workbook", zh: "（共 {0} 行，以下见附件工作簿“{1}”）",
      en: "({0} rows in all, the rest is in the workbook, “{1}”)"),
    CatalogueEntry(
      "bulletin.reminder", zh: "【催报】{0}项目进度报送情况：",
      en: "[Reminder] Progress reports for {0}: "),
    CatalogueEntry(
      "bulletin.reminder.missing", zh: "尚未报送的{0}个单位是{1}，请今日内报送；",
      en: "{0} units have not reported: {1}; please report today. "),
    CatalogueEntry(
      "bulletin.reminder.late", zh: "迟报的{0}个单位是{1}，请下期按时报送。",
      en: "{0} units were late: {1}; please report in time next month. "),
    CatalogueEntry(
      "bulletin.reminder.sign", zh: "——{0}",
      en: "— {0}"),
  ]

  private static let bulletinTables: [CatalogueEntry] = [
    CatalogueEntry(
      "bulletin.annex.scores", zh: "综合得分排名表",
      en: "Ranking by total score"),
    CatalogueEntry(
      "bulletin.annex.batches", zh: "“三个一批”分县区情况表",
      en: "Three batches by county"),
    CatalogueEntry(
      "bulletin.annex.signing", zh: "签约一批项目表",
      en: "Projects signed"),
    CatalogueEntry(
      "bulletin.annex.start", zh: "开工一批项目表",
      en: "Projects to start"),
    CatalogueEntry(
      "bulletin.annex.production", zh: "投产一批项目表",
      en: "Projects for production"),
    CatalogueEntry(
      "bulletin.annex.counties", zh: "重点项目分县区完成情况表",
      en: "Key projects by county"),
    CatalogueEntry(
      "bulletin.annex.provincial", zh: "省重点项目月进度表",
      en: "Monthly progress, provincial key projects"),
    CatalogueEntry(
      "bulletin.annex.city", zh: "市重点项目月进度表",
      en: "Monthly progress, city key projects"),
    CatalogueEntry(
      "bulletin.annex.provincial-starts", zh: "省重点计划新开工项目表",
      en: "Planned starts, provincial key projects"),
    CatalogueEntry(
      "bulletin.annex.city-starts", zh: "市重点计划新开工项目表",
      en: "Planned starts, city key projects"),
    CatalogueEntry(
      "bulletin.annex.not-started", zh: "未开工项目表",
      en: "Projects not started"),
    CatalogueEntry(
      "bulletin.annex.behind", zh: "进度滞后项目表",
      en: "Projects behind schedule"),
    CatalogueEntry(
      "bulletin.annex.approvals", zh: "联审联批事项表",
      en: "Joint approvals"),
    CatalogueEntry(
      "bulletin.annex.issues", zh: "问题交办销号表",
      en: "Issues"),
    CatalogueEntry(
      "bulletin.annex.ten-days", zh: "旬报表",
      en: "Ten-day report"),
    CatalogueEntry(
      "bulletin.annex.reporting", zh: "报送情况表",
      en: "Reporting"),
    CatalogueEntry(
      "bulletin.head.no", zh: "序号",
      en: "No."),
    CatalogueEntry(
      "bulletin.head.rank", zh: "名次",
      en: "Rank"),
    CatalogueEntry(
      "bulletin.head.county", zh: "县区",
      en: "County"),
    CatalogueEntry(
      "bulletin.head.affiliation", zh: "隶属",
      en: "County"),
    CatalogueEntry(
      "bulletin.head.name", zh: "项目名称",
      en: "Project"),
    CatalogueEntry(
      "bulletin.head.score", zh: "综合得分",
      en: "Total score"),
    CatalogueEntry(
      "bulletin.head.total", zh: "总投资",
      en: "Total investment"),
    CatalogueEntry(
      "bulletin.head.prior", zh: "开工至上年底累计",
      en: "To the end of last year"),
    CatalogueEntry(
      "bulletin.head.plan", zh: "年度计划",
      en: "Planned this year"),
    CatalogueEntry(
      "bulletin.head.completed", zh: "{0}完成",
      en: "Completed {0}"),
    CatalogueEntry(
      "bulletin.head.percent", zh: "占年计划%",
      en: "% of the year"),
    CatalogueEntry(
      "bulletin.head.progress", zh: "形象进度",
      en: "State of works"),
    CatalogueEntry(
      "bulletin.head.builder", zh: "建设单位及责任人",
      en: "Builder and person in charge"),
    CatalogueEntry(
      "bulletin.head.leader", zh: "分包领导",
      en: "Leader in charge"),
    CatalogueEntry(
      "bulletin.head.signed-on", zh: "签约日期",
      en: "Signed on"),
    CatalogueEntry(
      "bulletin.head.performed-on", zh: "履约日期",
      en: "Performed on"),
    CatalogueEntry(
      "bulletin.head.planned-start-on", zh: "计划开工日期",
      en: "To start on"),
    CatalogueEntry(
      "bulletin.head.started-on", zh: "开工日期",
      en: "Started on"),
    CatalogueEntry(
      "bulletin.head.planned-production-on", zh: "计划投产日期",
      en: "To produce on"),
    CatalogueEntry(
      "bulletin.head.producing-on", zh: "投产日期",
      en: "Producing since"),
    CatalogueEntry(
      "bulletin.head.signed", zh: "签约一批|签约数",
      en: "Signing|Signed"),
    CatalogueEntry(
      "bulletin.head.performed", zh: "签约一批|履约数",
      en: "Signing|Performed"),
    CatalogueEntry(
      "bulletin.head.performed-percent", zh: "签约一批|履约率%",
      en: "Signing|% performed"),
    CatalogueEntry(
      "bulletin.head.signed-started", zh: "签约一批|开工数",
      en: "Signing|Started"),
    CatalogueEntry(
      "bulletin.head.signed-started-percent", zh: "签约一批|开工率%",
      en: "Signing|% started"),
    CatalogueEntry(
      "bulletin.head.start-listed", zh: "开工一批|列入数",
      en: "Start|Listed"),
    CatalogueEntry(
      "bulletin.head.started", zh: "开工一批|开工数",
      en: "Start|Started"),
    CatalogueEntry(
      "bulletin.head.started-percent", zh: "开工一批|开工率%",
      en: "Start|% started"),
    CatalogueEntry(
      "bulletin.head.production-listed", zh: "投产一批|列入数",
      en: "Production|Listed"),
    CatalogueEntry(
      "bulletin.head.producing", zh: "投产一批|投产数",
      en: "Production|Producing"),
    CatalogueEntry(
      "bulletin.head.producing-percent", zh: "投产一批|投产率%",
      en: "Production|% producing"),
    CatalogueEntry(
      "bulletin.head.provincial-count", zh: "省重点项目|项目个数",
      en: "Provincial|Projects"),
    CatalogueEntry(
      "bulletin.head.provincial-plan", zh: "省重点项目|年计划投资",
      en: "Provincial|Planned"),
    CatalogueEntry(
      "bulletin.head.provincial-completed", zh: "省重点项目|完成投资",
      en: "Provincial|Completed"),
    CatalogueEntry(
      "bulletin.head.provincial-percent", zh: "省重点项目|完成率%",
      en: "Provincial|%"),
    CatalogueEntry(
      "bulletin.head.city-count", zh: "市重点项目|项目个数",
      en: "City|Projects"),
    CatalogueEntry(
      "bulletin.head.city-plan", zh: "市重点项目|年计划投资",
      en: "City|Planned"),
    CatalogueEntry(
      "bulletin.head.city-completed", zh: "市重点项目|完成投资",
      en: "City|Completed"),
    CatalogueEntry(
      "bulletin.head.city-percent", zh: "市重点项目|完成率%",
      en: "City|%"),
    CatalogueEntry(
      "bulletin.head.late", zh: "超期天数",
      en: "Days late"),
    CatalogueEntry(
      "bulletin.head.expected", zh: "时序计划",
      en: "Due by now"),
    CatalogueEntry(
      "bulletin.head.light", zh: "亮灯",
      en: "Light"),
    CatalogueEntry(
      "bulletin.head.reason", zh: "滞后原因",
      en: "Reason"),
    CatalogueEntry(
      "bulletin.head.month-plan", zh: "月计划",
      en: "Plan of the month"),
    CatalogueEntry(
      "bulletin.head.ten-days", zh: "旬完成",
      en: "These ten days"),
    CatalogueEntry(
      "bulletin.head.month-percent", zh: "占月计划%",
      en: "% of the month"),
    CatalogueEntry(
      "bulletin.head.to-date", zh: "至旬累计",
      en: "To date"),
    CatalogueEntry(
      "bulletin.head.share", zh: "占比%",
      en: "% of the year"),
    CatalogueEntry(
      "bulletin.head.item", zh: "审批事项",
      en: "Approval"),
    CatalogueEntry(
      "bulletin.head.unit", zh: "责任单位",
      en: "Unit in charge"),
    CatalogueEntry(
      "bulletin.head.accepted-on", zh: "受理日期",
      en: "Accepted on"),
    CatalogueEntry(
      "bulletin.head.due-on", zh: "办结时限",
      en: "Due on"),
    CatalogueEntry(
      "bulletin.head.decided-on", zh: "办结日期",
      en: "Decided on"),
    CatalogueEntry(
      "bulletin.head.issue", zh: "存在问题",
      en: "Issue"),
    CatalogueEntry(
      "bulletin.head.assigned-on", zh: "交办日期",
      en: "Assigned on"),
    CatalogueEntry(
      "bulletin.head.state", zh: "办理状态",
      en: "State"),
    CatalogueEntry(
      "bulletin.head.closed-on", zh: "销号日期",
      en: "Settled on"),
    CatalogueEntry(
      "bulletin.head.reporter", zh: "报送单位",
      en: "Reporting unit"),
    CatalogueEntry(
      "bulletin.head.report-due", zh: "应报日期",
      en: "Due on"),
    CatalogueEntry(
      "bulletin.head.reported-on", zh: "报送日期",
      en: "Reported on"),
    CatalogueEntry(
      "bulletin.head.report-state", zh: "报送状态",
      en: "State"),
  ]

  private static let dossierWords: [CatalogueEntry] = [
    CatalogueEntry(
      "dossier.title", zh: "{0}\n一项目一档",
      en: "{0}\nProject dossier"),
    CatalogueEntry(
      "dossier.facts", zh: "一、基本情况",
      en: "1. Facts"),
    CatalogueEntry(
      "dossier.people", zh: "二、责任人",
      en: "2. People"),
    CatalogueEntry(
      "dossier.milestones", zh: "三、节点",
      en: "3. Milestones"),
    CatalogueEntry(
      "dossier.approvals", zh: "四、审批",
      en: "4. Approvals"),
    CatalogueEntry(
      "dossier.money", zh: "五、逐月投资",
      en: "5. Money by month"),
    CatalogueEntry(
      "dossier.issues", zh: "六、问题",
      en: "6. Issues"),
    CatalogueEntry(
      "dossier.photos", zh: "七、照片",
      en: "7. Photographs"),
    CatalogueEntry(
      "dossier.wan", zh: " 万元",
      en: " 万元"),
    CatalogueEntry(
      "dossier.none", zh: "暂无",
      en: "None yet"),
    CatalogueEntry(
      "dossier.head.field", zh: "项",
      en: "Field"),
    CatalogueEntry(
      "dossier.head.value", zh: "内容",
      en: "Content"),
    CatalogueEntry(
      "dossier.head.duty", zh: "职责",
      en: "Duty"),
    CatalogueEntry(
      "dossier.head.person", zh: "姓名、职务",
      en: "Name and post"),
    CatalogueEntry(
      "dossier.head.milestone", zh: "节点",
      en: "Milestone"),
    CatalogueEntry(
      "dossier.head.planned", zh: "计划日期",
      en: "Planned"),
    CatalogueEntry(
      "dossier.head.actual", zh: "实际日期",
      en: "Actual"),
    CatalogueEntry(
      "dossier.head.month", zh: "月份",
      en: "Month"),
    CatalogueEntry(
      "dossier.head.month-plan", zh: "计划（累计）",
      en: "Plan to date"),
    CatalogueEntry(
      "dossier.head.month-done", zh: "完成（当月）",
      en: "Completed"),
    CatalogueEntry(
      "dossier.head.month-arrived", zh: "到位资金（当月）",
      en: "Funds arrived"),
    CatalogueEntry(
      "dossier.county", zh: "所属县区",
      en: "County"),
    CatalogueEntry(
      "dossier.issued", zh: "{0}　　截至{1}",
      en: "{0}, as of {1}"),
    CatalogueEntry(
      "dossier.photo", zh: "{0}（{1}）",
      en: "{0} ({1})"),
  ]
}
