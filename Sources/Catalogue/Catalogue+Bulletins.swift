// Workbooks, bulletins and one project one page: their topics in one.

extension Catalogue {
  static let bulletins: [CatalogueEntry] =
    workbookFiles + bulletinFaults + bulletinWords + bulletinSentences + bulletinTables
    + dossierWords
}
