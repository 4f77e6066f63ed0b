// What a person says of a sheet's header where its wordings tell too little.

/// Which row is the header and which column is which field.
package struct HeaderChoice: Sendable, Hashable {
  /// Headers, as they are told of, and the codes of their fields; `-` passes a column over.
  package var map: [String: String] = [:]
  /// The number of the row that is the header; nil to look for it.
  package var row: Int?
  /// Columns from 0 and the codes of their fields, `-` to pass one over; heeded under ``row`` only,
  /// since a column has a meaning only under its header.
  package var columns: [Int: String] = [:]

  /// Nothing said: everything is found from the wordings.
  package init() {}

  /// The header is looked for among so many rows that hold anything, from the top; a person may
  /// name any.
  package static let rowsMax = 30
  /// No column beyond these is ever chosen.
  package static let columnsMax = 256

  /// What was said of a column under its header.
  func code(of column: Int) -> String? { row == nil ? nil : columns[column] }

  /// The fields that columns were chosen for: no other column is taken for them.
  var chosenCodes: Set<String> { row == nil ? [] : Set(columns.values) }

  /// So many columns the header has at least.
  var width: Int {
    row == nil ? 0 : min((columns.keys.max() ?? -1) + 1, Self.columnsMax)
  }
}
