// Sentences of the pages: the city's wall chart and tiles, the bulletin, issues, many conflicts at
// once, and typing in the list of projects.

extension Catalogue {
  /// The city.
  static let pageCity: [CatalogueEntry] = [
    CatalogueEntry("page.city-funnel", zh: "三个一批漏斗", en: "The funnel"),
    CatalogueEntry("page.city-all", zh: "至今", en: "so far"),
    CatalogueEntry("page.funnel-reserve", zh: "储备", en: "Reserve"),
    CatalogueEntry("page.funnel-signed", zh: "签约", en: "Signed"),
    CatalogueEntry("page.funnel-started", zh: "开工", en: "Started"),
    CatalogueEntry("page.funnel-producing", zh: "投产", en: "Producing"),
    CatalogueEntry("page.funnel-effective", zh: "达效", en: "Effective"),
    CatalogueEntry("page.funnel-of-last", zh: "占上一环 {0}", en: "{0} of last"),
    CatalogueEntry(
      "page.funnel-hint", zh: "按日期统计本期内办成的项目；没有日期的不计入。",
      en: "Projects by the date of the act within the period; those without a date are not counted."
    ),
    CatalogueEntry("page.funnel-undated", zh: "{0}：另有 {1} 个没有日期", en: "{0}: {1} more have no date"),
    CatalogueEntry(
      "page.funnel-no-date", zh: "已到这一环，没有填日期", en: "came as far, without a date"),
    CatalogueEntry("page.city-tiles", zh: "县区方格图", en: "Counties as tiles"),
    CatalogueEntry("page.tile-red", zh: "红灯 {0}", en: "red {0}"),
    CatalogueEntry("page.tile-yellow", zh: "黄灯 {0}", en: "yellow {0}"),
    CatalogueEntry("page.tile-green", zh: "无灯", en: "no lights"),
    CatalogueEntry("page.figure-left-out", zh: "{0}。{1}。", en: "{0}. {1}."),
    CatalogueEntry("page.tile-unjudged", zh: "不考核", en: "not judged"),
    CatalogueEntry("page.tile-no-rules", zh: "不适用", en: "not applicable"),
    CatalogueEntry("page.tile-projects", zh: "{0} 个项目", en: "{0 project}"),
    CatalogueEntry("page.tile-rank", zh: "第 {0} 名", en: "rank {0}"),
    CatalogueEntry(
      "page.city-asked", zh: "列入计算的全部项目", en: "all projects that are asked about"),
    CatalogueEntry("page.score-share", zh: "{0}/{1} 项有数据", en: "{0} of {1} items have data"),
    CatalogueEntry(
      "page.score-note", zh: "得分由 {0} 项组成。有数据的：{1}。没有数据、不得分的：{2}。",
      en: "The score has {0} items. With data: {1}. Without, and so without points: {2}."),
    CatalogueEntry(
      "page.score-thin", zh: "得分多数没有数据，名次不说明好差，只能参考。",
      en: "Most of the score has no data: the ranks do not tell good from bad."),
    CatalogueEntry("page.score-none", zh: "无", en: "none"),
    CatalogueEntry("page.score-no-data", zh: "没有数据", en: "no data"),
    CatalogueEntry("page.score-title", zh: "{0} 得分", en: "Score of {0}"),
    CatalogueEntry("page.score-points", zh: "{0} 分，第 {1} 名", en: "{0 point}, rank {1}"),
    CatalogueEntry("page.score-item", zh: "评分项", en: "Item"),
    CatalogueEntry("page.score-figure", zh: "数据", en: "Figure"),
    CatalogueEntry("page.score-weight", zh: "满分", en: "Full marks"),
    CatalogueEntry("page.city-wall", zh: "挂图作战", en: "Wall chart"),
    CatalogueEntry(
      "page.wall-hint", zh: "一行一个项目，按亮灯和剩余天数排；全屏投影用 F11。",
      en: "A row a project, by lights and days left; F11 for the wall."),
    CatalogueEntry("page.wall-next", zh: "下一节点", en: "Next milestone"),
    CatalogueEntry("page.wall-days", zh: "剩余", en: "Days left"),
    CatalogueEntry("page.wall-lights", zh: "亮灯", en: "Lights"),
    CatalogueEntry("page.wall-leader", zh: "分包领导", en: "Leader"),
    CatalogueEntry("page.wall-none", zh: "没有在建或计划今年开工的项目。", en: "No project is under way."),
    CatalogueEntry("page.city-issues", zh: "问题台账", en: "Issues"),
    CatalogueEntry("page.bulletin-title", zh: "{0} 通报", en: "Bulletin of {0}"),
    CatalogueEntry("page.bulletin-number", zh: "期号", en: "Number"),
    CatalogueEntry("page.bulletin-addressee", zh: "主送", en: "Addressee"),
    CatalogueEntry(
      "page.bulletin-ready", zh: "数字全部对得上，可以下载。", en: "Every figure agrees; the files are ready."),
    CatalogueEntry(
      "page.bulletin-differs", zh: "有 {0} 处数字对不上，不生成文件。改正下列位置后再试：",
      en: "No file is made, for figures disagree in {0 place}. Correct these first:"),
    CatalogueEntry(
      "page.bulletin-open", zh: "本月还没有锁定（{0}），数字可能还会变。",
      en: "The month is not locked ({0}); figures may still change."),
    CatalogueEntry(
      "page.bulletin-sure", zh: "本月还没有锁定，仍要发布", en: "Publish although the month is not locked"),
    CatalogueEntry(
      "page.bulletin-unlocked", zh: "本月还没有锁定，没有发布。先在“月报”锁定本月，或勾选“仍要发布”。",
      en:
        "The month is not locked; nothing was published. Lock it in “Month” first, or tick the box."
    ),
    CatalogueEntry("page.bulletin-name", zh: "{0}年{1}月 第{2}期", en: "{0}-{1}, number {2}"),
    CatalogueEntry(
      "page.bulletin-name-edition", zh: "{0}年{1}月 第{2}期（第{3}版）",
      en: "{0}-{1}, number {2}, edition {3}"),
    CatalogueEntry("page.bulletin-annex", zh: "{0} · {1} 行", en: "{0} · {1 row}"),
    CatalogueEntry(
      "page.bulletin-more-rows", zh: "共 {0} 行，其余见下载的正文和附件。",
      en: "{0 row} in all; the rest is in the files."),
    CatalogueEntry("page.bulletin-none", zh: "还没有发布过。", en: "None yet."),
    CatalogueEntry("page.bulletin-docx", zh: "正文 .docx", en: "Text .docx"),
    CatalogueEntry("page.bulletin-xlsx", zh: "附件 .xlsx", en: "Annexes .xlsx"),
    CatalogueEntry("page.bulletin-html", zh: "网页 .html", en: "Page .html"),
    CatalogueEntry("page.bulletin-facts", zh: "留存数据", en: "Frozen facts"),
    CatalogueEntry("page.bulletin-publish", zh: "发布并留存", en: "Publish and keep"),
    CatalogueEntry(
      "page.bulletin-published", zh: "已发布并留存：{0}；以后下载的就是这一份。",
      en: "Published and kept as {0}; later downloads are this very one."),
    CatalogueEntry(
      "page.bulletin-edition", zh: "本期已发布（{0}）。另出第 {1} 版，已发布的保持不变。",
      en: "This number is published ({0}). Publish edition {1} beside it."),
    CatalogueEntry(
      "page.bulletin-already", zh: "本期已发布（{0}），没有再发布。要另出一版，请勾选后再发布。",
      en: "{0} is published already, and nothing was added. Tick the box for a further edition."),
    CatalogueEntry(
      "page.bulletin-unchanged", zh: "与已发布的 {0} 完全相同，没有另出一版。",
      en: "The same as {0}, which is published; there is no new edition."),
    CatalogueEntry("page.bulletin-kept", zh: "已发布的", en: "Published"),
    CatalogueEntry(
      "page.bulletin-moved", zh: "预览之后数据有变动，没有发布。请看过新的预览再发布。",
      en: "Figures changed after the preview; nothing was published. Look again first."),
    CatalogueEntry("page.bulletin-reminder", zh: "催报消息", en: "Message to the late"),
    CatalogueEntry("page.stop-bulletin", zh: "没有这份通报。", en: "No such bulletin."),
    CatalogueEntry(
      "page.stop-bulletin-disk", zh: "通报没有发布：{0}。", en: "The bulletin was not published: {0}."),
    CatalogueEntry(
      "page.stop-bulletin-disk.hint", zh: "请检查磁盘空间和目录权限，再发布一次。",
      en: "Look at the disk's space and the directory's permissions, then publish again."),
    CatalogueEntry(
      "page.stop-bulletin-damaged",
      zh: "留存的通报 {0} 已损坏，读不出来。请从备份中恢复数据目录下的 bulletins/{0}。",
      en: "The kept bulletin {0} is damaged. Restore bulletins/{0} of the store from a backup."),
    CatalogueEntry("page.issues-open", zh: "未销号", en: "open"),
    CatalogueEntry("page.issues-overdue", zh: "超期", en: "overdue"),
    CatalogueEntry("page.issues-closed", zh: "已销号", en: "written off"),
    CatalogueEntry("page.issues-none", zh: "没有问题。", en: "No issues."),
    CatalogueEntry("page.issue-status", zh: "状态", en: "Status"),
    CatalogueEntry("page.issue-unit", zh: "责任单位", en: "Unit"),
    CatalogueEntry("page.issue-next", zh: "办理", en: "Act"),
    CatalogueEntry("page.issue-person", zh: "责任人", en: "Person"),
    CatalogueEntry("page.issue-done", zh: "已办理：{0}。", en: "Done: {0}."),
    CatalogueEntry(
      "page.issue-moved", zh: "状态已被别人改过，没有办理。请看过新状态再定。",
      en: "Another changed the status meanwhile; nothing was done. Look again first."),
    CatalogueEntry(
      "page.issue-unrecorded", zh: "没有写入的填写：{0}", en: "Typed and not recorded: {0}"),
    CatalogueEntry("page.issue-evidence", zh: "加佐证", en: "Add evidence"),
  ]

