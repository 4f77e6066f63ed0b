// Which projects a list shows, in which order and columns, as the address says it. Whatever an
// address says that means nothing is left aside.

internal import Causality
internal import ProjectLedger
internal import Projects

/// A list of projects as asked for.
struct GridQuery: Sendable {
  static let rowsPerPage = 50
  /// The columns of those who have chosen none.
  static let usualColumns = [
    "region_code", "stage", "category", "total_investment", "annual_plan", "planned_start_on",
    "leader",
  ]
  /// The columns that a list can be narrowed by, one value each.
  static let filters = ["region_code", "stage", "category", "level", "year_nature"]
  /// What an address says for a column that is not filled in.
  static let unsaid = "-"

  let text: String
  /// Values to narrow by, as typed in the address.
  let chosen: [(field: FieldDefinition, place: Int, value: Value)]
  let conflictsOnly: Bool
  let columns: [(field: FieldDefinition, place: Int)]
  let sort: String?
  let isDescending: Bool
  let page: Int

  init(_ form: Form) {
    text = form.text("q") ?? ""
    conflictsOnly = form["conflicts"] == "1"
    let known = Dictionary(
      uniqueKeysWithValues: ProjectTables.columns.enumerated().map { ($0.element.code, $0.offset) })
    chosen = Self.filters.compactMap { code in
      guard let typed = form.text(code), let place = known[code] else { return nil }
      let field = ProjectTables.columns[place]
      if typed == Self.unsaid { return (field, place, .empty) }
      guard let value = try? field.parse(typed), value != .empty else { return nil }
      return (field, place, value)
    }
    var codes = form.all("cols").flatMap { $0.split(separator: ",").map(String.init) }
    if codes.isEmpty { codes = Self.usualColumns }
    var taken: Set<String> = ["name"]
    columns = codes.compactMap { code in
      guard taken.insert(code).inserted, let place = known[code] else { return nil }
      return (ProjectTables.columns[place], place)
    }
    let sort = form.text("sort").flatMap { known[$0] == nil ? nil : $0 }
    self.sort = sort
    isDescending = sort != nil && form["dir"] == "desc"
    page = max(1, min(form.text("page").flatMap { Int($0) } ?? 1, 1_000_000))
  }

  /// Whether the list is narrowed at all.
  var isNarrowed: Bool { !text.isEmpty || !chosen.isEmpty || conflictsOnly }

  /// The places of the rows that pass, in order. O(rows), and O(rows log rows) at the first
  /// question for an order.
  func places(in table: ProjectTable) -> [Int32] {
    let wanted = SearchText(text)
    func passes(_ place: Int32) -> Bool {
      let row = table.rows[Int(place)]
      return (!conflictsOnly || row.hasConflict)
        && chosen.allSatisfy { row.values[$0.place] == $0.value }
        && (wanted.isEmpty || row.matches(wanted))
    }
    var order: [Int32]
    if let sort, let column = ProjectTables.place(of: sort) {
      order = table.order(by: column)
      if isDescending {
        // What is not filled in stays at the end.
        let empty = order.reversed().prefix { table.rows[Int($0)].values[column] == .empty }.count
        order[..<(order.count - empty)].reverse()
      }
    } else {
      order = Array(0..<Int32(table.rows.count))
    }
    return isNarrowed ? order.filter(passes) : order
  }

  /// The address under which the same list is downloaded as a spreadsheet.
  var exportAddress: String {
    "/exports/ledger.xlsx" + address(["cols": nil]).dropFirst("/projects".count)
  }

  /// The address of the same list with something changed; nil takes a part away.
  func address(_ changes: [String: String?]) -> String {
    var parts: [(String, String)] = []
    if !text.isEmpty { parts.append(("q", text)) }
    for filter in chosen {
      let value =
        filter.value == .empty ? Self.unsaid : ValueWords.plain(filter.value, filter.field)
      parts.append((filter.field.code, value))
    }
    if conflictsOnly { parts.append(("conflicts", "1")) }
    let codes = columns.map(\.field.code)
    if codes != Self.usualColumns { parts.append(("cols", codes.joined(separator: ","))) }
    if let sort { parts.append(("sort", sort)) }
    if isDescending { parts.append(("dir", "desc")) }
    parts.removeAll { changes.keys.contains($0.0) }
    for (name, value) in changes.sorted(by: { $0.key < $1.key }) {
      if let value { parts.append((name, value)) }
    }
    let query = parts.map { "\(Form.encode($0.0))=\(Form.encode($0.1))" }.joined(separator: "&")
    return query.isEmpty ? "/projects" : "/projects?\(query)"
  }
}
