// Sentences of the pages where files go in and out: imports with their previews, downloads, files
// that join a record.

extension Catalogue {
  /// Imports and downloads.
  static let pageImports: [CatalogueEntry] = importForms + importPreviews + uploads + recordFiles

  private static let importForms: [CatalogueEntry] = [
    CatalogueEntry("page.imports", zh: "导入导出", en: "Spreadsheets"),
    CatalogueEntry("page.import", zh: "导入表格", en: "Import a spreadsheet"),
    CatalogueEntry("page.import-file", zh: "文件（.xlsx、.xls、.csv）", en: "File (.xlsx, .xls, .csv)"),
    CatalogueEntry("page.import-collection", zh: "表里是", en: "Rows are"),
    CatalogueEntry("page.import-waiting", zh: "送来还没导完的文件", en: "Files that wait to be imported"),
    CatalogueEntry("page.import-look", zh: "先看会怎样", en: "Show what it would do"),
    CatalogueEntry(
      "page.import-hint", zh: "这一步不写入任何内容；最大 {0} MB，表头按常用叫法自动认。",
      en:
        "Nothing is written at this step. At most {0} MB; headers are known by their usual wordings."
    ),
    CatalogueEntry(
      "page.import-reader", zh: "这里只能看，不能导入。", en: "Nothing can be imported here: reading only."),
    CatalogueEntry(
      "page.import-county", zh: "你的账号只导入{0}的行；其他县区的行不收，并逐行说明。",
      en:
        "Your account imports rows of {0}; rows of other counties are rejected, each with its reason."
    ),
    CatalogueEntry("page.import-past", zh: "导入记录", en: "Imports so far"),
    CatalogueEntry("page.import-none", zh: "还没有导入过。", en: "Nothing has been imported."),
    CatalogueEntry("page.import-when", zh: "时间", en: "When"),
    CatalogueEntry("page.import-who", zh: "经办", en: "By"),
    CatalogueEntry("page.import-rows", zh: "行", en: "Rows"),
    CatalogueEntry("page.import-counts", zh: "新建 {0}，修改 {1}", en: "{0} new, {1} changed"),
    CatalogueEntry("page.import-undo", zh: "撤销……", en: "Take back…"),
    CatalogueEntry("page.import-undone", zh: "{0} 已撤销", en: "taken back {0}"),
    CatalogueEntry("page.export", zh: "导出表格", en: "Download as a spreadsheet"),
    CatalogueEntry("page.export-list", zh: "导出 .xlsx", en: "Download .xlsx"),
    CatalogueEntry("page.export-ledger", zh: "台账（可改好再导入）", en: "The ledger (edit and import)"),
    CatalogueEntry("page.export-plan", zh: "投资计划表", en: "The investment plan"),
    CatalogueEntry(
      "page.export-hint", zh: "导出的台账改好后可以再导入：只改动过的格子会写入，id 一列不要动。",
      en: "Edit the ledger and import it: only edited cells are written. Leave the id column alone."
    ),
    CatalogueEntry("page.export-month", zh: "月报表", en: "Reports of a month"),
    CatalogueEntry(
      "page.stop-no-report", zh: "{0} 没有可列入“{1}”的项目。", en: "No project of {0} belongs in “{1}”."),
    CatalogueEntry(
      "page.stop-no-report.hint", zh: "换一个月份；月报、旬报要先报送。",
      en: "Choose another month; reports of the month must be handed in first."),
    CatalogueEntry(
      "page.stop-export-disk", zh: "表格没有做成：{0}。", en: "The spreadsheet was not made: {0}."),
    CatalogueEntry(
      "page.stop-export-disk.hint", zh: "请检查磁盘空间；台账没有受影响。",
      en: "Check the disk's space; the ledger is not affected."),
  ]

