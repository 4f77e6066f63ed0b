// Sentences of bundles, receipts and the ledgers that a store holds.

extension Catalogue {
  /// Bundles, receipts, subscriptions.
  static let bundles: [CatalogueEntry] =
    bundleNews + bundleRefusals + subscriptions + fileDamage

  /// What is wrong with a file, by the code of its reader: `damage.<code>`, the gap is the byte.
  private static let fileDamage: [CatalogueEntry] = [
    CatalogueEntry("damage.truncated", zh: "在第 {0} 字节处断了", en: "it breaks off at byte {0}"),
    CatalogueEntry("damage.incomplete", zh: "在第 {0} 字节处断了", en: "it breaks off at byte {0}"),
    CatalogueEntry(
      "damage.digest-mismatch", zh: "内容与第 {0} 字节处的校验和不符",
      en: "its bytes are not those that the digest at byte {0} tells of"),
    CatalogueEntry(
      "damage.checksum-mismatch", zh: "第 {0} 字节处的校验和不符",
      en: "the checksum at byte {0} does not match"),
    CatalogueEntry(
      "damage.bytes-after-end", zh: "结尾之后（第 {0} 字节起）还有多余的内容",
      en: "there are bytes after its end, from byte {0}"),
    CatalogueEntry(
      "damage.trailing-bytes", zh: "第 {0} 字节起有多余的内容", en: "there are bytes too many from byte {0}"),
    CatalogueEntry(
      "damage.wrong-magic", zh: "它不是包也不是回执（第 {0} 字节）",
      en: "it is neither a bundle nor a receipt (byte {0})"),
    CatalogueEntry(
      "damage.bad-file-signature", zh: "文件的签名不对", en: "its signature does not hold"),
    CatalogueEntry(
      "damage.blob-mismatch", zh: "附件与其指纹不符（第 {0} 字节）",
      en: "an attachment is not what its hash says (byte {0})"),
    CatalogueEntry(
      "damage.unsupported-version", zh: "格式比本程序新（第 {0} 字节）；请升级 taizhang",
      en: "its format is newer than this program (byte {0}); upgrade taizhang"),
    CatalogueEntry(
      "damage.attachment", zh: "附件 {0} 与其指纹不符", en: "the attachment {0} is not what its hash says"),
    CatalogueEntry("damage.size", zh: "文件太大，不是回执", en: "it is too large for a receipt"),
    CatalogueEntry(
      "damage.shorter", zh: "读的时候文件变短了", en: "it became shorter while it was read"),
    CatalogueEntry(
      "damage.other", zh: "内部结构不对（{0}，第 {1} 字节）", en: "it is malformed ({0} at byte {1})"),
    CatalogueEntry("damage.unknown", zh: "内部结构不对（{0}）", en: "it is malformed ({0})"),
  ]

  private static let bundleNews: [CatalogueEntry] = [
    CatalogueEntry("bundle.writing", zh: "写 {0}，约 {1}…", en: "Writing {0}, {1}…"),
    CatalogueEntry(
      "bundle.created", zh: "已写 {0}：{1} 条修改，{2}", en: "Wrote {0}: {1} changes, {2}"),
    CatalogueEntry(
      "bundle.planned", zh: "{0} 会有 {1} 条修改，{2}；没有写。",
      en: "{0} would hold {1} changes, {2}; nothing was written."),
    CatalogueEntry("bundle.sealed-to", zh: "只有 {0} 能打开。", en: "Only {0} can open it."),
    CatalogueEntry(
      "bundle.applied", zh: "已并入 {0} 的包：新 {1} 条，已有 {2} 条",
      en: "Took in the bundle of {0}: {1} new, {2} known"),
    CatalogueEntry(
      "bundle.would-apply", zh: "{0} 的包：会有新 {1} 条，已有 {2} 条；没有改动。",
      en: "The bundle of {0} would bring {1} new changes, {2} are known; nothing was changed."),
    CatalogueEntry(
      "bundle.not-whole", zh: "{0} 的包没有并全：新 {1} 条，已有 {2} 条，其余没有并入。",
      en: "The bundle of {0} was not taken in as a whole: {1} new, {2} known, not the rest."),
    CatalogueEntry(
      "bundle.gap", zh: "台账 {0} 缺 {1}：并入含有它们的包之后，再并入一次这个包：taizhang bundle apply {2}",
      en:
        "Ledger {0} lacks {1}. Apply this bundle again after the one that fills the gap: taizhang bundle apply {2}"
    ),
    CatalogueEntry(
      "bundle.other-members", zh: "包里的成员名单是另一个汇总点的，没有并入：各汇总点的名单互不相干。",
      en: "Its member list is another hub's and was left out: each hub keeps its own."),
    CatalogueEntry(
      "bundle.refused", zh: "{0} 条修改被拒收，原因见 taizhang refused。",
      en: "{0} changes were refused; taizhang refused tells why."),
    CatalogueEntry(
      "bundle.truncated", zh: "包在第 {0} 字节后断了；之前完好的部分可用。请再拷一遍。",
      en: "The bundle breaks off after byte {0}; what stands before it was good. Copy it again."),
    CatalogueEntry(
      "bundle.damaged", zh: "包已损坏：{0}。请再拷一遍。", en: "The bundle is damaged: {0}. Copy it again."),
    CatalogueEntry(
      "bundle.whole", zh: "完整，签名相符，{0}。", en: "Whole, and signed as it stands; {0}."),
    CatalogueEntry("bundle.from", zh: "{0}（{1}）写于 {2}", en: "From {0} ({1}), written {2}"),
    CatalogueEntry("bundle.from-member", zh: "写包的是已知成员。", en: "Its writer is a known member."),
    CatalogueEntry("bundle.section", zh: "  台账 {0}：{1} 条修改", en: "  ledger {0}: {1} changes"),
    CatalogueEntry("bundle.attachments", zh: "  附件 {0} 个，{1}", en: "  {0} attachments, {1}"),
    CatalogueEntry(
      "bundle.receipt-written", zh: "回执已写入 {0}（{1}）；带回给送包的人。",
      en: "Wrote the receipt {0} ({1}); it goes back to who brought the bundle."),
    CatalogueEntry(
      "bundle.receipt-holds", zh: "回执：{1} 声明持有台账 {0} 到 {3}（{2}）",
      en: "Receipt: {1} says that it holds ledger {0} up to {3} ({2})"),
    CatalogueEntry(
      "bundle.receipt-next", zh: "这是回执，不是包；收下：taizhang bundle apply {0}",
      en: "This is a receipt, no bundle; take it in: taizhang bundle apply {0}"),
    CatalogueEntry(
      "bundle.receipt-taken", zh: "台账 {0}：{1} 确认已收到（{2}）",
      en: "Ledger {0}: {1} confirms what it holds ({2})"),
  ]

