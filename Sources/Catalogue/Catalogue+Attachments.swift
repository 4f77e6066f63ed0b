// Files beside records: what `attach` says, and why a file was refused by the store or the hub.

extension Catalogue {
  /// Attachments.
  static let attachments: [CatalogueEntry] =
    attachmentWords + attachmentFailures + attachmentRefusals

  private static let attachmentWords: [CatalogueEntry] = [
    CatalogueEntry(
      "attach.added", zh: "已附上：{0}（指纹 {1}…，{2} 字节）", en: "Attached: {0} (SHA-256 {1}…, {2} bytes)"),
    CatalogueEntry(
      "attach.cut", zh: "“{0}”不完整，没有到结尾就断了。没有收下。",
      en: "“{0}” breaks off before its end. It was not taken."),
    CatalogueEntry(
      "attach.cut.hint", zh: "照片请从相机或手机里重新取一次；其他文件请在保存它的设备上打开，看是否完整，重新导出或复制。",
      en:
        "Take a photo from the camera or phone again; open any other file where it was made, see that it is whole, and save or copy it again."
    ),
    CatalogueEntry(
      "attach.columns", zh: "编号|文件名|字节|指纹|状态", en: "id|file|bytes|SHA-256|state"),
    CatalogueEntry("attach.column", zh: "文件", en: "file"),
    CatalogueEntry("attach.title", zh: "附件（{0}）", en: "Attachments ({0})"),
    CatalogueEntry("attach.here", zh: "在本机", en: "here"),
    CatalogueEntry("attach.missing", zh: "未取回", en: "missing"),
    CatalogueEntry(
      "attach.missing-count", zh: "{0} 个文件不在本机；要取回：taizhang attach fetch --all",
      en: "{0} files are not here; to bring them: taizhang attach fetch --all"),
    CatalogueEntry(
      "attach.missing-here",
      zh: "{0} 个文件不在本机；等添加它们的单位同步，或请它们用 taizhang bundle create --with-attachments 打包送来。",
      en:
        "{0} files are not here; they come when the offices that added them sync, or in a bundle that these make with taizhang bundle create --with-attachments"
    ),
    CatalogueEntry(
      "attach.got", zh: "{0} 已写到 {1}（{2} 字节，指纹相符）",
      en: "{0} written to {1} ({2} bytes, SHA-256 verified)"),
    CatalogueEntry("attach.fetched", zh: "取回 {0} 个文件，{1} 字节", en: "Fetched {0} files, {1} bytes"),
    CatalogueEntry(
      "attach.unavailable", zh: "汇总点也没有 {0}（{1}）；等添加它的单位同步。",
      en: "The hub has not got {0} ({1}) either; it comes when the office that added it syncs."),
    CatalogueEntry("attach.verified", zh: "附件完好（{0}）", en: "The attachments are sound ({0})"),
    CatalogueEntry(
      "attach.synced", zh: "附件：送出 {0} 个，还有 {1} 个下次再送",
      en: "Attachments: {0} sent, {1} left for the next time"),
    CatalogueEntry(
      "attach.send-failed", zh: "附件没有送完：{0} 台账已同步；下次接着送。",
      en: "Not all attachments were sent: {0} The ledger is exchanged; they go on the next time."),
    CatalogueEntry(
      "check.blob-damaged", zh: "附件的内容与指纹不符：{0}", en: "An attachment is not what its hash says: {0}"
    ),
    CatalogueEntry(
      "check.hint.blob",
      zh: "台账没坏：taizhang attach fetch --all 从汇总点重取，或把原文件再 attach add 一次。",
      en:
        "The ledger is sound: taizhang attach fetch --all brings the file from the hub, or attach add it again."
    ),
  ]

  private static let attachmentFailures: [CatalogueEntry] = [
    CatalogueEntry("failure.no-such-attachment", zh: "没有附件 {0}", en: "There is no attachment {0}"),
    CatalogueEntry(
      "failure.no-such-attachment.hint", zh: "taizhang attach list 列出有哪些。",
      en: "See what there is with taizhang attach list."),
    CatalogueEntry(
      "failure.ambiguous-attachment", zh: "{0} 有几个附件", en: "{0} means several attachments"),
    CatalogueEntry("failure.ambiguous-attachment.hint", zh: "选一个：{1}", en: "Choose one of: {1}"),
    CatalogueEntry(
      "failure.attachment-missing", zh: "附件 {1} 不在本机（{0}）", en: "The file {1} is not here ({0})"),
    CatalogueEntry(
      "failure.attachment-missing.hint",
      zh: "汇总点有了以后：taizhang attach fetch {0}；或请添加它的单位先同步。",
      en: "Once the hub has it: taizhang attach fetch {0}; or ask the office that added it to sync."
    ),
    CatalogueEntry(
      "failure.takes-no-attachment", zh: "{0}不能直接带附件", en: "A record of {0} takes no file"),
    CatalogueEntry(
      "failure.takes-no-attachment.hint", zh: "附到它的项目上，或附到：{1}",
      en: "Attach it to the project, or to one of: {1}"),
    CatalogueEntry(
      "failure.fetch-needs-id", zh: "没有写要取回哪个附件", en: "Which file to fetch was not given"),
    CatalogueEntry(
      "failure.fetch-needs-id.hint", zh: "写附件的编号，或 --all 取回全部。",
      en: "Give an attachment's id, or --all."),
  ]