  private static let importPreviews: [CatalogueEntry] = [
    CatalogueEntry(
      "page.import-left-sheet", zh: "工作表“{0}”有项目，这次不导入；文件留着，可以改读它，或者导入这一张以后再读。",
      en:
        "Sheet “{0}” has records and is not part of this; the file is kept: read it instead, or after this one."
    ),
    CatalogueEntry(
      "page.import-left-table", zh: "表头在 {0} 的另一个表，这次不导入；文件留着，可以改读它，或者导入这一个以后再读。",
      en:
        "The other table, whose header is {0}, is not part of this; the file is kept: read it instead, or after this one."
    ),
    CatalogueEntry("page.import-preview", zh: "导入预览", en: "Preview of the import"),
    CatalogueEntry(
      "page.import-summary", zh: "还没有写入。新建 {0}，修改 {1}，未变 {2}，不收 {3}，留下不导 {4}。",
      en: "Nothing is written yet. {0} new, {1} changed, {2} unchanged, {3} rejected, {4} left out."
    ),
    CatalogueEntry("page.import-sheet", zh: "工作表", en: "Sheet"),
    CatalogueEntry("page.import-hidden-sheet", zh: "{0}（隐藏）", en: "{0} (hidden)"),
    CatalogueEntry("page.import-read-this", zh: "改读这个", en: "Read this instead"),
    CatalogueEntry("page.import-read-place", zh: "改读 {0}", en: "Read {0} instead"),
    CatalogueEntry("page.import-go-on", zh: "接着读这个文件", en: "Go on with this file"),
    CatalogueEntry("page.import-head-at", zh: "表头在第几行", en: "Row of the header"),
    CatalogueEntry("page.import-head-other", zh: "表头在别的行，第几行", en: "Another row is the header"),
    CatalogueEntry("page.import-head-find", zh: "自动找表头", en: "Find the header"),
    CatalogueEntry("page.import-columns", zh: "对上的列", en: "Columns read"),
    CatalogueEntry("page.import-ignored", zh: "不认识的列，没有用：{0}", en: "Columns not used: {0}"),
    CatalogueEntry("page.import-map", zh: "哪一列是什么", en: "Which column is which"),
    CatalogueEntry(
      "page.import-map-hint", zh: "认错或认不出的列，在这里指明或跳过，再“按选择重新预览”；只用于这个文件。",
      en:
        "Say what a column is that is not known or taken for another, or pass it over; then preview again. This holds for this file alone."
    ),
    CatalogueEntry("page.import-map-column", zh: "{0} 列“{1}”是", en: "Column {0} “{1}” is"),
    CatalogueEntry(
      "page.import-map-twice", zh: "{0} 列都指明为“{1}”，只能有一列；各列的选择没有采用，请重选。",
      en: "Columns {0} are all named “{1}”; only one can be. No column was changed: choose again."),
    CatalogueEntry("page.import-map-found", zh: "照认出的：{0}", en: "as found: {0}"),
    CatalogueEntry("page.import-map-auto", zh: "——按表头认——", en: "— by its header —"),
    CatalogueEntry("page.import-map-pass", zh: "——跳过这一列——", en: "— pass over —"),
    CatalogueEntry("page.import-map-unused", zh: "——不用——", en: "— not used —"),
    CatalogueEntry(
      "page.import-no-head", zh: "认不出表头。请选哪一行是表头，并指明名称（{0}）是哪一列；没有写入。",
      en:
        "No header was found. Choose the row that is the header and the column of the name ({0}). Nothing was written."
    ),
    CatalogueEntry(
      "page.import-no-head-there",
      zh: "{0} 行认不出表头。请改选工作表或另一行，或者指明名称（{1}）是哪一列；没有写入。",
      en:
        "No header was found in {0}. Choose another sheet or row, or the column of the name ({1}). Nothing was written."
    ),
    CatalogueEntry(
      "page.import-only-hidden", zh: "项目只在隐藏的工作表里。确实要读“{0}”，就选定它，再“按选择重新预览”；没有写入。",
      en:
        "The records are on hidden sheets only. To read “{0}”, choose it and preview again. Nothing was written."
    ),
    CatalogueEntry("page.import-head-row", zh: "表头是第 {0} 行", en: "Row {0} is the header"),
    CatalogueEntry("page.import-head", zh: "表头", en: "Header"),
    CatalogueEntry("page.import-row", zh: "行", en: "Row"),
    CatalogueEntry("page.import-findings", zh: "表里值得看一眼的", en: "Worth a look in the sheet"),
    CatalogueEntry(
      "page.import-clears", zh: "空格子清空原值（只对有 id 的行）",
      en: "Empty cells empty the field (rows with an id)"
    ),
    CatalogueEntry(
      "page.import-skip", zh: "不收的行除外，其余照导", en: "Import the others without the rejected rows"),
    CatalogueEntry(
      "page.import-all-new", zh: "没有选的相似行都按新建",
      en: "Rows that are much alike and not decided are new"),
    CatalogueEntry("page.import-again", zh: "按选择重新预览", en: "Preview with these choices"),
    CatalogueEntry("page.import-apply", zh: "导入 {0} 行", en: "Import {0 row}"),
    CatalogueEntry("page.import-drop", zh: "不导了", en: "Do not import"),
    CatalogueEntry("page.import-change", zh: "{0}：{1} → {2}", en: "{0}: {1} → {2}"),
    CatalogueEntry("page.import-nothing", zh: "（空）", en: "(empty)"),
    CatalogueEntry("page.import-place", zh: "位置", en: "Place"),
    CatalogueEntry("page.import-outcome", zh: "结果", en: "Outcome"),
    CatalogueEntry("page.import-what", zh: "内容", en: "What"),
    CatalogueEntry("page.import-decide", zh: "“{0}”怎么办", en: "What to do with “{0}”"),
    CatalogueEntry("page.import-undecided", zh: "——请选——", en: "— choose —"),
    CatalogueEntry("page.import-is-new", zh: "不是同一个，新建", en: "another one: new"),
    CatalogueEntry("page.import-is", zh: "就是“{0}”（{1}）", en: "the same as “{0}” ({1})"),
    CatalogueEntry(
      "page.import-same-name", zh: "台账里有同名的“{0}”（{1}，{2}）", en: "The ledger has “{0}” ({1}, {2})"),
    CatalogueEntry(
      "page.import-is-of", zh: "就是{2}的“{0}”（{1}）", en: "“{0}” of {2} ({1})"),
    CatalogueEntry("page.import-rename", zh: "是同一个，改名", en: "the same one: rename it"),
    CatalogueEntry(
      "page.layout.emptied",
      zh: "{0}：有 {1} 个格子清空了，台账里的值没有动；要一并清空，勾选“空格子清空原值”再预览",
      en:
        "{0}: {1 cell} emptied, and the values kept; to empty them too, tick “Empty cells empty the field” and preview again"
    ),
    CatalogueEntry(
      "page.import.problem.collided.hint", zh: "这一行先不收。在这一行选用表里的值，还是留台账里的值。",
      en: "The row is held back. Choose in this row: the sheet's value or the ledger's."),
    CatalogueEntry("page.import-sheet-value", zh: "用表里的值", en: "take the sheet's value"),
    CatalogueEntry("page.import-ledger-value", zh: "留台账里的值", en: "keep the ledger's value"),
    CatalogueEntry(
      "page.import-written", zh: "现值由 {0} 在 {1} 写入：{2}", en: "Written by {0} on {1}: {2}"),
    CatalogueEntry("page.import-leave", zh: "这一行不导", en: "leave this row out"),
    CatalogueEntry(
      "page.import-near-name", zh: "与台账里的“{0}”很像（{1}）", en: "Much like “{0}” of the ledger ({1})"),
    CatalogueEntry(
      "page.import-near-row", zh: "与 {1} 的“{0}”很像", en: "Much like “{0}” in {1}"),
    CatalogueEntry(
      "page.import-same-code", zh: "代码与台账里的“{0}”（{1}）相同，名称不同",
      en: "Same code as “{0}” ({1}) of the ledger, under another name"),
    CatalogueEntry(
      "page.import-no-rows", zh: "没有要写入的行。", en: "There is no row to write."),
    CatalogueEntry(
      "page.import-chosen", zh: "已按选择重新预览；看过再导入。没有写入。",
      en: "This is the preview with your choices; look, then import. Nothing was written."),
    CatalogueEntry(
      "page.import-moved", zh: "预览之后台账有了变化，下面是新的预览；没有写入。",
      en: "The ledger has changed since; this is a new preview. Nothing was written."),
    CatalogueEntry(
      "page.import-rejected", zh: "有 {0} 行不收：改好文件重新上传，或勾选“其余照导”。没有写入。",
      en:
        "{0 row} rejected: correct the file, or tick the box to import the others. Nothing was written."
    ),
    CatalogueEntry(
      "page.import-decide-first", zh: "还有 {0} 行与别的很像：请逐行选；只是名称相像的，也可以勾选都按新建。没有写入。",
      en:
        "{0 row} much like others: choose for each; those alike by name alone may all be ticked as new. Nothing was written."
    ),
    CatalogueEntry(
      "page.import-done", zh: "已导入：新建 {0}，修改 {1}。要反悔，在下面的导入记录里撤销。",
      en: "Imported: {0} new, {1} changed. It can be taken back in the list below."),
    CatalogueEntry(
      "page.import-dropped", zh: "没有导入；上传的文件已删除。",
      en: "Nothing was imported; the file that was sent is gone."),
    CatalogueEntry("page.import-undo-title", zh: "撤销导入", en: "Take an import back"),
    CatalogueEntry(
      "page.import-undo-words", zh: "将恢复 {0} 条，归档 {1} 条，保留 {2} 处；作为一次改动写入，历史不删。",
      en:
        "{0} to restore, {1} to archive, {2} kept; written as one change, and nothing of the history is removed."
    ),
    CatalogueEntry("page.import-undo-act", zh: "撤销这次导入", en: "Take this import back"),
    CatalogueEntry("page.import-restore", zh: "恢复原值", en: "restored"),
    CatalogueEntry("page.import-archive", zh: "归档", en: "archived"),
    CatalogueEntry("page.import-keep", zh: "保留", en: "kept"),
    CatalogueEntry("import.left-out", zh: "不导", en: "left out"),
    CatalogueEntry(
      "import.problem.beyond-county", zh: "这一行是{0}的，你的账号只导入{1}",
      en: "This row is of {0}; your account imports those of {1}"),
    CatalogueEntry(
      "import.problem.beyond-county.hint", zh: "删去这一行，或改正县区；别县的由别县的账号导入。",
      en: "Delete the row or correct its county; others' rows are for their accounts."),
  ]

