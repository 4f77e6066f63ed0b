// Why a store refused, by the store's own codes: `store.<code>` and the next step
// `store.<code>.hint`. The gaps are the arguments that `StoreErrorCode` documents.

extension Catalogue {
  /// Refusals of a store.
  static let store: [CatalogueEntry] = places + contents + acts + findings

  private static let places: [CatalogueEntry] = [
    CatalogueEntry("store.no-such-store", zh: "{0} 里没有账本。", en: "There is no store at {0}."),
    CatalogueEntry(
      "store.no-such-store.hint",
      zh: "用 --store 指明账本目录，或新建：taizhang init --store {0} --ledger 编号 --name 单位",
      en:
        "Name its directory with --store, or make one: taizhang init --store {0} --ledger ID --name NAME"
    ),
    CatalogueEntry("store.not-empty", zh: "目录 {0} 不是空的。", en: "The directory {0} is not empty."),
    CatalogueEntry(
      "store.not-empty.hint", zh: "换一个空目录或还不存在的目录；已有的文件不会动。",
      en: "Choose an empty directory or one that does not exist; nothing in it was touched."),
    CatalogueEntry("store.cannot-create", zh: "建不了 {0}：{1}", en: "Cannot create {0}: {1}"),
    CatalogueEntry(
      "store.cannot-create.hint", zh: "检查上级目录是否存在、是否可写。",
      en: "See whether the directory above it exists and may be written."),
    CatalogueEntry(
      "store.cannot-create.not-a-file", zh: "{0} 是目录、设备或管道，不能换成文件；没有动它。",
      en: "{0} is a directory, device or pipe: no file takes its place, and it was left as it is."),
    CatalogueEntry(
      "store.cannot-create.not-a-file.hint", zh: "换一个文件名再运行。",
      en: "Run it again with another name."),
    CatalogueEntry(
      "store.cannot-create.standard-output", zh: "这里要写成一个文件，不能写到标准输出（{0}）。",
      en: "This is written as a file, never to standard output ({0})."),
    CatalogueEntry(
      "store.cannot-create.standard-output.hint", zh: "给一个文件名；确要叫这个名字，写成 ./{0}",
      en: "Give it a name; if this is its name, write ./{0}"),
    CatalogueEntry(
      "store.newer-format", zh: "{0} 的账本格式是第 {1} 版，本程序只懂到第 {2} 版。",
      en: "The store at {0} has format {1}; this program knows formats up to {2}."),
    CatalogueEntry(
      "store.newer-format.hint", zh: "升级 taizhang 后再打开；账本没有改动。",
      en: "Upgrade taizhang and open it again; the store was not changed."),
    CatalogueEntry(
      "store.bad-identity", zh: "身份文件 {0} 不能用：{1}", en: "The identity file {0} cannot be used: {1}"),
    CatalogueEntry(
      "store.bad-identity.hint",
      zh: "它只能由本人读写（chmod 600）；丢了就用备份：taizhang restore 备份目录 --store 新目录",
      en:
        "Only its owner may read it (chmod 600). If it is lost: taizhang restore BACKUP --store NEW"
    ),
    CatalogueEntry(
      "store.busy", zh: "别的程序正在写 {0}，等了 {1} 秒。",
      en: "Another program is writing {0}; waited {1} seconds."),
    CatalogueEntry(
      "store.busy.hint", zh: "稍等再试一次；什么都没有写入。", en: "Try again shortly; nothing was written."),
    CatalogueEntry(
      "store.map-full", zh: "账本 {0} 已满（上限 {1} 字节），这次的修改全部撤回。",
      en: "The store {0} is full (limit {1} bytes); this change was taken back whole."),
    CatalogueEntry(
      "store.map-full.hint", zh: "把环境变量 TAIZHANG_MAP_SIZE_BYTES 调大，或去掉它，再试一次。",
      en: "Raise the environment variable TAIZHANG_MAP_SIZE_BYTES, or unset it, and try again."),
    CatalogueEntry(
      "store.disk-full", zh: "{0} 所在的磁盘满了，没写完的已全部撤回。",
      en: "The disk of {0} is full; what was being written was taken back whole."),
    CatalogueEntry(
      "store.disk-full.hint", zh: "腾出空间后再试一次；已入账的都在。",
      en: "Free some space and try again; all that was entered before is there."),
    CatalogueEntry("store.read-only", zh: "{0} 只能读，不能写。", en: "{0} may be read but not written."),
    CatalogueEntry(
      "store.read-only.hint", zh: "检查目录的权限、磁盘是否只读挂载，或换一个账本目录。",
      en:
        "See the directory's permissions and whether the disk is mounted read-only, or use another store."
    ),
    CatalogueEntry("store.io", zh: "读写 {0} 失败：{1}", en: "Reading or writing {0} failed: {1}"),
    CatalogueEntry(
      "store.io.hint", zh: "检查磁盘；再运行 taizhang check 看账本是否完好。",
      en: "See to the disk, then run taizhang check."),
  ]