  private static let attachmentRefusals: [CatalogueEntry] = [
    CatalogueEntry("store.no-such-blob", zh: "本机没有文件 {0}。", en: "The file {0} is not here."),
    CatalogueEntry(
      "store.no-such-blob.hint", zh: "取回：taizhang attach fetch {0}",
      en: "Bring it with taizhang attach fetch {0}"),
    CatalogueEntry("store.unreadable-file", zh: "读不了 {0}：{1}", en: "Cannot read {0}: {1}"),
    CatalogueEntry(
      "store.unreadable-file.hint", zh: "写一个存在、可读的普通文件。", en: "Name a plain file that may be read."),
    CatalogueEntry(
      "store.blob-too-large", zh: "{0} 有 {1} 字节，附件最大 {2} 字节。",
      en: "{0} has {1} bytes; an attachment has at most {2}."),
    CatalogueEntry(
      "store.blob-too-large.hint", zh: "压缩或分成几个文件再附。", en: "Compress it or split it first."),
    CatalogueEntry(
      "store.blob-damaged", zh: "文件 {0} 的内容坏了，已移到 {1}。",
      en: "The bytes of file {0} are damaged; it was moved to {1}."),
    CatalogueEntry(
      "store.blob-damaged.hint",
      zh: "重取：taizhang attach fetch {0}，或把原文件再 attach add 一次；并检查磁盘。",
      en:
        "Bring it again with taizhang attach fetch {0}, or attach add the original; and see to the disk."
    ),
    CatalogueEntry(
      "store.blob-mismatch", zh: "传来的文件指纹是 {1}，应为 {0}；已丢弃。",
      en: "The file that came has the SHA-256 {1} instead of {0}; it was dropped."),
    CatalogueEntry(
      "store.blob-mismatch.hint", zh: "再传一次；台账没有改动。", en: "Transfer it again; nothing was changed."),
    CatalogueEntry(
      "store.blob-offset", zh: "文件 {0} 该从第 {1} 字节接着传。", en: "File {0} goes on at byte {1}."),
    CatalogueEntry(
      "store.blob-offset.hint", zh: "再同步一次即可接着传。", en: "Sync again and it goes on there."),
    CatalogueEntry(
      "sync.serve-running", zh: "已有一个节点在用这个账本提供服务（进程 {0}）：{1}",
      en: "Another node serves this store already (process {0}): {1}"),
    CatalogueEntry(
      "sync.serve-running.hint", zh: "用那一个；要停掉它：kill {0}。其他命令照常可用。",
      en: "Use that one; to stop it: kill {0}. Every other command works beside it."),
    CatalogueEntry("sync.no-such-blob", zh: "汇总点没有文件 {0}。", en: "The hub has no file {0}."),
    CatalogueEntry(
      "sync.no-such-blob.hint", zh: "等添加它的单位同步，再 taizhang attach fetch {0}",
      en: "Wait until the office that added it has synced, then taizhang attach fetch {0}"),
    CatalogueEntry(
      "sync.blob-offset", zh: "这一段不接着上一段：该从第 {0} 字节开始。",
      en: "The part does not follow the last one: it begins at byte {0}."),
    CatalogueEntry(
      "sync.blob-offset.hint", zh: "从那里接着传。", en: "Go on from there."),
    CatalogueEntry(
      "sync.blob-mismatch", zh: "各段拼成的文件指纹不是 {0}，已丢弃。",
      en: "The parts make a file whose SHA-256 is not {0}; they were dropped."),
    CatalogueEntry(
      "sync.blob-mismatch.hint", zh: "从头再传；若还不对，运行 taizhang attach verify。",
      en: "Send it from the start; if it happens again, run taizhang attach verify."),
  ]
}