  private static let uploads: [CatalogueEntry] = [
    CatalogueEntry("page.stop-no-file", zh: "没有选文件。", en: "No file was chosen."),
    CatalogueEntry(
      "page.stop-no-file.hint", zh: "返回，选一个文件再上传。", en: "Go back and choose a file."),
    CatalogueEntry(
      "page.stop-one-file", zh: "一次只能上传一个文件。", en: "One file at a time, please."),
    CatalogueEntry(
      "page.stop-file-length", zh: "文件太大，超过 {0} MB，没有收下。",
      en: "The file is larger than {0} MB; it was not taken."),
    CatalogueEntry(
      "page.stop-file-length.hint", zh: "表格请删去图片和多余的工作表，或按县区、批次分成几个文件；照片请用手机导出较小的尺寸。",
      en:
        "Remove pictures and spare sheets or split the spreadsheet; send photos in a smaller size."),
    CatalogueEntry(
      "page.stop-cut-short", zh: "文件没有传完，没有收下。",
      en: "The file did not arrive whole; it was not taken."),
    CatalogueEntry("page.stop-cut-short.hint", zh: "请重新上传。", en: "Please send it again."),
    CatalogueEntry(
      "page.stop-upload", zh: "这次预览已经失效。", en: "This preview is over."),
    CatalogueEntry(
      "page.stop-upload.hint",
      zh: "先在“导入导出”的记录里看它是否已经导入；没有，而文件还列在那里，就从那里接着；都没有，就重新上传。",
      en:
        "See in the list of imports whether it was written; if not, go on from the list of files that wait, or send the file again."
    ),
    CatalogueEntry(
      "page.import-applied-before", zh: "这次导入此前已经写入，没有再写一次。",
      en: "This import was applied before; nothing was written again."),
    CatalogueEntry(
      "page.stop-upload-changed", zh: "上传的文件在磁盘上变了，不再是预览过的内容；没有写入。",
      en: "The file on the disk is no longer what was previewed; nothing was written."),
    CatalogueEntry(
      "page.stop-upload-changed.hint", zh: "请重新上传文件。", en: "Send the file again."),
    CatalogueEntry(
      "page.stop-upload-disk", zh: "上传的文件没有存下：{0}。", en: "The file was not kept: {0}."),
    CatalogueEntry(
      "page.stop-upload-disk.hint", zh: "请检查磁盘空间和目录权限；台账没有受影响。",
      en: "Check the disk's space and the directory's rights; the ledger is not affected."),
    CatalogueEntry(
      "page.stop-upload-busy", zh: "同时上传的文件太多。", en: "Too many files are being sent at once."),
    CatalogueEntry("page.stop-upload-busy.hint", zh: "请稍后再传。", en: "Send it again in a moment."),
    CatalogueEntry(
      "page.stop-import", zh: "没有可撤销的这次导入。", en: "There is no such import to take back."),
    CatalogueEntry("page.stop-import.hint", zh: "回到导入页查看记录。", en: "See the list of imports."),
    CatalogueEntry(
      "page.sign-in-file", zh: "登录已结束，文件没有收下；登录后请重新上传。",
      en: "The session is over and the file was not taken; sign in and send it again."),
  ]

