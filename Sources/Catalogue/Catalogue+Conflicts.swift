// Sentences of the conflict commands and of the full-screen review.

extension Catalogue {
  /// Conflicts: kinds, rules of display, list, show, resolve, history.
  static let conflicts: [CatalogueEntry] = [
    CatalogueEntry("conflict.kind.concurrent-edit", zh: "同时修改", en: "edited at the same time"),
    CatalogueEntry(
      "conflict.kind.archived-while-edited", zh: "一边归档一边修改", en: "archived while edited"),
    CatalogueEntry(
      "conflict.kind.late-edit", zh: "锁定后修改", en: "edited after the period was locked"),
    CatalogueEntry("conflict.kind.violation", zh: "合并后违规", en: "violation after merge"),
    CatalogueEntry(
      "conflict.rule.newest", zh: "暂显示最后写入的值", en: "the last one written is shown"),
    CatalogueEntry(
      "conflict.rule.cautious", zh: "暂显示最保守的值", en: "the one that claims least is shown"),
    CatalogueEntry(
      "conflict.rule.authority", zh: "暂显示市级的值", en: "the city's value is shown"),
    CatalogueEntry(
      "conflict.rule.archive", zh: "未定之前照常显示", en: "the record stays visible until settled"),
    CatalogueEntry("conflict.existence", zh: "归档状态", en: "archived or not"),
    CatalogueEntry("conflict.archived", zh: "归档", en: "archived"),
    CatalogueEntry("conflict.alive", zh: "保留", en: "kept"),
    CatalogueEntry("conflict.empty", zh: "（空）", en: "(empty)"),
    CatalogueEntry("conflict.none", zh: "没有未决冲突。", en: "No open conflicts."),
    CatalogueEntry("conflict.count", zh: "未决冲突 {0} 个。", en: "Open conflicts: {0}."),
    CatalogueEntry(
      "conflict.next", zh: "查看：taizhang conflicts show {0} · 逐个处理：taizhang conflicts review",
      en: "See one: taizhang conflicts show {0} · go through all: taizhang conflicts review"),
    CatalogueEntry(
      "conflict.list.columns", zh: "编号|种类|记录|字段|暂显示|值数|最近由谁|时间",
      en: "id|kind|record|field|shown|values|last by|when"),
    CatalogueEntry("conflict.show.record", zh: "记录  {0}  {1}", en: "record  {0}  {1}"),
    CatalogueEntry(
      "conflict.show.field", zh: "字段  {0} · {1} · {2}", en: "field   {0} · {1} · {2}"),
    CatalogueEntry("conflict.show.base", zh: "原值  {0}", en: "before  {0}"),
    CatalogueEntry("conflict.show.base-unknown", zh: "没有共同的原值", en: "no common value before"),
    CatalogueEntry("conflict.show.shown", zh: "← 暂显示", en: "<- shown now"),
    CatalogueEntry(
      "conflict.show.more", zh: "… 另有 {0} 个值，--json 全列", en: "… {0} more values; --json lists all"),
    CatalogueEntry("conflict.show.seen", zh: "写时已见 {0}", en: "had seen {0}"),
    CatalogueEntry("conflict.show.history", zh: "该字段的经过：", en: "This field's history:"),
    CatalogueEntry(
      "conflict.show.take",
      zh: "取第 N 个：taizhang conflicts resolve {0} --take N{1}",
      en: "Take the Nth: taizhang conflicts resolve {0} --take N{1}"),
    CatalogueEntry(
      "conflict.show.value",
      zh: "另定一值：taizhang conflicts resolve {0} --value V{1}",
      en: "Another value: taizhang conflicts resolve {0} --value V{1}"),
    CatalogueEntry(
      "conflict.resolved", zh: "已定：{0} · {1} = {2}（{3}）", en: "Settled: {0} · {1} = {2} ({3})"),
    CatalogueEntry(
      "conflict.preview", zh: "将定：{0} · {1} = {2}（取自 {3}）",
      en: "Would settle: {0} · {1} = {2} (from {3})"),
    CatalogueEntry(
      "conflict.skipped", zh: "不动：{0} · {1}（没有“{2}”的值）",
      en: "Left alone: {0} · {1} (no value of \"{2}\")"),
    CatalogueEntry(
      "conflict.all.done", zh: "定了 {0} 个，未动 {1} 个，被拒 {2} 个。",
      en: "Settled {0}, left alone {1}, refused {2}."),
    CatalogueEntry(
      "conflict.all.preview", zh: "预览：将定 {0} 个，不动 {1} 个。去掉 --dry-run 即写入。",
      en: "Preview: would settle {0}, leave {1} alone. Without --dry-run they are written."),
    CatalogueEntry(
      "conflict.raced", zh: "未定 {0}：{1}", en: "Not settled {0}: {1}"),
    CatalogueEntry("conflict.merge", zh: "合并后的文字：", en: "The merged text:"),
    CatalogueEntry(
      "conflict.settlement", zh: "{0}  {1} · {2}：定为 {3}（{4}）",
      en: "{0}  {1} · {2}: settled as {3} ({4})"),
    CatalogueEntry("conflict.settlement.reason", zh: "      理由：{0}", en: "      reason: {0}"),
    CatalogueEntry(
      "conflict.settlement.sibling", zh: "      曾有 {0}（{1}）",
      en: "      there was {0} ({1})"),
    CatalogueEntry("conflict.settlement.origin", zh: "{0}，{1}", en: "{0}, {1}"),
    CatalogueEntry(
      "conflict.settlement.back", zh: "        取回：{0}", en: "        take it back: {0}"),
    CatalogueEntry("conflict.settlements.none", zh: "还没有定过的冲突。", en: "No settled conflicts yet."),
  ]

