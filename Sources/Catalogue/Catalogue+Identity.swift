// Sentences about identities, copies, refusals in full and alarms.

extension Catalogue {
  /// Identity, refusals and alarms.
  static let identities: [CatalogueEntry] = [
    CatalogueEntry(
      "identity.renewed", zh: "身份已由 {0} 换为 {1}；旧密钥留在存储目录里。",
      en: "The identity went from {0} to {1}; the old key stays in the store's directory."),
    CatalogueEntry(
      "identity.renewed-moved", zh: "这份数据是复制或恢复来的，身份已由 {0} 换为 {1}；旧密钥留在存储目录里。",
      en:
        "This data was copied or restored; its identity went from {0} to {1}, and the old key stays in the store's directory."
    ),
    CatalogueEntry(
      "identity.reissued", zh: "{0} 条未被采纳的改动已用新身份重新写入。",
      en: "{0} changes that nobody had taken were made again under the new identity."),
    CatalogueEntry(
      "identity.next", zh: "下次同步时汇总点自动接纳：taizhang sync。",
      en: "The hub takes it at the next sync: taizhang sync."),
    CatalogueEntry(
      "identity.hub-next", zh: "已加入本汇总点的各单位会自动跟随新密钥。",
      en: "Those who joined this hub follow to the new key by themselves."),
    CatalogueEntry(
      "identity.moved", zh: "这份数据是复制或恢复来的：下次写入时先换新身份。",
      en: "This data was copied or restored: the next write makes a new identity first."),
    CatalogueEntry(
      "identity.renewed-itself",
      zh: "这份数据是复制、恢复或退订后重新订阅的，已先换新身份（{0} → {1}）；下次同步时汇总点自动接纳。",
      en:
        "This data was copied, restored, or dropped and added again, so it got a new identity first ({0} → {1}); the hub takes it at the next sync."
    ),
    CatalogueEntry(
      "identity.renewed-itself-hub",
      zh: "这份数据是复制或恢复来的，已先换新身份（{0} → {1}）；已加入本汇总点的各单位会自动跟随。",
      en:
        "This data was copied or restored, so it got a new identity first ({0} → {1}); those who joined this hub follow by themselves."
    ),
    CatalogueEntry(
      "store.no-identity", zh: "{0} 里有数据但没有密钥（identity.key）：它是一份备份。",
      en: "{0} has data and no key (identity.key): it is a backup."),
    CatalogueEntry(
      "store.no-identity.hint", zh: "恢复成可用的存储：taizhang restore {0} --store 新目录。",
      en: "Make a store of it: taizhang restore {0} --store NEW-DIRECTORY."),
    CatalogueEntry(
      "store.unfinished", zh: "{0} 里的存储没有建完（中途断了）。",
      en: "The store at {0} was broken off while it was being made."),
    CatalogueEntry(
      "store.unfinished.hint",
      zh: "再运行一次原来的命令（taizhang init、join、restore 或 backup）：会清掉半成品重来。",
      en:
        "Run taizhang init (join, restore or backup) again, whichever it was: it clears what is there and begins anew."
    ),
    CatalogueEntry("refused.void", zh: "已记录但作废", en: "logged and void"),
    CatalogueEntry("refused.kept-out", zh: "未收", en: "not taken"),
    CatalogueEntry(
      "status.refused", zh: "有改动未被采纳：taizhang refused。",
      en: "Some changes have no effect: taizhang refused."),
    CatalogueEntry("refused.none", zh: "没有未采纳的改动。", en: "Nothing was refused."),
    CatalogueEntry(
      "refused.next", zh: "看内容：taizhang refused show 改动；处理完：taizhang refused dismiss 改动。",
      en: "What it says: taizhang refused show DOT; dealt with: taizhang refused dismiss DOT."),
    CatalogueEntry("refused.dismissed", zh: "已处理 {0} 条。", en: "Dismissed {0}."),
    CatalogueEntry(
      "failure.no-such-refusal", zh: "没有未采纳的改动 {0}。", en: "No refusal of {0} waits."),
    CatalogueEntry(
      "failure.no-such-refusal.hint", zh: "taizhang refused 列出全部。",
      en: "taizhang refused lists them."),
    CatalogueEntry("failure.bad-dot", zh: "“{0}”不是改动的编号。", en: "“{0}” names no change."),
    CatalogueEntry(
      "failure.bad-dot.hint", zh: "写成 副本#序号。", en: "Write REPLICA#SEQ."),
    CatalogueEntry(
      "alarm.divergent-history",
      zh: "{0} 警报：台账 {1} 的改动 {2} 有两种内容（本机 {3}，{5} 所见 {4}）。请与汇总点核对后运行 taizhang verify。",
      en:
        "{0} alarm: the change {2} of ledger {1} has two contents (here {3}, {4} as seen by {5}). Ask the hub, and run taizhang verify."
    ),
    CatalogueEntry(
      "alarm.divergent-history-unwitnessed",
      zh: "{0} 警报：台账 {1} 的改动 {2} 有两种内容（本机 {3}，别处 {4}）。请与汇总点核对后运行 taizhang verify。",
      en:
        "{0} alarm: the change {2} of ledger {1} has two contents (here {3}, elsewhere {4}). Ask the hub, and run taizhang verify."
    ),
    CatalogueEntry(
      "alarm.divergent-checkpoint",
      zh: "{0} 警报：汇总点就台账 {1} 签过的检查点（{2}）与本机内容不同（本机 {3}，检查点 {4}）{5}。请与汇总点核对后运行 taizhang verify。",
      en:
        "{0} alarm: the hub signed a checkpoint of ledger {1} ({2}) that is not what is here (here {3}, signed {4}){5}. Ask the hub, and run taizhang verify."
    ),
    CatalogueEntry(
      "invite.new-ledger",
      zh: "汇总点原来没有台账 {0}，现已新建（与 --new 一样）。taizhang ledger list 列出有的台账；写错了就用对的编号再发一次邀请。",
      en:
        "The hub had no ledger {0}; it is made now, as with --new. taizhang ledger list names those it holds; if {0} was a slip, invite again with the right one."
    ),
    CatalogueEntry(
      "failure.invite-city", zh: "台账 city 由汇总点和市级单位书写，不能以 {0} 加入。",
      en: "The ledger city is written by the hub and city offices; nobody joins it as {0}."),
    CatalogueEntry(
      "failure.invite-city.hint", zh: "写县区的台账编号；成员名单人人都会收到。",
      en: "Name the county's ledger; everyone gets the member list anyway."),
    CatalogueEntry("check.page", zh: "数据文件有坏页：{0}", en: "the data file is damaged: {0}"),
    CatalogueEntry("check.wrong-void", zh: "作废与否判得不对：{0}", en: "judged wrongly: {0}"),
    CatalogueEntry(
      "check.wrong-deps", zh: "所依据的改动记得不对：{0}", en: "wrong note of what a change had seen: {0}"),
    CatalogueEntry(
      "check.divergent-history", zh: "同一编号两种内容：{0}", en: "two contents under one dot: {0}"),
    CatalogueEntry(
      "check.divergent-checkpoint", zh: "与汇总点签过的检查点不同：{0}",
      en: "not what the hub signed: {0}"),
    CatalogueEntry(
      "check.proof-bytes", zh: "证据读不懂或对不上：{0}", en: "a proof that cannot be read: {0}"),
    CatalogueEntry(
      "check.bad-proof", zh: "证据的签名不对：{0}", en: "a proof without a valid signature: {0}"),
    CatalogueEntry(
      "check.bad-succession", zh: "身份接替的签名不对：{0}", en: "a succession that does not hold: {0}"),
    CatalogueEntry(
      "check.left-note", zh: "退订台账时的记录读不懂：{0}",
      en: "an unreadable note of a ledger that was dropped: {0}"),
    CatalogueEntry(
      "check.divergent-past", zh: "取回的本机历史与退订时的不同：{0}",
      en: "the own history that came back is not what was dropped: {0}"),
    CatalogueEntry("check.alarm-bytes", zh: "警报表的一条读不懂：{0}", en: "an unreadable alarm: {0}"),
    CatalogueEntry(
      "check.hint.page", zh: "换到备份：taizhang restore 备份目录 --store 新目录；再同步取回其余。",
      en: "Go over to a backup: taizhang restore BACKUP --store NEW; a sync brings the rest."),
    CatalogueEntry(
      "check.hint.histories",
      zh:
        "与汇总点核对谁的改动是真的；要改用汇总点的：taizhang ledger remove 台账 --export 文件，taizhang ledger add 台账，taizhang sync；处理后 taizhang refused dismiss。",
      en:
        "Ask the hub whose change is true; to go over to the hub's: taizhang ledger remove LEDGER --export FILE, taizhang ledger add LEDGER, taizhang sync; then taizhang refused dismiss."
    ),
  ]
}