  private static let contents: [CatalogueEntry] = [
    CatalogueEntry(
      "store.corrupt", zh: "表 {0} 的 {1} 坏了：{2}", en: "Table {0}, key {1} is damaged: {2}"),
    CatalogueEntry(
      "store.corrupt.hint",
      zh: "不要再写；运行 taizhang check --deep 看有多少，再从备份恢复或从汇总点重新同步。",
      en:
        "Write no more; see how much with taizhang check --deep, then restore a backup or sync anew."
    ),
    CatalogueEntry(
      "store.corrupt.data.mdb", zh: "数据文件 {0} 坏了（{1}）：{2}",
      en: "The data file {0} is damaged ({1}): {2}"),
    CatalogueEntry(
      "store.corrupt.data.mdb.hint",
      zh: "不要再写；taizhang check 指出坏在哪里，再从备份恢复：taizhang restore 备份目录 --store 新目录。",
      en: "Write no more; taizhang check says where, taizhang restore DIR --store NEW mends it."),
    CatalogueEntry(
      "store.no-such-ledger", zh: "账本里没有台账 {0}。",
      en: "The store does not hold the ledger {0}."),
    CatalogueEntry(
      "store.no-such-ledger.hint", zh: "taizhang ledger list 列出本机有的和汇总点授予的台账。",
      en: "taizhang ledger list names those held here and those that the hub has granted."),
    CatalogueEntry("store.bad-ledger-id", zh: "{0} 不能作台账编号。", en: "{0} cannot be a ledger's id."),
    CatalogueEntry(
      "store.bad-ledger-id.hint", zh: "用行政区划代码这样的短编号，例如 411702。",
      en: "Use a short id such as a county's code, 411702."),
    CatalogueEntry("store.no-such-record", zh: "没有记录 {0}。", en: "There is no record {0}."),
    CatalogueEntry(
      "store.no-such-record.hint", zh: "用 taizhang search 找到它的编号。",
      en: "Find its id with taizhang search."),
  ]