  /// Many conflicts at once, and taking back.
  static let pageBulk: [CatalogueEntry] = [
    CatalogueEntry("page.bulk", zh: "批量裁定", en: "Settle many"),
    CatalogueEntry("page.bulk-side", zh: "取哪一方", en: "Whose value"),
    CatalogueEntry("page.side-newest", zh: "最近写入的", en: "the newest"),
    CatalogueEntry("page.side-city", zh: "市级的", en: "the city's"),
    CatalogueEntry("page.side-county", zh: "县区的", en: "the county's"),
    CatalogueEntry("page.side-mine", zh: "本节点的", en: "this node's"),
    CatalogueEntry("page.bulk-preview", zh: "先看一遍", en: "Preview"),
    CatalogueEntry(
      "page.bulk-count", zh: "将裁定 {0} 个，另有 {1} 个没有这一方的值或不能由本单位裁定，保持不动。",
      en: "{0} would be settled; {1} more have no such value or are not this office's, and stay."),
    CatalogueEntry("page.bulk-to", zh: "将取", en: "Would take"),
    CatalogueEntry("page.bulk-now", zh: "各方的值", en: "Values now"),
    CatalogueEntry("page.bulk-act", zh: "裁定这 {0} 个", en: "Settle these {0}"),
    CatalogueEntry(
      "page.bulk-done", zh: "已裁定 {0} 个；{1} 个没有裁定（期间又有新值，或不符合规则）。",
      en: "{0} settled; {1} not (another value arrived, or the rules refuse it)."),
    CatalogueEntry("page.bulk-done-all", zh: "已裁定 {0} 个。", en: "{0} settled."),
    CatalogueEntry(
      "page.bulk-before", zh: "{0} 个在这之前已经有人裁定，没有再写：{1}。",
      en: "{0} had been settled before and were not written again: {1}."),
    CatalogueEntry("page.bulk-none", zh: "没有可以这样裁定的冲突。", en: "Nothing can be settled this way."),
    CatalogueEntry("page.settled-list", zh: "已裁定的", en: "Settled ones"),
    CatalogueEntry("page.settled-none", zh: "还没有裁定过冲突。", en: "Nothing was settled yet."),
    CatalogueEntry("page.settled-to", zh: "裁定为", en: "Settled to"),
    CatalogueEntry("page.take-back", zh: "取回这个值", en: "Take this value back"),
    CatalogueEntry(
      "page.taken-back", zh: "已取回，原来的值留在历史里。",
      en: "Taken back; the other value stays in the history."),
    CatalogueEntry(
      "page.take-back-moved", zh: "现值已变，没有取回。请看过现值再定。",
      en: "The value changed meanwhile; nothing was taken back. Look again first."),
    CatalogueEntry("page.now-stands", zh: "现值：", en: "Stands now:"),
    CatalogueEntry("page.merge-text", zh: "逐行合并：", en: "Joined line by line:"),
  ]

  /// Typing in the list of projects.
  static let pageGrid: [CatalogueEntry] = [
    CatalogueEntry("page.cell-saved", zh: "已存", en: "saved"),
    CatalogueEntry(
      "page.cell-hint", zh: "回车或双击单元格直接修改，回车保存，Esc 放弃，方向键移动。",
      en: "Enter or double click edits a cell; Enter saves, Esc leaves it, arrows move."),
    CatalogueEntry("page.stop-cell", zh: "没有这个单元格。", en: "No such cell."),
    CatalogueEntry("page.cell-failed", zh: "没有存下，请重试。", en: "Not saved; try again."),
  ]
}
