// What the reading of a sheet has to say beside its rows: where, what, and what to do.

package import Catalogue

/// Something worth a person's look; it stops nothing.
package struct LayoutFinding: Sendable, Hashable {
  /// What was noticed; the raw value is the catalogue key after `layout.`.
  package enum Code: String, Sendable, CaseIterable {
    /// A heading declares another count than the rows under it have.
    case declaredCount = "declared-count"
    /// A heading declares another sum than the rows under it have.
    case declaredSum = "declared-sum"
    /// A row without a serial number was read as a heading.
    case bareHeading = "bare-heading"
    /// A row was read as a heading though it holds more than a count and sums.
    case fullHeading = "full-heading"
    /// A row with amounts and without a plain serial number was read as a heading.
    case summedHeading = "summed-heading"
    /// A row like a heading was read as a project: what it declares does not stand under it, or the
    /// serial number that is missing there is its own.
    case likeHeading = "like-heading"
    /// A row states the unit in which amounts were read from there on.
    case statedUnit = "stated-unit"
    /// A row states a unit that is not read, or another than the header: amounts below it are
    /// refused.
    case unclearUnit = "unclear-unit"
    /// A unit is stated below the last record, and none was read in it.
    case unitAtFoot = "unit-at-foot"
    /// A row that goes on from the project above was not taken.
    case continuation
    /// Notes at the foot that hold text.
    case note
    /// An amount in merged cells was taken for the first row only.
    case mergedAmount = "merged-amount"
    /// A sheet's error in a cell of no project.
    case strayError = "stray-error"
    /// The title names another year than the header.
    case otherYear = "other-year"
    /// The title of the sheet that is read names another year than the file or its other sheets.
    case sheetYear = "sheet-year"
    /// A sheet of another year was passed over.
    case oldSheet = "old-sheet"
    /// The name of the file or its title speaks of projects withdrawn.
    case withdrawals
    /// The name of the file declares another count.
    case fileCount = "file-count"
    /// The name of the file ends otherwise than its bytes are.
    case otherEnding = "other-ending"
    /// Name or title tell of a batch, which an import does not record.
    case fileBatch = "file-batch"
    case fileAdjusted = "file-adjusted"
    /// Name or title tell of one kind of project, for which the sheet has no column.
    case fileNature = "file-nature"
    /// Another sheet could be read too.
    case otherSheet = "other-sheet"
    /// Every project of another sheet is on this one.
    case sameProjects = "same-projects"
    /// Some projects of another sheet are on this one.
    case partlySame = "partly-same"
    /// A hidden sheet has records.
    case hiddenSheet = "hidden-sheet"
    /// Rows that the file does not show, as under a filter, were read too.
    case hiddenRows = "hidden-rows"
    /// A header that a person mapped is not on the sheet.
    case idleMapping = "idle-mapping"
    case summarySheet = "summary-sheet"
    case pivotSheet = "pivot-sheet"
    case optionSheet = "option-sheet"
    /// A sheet in which no row names records.
    case unreadSheet = "unread-sheet"
    case macros
    /// Rows of another table on the same sheet were not read.
    case otherTable = "other-table"
    /// A column whose unit is none that is read was passed over.
    case oddUnit = "odd-unit"
    /// Columns of what is computed from other records were passed over.
    case computedColumns = "computed-columns"
    /// Numbers that their format shows so many times smaller were read as they are.
    case scaledNumbers = "scaled-numbers"
    /// Cells beside records in a column that has no header.
    case namelessColumn = "nameless-column"
    /// A mark left out of names.
    case mark
    /// An amount that is said to be about so much was taken as that much.
    case about
    /// Cells of an export that were emptied, which changes nothing.
    case emptied
    /// What an exported file had seen of the ledger cannot be read.
    case stampDamaged = "stamp-damaged"
    /// An exported file tells of changes that this store has not got.
    case stampAhead = "stamp-ahead"
  }

  /// What was noticed.
  package let code: Code
  /// Sheet and cell or row, as people name it; empty for the file.
  package let place: String
  /// What fills the gaps of the sentence after the place, in order.
  package let arguments: [String]
  /// The records that were not read; nil where none were left out.
  package private(set) var leftOut: LeftOut?

  /// Records that were not read, by what a person names to read them.
  package struct LeftOut: Sendable, Hashable {
    /// Empty in a file without names of sheets.
    package let sheet: String
    /// The row that is the header of another table on the sheet; nil for the sheet as a whole.
    package let headerRow: Int?
  }

  /// The same, saying that records of a sheet, or of a table on it, were left out.
  func leaving(_ sheet: String, headerRow: Int? = nil) -> LayoutFinding {
    var finding = self
    finding.leftOut = LeftOut(sheet: sheet, headerRow: headerRow)
    return finding
  }

  /// - Parameter arguments: what fills the gaps of the sentence after the place, in order.
  package init(_ code: Code, place: String, _ arguments: String...) {
    self.code = code
    self.place = place
    self.arguments = arguments
  }

  /// The sentence for people.
  package var message: Message { Message("layout.\(code.rawValue)", [place] + arguments) }
}