  private static let acts: [CatalogueEntry] = [
    CatalogueEntry(
      "store.siblings-changed", zh: "记录 {0} 的 {1} 刚刚又来了别的值，这次没有写入。",
      en: "Another value of {1} of record {0} has arrived since; nothing was written."),
    CatalogueEntry(
      "store.siblings-changed.hint", zh: "再看一遍：taizhang conflicts list，然后重新决定。",
      en: "Look again with taizhang conflicts list, then decide anew."),
    CatalogueEntry(
      "store.frozen", zh: "身份 {0} 在两台机器上写过不同的修改，已停用。",
      en: "The identity {0} has written different changes on two machines and is frozen."),
    CatalogueEntry(
      "store.frozen.hint",
      zh: "在其中一台（复制来的那台）运行 taizhang identity renew：未发的修改会用新身份重新写入；再告诉汇总点是哪两台机器。",
      en:
        "Run taizhang identity renew on one of them, the copy: what is unsent there is made again under a new identity. Tell the hub's keeper which two machines they are."
    ),
    CatalogueEntry("store.not-permitted", zh: "{0} 不归 {1} 做。", en: "{0} is not for the role {1}."),
    CatalogueEntry(
      "store.not-permitted.hint", zh: "请有权的单位来做。", en: "Ask the office whose task it is."),
    CatalogueEntry(
      "store.not-permitted.store-files", zh: "本账号无权打开 {0}；看账本也要能写它的 lock.mdb。",
      en: "This account may not open {0}; a store is read only by who may write its lock.mdb."),
    CatalogueEntry(
      "store.not-permitted.store-files.hint",
      zh: "请账本的主人给权限（chown，或 chmod g+rw 加用户组），或用他的账号运行。",
      en: "Have the owner give the files to this account or its group (chown, chmod g+rw)."),
    CatalogueEntry(
      "store.not-permitted.observer", zh: "本机以旁观身份（{1}）加入，只能看，不能写。",
      en: "This store joined as an {1}: it reads and does not write."),
    CatalogueEntry(
      "store.not-permitted.observer.hint",
      zh: "请管这条记录的单位来改；自己要写，请汇总点另发 county 或 department 的邀请，在新目录里 taizhang join。",
      en:
        "Have the record's own office change it; to write here, ask the hub for an invitation as county or department and taizhang join from a new directory."
    ),
    CatalogueEntry(
      "store.beyond-account", zh: "账号“{0}”无权写入：{1}。", en: "The account \"{0}\" may not write {1}."),
    CatalogueEntry(
      "store.beyond-account.hint", zh: "账号只能写本角色、本县区的内容；请有权的账号来做。",
      en: "An account writes what its role and its county may; ask one that may."),
    CatalogueEntry(
      "store.invalid-change", zh: "这项修改无法入账：{0}（第 {1} 字节）",
      en: "This change cannot be recorded: {0} (at byte {1})"),
    CatalogueEntry(
      "store.invalid-change.reason-too-long", zh: "理由太长：上限 4 KiB（4096 字节，约 1300 个汉字）。",
      en: "The reason is too long: the limit is 4 KiB (4096 bytes)."),
    CatalogueEntry(
      "store.invalid-change.reason-too-long.hint", zh: "缩短 --reason；长的说明写进记录的文字字段，或作附件。",
      en: "Shorten --reason; a long text goes into a field of the record, or is attached."),
    CatalogueEntry(
      "store.invalid-change.author-too-long", zh: "经办人的名字太长：上限 256 字节。",
      en: "The author's name is too long: the limit is 256 bytes."),
    CatalogueEntry(
      "store.invalid-change.author-too-long.hint", zh: "缩短 --author（或 TAIZHANG_AUTHOR）。",
      en: "Shorten --author (or TAIZHANG_AUTHOR)."),
    CatalogueEntry(
      "store.invalid-change.value-too-large", zh: "有一个值太长：上限 1 MiB。",
      en: "A value is too long: the limit is 1 MiB."),
    CatalogueEntry(
      "store.invalid-change.value-too-large.hint", zh: "缩短文字，或把它作附件：taizhang attach add。",
      en: "Shorten the text, or attach it as a file: taizhang attach add."),
    CatalogueEntry(
      "store.invalid-change.change-too-large", zh: "一次写入的内容太多：上限 4 MiB。",
      en: "The change is too large: the limit is 4 MiB."),
    CatalogueEntry(
      "store.invalid-change.change-too-large.hint", zh: "分几次写；put 用较小的 --batch。",
      en: "Write it in several changes; with put, use a smaller --batch."),
    CatalogueEntry(
      "store.invalid-change.no-operations", zh: "一个字段也没有给出，什么也没有保存。",
      en: "No field is given, so nothing was saved."),
    CatalogueEntry(
      "store.invalid-change.no-operations.hint", zh: "至少给出一个字段，写作 字段=值。",
      en: "Give at least one field, as FIELD=VALUE."),
    CatalogueEntry(
      "store.invalid-change.hint", zh: "减小文字或一次写入的条数再试。",
      en: "Try with shorter texts or fewer records at a time."),
  ]

