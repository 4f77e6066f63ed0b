// Every figure of a bulletin counted again from the rows of its annexes, and the annexes held
// against themselves and one another. It trusts nothing of what composed them.

internal import Causality
internal import Policy
internal import Workbooks

/// The check of one bulletin.
struct CrossCheck {
  private let annexes: [Table]
  private let counted: [String: Recount]
  private let rounding: Fraction.Rounding
  private var found: [Discrepancy] = []

  init(annexes: [Table], rounding: Fraction.Rounding) {
    self.annexes = annexes
    self.rounding = rounding
    counted = Dictionary(annexes.map { ($0.code, Recount($0)) }, uniquingKeysWith: { $1 })
  }

  /// All disagreements: the text's in its order, then the annexes'. O(rows × columns + figures ×
  /// rows they count).
  static func discrepancies(
    of document: Document, annexes: [Table], claims: [TableClaim], percents: [PercentColumn]
  ) -> [Discrepancy] {
    var check = CrossCheck(annexes: annexes, rounding: document.rounding)
    check.checkText(document)
    for table in annexes { check.checkSums(table) }
    for percent in percents { check.check(percent) }
    for claim in claims { check.check(claim) }
    return check.found
  }

  // MARK: The text

  private mutating func checkText(_ document: Document) {
    var section = document.name
    var sentence = 0
    for block in document.blocks {
      switch block {
      case .heading(_, let text):
        section = text
        sentence = 0
      case .paragraph(let paragraph):
        sentence += 1
        for case .figure(let figure) in paragraph.runs {
          check(figure, section, sentence)
        }
      case .address, .table, .chart, .signature: break
      }
    }
  }

  private mutating func check(_ figure: Figure, _ section: String, _ sentence: Int) {
    for (part, evidence) in figure.evidence.enumerated() {
      let claimed = figure.numbers[part]
      guard let actual = number(evidence) else {
        report(.missing, section, sentence, figure.id, claimed.description, "", evidence)
        continue
      }
      if claimed.billionths != actual {
        report(
          .figure, section, sentence, figure.id, claimed.description,
          Self.text(actual), evidence)
      }
    }
    if let stated = figure.stated, stated.reason.isEmpty {
      let expected = figure.head(rounding)
      if stated.text != expected {
        let evidence = figure.evidence.first ?? .count(Selection(""))
        report(.stated, section, sentence, figure.id, stated.text, expected, evidence)
      }
    }
  }

  private mutating func report(
    _ code: Discrepancy.Code, _ section: String, _ sentence: Int, _ figure: String,
    _ printed: String, _ expected: String, _ evidence: Evidence
  ) {
    found.append(
      Discrepancy(
        code: code, section: section, sentence: sentence, figure: figure, printed: printed,
        expected: expected, annex: counted[evidence.table]?.table.title ?? evidence.table,
        row: evidence.place))
  }

  /// What evidence gives, in billionths; a table that is not there has no rows. Nil for an unknown
  /// column or row.
  private func number(_ evidence: Evidence) -> Int128? {
    guard let recount = counted[evidence.table] else { return 0 }
    switch evidence {
    case .count(let selection): return recount.count(selection).map { Int128($0) * 1_000_000_000 }
    case .sum(let column, let selection): return recount.sum(column, selection)
    case .cell(_, let row, let column):
      guard let row = recount.row(of: row), let column = recount.table.columnIndex(column) else {
        return nil
      }
      return recount.table.rows[row].cells[column].number?.billionths
    }
  }

  // MARK: The annexes

  private mutating func checkSums(_ table: Table) {
    guard let recount = counted[table.code] else { return }
    for (place, row) in table.rows.enumerated() {
      guard let ranges = recount.rows(claimedBy: place) else { continue }
      let (count, sums) = recount.sums(in: ranges)
      if let said = row.itemCount, said != count {
        cell(.count, table, place, "", "\(said)", "\(count)")
      }
      for (column, content) in row.cells.enumerated() where table.columns[column].isSummed {
        guard let number = content.number, number.billionths != sums[column] else { continue }
        cell(
          .sum, table, place, table.columns[column].code, number.description,
          Self.text(sums[column]))
      }
    }
  }