  /// Refusals of the conflict commands.
  static let conflictFailures: [CatalogueEntry] = [
    CatalogueEntry(
      "failure.no-such-conflict", zh: "没有编号以 {0} 开头的未决冲突。", en: "No open conflict begins with {0}."),
    CatalogueEntry(
      "failure.no-such-conflict.hint", zh: "taizhang conflicts 列出未决的，conflicts history 列出已定的。",
      en: "taizhang conflicts lists open ones, conflicts history settled ones."),
    CatalogueEntry(
      "failure.no-settlement", zh: "没有编号以 {0} 开头、已定的冲突。",
      en: "No settled conflict begins with {0}."),
    CatalogueEntry(
      "failure.still-open", zh: "编号以 {0} 开头的冲突还没有定。",
      en: "The conflict that begins with {0} is still open."),
    CatalogueEntry(
      "failure.still-open.hint", zh: "taizhang conflicts show {0} 列出各方的值。",
      en: "taizhang conflicts show {0} lists its values."),
    CatalogueEntry(
      "failure.ambiguous-conflict", zh: "编号 {0} 不止一个冲突：{1}。",
      en: "{0} is the beginning of several conflicts: {1}."),
    CatalogueEntry("failure.ambiguous-conflict.hint", zh: "多写几位。", en: "Write more of it."),
    CatalogueEntry(
      "failure.settled-already", zh: "{0} 已由 {2} 定为 {1}。",
      en: "{0} was settled as {1} by {2}."),
    CatalogueEntry(
      "failure.settled-already.hint", zh: "taizhang conflicts history {0} 列出经过和取回命令。",
      en: "taizhang conflicts history {0} tells how, and how to take another value."),
    CatalogueEntry(
      "failure.may-not-settle", zh: "{0} 不由{1}定。", en: "{0} is not for the role {1} to decide."),
    CatalogueEntry(
      "failure.may-not-settle.hint", zh: "请有权的单位裁决。",
      en: "An office that may write it settles this."),
    CatalogueEntry("failure.conflict-needed", zh: "裁决哪个冲突？", en: "Which conflict?"),
    CatalogueEntry(
      "failure.conflict-needed.hint", zh: "taizhang conflicts 列出编号；或用 --all。",
      en: "taizhang conflicts lists the ids; or use --all."),
    CatalogueEntry(
      "failure.no-such-sibling", zh: "没有第 {0} 个值；共有 {1} 个。",
      en: "There is no value {0}; there are {1}."),
    CatalogueEntry(
      "failure.no-such-sibling.hint", zh: "taizhang conflicts show {2} 列出编号。",
      en: "taizhang conflicts show {2} lists them with their numbers."),
    CatalogueEntry(
      "failure.one-choice", zh: "--take、--value、--merge-text 中须有且只有一个。",
      en: "Exactly one of --take, --value, --merge-text is needed."),
    CatalogueEntry(
      "failure.one-choice.hint", zh: "例如 --take 1；taizhang conflicts show 列出可取的编号。",
      en: "For example --take 1; taizhang conflicts show lists the numbers."),
    CatalogueEntry(
      "failure.take-number", zh: "--take 要一个从 1 起的编号，不是“{0}”。",
      en: "--take wants a number from 1, not \"{0}\"."),
    CatalogueEntry(
      "failure.take-number.hint", zh: "taizhang conflicts show 列出编号；一次处理许多时才用 newest 等，并加 --all。",
      en: "taizhang conflicts show lists the numbers; newest and the like go with --all."),
    CatalogueEntry(
      "failure.take-side", zh: "--all 的 --take 要 newest、city、county 或 mine，不是“{0}”。",
      en: "With --all, --take wants newest, city, county or mine, not \"{0}\"."),
    CatalogueEntry(
      "failure.take-side.hint",
      zh: "先看一遍：taizhang conflicts resolve --all --take newest --dry-run。",
      en: "Look first: taizhang conflicts resolve --all --take newest --dry-run."),
    CatalogueEntry(
      "failure.bad-dots", zh: "--if-seen 不是一串“replica#seq”：{0}。",
      en: "--if-seen is not a list of \"replica#seq\": {0}."),
    CatalogueEntry(
      "failure.bad-dots.hint", zh: "照抄 taizhang conflicts show 给出的那一串，以逗号分隔。",
      en: "Copy what taizhang conflicts show prints, separated by commas."),
    CatalogueEntry(
      "failure.not-text", zh: "{0} 不是文字字段，不能合并文字。", en: "{0} is not a text; texts cannot be joined."
    ),
    CatalogueEntry(
      "failure.not-text.hint", zh: "用 --take N 或 --value V。", en: "Use --take N or --value V."),
    CatalogueEntry(
      "failure.bad-kind", zh: "没有“{0}”这种冲突。", en: "There is no kind \"{0}\" of conflict."),
    CatalogueEntry(
      "failure.bad-kind.hint", zh: "可用：{1}。", en: "Known: {1}."),
    CatalogueEntry(
      "failure.bad-time", zh: "看不懂时间“{0}”。", en: "\"{0}\" is no time."),
    CatalogueEntry(
      "failure.bad-time.hint", zh: "写 2021-09-28、2021-09-28T08:00:00Z，或 7d、12h、30m（多久以来）。",
      en: "Write 2021-09-28, 2021-09-28T08:00:00Z, or 7d, 12h, 30m (since how long)."),
    CatalogueEntry(
      "failure.existence-value", zh: "归档之争只有两个值：archived 或 kept；不是“{0}”。",
      en: "Archived or not has two values: archived or kept; not \"{0}\"."),
    CatalogueEntry(
      "failure.no-terminal", zh: "审阅要在终端里进行。", en: "The review needs a terminal."),
    CatalogueEntry(
      "failure.no-terminal.hint", zh: "脚本用 taizhang conflicts --json 和 conflicts resolve。",
      en: "Scripts use taizhang conflicts --json and conflicts resolve."),
  ]