  private static let recordFiles: [CatalogueEntry] = [
    CatalogueEntry("page.attach", zh: "添加照片或附件", en: "Add a photo or file"),
    CatalogueEntry("page.attach-file", zh: "文件", en: "File"),
    CatalogueEntry("page.attach-kind", zh: "类别", en: "Kind"),
    CatalogueEntry("page.attach-name", zh: "名称", en: "Name"),
    CatalogueEntry("page.attach-name-hint", zh: "不填用文件名", en: "else the file's name"),
    CatalogueEntry("page.attach-date", zh: "日期", en: "Date"),
    CatalogueEntry("page.attach-place", zh: "地点", en: "Place"),
    CatalogueEntry("page.attach-act", zh: "添加", en: "Add"),
    CatalogueEntry(
      "page.attach-hint", zh: "照片须是 JPEG 或 PNG，不超过 {0} MB；其他文件不超过 {1} MB。",
      en: "Photos are JPEG or PNG of at most {0} MB; other files at most {1} MB."),
    CatalogueEntry(
      "page.attach-again", zh: "没有添加。填写的类别、名称、日期和地点都还在；请重新选文件，再按“添加”。",
      en:
        "Nothing was added. Kind, name, date and place are as you typed them; choose the file again, then press “Add”."
    ),
    CatalogueEntry("page.attach-done", zh: "已添加：{0}", en: "Added: {0}"),
    CatalogueEntry(
      "page.attach-not-a-photo", zh: "“{0}”不是照片：内容不是 JPEG 或 PNG。没有收下。",
      en: "“{0}” is no photo: its content is neither JPEG nor PNG. It was not taken."),
    CatalogueEntry(
      "page.attach-not-a-photo.hint",
      zh: "苹果手机的 HEIC 照片请先存成 JPEG；不是照片的文件请换一个类别，并用它本来的扩展名。",
      en:
        "Save HEIC photos as JPEG first; for a file that is no photo choose another kind and its own ending."
    ),
    CatalogueEntry(
      "page.attach-big-photo", zh: "照片“{0}”超过 {1} MB，没有收下。",
      en: "The photo “{0}” is larger than {1} MB; it was not taken."),
    CatalogueEntry(
      "page.attach-big-photo.hint", zh: "请用手机或看图程序导出较小的尺寸再传。",
      en: "Save it in a smaller size and send that."),
    CatalogueEntry(
      "page.attach-empty", zh: "“{0}”是空文件。没有收下。", en: "“{0}” is empty. It was not taken."),
    CatalogueEntry("page.attach-empty.hint", zh: "请重新选择文件。", en: "Choose the file again."),
    CatalogueEntry(
      "page.stop-takes-no-file", zh: "这类记录不能直接带附件。", en: "Such a record takes no file."),
    CatalogueEntry(
      "page.stop-takes-no-file.hint", zh: "附到它的项目上。", en: "Attach it to its project."),
    CatalogueEntry("page.file-save", zh: "下载", en: "Download"),
    CatalogueEntry("page.photo-not-shown", zh: "不是照片，页面不打开", en: "not a photo: not shown"),
  ]
}