  private mutating func check(_ percent: PercentColumn) {
    guard let recount = counted[percent.table],
      let column = recount.table.columnIndex(percent.column),
      let over = recount.table.columnIndex(percent.over),
      let under = recount.table.columnIndex(percent.under)
    else { return }
    for (place, row) in recount.table.rows.enumerated() {
      if row.cells[over] == .empty, row.cells[under] == .empty, row.cells[column] == .empty {
        continue
      }
      let none = ExactDecimal(0)
      var numerator = row.cells[over].number ?? none
      let unheld = recount.sum(over, without: under, claimedBy: place)
      if unheld != 0 {
        numerator = Self.decimal(numerator.billionths - unheld) ?? numerator
      }
      let rate = Rate(numerator, row.cells[under].number ?? none)
      let expected: Cell =
        rate.percent(rounding).map { .decimal($0) } ?? .text(Words.notApplicable)
      if row.cells[column] != expected {
        cell(
          .percent, recount.table, place, percent.column, row.cells[column].said, expected.said)
      }
    }
  }

  private mutating func check(_ claim: TableClaim) {
    guard let recount = counted[claim.table], let row = recount.row(of: claim.row),
      let column = recount.table.columnIndex(claim.column)
    else { return }
    let said = recount.table.rows[row].cells[column].number
    let actual = number(claim.evidence)
    if said?.billionths != actual {
      found.append(
        Discrepancy(
          code: .annex, section: recount.table.title, sentence: 0,
          figure: "\(claim.row)/\(claim.column)", printed: said?.description ?? "",
          expected: actual.map(Self.text) ?? "",
          annex: counted[claim.evidence.table]?.table.title ?? claim.evidence.table,
          row: claim.evidence.place))
    }
  }

  private mutating func cell(
    _ code: Discrepancy.Code, _ table: Table, _ row: Int, _ column: String, _ printed: String,
    _ expected: String
  ) {
    found.append(
      Discrepancy(
        code: code, section: table.title, sentence: 0, figure: column, printed: printed,
        expected: expected, annex: table.title, row: table.rowName(row)))
  }

  /// Billionths as people read them.
  private static func text(_ billionths: Int128) -> String {
    decimal(billionths)?.description ?? "\(billionths / 1_000_000_000)"
  }

  /// Billionths as a decimal; nil where none holds them.
  private static func decimal(_ billionths: Int128) -> ExactDecimal? {
    var scale = 9
    var rest = billionths
    while scale > 0, rest % 10 == 0 {
      rest /= 10
      scale -= 1
    }
    return Int64(exactly: rest).flatMap { ExactDecimal(mantissa: $0, scale: scale) }
  }
}

extension Figure {
  /// The numbers that the evidence is for, in its order.
  fileprivate var numbers: [ExactDecimal] {
    switch value {
    case .count(let count): [ExactDecimal(count)]
    case .money(let amount), .score(let amount): [amount]
    case .rate(let rate, _), .lead(let rate, _): [rate.numerator, rate.denominator]
    }
  }
}

extension Evidence {
  /// The annex's code.
  fileprivate var table: String {
    switch self {
    case .count(let selection), .sum(_, let selection): selection.table
    case .cell(let table, _, _): table
    }
  }

  /// The rows and columns, as people find them.
  fileprivate var place: String {
    switch self {
    case .count(let selection): selection.place
    case .sum(let column, let selection): ([column] + [selection.place]).joined(separator: " ")
    case .cell(_, let row, let column): "\(row)/\(column)"
    }
  }
}

extension Selection {
  fileprivate var place: String {
    let equal = equals.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return (under + filled.map { $0 + "≠∅" } + blank.map { $0 + "=∅" } + equal).joined(
      separator: " ")
  }
}

extension Cell {
  /// What a cell shows, for a message.
  fileprivate var said: String {
    if case .text(let text) = self { return text }
    return number?.description ?? ""
  }
}

extension TableColumn {
  /// Whether summing rows sum it: counts and money, but no percentages.
  fileprivate var isSummed: Bool { kind == .whole || kind == .decimal(places: 2) }
}

extension Table {
  /// The first text of a row, and its number from 1.
  fileprivate func rowName(_ row: Int) -> String {
    for case .text(let text) in rows[row].cells { return "\(row + 1) \(text)" }
    return "\(row + 1)"
  }
}