  /// What `check` and `verify` find: `check.<code>`, the gap is the detail.
  private static let findings: [CatalogueEntry] = [
    CatalogueEntry(
      "check.arrival-bytes", zh: "到达表的一条读不懂：{0}", en: "an unreadable entry of arrival: {0}"),
    CatalogueEntry(
      "check.arrival-mismatch", zh: "到达表与日志对不上：{0}", en: "arrival and log disagree: {0}"),
    CatalogueEntry(
      "check.arrival-order", zh: "修改排在它所依据的修改之前：{0}",
      en: "a change stands before what it had seen: {0}"),
    CatalogueEntry("check.bad-signature", zh: "签名不对：{0}", en: "a signature does not hold: {0}"),
    CatalogueEntry("check.broken-chain", zh: "哈希链断了：{0}", en: "the hash chain is broken: {0}"),
    CatalogueEntry(
      "check.change-bytes", zh: "修改的字节读不懂：{0}", en: "a change that cannot be read: {0}"),
    CatalogueEntry(
      "check.deps-after-change", zh: "修改依据了还没到的修改：{0}", en: "a change depends on a later one: {0}"),
    CatalogueEntry(
      "check.head-without-log", zh: "链头在日志里没有：{0}", en: "a head that the log does not hold: {0}"),
    CatalogueEntry(
      "check.misplaced-change", zh: "修改放错了位置：{0}",
      en: "a change at a place that is not its own: {0}"),
    CatalogueEntry(
      "check.missing-derived", zh: "推算表缺一条：{0}", en: "a derived entry is missing: {0}"),
    CatalogueEntry("check.missing-head", zh: "缺少链头：{0}", en: "a chain has no head: {0}"),
    CatalogueEntry(
      "check.not-derivable", zh: "推算不出这张表：{0}", en: "the table cannot be derived: {0}"),
    CatalogueEntry(
      "check.record-bytes", zh: "记录的字节读不懂：{0}", en: "a record that cannot be read: {0}"),
    CatalogueEntry(
      "check.unsigned-end", zh: "链尾没有签名：{0}", en: "the end of a chain is not signed: {0}"),
    CatalogueEntry(
      "check.wrong-derived", zh: "推算表的一条与日志不符：{0}", en: "a derived entry differs from the log: {0}"),
    CatalogueEntry("check.wrong-head", zh: "链头与日志不符：{0}", en: "a head differs from the log: {0}"),
    CatalogueEntry(
      "check.wrong-note", zh: "本机记事与校验和不符：{0}", en: "a local note is not what was written: {0}"),
    CatalogueEntry(
      "check.missing-note", zh: "本机记事缺一条：{0}", en: "a local note is missing: {0}"),
    CatalogueEntry(
      "check.base-bytes", zh: "压缩后的基底与其指纹不符：{0}",
      en: "the base that was compacted is not what was written: {0}"),
    CatalogueEntry(
      "check.stub-above-base", zh: "压缩基底之外的一项修改只剩头部：{0}",
      en: "a change outside the compacted base has lost its content: {0}"),
    CatalogueEntry(
      "check.hint.note",
      zh: "录入的数据在日志里，没有坏：从备份恢复（taizhang restore 备份目录 --store 新目录），再与汇总点同步。",
      en:
        "What was entered stands in the log: restore a backup (taizhang restore DIR --store NEW), then sync."
    ),
    CatalogueEntry(
      "check.hint.log",
      zh: "日志坏了：不要再写，从备份恢复（taizhang restore 备份目录 --store 新目录），再与汇总点同步。",
      en:
        "The log is damaged: write no more, restore a backup (taizhang restore DIR --store NEW), then sync."
    ),
    CatalogueEntry(
      "check.hint.derived",
      zh:
        "日志是好的。先把没有发出的修改存下来（taizhang bundle create 文件），再从备份恢复或向汇总点重新加入，最后并入那个包。",
      en:
        "The log is sound. Keep what is unsent first (taizhang bundle create FILE), then restore a backup or join anew, and have the bundle applied."
    ),
  ]
}
