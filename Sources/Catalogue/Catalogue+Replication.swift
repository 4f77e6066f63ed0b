// Sentences of the replication commands: the node, joining, syncing, the agent, the status,
// members.

extension Catalogue {
  /// Serving, joining, syncing, status and members.
  static let replication: [CatalogueEntry] = [
    CatalogueEntry("serve.hub", zh: "汇总点已开启：{0}", en: "The hub is open: {0}"),
    CatalogueEntry("serve.node", zh: "节点已开启：{0}", en: "The node is open: {0}"),
    CatalogueEntry(
      "serve.open-already", zh: "节点已经开着，在浏览器里打开 {0}。页面要链接时，看开着它的那个窗口。",
      en: "The node is open already: see {0}. If it asks for a link, look where it was started."),
    CatalogueEntry(
      "serve.no-desktop", zh: "没有桌面可开浏览器，请自己打开上面的链接。",
      en: "There is no desktop to open a browser on: open the link above yourself."),
    CatalogueEntry(
      "agent.started", zh: "每 {0} 同步一次；Ctrl-C 停止。", en: "Syncing every {0}; Ctrl-C stops."),
    CatalogueEntry("agent.stopped", zh: "已停止。", en: "Stopped."),
    CatalogueEntry("agent.failed", zh: "{0} 同步失败：{1}", en: "{0}: sync failed: {1}"),
    CatalogueEntry(
      "agent.frozen", zh: "{0}：本机身份 {1} 已冻结，不再同步。",
      en: "{0}: this identity {1} is frozen and no longer syncs."),
    CatalogueEntry(
      "agent.retries", zh: "{0} 同步失败：{1} {2} 秒后再试。", en: "{0}: sync failed: {1} Again in {2} s."),
    CatalogueEntry("join.created", zh: "新建账本 {0}（{1}）。", en: "Made a store at {0} ({1})."),
    CatalogueEntry(
      "join.done", zh: "已加入 {0}（{1}），台账：{2}", en: "Joined {0} ({1}); ledgers: {2}"),
    CatalogueEntry(
      "replication.quiet", zh: "{0}：两边一致，无需交换。", en: "{0}: both sides agree, nothing to exchange."),
    CatalogueEntry(
      "replication.synced", zh: "{0}：发出 {1} 条，收到 {2} 条（{3} 字节，{4} 秒）。",
      en: "{0}: sent {1}, received {2} changes ({3} bytes, {4} s)."),
    CatalogueEntry(
      "replication.conflict", zh: "新冲突 {0} · {1}：{2}", en: "New conflict: {0} · {1}: {2}"),
    CatalogueEntry(
      "replication.conflict.command", zh: "  裁决：taizhang conflicts show {0}",
      en: "  Settle it: taizhang conflicts show {0}"),
    CatalogueEntry(
      "replication.conflicts.more", zh: "  还有 {0} 个：taizhang conflicts",
      en: "  and {0} more: taizhang conflicts"),
    CatalogueEntry(
      "replication.other-history",
      zh:
        "{0}：副本 {1} 写过两种历史，它的新改动本机不再收，与汇总点会越差越远。待那台机器换过身份，改用汇总点的历史：taizhang ledger remove {0} --export 文件，taizhang ledger add {0}，taizhang sync；写出了文件的，再 taizhang bundle apply 文件。本机原有的那一种留作证据。",
      en:
        "{0}: replica {1} wrote two histories, and nothing more of it is taken here: this store falls behind the hub. Once that machine has a new identity, go over to the hub's history: taizhang ledger remove {0} --export FILE, taizhang ledger add {0}, taizhang sync, and taizhang bundle apply FILE where one was written. The history held here stays as proof."
    ),
    CatalogueEntry(
      "replication.revoked", zh: "汇总点已撤销 {0}（{1}）。各台账最后有效的序号：{2}；此后的改动作废。",
      en:
        "The hub has revoked {0} ({1}). The last change that counts, by ledger: {2}; later ones are void."
    ),
    CatalogueEntry(
      "replication.reinstated", zh: "汇总点已恢复 {0}（{1}）：作废的改动重新有效。",
      en: "The hub has reinstated {0} ({1}): what was void counts again."),
    CatalogueEntry("replication.refused", zh: "被拒 {0}：{1} {2}", en: "Refused {0}: {1} {2}"),
    CatalogueEntry(
      "replication.clock", zh: "本机时钟与汇总点相差 {0} 秒；请校时。不影响数据。",
      en: "This clock is {0} s off the hub's; please set it. No data is affected."),
    CatalogueEntry(
      "replication.hub-restored", zh: "{0}：汇总点是从旧备份恢复的，本机已把所有改动重发。",
      en: "{0}: the hub was restored from an older backup; everything held here was sent again."),
    CatalogueEntry(
      "replication.frozen", zh: "{0} 已冻结：两台机器用同一身份写了不同的改动。在其中一台运行 taizhang identity renew。",
      en:
        "{0} is frozen: two machines wrote under one identity. Run taizhang identity renew on one of them."
    ),
    CatalogueEntry(
      "replication.frozen-hub",
      zh:
        "{0}：汇总点的数据曾被放回旧的一份，写出了两种历史，双方都已留证。请汇总点运行 taizhang identity renew，然后在本机运行 taizhang sync；本机的数据不必重录，也不要退订。",
      en:
        "{0}: the hub's data was put back and it wrote two histories; both sides keep the proof. Have the hub run taizhang identity renew, then run taizhang sync here; type nothing again, and keep the ledger."
    ),
    CatalogueEntry(
      "replication.own-void",
      zh:
        "{0}：本机写的 {1} 条改动不起作用（{2}）。看写了什么：taizhang refused show {3}；要生效的请重新录入，再 taizhang refused dismiss {3}。全部列出：taizhang refused。",
      en:
        "{0}: {1} changes typed here have no effect ({2}). What they say: taizhang refused show {3}; type again what is to count, then taizhang refused dismiss {3}. All of them: taizhang refused."
    ),
    CatalogueEntry("status.office", zh: "{0} · {1} · {2}", en: "{0} · {1} · {2}"),
    CatalogueEntry("status.hub", zh: "汇总点 {0}  {1}", en: "hub {0}  {1}"),
    CatalogueEntry("status.no-hub", zh: "还没有加入汇总点。", en: "Not joined to a hub yet."),
    CatalogueEntry(
      "status.columns", zh: "台账|改动|未发|冲突|被拒|上次同步",
      en: "ledger|changes|unsent|conflicts|refused|last sync"),
    CatalogueEntry("status.never", zh: "从未", en: "never"),
    CatalogueEntry("status.vector", zh: "{0} 版本 {1}", en: "{0} version {1}"),
    CatalogueEntry(
      "status.conflicts", zh: "处理冲突：taizhang conflicts review",
      en: "Settle conflicts: taizhang conflicts review"),
    CatalogueEntry(
      "invite.done", zh: "邀请加入 {0}（{1}），{2} 前有效，只能用一次：",
      en: "Invitation to {0} ({1}), once, until {2}:"),
    CatalogueEntry(
      "members.columns", zh: "副本|单位|角色|台账|登记时间|撤销",
      en: "replica|office|role|ledgers|enrolled|revoked"),
  ]