  private static let bundleRefusals: [CatalogueEntry] = [
    CatalogueEntry("store.bad-bundle", zh: "{0} 不能用：{1}", en: "{0} cannot be used: {1}"),
    CatalogueEntry(
      "store.bad-bundle.hint", zh: "什么也没有改变；请对方重新拷一份。",
      en: "Nothing has changed; ask for another copy."),
    CatalogueEntry(
      "store.other-file", zh: "{0} 是别的文件，不是包也不是回执；没有动它。",
      en: "{0} is another file, neither a bundle nor a receipt; it was left as it is."),
    CatalogueEntry(
      "store.other-file.hint", zh: "换一个文件名再运行。", en: "Run it again with another name."),
    CatalogueEntry(
      "store.stranger-bundle", zh: "{0} 由成员名单外的 {1}（{2}）写成，不予并入。",
      en: "{0} was written by {1} ({2}), whom the member list does not know."),
    CatalogueEntry(
      "store.stranger-bundle.hint", zh: "先同步成员名单，或请汇总点登记对方。",
      en: "Sync the member list first, or have the hub enrol them."),
    CatalogueEntry(
      "store.sealed-bundle", zh: "{0} 是加密给 {1} 的，本机打不开。",
      en: "{0} is sealed to {1}; this store cannot open it."),
    CatalogueEntry(
      "store.sealed-bundle.hint", zh: "拿到收件人的电脑上并入。",
      en: "Take it in on the addressee's machine."),
    CatalogueEntry(
      "failure.bundle-range", zh: "--since、--for、--all 只能用一个",
      en: "Use one of --since, --for and --all"),
    CatalogueEntry(
      "failure.bundle-range.hint",
      zh: "只留一个：--since 文件（那个包或回执之后的）、--for 成员（对方还没有的）、--all（全部）。",
      en:
        "Keep one: --since FILE (beyond that bundle or receipt), --for REPLICA (what it lacks), --all (everything)."
    ),
    CatalogueEntry(
      "failure.other-hub-bundle", zh: "{0} 是“{1}”（{2}）的包，本机没有加入它所在的汇总点。",
      en: "{0} is a bundle of {1} ({2}), of a hub that this store has not joined."),
    CatalogueEntry(
      "failure.other-hub-bundle.hint",
      zh: "先加入：taizhang join 地址 --token 令牌；地址和令牌向汇总点要（taizhang hub invite）。什么也没有改变。",
      en:
        "Join it first: taizhang join URL --token TOKEN; its office gives both (taizhang hub invite). Nothing has changed."
    ),
    CatalogueEntry(
      "failure.hub-keeps-ledgers", zh: "汇总点保管所有台账，不退订 {0}。",
      en: "A hub keeps every ledger; it does not leave {0}."),
    CatalogueEntry(
      "failure.hub-keeps-ledgers.hint",
      zh: "不用的台账留着即可；不再要的成员在自己的机器上运行 taizhang ledger remove {0}。",
      en: "An unused one may stay; a member that is done with it runs taizhang ledger remove {0}."),
    CatalogueEntry(
      "failure.members-stay", zh: "台账 {0} 是成员名单，每个单位都要有，不能退订。",
      en: "The ledger {0} is the member list: every office holds it, nobody leaves it."),
    CatalogueEntry(
      "failure.members-stay.hint", zh: "taizhang ledger list 列出可以退订的台账。",
      en: "taizhang ledger list names the ledgers that can be left."),
    CatalogueEntry(
      "failure.seal-needs-member", zh: "加密要知道给谁", en: "Sealing needs an addressee"),
    CatalogueEntry(
      "failure.seal-needs-member.hint", zh: "用 --for 指明成员，或先加入汇总点。",
      en: "Name a member with --for, or join a hub first."),
  ]

