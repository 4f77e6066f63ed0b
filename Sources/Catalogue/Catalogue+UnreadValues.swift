// What is said of values in a sheet that their fields do not have, by commands and on the preview's
// page: each once, with what a person may say of it.

extension Catalogue {
  /// Values that are none of their fields', and dates without a day.
  static let unreadValues: [CatalogueEntry] = [
    CatalogueEntry(
      "import.problem.cell-coarse-date", zh: "{1}：“{2}”没有写到日，这一格不导入",
      en: "{1}: “{2}” does not name a day; this cell is left out"),
    CatalogueEntry(
      "import.problem.cell-coarse-date.hint",
      zh: "这一行其余各格照常。知道是哪一天，在 {0} 写到日，或加 --read-as '{3}=2024-06-30'（改成那一天）。",
      en:
        "The rest of the row is not touched. Once the day is known write it into {0}, or give --read-as '{3}=2024-06-30' with that day."
    ),
    CatalogueEntry(
      "page.import.problem.cell-coarse-date.hint",
      zh: "这一行其余各格照常。知道是哪一天，在上面“没有认出的值”里填，或在 {0} 写到日。",
      en:
        "The rest of the row is not touched. Once the day is known type it under “Values not known” above, or write it into {0}."
    ),
    CatalogueEntry(
      "import.problem.cell-heading", zh: "{1}：“{2}”是表里的分类标题，不是可填的值，这一格不导入",
      en: "{1}: “{2}” is a heading of the list and none of the values; this cell is left out"),
    CatalogueEntry(
      "import.problem.cell-heading.hint",
      zh: "这一行其余各格照常。要填，在 {0} 写可填的值，或加 --read-as '{3}=…'。",
      en:
        "The rest of the row is not touched. To fill it in, write one of the values into {0}, or give --read-as '{3}=…'."
    ),
    CatalogueEntry(
      "page.import.problem.cell-heading.hint",
      zh: "这一行其余各格照常。要填，在上面“没有认出的值”里选，或在 {0} 写可填的值。",
      en:
        "The rest of the row is not touched. To fill it in choose under “Values not known” above, or write one of the values into {0}."
    ),
    CatalogueEntry(
      "import.unread",
      zh: "{0}：“{1}”不是可填的值，有 {2} 格（{3} 起）；加 --read-as '{4}=…'，都按它读（- 跳过这些格子）",
      en:
        "{0}: “{1}” is none of its values, in {2 cell} from {3} on; --read-as '{4}=…' reads them all so (- leaves them out)"
    ),
    CatalogueEntry(
      "import.unread-near",
      zh:
        "{0}：“{1}”不是可填的值，有 {2} 格（{3} 起），最接近：{5}；加 --read-as '{4}=…'，都按它读（- 跳过这些格子）",
      en:
        "{0}: “{1}” is none of its values, in {2 cell} from {3} on; the nearest: {5}; --read-as '{4}=…' reads them all so (- leaves them out)"
    ),
    CatalogueEntry(
      "import.unread-left",
      zh: "{0}：“{1}”是分类标题，有 {2} 格（{3} 起）没有导入；加 --read-as '{4}=…'，都按它读",
      en:
        "{0}: “{1}” is a heading, in {2 cell} from {3} on, left out; --read-as '{4}=…' reads them all so"
    ),
    CatalogueEntry(
      "import.unread-date",
      zh: "{0}：“{1}”没有写到日，有 {2} 格（{3} 起）没有导入；加 --read-as '{4}=2024-06-30'，都按那一天读",
      en:
        "{0}: “{1}” does not name a day, in {2 cell} from {3} on, left out; --read-as '{4}=2024-06-30' reads them all as that day"
    ),
    CatalogueEntry(
      "failure.idle-read-as", zh: "表里没有“{0}”这个要改读的值",
      en: "The sheet has no value “{0}” to be read otherwise"),
    CatalogueEntry(
      "failure.idle-read-as.hint", zh: "用 --dry-run 看哪些值没有认出，照抄那里的 --read-as。",
      en: "See with --dry-run which values are not known, and copy --read-as from there."),
    CatalogueEntry("failure.bad-read-as", zh: "看不懂 {0}", en: "{0} is not FIELD:WORD=VALUE"),
    CatalogueEntry(
      "failure.bad-read-as.hint",
      zh: "写 --read-as 字段:表里的词=可填的值，例如 --read-as category:制造业=工业类；只用于选项、日期和是否。",
      en:
        "Write --read-as FIELD:WORD=VALUE, such as category:制造业=工业类; it is for choices, dates and yes or no."
    ),
    CatalogueEntry(
      "book.unknown-kind", zh: "这不是电子表格，也认不出是哪一种文件",
      en: "This is no spreadsheet, nor any kind of file that is known"),
    CatalogueEntry(
      "import.problem.cell-county.hint", zh: "写县区的名称或代码：{0}；开发区写代码，如 411702-gx",
      en:
        "Write the county's name or code: {0}; for a development zone its code, such as 411702-gx"
    ),
    CatalogueEntry("page.import-unread", zh: "没有认出的值", en: "Values not known"),
    CatalogueEntry(
      "page.import-unread-hint", zh: "每个值选一次，对所有写着它的格子都算；再“按选择重新预览”。日期写到日，填 - 就不导这些格子。",
      en:
        "Each is said once for all cells that hold it; then preview again. A date names its day; - leaves the cells out."
    ),
    CatalogueEntry(
      "page.import-unread-rejects", zh: "{0} 格，{1} 起；没有选，这些行不收",
      en: "{0 cell} from {1} on; until it is said these rows are rejected"),
    CatalogueEntry(
      "page.import-unread-leaves", zh: "{0} 格，{1} 起；没有填，只这些格子不导",
      en: "{0 cell} from {1} on; until it is said these cells alone are left out"),
    CatalogueEntry(
      "page.import-unread-said", zh: "{0} 格，{1} 起；按选定的读",
      en: "{0 cell} from {1} on; read as chosen"),
    CatalogueEntry("page.import-unread-means", zh: "{0}：“{1}”是", en: "{0}: “{1}” means"),
    CatalogueEntry("page.import-unread-leave", zh: "这些格子不导", en: "leave these cells out"),
    CatalogueEntry(
      "page.import-unread-more", zh: "……还有 {0} 个值没有列出；先选好上面的，再看下一批",
      en: "… and {0} more values; say the ones above, and the next are shown"),
  ]
}
