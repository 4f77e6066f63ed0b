// Sentences of snapshots and compaction: what is kept, what came as a snapshot, what was refused.

extension Catalogue {
  /// Snapshots, bases and compaction.
  static let compaction: [CatalogueEntry] = snapshotRefusals

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