  private static let subscriptions: [CatalogueEntry] = [
    CatalogueEntry(
      "ledger.added", zh: "已订阅台账 {0}；下次同步取回内容。",
      en: "Ledger {0} is held from now on; the next sync brings it."),
    CatalogueEntry(
      "ledger.behind",
      zh: "本机以前在台账 {0} 写过：先运行 taizhang sync 取回；取回之前写，会先换新身份，不丢内容。",
      en:
        "This store wrote in ledger {0} before: run taizhang sync first; to write before that makes a new identity, and loses nothing."
    ),
    CatalogueEntry("ledger.removed", zh: "已退订台账 {0}。", en: "Ledger {0} is no longer held here."),
    CatalogueEntry(
      "ledger.exported", zh: "{0} 条未发的修改存到了 {1}。", en: "{0} unsent changes are in {1}."),
    CatalogueEntry(
      "ledger.granted", zh: "{0} 可以订阅台账 {1} 了。", en: "{0} may now hold ledger {1}."),
    CatalogueEntry("ledger.offered", zh: "{0}（可订阅）", en: "{0} (offered)"),
    CatalogueEntry(
      "ledger.unfinished", zh: "{0}（正由快照建立，运行 taizhang sync）",
      en: "{0} (being made from a snapshot: run taizhang sync)"),
    CatalogueEntry(
      "failure.ledger-not-granted", zh: "汇总点没有把台账 {0} 授予本机（{1}）",
      en: "The hub has not granted ledger {0} to this store ({1})"),
    CatalogueEntry(
      "failure.ledger-not-granted.hint",
      zh: "请汇总点运行 taizhang ledger grant {1} {0}，本机再同步一次。",
      en: "Ask the hub to run taizhang ledger grant {1} {0}, then sync."),
    CatalogueEntry(
      "store.unsent-edits", zh: "台账 {0} 有 {1} 条修改没有发出。",
      en: "Ledger {0} has {1} changes that were never sent."),
    CatalogueEntry(
      "store.unsent-edits.hint", zh: "先同步，或用 --export 文件 把它们存下来。",
      en: "Sync first, or give --export FILE to keep them."),
    CatalogueEntry(
      "store.backup-needed", zh: "汇总点的台账 {0} 没有够新的备份，不压缩。",
      en: "The hub has no backup of ledger {0} that holds what would go."),
    CatalogueEntry(
      "store.backup-needed.hint", zh: "先运行 taizhang backup 目录；或加 --without-backup。",
      en: "Run taizhang backup DIR first, or give --without-backup."),
    CatalogueEntry(
      "compact.done", zh: "台账 {0}：压缩 {1} 条修改（共 {2} 条），腾出 {3}",
      en: "Ledger {0}: compacted {1} of {2} changes, {3} free for new data"),
    CatalogueEntry(
      "compact.planned", zh: "台账 {0}：可压缩 {1} 条修改（共 {2} 条），会腾出 {3}；没有改动。",
      en: "Ledger {0}: {1} of {2} changes could go, {3}; nothing was changed."),
    CatalogueEntry(
      "compact.holding-back", zh: "  还不知道已收全的成员（最后报到的时间）：{0}",
      en: "  members not known to hold all, with when each was last heard: {0}"),
    CatalogueEntry(
      "compact.holding-back.hint",
      zh: "  请它们运行 taizhang sync，随即记下收到多少（后台代理每小时才记一次），再压缩；不再用的：taizhang hub retire 副本",
      en:
        "  Have them run taizhang sync, which is noted at once (a running agent's word once an hour), then compact again; for one that is gone: taizhang hub retire REPLICA"
    ),
    CatalogueEntry(
      "compact.hub-first",
      zh: "  其余的要等汇总点：先在汇总点运行 taizhang compact，这里 taizhang sync 之后再压缩。",
      en:
        "  The rest waits for the hub: run taizhang compact there, then taizhang sync and compact here."
    ),
  ]
}