  /// The full-screen review.
  static let review: [CatalogueEntry] = [
    CatalogueEntry(
      "review.title", zh: "台账 · 冲突审阅  第 {0} / {1} 个  已定 {2} 个（未写入）",
      en: "Taizhang · conflicts  {0} of {1}  decided: {2} (not yet written)"),
    CatalogueEntry("review.base", zh: "原值 {0}", en: "before: {0}"),
    CatalogueEntry("review.no-base", zh: "（没有共同的原值）", en: "(no common value before)"),
    CatalogueEntry("review.shown", zh: "[暂显示]", en: "[shown now]"),
    CatalogueEntry("review.empty", zh: "（空）", en: "(empty)"),
    CatalogueEntry("review.more", zh: "    … 下面还有 {0} 行（↓）", en: "    … {0} more lines (down)"),
    CatalogueEntry(
      "review.keys",
      zh: "1-9 取该值  t 取第几个  e 改写  m 合并文字  u 撤销\nn 下一个  p 上一个  s 跳过  w 写入  q 退出",
      en:
        "1-9 take  t take by number  e edit  m merge texts  u undo\nn next  p previous  s skip  w write  q quit"
    ),
    CatalogueEntry("review.edit", zh: "改为：", en: "Value:"),
    CatalogueEntry("review.number", zh: "取第几个：", en: "Take number:"),
    CatalogueEntry("review.reason", zh: "写入的理由（可空）：", en: "Reason (may be empty):"),
    CatalogueEntry("review.edit-keys", zh: "回车 确认  Esc 取消", en: "Enter: accept  Esc: cancel"),
    CatalogueEntry(
      "review.leave", zh: "有 {0} 个决定还没写入。w 写入  y 放弃并退出  其他键 返回",
      en: "{0} decisions are not written. w: write  y: drop them and quit  any other key: back"),
    CatalogueEntry("review.taken", zh: "已定：取第 {0} 个", en: "Decided: take {0}"),
    CatalogueEntry("review.typed", zh: "已定：{0}", en: "Decided: {0}"),
    CatalogueEntry("review.undecided", zh: "未定", en: "Undecided"),
    CatalogueEntry("review.no-merge", zh: "不是文字，不能合并。", en: "Not a text: nothing to merge."),
    CatalogueEntry("review.nothing-staged", zh: "没有要写入的决定。", en: "No decision to write."),
    CatalogueEntry("review.nothing-to-undo", zh: "没有可撤销的决定。", en: "No decision to undo."),
    CatalogueEntry("review.undone", zh: "已撤销上一个决定。", en: "The last decision is undone."),
    CatalogueEntry(
      "review.no-such-sibling", zh: "没有第 {0} 个；共 {1} 个。", en: "No value {0}; there are {1}."),
    CatalogueEntry("review.last", zh: "已是最后一个；w 写入。", en: "This is the last one; w writes."),
    CatalogueEntry("review.first", zh: "已是第一个。", en: "This is the first one."),
    CatalogueEntry("review.invalid", zh: "不行：{0}", en: "Not accepted: {0}"),
    CatalogueEntry(
      "review.written", zh: "写入 {0} 个；{1} 个被拒（又来了新值），仍在列表中。",
      en: "Wrote {0}; {1} refused (another value has arrived), still listed."),
    CatalogueEntry("review.refused", zh: "上次被拒：{0}", en: "Refused last time: {0}"),
    CatalogueEntry(
      "review.finished", zh: "定了 {0} 个冲突，剩 {1} 个。", en: "Settled {0} conflicts, {1} left."),
    CatalogueEntry(
      "review.dropped", zh: "中断：有 {0} 个决定没有写入。", en: "Interrupted: {0} decisions were not written."),
  ]
}
