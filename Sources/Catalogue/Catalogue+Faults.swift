// Sentences about lines that fail, and about the agent that lives with them.

extension Catalogue {
  /// The line between an agent and its hub: names, proxies, metered lines; one agent a store.
  static let faults: [CatalogueEntry] = [
    CatalogueEntry(
      "sync.dns-failed", zh: "查不到主机名 {0}：{1}", en: "The name {0} is not known to the network: {1}"),
    CatalogueEntry(
      "sync.dns-failed.hint", zh: "检查网线或无线网是否已连上、域名服务器设置和地址拼写；本机的修改都在。",
      en:
        "Check that the network is up, its name server, and the spelling. Nothing typed is lost."),
    CatalogueEntry(
      "sync.proxy-failed", zh: "代理 {0} 不通：{1}", en: "The proxy {0} does not let this pass: {1}"),
    CatalogueEntry(
      "sync.proxy-failed.hint",
      zh: "检查 --proxy 或 http_proxy、https_proxy；不用代理写 --proxy= ，或把汇总点主机名加进 no_proxy。",
      en: "Check --proxy or http_proxy, https_proxy; --proxy= goes without, as does no_proxy."),
    CatalogueEntry("sync.bad-proxy", zh: "不是可用的代理地址：{0}", en: "Not a usable proxy: {0}"),
    CatalogueEntry(
      "sync.bad-proxy.hint", zh: "写成 http://[用户:密码@]主机:端口 的样子。",
      en: "Write it like http://[user:password@]host:port."),
    CatalogueEntry(
      "sync.agent-running", zh: "已有一个定时同步在管这个账本（进程 {0}）：{1}",
      en: "An agent serves this store already (process {0}): {1}"),
    CatalogueEntry(
      "sync.agent-running.hint", zh: "一个账本只要一个；想马上同步：taizhang sync。要停掉它：kill {0}",
      en: "One is enough; to sync now: taizhang sync. To stop the other: kill {0}"),
    CatalogueEntry(
      "serve.agent-elsewhere", zh: "已有一个定时同步在管这个账本（进程 {0}）；这里只提供服务。",
      en: "An agent serves this store already (process {0}); this one only serves."),
    CatalogueEntry(
      "replication.budget", zh: "{0}：已到本次流量上限；还有 {1} 条未发、{2} 条未收，下次接着传。",
      en: "{0}: this sync's bytes are spent; {1} changes to send and {2} to receive are left."),
    CatalogueEntry(
      "replication.budget.needs",
      zh: "{0}：流量上限太小，未发的 {1} 条一批也发不出，至少要 {2} 字节。运行 taizhang sync --max-bytes {3}",
      en: "{0}: none of {1} changes to send fits: {2} bytes are needed. Sync with --max-bytes {3}."),
    CatalogueEntry("failure.bad-size", zh: "“{0}”不是大小。", en: "\"{0}\" is no size."),
    CatalogueEntry(
      "failure.bad-size.hint", zh: "写成 500k、20M 或 1G。", en: "Write 500k, 20M or 1G."),
    CatalogueEntry(
      "status.next-try", zh: "{0}：{1} 再试（已失败 {2} 次）：{3}",
      en: "{0}: next try at {1} ({2} failures): {3}"),
    CatalogueEntry("status.next-sync", zh: "{0}：下次同步 {1}", en: "{0}: next sync at {1}"),
    CatalogueEntry("status.agent", zh: "定时同步在运行（进程 {0}）。", en: "The agent runs (process {0})."),
    CatalogueEntry("status.no-agent", zh: "定时同步没有运行。", en: "No agent runs."),
    CatalogueEntry(
      "agent.identity-renewed", zh: "本机换了身份，继续同步。", en: "This store has a new identity; going on."),
    CatalogueEntry(
      "sync.hub-needs-city", zh: "下级汇总点只能以市级（city）受邀，邀请给的是 {0}。",
      en: "A hub below must be invited as city; the invitation says {0}."),
    CatalogueEntry(
      "sync.hub-needs-city.hint", zh: "请上级汇总点重发：taizhang hub invite --role city --ledger …",
      en: "Ask the hub above for: taizhang hub invite --role city --ledger …"),
    CatalogueEntry(
      "replication.snapshot", zh: "{0}：由快照取得 {1} 条记录。", en: "{0}: {1} records came as a snapshot."),
    CatalogueEntry(
      "status.far-ahead",
      zh:
        "{0}：副本 {1} 的改动时间超前，到 {2} 为止。在此之前，它与别人同时改一处时总显示它的（冲突照样列出）。请那台机器校时后运行 taizhang identity renew",
      en:
        "{0}: changes of {1} are stamped ahead, up to {2}. Until then its side of a concurrent edit is shown over others' (the conflict is listed all the same). Have that machine set its clock and run: taizhang identity renew"
    ),
    CatalogueEntry(
      "status.far-ahead-here",
      zh:
        "{0}：本机（{1}）的改动时间超前，到 {2} 为止。在此之前，本机与别人同时改一处时总显示本机的（冲突照样列出）。校时后运行 taizhang identity renew",
      en:
        "{0}: changes of this store ({1}) are stamped ahead, up to {2}. Until then its side of a concurrent edit is shown over others' (the conflict is listed all the same). Set the clock, then run: taizhang identity renew"
    ),
    CatalogueEntry(
      "alarm.turned-away",
      zh: "{0}  {1}：汇总点不收本机的改动：{2}未发的 {3} 条都还在。{4}恢复后运行 taizhang sync",
      en:
        "{0}  {1}: the hub takes nothing of this store: {2} {3} unsent changes are kept. {4} Once it is let in again: taizhang sync"
    ),
    CatalogueEntry(
      "join.left", zh: "没有加入成功；新建的空账本已删除。改正后再运行同一条命令。",
      en: "Not joined; the empty store just made is removed. Mend that and run the same again."),
    CatalogueEntry(
      "join.kept", zh: "已登记，但首次同步没有完成；接着运行 taizhang sync --store {0} 即可。",
      en: "Enrolled, but the first sync did not finish: go on with taizhang sync --store {0}"),
    CatalogueEntry(
      "failure.join-refused", zh: "已登记，但首次同步有 {0} 条修改没有采纳（第一条 {1}：{2}），台账不全。",
      en:
        "Enrolled, but {0} changes of the first sync were refused (first {1}: {2}); it is not whole."
    ),
    CatalogueEntry(
      "failure.join-refused.hint",
      zh: "taizhang refused 列出每一条和原因。请汇总点升级程序并新发令牌（hub invite），用它再运行 taizhang join。",
      en:
        "taizhang refused lists each with its reason. Have the hub's program upgraded, and run taizhang join again with a new token (hub invite)."
    ),
    CatalogueEntry(
      "failure.join-incomplete", zh: "已登记，但首次同步缺少前面的修改：{0}。",
      en: "Enrolled, but the first sync lacks earlier changes: {0}"),
    CatalogueEntry(
      "failure.join-incomplete.hint", zh: "再运行 taizhang sync；仍然缺少时，请汇总点运行 taizhang verify。",
      en: "Run taizhang sync again; if they stay away, have the hub run taizhang verify."),
  ]
}
