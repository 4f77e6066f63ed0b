// The cells of one row as values: what each says of its field, what a person said that it means,
// and what is wrong. Guarantees: a cell that names no day of its date, or a heading of the list for
// a case, is left out and told, and costs nothing else of its row; any other cell that cannot be
// read stops the row; nothing is guessed.

internal import Catalogue
internal import Causality
internal import Projects
internal import Workbooks

/// What the cells of one row say.
struct RowCells {
  var id: String?
  var assignments: [Assignment] = []
  /// The fields of empty cells.
  var emptied: [FieldDefinition] = []
  /// What is wrong with cells, from the left.
  var problems: [ImportProblem] = []
  /// Whether one of them stops the row; the cells of the others are left out.
  var isRefused = false

  mutating func refuse(_ problem: ImportProblem) {
    problems.append(problem)
    isRefused = true
  }
}

extension ImportPlanner {
  /// Reads the cells of a row, and counts those that hold none of their fields' values. O(cells).
  mutating func read(_ row: ItemRow) -> RowCells {
    var cells = RowCells()
    for (index, column) in layout.header.columns.enumerated() {
      switch column.target {
      case .id: cells.id = row[index].isBlank ? nil : FoldedText.trimmed(row[index].plain)
      case .field(let field): read(row, index, field, into: &cells)
      case .serial, .passedOver, .computed, .unknown: continue
      }
    }
    return cells
  }

  private mutating func read(
    _ row: ItemRow, _ index: Int, _ field: FieldDefinition, into cells: inout RowCells
  ) {
    let cell = row[index]
    let place = layout.place(row.number, index)
    if let unit = row.units.refusal(of: cell, in: index) {
      return cells.refuse(Self.problem(.otherUnit, cell, field, place, unit))
    }
    let text: String
    do throws(CellFlaw) {
      guard let said = try readings[index]?.text(cell) else {
        if cell.isBlank { cells.emptied.append(field) }
        return
      }
      text = said
    } catch {
      return cells.refuse(Self.problem(error, cell, field, place))
    }
    do throws(ValidationProblem) {
      let context = ParseContext(moneyUnit: row.units.money(index))
      if let action = try action(field, text, context, place) {
        cells.assignments.append(Assignment(field, action))
      }
    } catch {
      let isHeading = readings[index]?.isHeading(cell) ?? false
      take(error, of: text, field, place, isHeading: isHeading, into: &cells)
    }
  }

  /// What a cell does to its field; nil where a person said to leave it out.
  private mutating func action(
    _ field: FieldDefinition, _ text: String, _ context: ParseContext, _ place: String
  ) throws(ValidationProblem) -> FieldAction? {
    guard let said = choices.readAs[field.code] else {
      return field.isSet
        ? .replace(try field.parseElements(text, in: context))
        : .write(try field.parse(text, in: context))
    }
    func meant(_ part: String) -> String {
      let written = FoldedText.folded(part)
      guard let meant = said[written] else { return part }
      unread.add(written, of: field, at: place, meant: meant)
      return meant == ImportChoices.leavesOut ? "" : meant
    }
    if field.isSet {
      let elements = try field.parseElements(text, in: context, as: meant)
      return elements.isEmpty ? nil : .replace(elements)
    }
    let read = meant(text)
    return read.isEmpty ? nil : .write(try field.parse(read, in: context))
  }

  private mutating func take(
    _ problem: ValidationProblem, of text: String, _ field: FieldDefinition, _ place: String,
    isHeading: Bool, into cells: inout RowCells
  ) {
    var told = ImportProblem(problem, place: place)
    if case .code(.region) = field.type, let counties {
      told = ImportProblem(
        told.code, field: told.field, place: place, told.message,
        hint: Message("import.problem.cell-county.hint", [counties]))
    }
    guard field.mayBeReadAs else { return cells.refuse(told) }
    let part = field.isSet ? problem.arguments.first ?? text : text
    let written = FoldedText.folded(part)
    let isCoarse = problem.code == .monthOnly
    let isLeftOut = isCoarse || isHeading
    let isFirst = unread.add(written, of: field, at: place, isRefused: !isLeftOut)
    guard isLeftOut else {
      told.isRepeated = !isFirst
      return cells.refuse(told)
    }
    let arguments = [place, field.named, text, "\(field.code):\(written)"]
    let sentence = "import.problem.\(isCoarse ? "cell-coarse-date" : "cell-heading")"
    told = ImportProblem(
      problem.code.rawValue, field: field.code, place: place, Message(sentence, arguments),
      hint: Message(sentence + ".hint", arguments))
    told.isRepeated = !isFirst
    cells.problems.append(told)
  }

  /// The counties of the ledger's city by name, as far as the account at work may know of them; nil
  /// where there are none.
  private var counties: String? {
    let names = Region.counties(around: ledger)
      .filter { Permit.current?.covers($0.code) ?? true }.map(\.name)
    return names.isEmpty ? nil : names.joined(separator: " / ")
  }

  static func problem(
    _ flaw: CellFlaw, _ cell: SheetCell, _ field: FieldDefinition, _ place: String,
    _ unit: String = ""
  ) -> ImportProblem {
    var said = cell.plain
    if flaw == .longNumber, case .number(let value) = cell {
      said = NumberText.knownDigits(value)
    }
    let arguments = [place, field.named, said, unit]
    return ImportProblem(
      flaw.rawValue, field: field.code, place: place,
      Message("import.problem.\(flaw.rawValue)", arguments),
      hint: Message("import.problem.\(flaw.rawValue).hint", arguments))
  }
}
