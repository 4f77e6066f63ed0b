// The sentences of a bulletin's own text.

extension Catalogue {
  static let bulletinSentences: [CatalogueEntry] = [
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
      "bulletin.ranking.counties.bare", zh: "综合得分的评分项多数还没有数据，{0}个县区暂不评好差（得分见{1}）。",
      en: "Most items of the score have no data yet: {0} counties are not compared (see {1})."),
    CatalogueEntry(
      "bulletin.ranking.zones.bare", zh: "综合得分的评分项多数还没有数据，{0}个功能区暂不评好差（得分见{1}）。",
      en: "Most items of the score have no data yet: {0} zones are not compared (see {1})."),
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
      "bulletin.starts", zh: "其中年度计划新开工{0}个，已开工{1}个，开工率{2}（详见{3}）。",
      en: "Of these {0} were to start this year, {1} have started, a rate of {2} (see {3})."),
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
      "bulletin.wanting.not-started", zh: "列入开工一批，或拟开工日已到而未开工的各类项目{0}个（详见{1}）。",
      en:
        "{0} projects of any kind are listed to start or past their planned day, and have not started (see {1})."
    ),
    CatalogueEntry(
      "bulletin.wanting.behind", zh: "进度滞后项目中，红灯{0}个，黄灯{1}个（详见{2}）。",
      en: "Behind schedule: {0} red, {1} yellow (see {2})."),
    CatalogueEntry(
      "bulletin.wanting.approvals", zh: "审批事项超期未办结{0}项（详见{1}）。",
      en: "{0} approvals are overdue (see {1})."),
    CatalogueEntry(
      "bulletin.wanting.issues", zh: "交办问题{0}个，已销号{1}个，不予销号{2}个，逾期{3}个（含逾期后销号，详见{4}）。",
      en:
        "{0} issues were assigned, {1} settled, {2} refused, {3} overdue or settled late (see {4})."
    ),
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
      "bulletin.reminder.missing", zh: "尚未报送的{0}个单位是{1}，请今日内报送",
      en: "{0} units have not reported: {1}; please report today"),
    CatalogueEntry(
      "bulletin.reminder.late", zh: "迟报的{0}个单位是{1}，请下期按时报送",
      en: "{0} units were late: {1}; please report in time next month"),
    CatalogueEntry(
      "bulletin.reminder.sign", zh: "。\n——{0}",
      en: ".\n— {0}"),
  ]
}
