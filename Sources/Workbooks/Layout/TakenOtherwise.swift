// What is taken from cells otherwise than it is typed, so that it can be told: names without the
// marks that a list explains at its foot, and amounts that are said to be about so much.

internal import Projects

extension SheetLayout {
  private static let aboutShown = 20

  /// A finding for each mark around names, and one for each of the first amounts. O(cells).
  static func takenOtherwise(
    _ items: [ItemRow], _ header: HeaderMap, _ collection: CollectionDefinition, _ sheet: String
  ) -> [LayoutFinding] {
    // Names of this program's own sheets are taken as they stand.
    let name = header.hasIDs ? nil : header.column(of: collection.nameField)
    let amounts = header.columns.indices.filter { column in
      if case .money? = header.columns[column].field?.type { return true }
      return false
    }
    var marked: [Unicode.Scalar: (first: String, count: Int)] = [:]
    var abouts: [LayoutFinding] = []
    for item in items {
      if let name {
        for mark in FoldedText.marks(around: item[name].plain) {
          marked[mark, default: (place(sheet, item.number, name), 0)].count += 1
        }
      }
      for column in amounts where abouts.count < aboutShown {
        // One that is no amount is refused at its cell.
        guard case .text(let text) = item[column], FoldedText.folded(text).hasPrefix("约"),
          let yuan = item.units.yuan(item[column], column)
        else { continue }
        abouts.append(
          LayoutFinding(
            .about, place: place(sheet, item.number, column), FoldedText.trimmed(text),
            MoneyCell.tenThousands(yuan)))
      }
    }
    return marked.sorted { $0.key < $1.key }.map { mark, found in
      LayoutFinding(.mark, place: found.first, "\(mark)", "\(found.count)")
    } + abouts
  }
}
