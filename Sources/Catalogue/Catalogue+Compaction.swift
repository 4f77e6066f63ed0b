// Sentences of snapshots and compaction: what is kept, what came as a snapshot, what was refused.

extension Catalogue {
  /// Snapshots, bases and compaction.
  static let compaction: [CatalogueEntry] = snapshotRefusals + pastLost

  /// What the past no longer tells, and where it may still be told.
  private static let pastLost: [CatalogueEntry] = [
    CatalogueEntry(
      "history.compacted",
      zh: "更早的修改已并入 {0} 的基准（压缩，或随快照而来），这里不再逐条列出；现在的值照旧。",
      en:
        "Earlier changes stand in the base of {0} (compacted, or come as a snapshot) and are not listed one by one; the value of now stands."
    ),
    CatalogueEntry(
      "history.compacted.hint",
      zh:
        "更早的沿革在那以前的备份里：taizhang restore 备份 --store 新目录，再 taizhang history {0} --store 新目录；汇总点那里可能也还有。",
      en:
        "A backup from before has them: taizhang restore BACKUP --store NEW, then taizhang history {0} --store NEW; the hub's store may still have them too."
    ),
    CatalogueEntry(
      "failure.compacted",
      zh: "记录 {0} 在 {1} 时的样子这里说不出：那以前的修改已并入 {2} 的基准，不再逐条保存。现在的值照旧。",
      en:
        "What record {0} was at {1} cannot be told here: its changes stand in the base of {2}, no longer one by one. The value of now stands."
    ),
    CatalogueEntry(
      "failure.compacted.hint",
      zh: "现在的值：taizhang show {0}。当时的值在那以前的备份里：taizhang restore 备份 --store 新目录。",
      en:
        "The value of now: taizhang show {0}. A backup from before tells the past: taizhang restore BACKUP --store NEW."
    ),
    CatalogueEntry(
      "failure.compacted-write",
      zh: "{0} 写过什么这里不再保存：它已并入 {1} 的基准。现在的值照旧。",
      en: "What {0} wrote is no longer kept: it stands in the base of {1}. The value of now stands."
    ),
    CatalogueEntry(
      "failure.compacted-write.hint",
      zh: "在那以前的备份里查到旧值（taizhang restore 备份 --store 新目录），再用 taizhang set 写回。",
      en:
        "Find the value in a backup from before (taizhang restore BACKUP --store NEW) and write it with taizhang set."
    ),
  ]

  private static let snapshotRefusals: [CatalogueEntry] = [
    CatalogueEntry(
      "store.below-base", zh: "台账 {0} 的早期修改已压缩，这里不再逐条保存。",
      en: "Early changes of ledger {0} were compacted and are no longer kept one by one."),
    CatalogueEntry(
      "store.below-base.hint", zh: "先取一份快照（taizhang sync 会自动取），再补后来的修改；本机未发的修改会保留。",
      en: "Take a snapshot first (taizhang sync does), then the changes since; unsent edits stay."),
    CatalogueEntry(
      "store.settled-by-base", zh: "台账 {0} 里相关的修改已压缩，不能再改判是否算数。",
      en: "The changes concerned were compacted in ledger {0}: whether they count is settled."),
    CatalogueEntry(
      "store.settled-by-base.hint",
      zh: "从压缩之前的备份里查出这些修改，逐条改回；撤销成员时用 --after 指明压缩之后的序号。",
      en:
        "Find them in a backup from before and set them right one by one; revoke with --after beyond."
    ),
    CatalogueEntry(
      "store.bootstrap-unfinished", zh: "台账 {0} 正在由快照建立，或上次没有建完。",
      en: "Ledger {0} is being made from a snapshot, or was left half made."),
    CatalogueEntry(
      "store.bootstrap-unfinished.hint", zh: "运行 taizhang sync，从断处接着建；本机未发的修改都在。",
      en: "Run taizhang sync: it goes on from there. Nothing typed here is lost."),
    CatalogueEntry(
      "store.bad-snapshot", zh: "快照文件 {0} 不能用：{1}", en: "The snapshot {0} cannot be used: {1}"),
    CatalogueEntry(
      "store.bad-snapshot.hint", zh: "什么也没有改变；再同步一次，重新取一份。",
      en: "Nothing has changed. Sync again to fetch another."),
    CatalogueEntry(
      "store.no-such-file", zh: "打不开文件 {0}：{1}", en: "The file {0} cannot be opened: {1}"),
    CatalogueEntry(
      "store.no-such-file.hint", zh: "核对路径和权限。", en: "Check its path and permissions."),
  ]
}
