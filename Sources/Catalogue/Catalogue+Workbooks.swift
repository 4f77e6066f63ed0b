// What writing a workbook says: what was cut, what does not fit, what cannot be written.

extension Catalogue {
  static let workbookFiles: [CatalogueEntry] = [
    CatalogueEntry(
      "workbook.cut", zh: "……（超过一格所能容纳，此处截断；全文 {0} 字）",
      en: "… (more than a cell can hold, cut here; {0} characters in all)"),
    CatalogueEntry("workbook.stamp", zh: "导出标记", en: "Export mark"),
    CatalogueEntry(
      "workbook.stamp.note", zh: "导入时靠这一页分辨哪些格子改过；请不要改动或删除",
      en: "By this sheet an import tells which cells were edited; leave it as it is"),
    CatalogueEntry(
      "workbook.foot", zh: "第 {0} 页，共 {1} 页",
      en: "Page {0} of {1}"),
    CatalogueEntry(
      "workbook.unwritable", zh: "工作簿 {0} 写不出来：{1}",
      en: "Workbook {0} cannot be written: {1}"),
    CatalogueEntry(
      "workbook.unwritable.hint", zh: "检查文件夹是否存在、能否写入、磁盘是否已满，文件是否正被打开",
      en: "Check that the folder exists and is writable, the disk has room and the file is not open"
    ),
    CatalogueEntry(
      "workbook.unfit", zh: "表“{0}”放不进工作簿：{1}",
      en: "Sheet “{0}” does not fit: {1}"),
    CatalogueEntry(
      "workbook.unfit.hint", zh: "按县区或批次分开导出",
      en: "Export it by county or by batch"),
    CatalogueEntry(
      "workbook.archive", zh: "压缩包写不出来（{0}）：{1}",
      en: "The archive cannot be made ({0}): {1}"),
    CatalogueEntry(
      "workbook.archive.hint", zh: "检查内存和磁盘空间后重试",
      en: "Check memory and disk, then try again"),
    CatalogueEntry(
      "workbook.unreadable", zh: "压缩包读不出来（{0}）：{1}",
      en: "The archive cannot be read ({0}): {1}"),
    CatalogueEntry(
      "workbook.unreadable.hint", zh: "重新取得这个文件",
      en: "Get the file again"),
  ]
}
