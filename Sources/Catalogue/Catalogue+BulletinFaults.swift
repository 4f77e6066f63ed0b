// The discrepancies and faults that stop a publication.

extension Catalogue {
  static let bulletinFaults: [CatalogueEntry] = [
    CatalogueEntry(
      "bulletin.fact.twice", zh: "{0}：“{1}”重复或没有编号",
      en: "{0}: “{1}” is there twice or has no code"),
    CatalogueEntry(
      "bulletin.fact.twice.hint", zh: "留下一条，或改正编号 {0}",
      en: "Keep one, or correct the code {0}"),
    CatalogueEntry(
      "bulletin.fact.unknown", zh: "{0}：没有“{1}”",
      en: "{0}: there is no “{1}”"),
    CatalogueEntry(
      "bulletin.fact.unknown.hint", zh: "先登记 {0}，再出通报",
      en: "Enter {0} first, then make the bulletin"),
    CatalogueEntry(
      "bulletin.fact.bounds", zh: "{0}：{1} 超出范围",
      en: "{0}: {1} is out of bounds"),
    CatalogueEntry(
      "bulletin.fact.bounds.hint", zh: "检查单位（万元）和数值 {0}",
      en: "Check the unit (万元) and the value {0}"),
    CatalogueEntry(
      "bulletin.fact.figure", zh: "照原数刊印的“{0}”不在通报的数字之中",
      en: "“{0}”, to be printed as stated, is none of the bulletin's figures"),
    CatalogueEntry(
      "bulletin.fact.figure.hint", zh: "通报中的数字有：{0}",
      en: "The bulletin's figures are: {0}"),
    CatalogueEntry(
      "bulletin.snapshot.version", zh: "第 {0} 行：不是本系统认得的通报底稿（{2}）",
      en: "Line {0}: no bulletin snapshot of a known version ({2})"),
    CatalogueEntry(
      "bulletin.snapshot.size", zh: "底稿太大：{2}",
      en: "The snapshot is too large: {2}"),
    CatalogueEntry(
      "bulletin.snapshot.kind", zh: "第 {0} 行：种类“{2}”不认得或次序不对",
      en: "Line {0}: kind “{2}” is unknown or out of order"),
    CatalogueEntry(
      "bulletin.snapshot.fields", zh: "第 {0} 行：应有 {1} 栏，实有 {2} 栏",
      en: "Line {0}: {1} fields expected, {2} found"),
    CatalogueEntry(
      "bulletin.snapshot.value", zh: "第 {0} 行第 {1} 栏：“{2}”不对",
      en: "Line {0}, field {1}: “{2}” is not valid"),
    CatalogueEntry(
      "bulletin.snapshot.end", zh: "第 {0} 行：底稿不完整（{2}）",
      en: "Line {0}: the snapshot is not whole ({2})"),
    CatalogueEntry(
      "bulletin.snapshot.changed", zh: "底稿被改动过：内容与末行的校验（{2}）不符",
      en: "The snapshot was changed: its lines do not have the digest of the last one ({2})"),
    CatalogueEntry(
      "bulletin.snapshot.hint", zh: "从备份取回原底稿；底稿不可手改",
      en: "Take the snapshot from a backup; it is not to be edited"),
    CatalogueEntry(
      "bulletin.discrepancy.figure", zh: "“{0}”第 {1} 句：{2} 印为 {3}，{5}（{6}）合计为 {4}",
      en: "“{0}”, sentence {1}: {2} is printed as {3}, {5} ({6}) gives {4}"),
    CatalogueEntry(
      "bulletin.discrepancy.stated", zh: "“{0}”第 {1} 句：{2} 手工写作 {3}，按 {5}（{6}）应为 {4}",
      en: "“{0}”, sentence {1}: {2} is stated as {3}, by {5} ({6}) it is {4}"),
    CatalogueEntry(
      "bulletin.discrepancy.sum", zh: "{0} 第 {6} 行：{2} 印为 {3}，各行相加为 {4}",
      en: "{0}, row {6}: {2} is printed as {3}, the rows add up to {4}"),
    CatalogueEntry(
      "bulletin.discrepancy.count", zh: "{0} 第 {6} 行：写 {3} 项，实有 {4} 项",
      en: "{0}, row {6}: {3} items are said, {4} are there"),
    CatalogueEntry(
      "bulletin.discrepancy.percent", zh: "{0} 第 {6} 行：{2} 印为 {3}，应为 {4}",
      en: "{0}, row {6}: {2} is printed as {3}, it is {4}"),
    CatalogueEntry(
      "bulletin.discrepancy.annex", zh: "{0}：{2} 印为 {3}，{5}（{6}）合计为 {4}",
      en: "{0}: {2} is printed as {3}, {5} ({6}) gives {4}"),
    CatalogueEntry(
      "bulletin.discrepancy.missing", zh: "“{0}”第 {1} 句：{2} 所指的 {5}（{6}）不存在",
      en: "“{0}”, sentence {1}: {5} ({6}) that {2} refers to is not there"),
    CatalogueEntry(
      "bulletin.discrepancy.hint", zh: "核对后改正数据再出；确需照原数刊印的，注明理由",
      en: "Correct the data and try again; to print a number as stated, give the reason"),
  ]
}