  /// Refusals of the replication commands.
  static let replicationFailures: [CatalogueEntry] = [
    CatalogueEntry(
      "failure.hub-only", zh: "只有汇总点的账本能做；这里是{1}（{0}）。",
      en: "Only a hub's store can do this; here is {1} ({0})."),
    CatalogueEntry(
      "failure.hub-only.hint",
      zh: "在汇总点那台机器上运行；新建汇总点：taizhang init --role hub --ledger … --name …",
      en: "Run it on the hub's machine; a new hub: taizhang init --role hub --ledger … --name …"),
    CatalogueEntry(
      "failure.bad-address", zh: "“{0}”不是监听地址。", en: "\"{0}\" is no address to listen on."),
    CatalogueEntry(
      "failure.bad-address.hint", zh: "写成 主机:端口，例如 127.0.0.1:8420 或 [::1]:8420。",
      en: "Write host:port, such as 127.0.0.1:8420 or [::1]:8420."),
    CatalogueEntry("failure.bad-duration", zh: "“{0}”不是时长。", en: "\"{0}\" is no duration."),
    CatalogueEntry(
      "failure.bad-duration.hint", zh: "写成 30s、15m、12h、7d 或 2w。",
      en: "Write 30s, 15m, 12h, 7d or 2w."),
    CatalogueEntry(
      "failure.duration-too-long", zh: "“{0}”太长，最长 10 年。",
      en: "\"{0}\" is too long: at most 10 years."),
    CatalogueEntry(
      "failure.duration-too-long.hint", zh: "写短一些，例如 7d、52w。",
      en: "Write less, such as 7d or 52w."),
    CatalogueEntry(
      "failure.no-such-member", zh: "没有以 {0} 开头的成员。", en: "No member begins with {0}."),
    CatalogueEntry(
      "failure.no-such-member.hint", zh: "在汇总点的账本里运行 taizhang hub members，列出成员。",
      en: "taizhang hub members, run on the hub's store, lists them."),
    CatalogueEntry(
      "failure.ambiguous-member", zh: "{0} 不止一个成员：{1}。",
      en: "{0} is the beginning of several members: {1}."),
    CatalogueEntry("failure.ambiguous-member.hint", zh: "多写几位。", en: "Write more of it."),
    CatalogueEntry(
      "failure.invite-needs-ledger", zh: "邀请加入哪个台账？", en: "An invitation to which ledger?"),
    CatalogueEntry(
      "failure.invite-needs-ledger.hint", zh: "加上 --ledger 411702。", en: "Add --ledger 411702."),
    CatalogueEntry("failure.invite-role", zh: "不能邀请成为{0}。", en: "Nobody can be invited as {0}."),
    CatalogueEntry(
      "failure.invite-role.hint", zh: "角色有 county、department、city、observer。",
      en: "Roles are county, department, city, observer."),
    CatalogueEntry("failure.own-revocation", zh: "汇总点不能撤销自己。", en: "A hub cannot revoke itself."),
    CatalogueEntry(
      "failure.own-revocation.hint",
      zh: "taizhang hub members 列出成员；密钥可能外泄时在汇总点换新：taizhang identity renew。",
      en:
        "taizhang hub members lists the members; if its key may be known to others, taizhang identity renew here."
    ),
    CatalogueEntry("failure.own-retirement", zh: "汇总点不能停用自己。", en: "A hub cannot retire itself."),
    CatalogueEntry(
      "failure.own-retirement.hint",
      zh: "taizhang hub members 列出成员；汇总点搬到别的机器：taizhang backup 目录，再在那里 taizhang restore。",
      en:
        "taizhang hub members lists the members; to move the hub: taizhang backup DIR, then taizhang restore there."
    ),
    CatalogueEntry(
      "failure.grant-ledger", zh: "汇总点没有台账 {0}（有：{1}）。",
      en: "The hub has no ledger {0} (there are: {1})."),
    CatalogueEntry(
      "failure.grant-ledger.hint",
      zh: "核对编号；新建台账：taizhang hub invite --ledger {0} --new --role county。",
      en: "Check the id; to make it: taizhang hub invite --ledger {0} --new --role county."),
    CatalogueEntry(
      "serve.insecure.hint",
      zh:
        "加上 --tls-cert 和 --tls-key（自签：taizhang hub certificate --host 域名）；确有隔离的专网才用 --insecure-http。",
      en:
        "Add --tls-cert and --tls-key (to make both: taizhang hub certificate --host NAME), or --insecure-http on an isolated network."
    ),
    CatalogueEntry(
      "failure.sync-interrupted", zh: "同步中断；已收到的都已存好。",
      en: "The sync was interrupted; what had come is stored."),
    CatalogueEntry(
      "failure.sync-interrupted.hint", zh: "再运行一次即从断处继续。",
      en: "Run it again: it goes on from there."),
  ]
}
