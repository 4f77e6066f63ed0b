// Which column of a sheet is which field: by code, by label, or by the wordings that offices really
// use, with line breaks, spaces and brackets left out. A bracket may hold the unit; a header may
// begin with its year; under a wide header each column has its own.

internal import Causality
package import Projects

/// What one column of a sheet holds.
package struct SheetColumn: Sendable {
  /// The words of the header, as they are shown to a person.
  package let header: String
  /// What becomes of the column's cells.
  package let target: Target
  /// The unit of bare numbers of money in the column.
  package let moneyUnit: MoneyUnit
  /// Whether the header itself names the unit.
  let hasOwnUnit: Bool

  /// What a column stands for.
  package enum Target: Sendable {
    case id
    /// A column of numbers that only count the rows.
    case serial
    case field(FieldDefinition)
    /// What this program or the person passes over.
    case passedOver
    /// What this program computes from other records.
    case computed
    case unknown
  }

  /// The field of the column.
  package var field: FieldDefinition? {
    if case .field(let field) = target { return field }
    return nil
  }
}

/// The columns of a sheet.
package struct HeaderMap: Sendable {
  /// From the left, one for each column of the header.
  package private(set) var columns: [SheetColumn]
  /// The year that the header of the annual plan names.
  package private(set) var planYear: Int64?
  /// The headers that a person mapped and no column has.
  package private(set) var unheeded: [String] = []
  /// The columns that a field would answer to, were their unit known, and that unit as it stands.
  package private(set) var oddUnits: [(column: Int, unit: String)] = []
  /// What stands above the header of units.
  let sheetUnit: SheetUnit
  /// The column that may say of each row in which unit its amounts are.
  private(set) var unitColumn: Int?

  /// Reads headers, each as its lines from the top down; what a person chose goes before all
  /// wordings, a field's own label before other wordings, a later year before an earlier one. A
  /// column that gives way to another goes to the next that it may mean.
  ///
  /// - Parameter labels: those of the collection, made once for a sheet.
  init(
    _ headers: [[String]], of collection: CollectionDefinition,
    _ labels: [String: FieldDefinition], choice: HeaderChoice, sheetUnit: SheetUnit
  ) {
    columns = []
    self.sheetUnit = sheetUnit
    var unheeded = Set(choice.map.keys)
    let read = (0..<max(headers.count, choice.width)).map { index in
      Reading(
        index, headers.indices.contains(index) ? headers[index] : [""], collection, labels, choice,
        sheetUnit)
    }
    var taken: [FieldID: Int] = [:]
    for (index, column) in read.enumerated() where column.oddUnit == nil {
      guard let meaning = column.meanings.first, let field = meaning.field else { continue }
      if let other = taken[field.id],
        read[other].meanings.first.map({ !meaning.goesBefore($0) }) ?? false
      {
        continue
      }
      taken[field.id] = index
    }
    for (index, column) in read.enumerated() {
      unheeded.subtract([column.shown] + column.names.flatMap { [$0.shown, $0.whole] })
      let target = Self.target(of: column, at: index, &taken)
      if case .unknown = target, let unit = column.oddUnit,
        let field = column.meanings.first?.field,
        taken[field.id].map({ $0 > index }) ?? true
      {
        // Taken in another unit every amount would be wrong: better none, and said.
        oddUnits.append((index, unit))
      }
      if case .field(let field) = target, field.code == "annual_plan" {
        planYear = column.meanings.first { $0.field?.id == field.id }?.year
      }
      if case .unknown = target,
        column.names.contains(where: { HeaderWording.ofUnits.contains($0.whole) })
      {
        unitColumn = unitColumn ?? index
      }
      let unit = column.names.lazy.compactMap(\.moneyUnit).first
      columns.append(
        SheetColumn(
          header: column.shown, target: target,
          moneyUnit: unit ?? sheetUnit.money ?? .tenThousandYuan, hasOwnUnit: unit != nil))
    }
    self.unheeded = unheeded.sorted()
  }

  /// One column's header before it is held against the others.
  private struct Reading {
    let shown: String
    let names: [Header]
    /// The likeliest first.
    let meanings: [HeaderMeaning]
    /// The unit of what it means first, where that is none that is read.
    let oddUnit: String?

    init(
      _ index: Int, _ lines: [String], _ collection: CollectionDefinition,
      _ labels: [String: FieldDefinition], _ choice: HeaderChoice, _ sheetUnit: SheetUnit
    ) {
      let names = HeaderMeaning.candidates(lines).map { Header($0) }
      let shown = lines.map { Header($0).shown }.joined(separator: "/")
      let meanings: [HeaderMeaning]
      if let code = choice.code(of: index) ?? choice.map[shown] {
        meanings = [.chosen(code, collection, names)]
      } else {
        let reserved = choice.chosenCodes
        meanings = HeaderMeaning.all(lines, names, collection, labels, choice.map)
          .filter { !($0.field.map { reserved.contains($0.code) } ?? false) }
      }
      self.names = names
      self.shown = shown
      self.meanings = meanings
      oddUnit = meanings.first?.field.flatMap {
        HeaderMap.oddUnit(of: $0, names, known: sheetUnit)
      }
    }
  }

  /// What a column is beside all others; one that gives way takes a field that none has.
  private static func target(
    of column: Reading, at index: Int, _ taken: inout [FieldID: Int]
  ) -> SheetColumn.Target {
    guard column.oddUnit == nil else { return .unknown }
    for meaning in column.meanings {
      guard let field = meaning.field else { return meaning.target }
      if taken[field.id] == nil { taken[field.id] = index }
      if taken[field.id] == index { return meaning.target }
    }
    return .unknown
  }

  /// The unit of a column's amounts where it is none that is known; nil where it is known or
  /// unsaid.
  private static func oddUnit(
    of field: FieldDefinition, _ names: [Header], known sheetUnit: SheetUnit
  ) -> String? {
    switch field.type {
    case .money:
      if let odd = names.lazy.compactMap(\.oddMoneyUnit).first { return odd }
      return names.contains { $0.moneyUnit != nil } ? nil : sheetUnit.odd
    case .area:
      if let odd = names.lazy.compactMap(\.oddAreaUnit).first { return odd }
      let isSaid = sheetUnit.area == nil || sheetUnit.area == "亩"
      return isSaid || names.contains { $0.whole.hasSuffix("亩") } ? nil : sheetUnit.area
    default: return nil
    }
  }

  /// How many columns are understood.
  package var understood: Int {
    columns.count { column in
      if case .field = column.target { return true }
      return false
    }
  }

  /// Whether a column names the records: by name or by id.
  package func names(_ collection: CollectionDefinition) -> Bool {
    columns.contains { column in
      if case .id = column.target { return true }
      return column.isFor(collection.nameField)
    }
  }

  /// The fields by their labels in both languages, in the form in which headers are compared.
  static func labels(of collection: CollectionDefinition) -> [String: FieldDefinition] {
    var labels: [String: FieldDefinition] = [:]
    for field in collection.fields {
      for label in [field.zh, field.en] {
        let whole = Header(label).whole
        if labels[whole] == nil { labels[whole] = field }
      }
    }
    return labels
  }

  /// Whether the sheet has a column of ids, as this program's own exports have.
  package var hasIDs: Bool {
    columns.contains { column in
      if case .id = column.target { return true }
      return false
    }
  }

  /// The column that counts the rows.
  package var serialColumn: Int? {
    columns.firstIndex { column in
      if case .serial = column.target { return true }
      return false
    }
  }

  /// The same with its column of serial numbers passed over.
  func withoutSerial() -> HeaderMap {
    var map = self
    for (index, column) in columns.enumerated() {
      guard case .serial = column.target else { continue }
      map.columns[index] = SheetColumn(
        header: column.header, target: .passedOver, moneyUnit: column.moneyUnit,
        hasOwnUnit: column.hasOwnUnit)
    }
    return map
  }

  /// The column of a field.
  package func column(of field: FieldDefinition) -> Int? {
    columns.firstIndex { $0.isFor(field) }
  }
}

extension SheetColumn {
  /// Whether the unit of its numbers must be known: money or an area.
  var holdsAmounts: Bool {
    switch field?.type {
    case .money, .area: true
    default: false
    }
  }

  /// Whether its numbers are areas, shares or other quantities: their sum counts no records.
  var holdsQuantities: Bool {
    switch field?.type {
    case .area, .decimal, .integer: true
    default: false
    }
  }

  /// Whether the column is for this field.
  package func isFor(_ field: FieldDefinition) -> Bool {
    guard case .field(let own) = target else { return false }
    return own.id == field.id
  }
}
