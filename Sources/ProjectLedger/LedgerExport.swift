// Records as a sheet that people edit and `import` reads back: ids first, then fields under their
// labels with units, lists to choose from, numbers as numbers and days as days.

package import Catalogue
internal import Causality
package import LedgerStore
package import Projects
package import Workbooks

/// Tables of records.
package enum LedgerExport {
  /// A column of an export.
  package enum Column {
    case id
    case field(FieldDefinition)
  }

  /// The id and every field that some record fills, in the order of the schema. O(records).
  package static func filledColumns(
    of collection: CollectionDefinition, _ records: [Record]
  ) -> [Column] {
    var filled: Set<FieldID> = [collection.nameField.id]
    for record in records {
      for state in record.fields {
        let isFilled = state.isSet ? !state.siblings.isEmpty : record[state.field] != nil
        if isFilled { filled.insert(state.field) }
      }
    }
    return [.id] + collection.fields.filter { filled.contains($0.id) }.map { .field($0) }
  }

  /// One row a record, in the order given. O(records × columns).
  package static func ledger(
    _ records: [Record], _ columns: [Column], of collection: CollectionDefinition,
    in language: Language
  ) -> Table {
    var table = Table(
      code: collection.code, name: collection.label(language),
      title: Catalogue.text(Message("export.title", [collection.label(language)]), in: language),
      note: Catalogue.text(Message("export.note"), in: language),
      columns: columns.map { Self.column($0, records, language) })
    table.reserve(records.count)
    for record in records {
      table.append(
        TableRow(
          columns.map { column in
            switch column {
            case .id: .text(record.id.description)
            case .field(let field): cell(record, field, language)
            }
          }))
    }
    return table
  }

  /// What ledgers hold when they are exported. To be read before the records or with them: what is
  /// written in between is then taken for unseen, never for seen.
  package static func stamp(
    of ledgers: some Sequence<String>, _ snapshot: borrowing Snapshot
  ) throws(StoreError) -> ExportStamp {
    var vectors: [String: VersionVector] = [:]
    for ledger in ledgers where vectors[ledger] == nil {
      vectors[ledger] = try snapshot.vector(ledger)
    }
    return ExportStamp(vectors)
  }

  private static func column(
    _ column: Column, _ records: [Record], _ language: Language
  ) -> TableColumn {
    guard case .field(let field) = column else {
      return TableColumn("id", ["id"], .label, widthMax: 28)
    }
    var choices: [String] = []
    if !field.isSet {
      if let enumeration = field.enumeration {
        choices = enumeration.cases.map { language == .zh ? $0.zh : $0.en }
      } else if case .boolean = field.type {
        choices = [
          field.display(.boolean(true), language), field.display(.boolean(false), language),
        ]
      }
    }
    return TableColumn(
      field.code, [header(field, language)], kind(field, records), widthMax: 40, choices: choices)
  }

  /// The label with the unit of money.
  package static func header(_ field: FieldDefinition, _ language: Language) -> String {
    guard case .money = field.type else { return field.label(language) }
    return field.label(language) + (language == .zh ? "（万元）" : " (万元)")
  }

  private static func kind(_ field: FieldDefinition, _ records: [Record]) -> ColumnKind {
    guard !field.isSet else { return .text }
    switch field.type {
    case .text: return .text
    case .integer: return field.isYear ? .year : .whole
    case .date: return .date
    case .money, .decimal, .area:
      var places = 0
      for record in records {
        if case .decimal(let value)? = record[field.id] { places = max(places, Int(value.scale)) }
      }
      return .decimal(places: places)
    default: return .label
    }
  }

  private static func cell(
    _ record: Record, _ field: FieldDefinition, _ language: Language
  ) -> Cell {
    if field.isSet {
      let elements = record.elements(field.id)
      return elements.isEmpty ? .empty : .text(field.display(set: elements, language))
    }
    guard let value = record[field.id] else { return .empty }
    switch value {
    case .empty: return .empty
    case .text(let text): return .text(regionName(text, field) ?? text)
    // A year is not a number with a comma in it.
    case .integer(let number): return .whole(number)
    case .decimal(let number): return .decimal(number)
    case .date(let date): return .date(date)
    case .boolean, .code: return .text(field.display(value, language))
    default:
      if case .string(let text)? = field.plain(value) { return .text(text) }
      return .empty
    }
  }

  /// The name of a county where it is read back as the same code.
  private static func regionName(_ code: String, _ field: FieldDefinition) -> String? {
    guard case .code(.region) = field.type, let region = Region.find(code),
      Region.named(region.name)?.code == code
    else { return nil }
    return region.name
  }
}

// MARK: The plan of a year

extension LedgerExport {
  private static let planFields = [
    "name", "scale", "total_investment", "construction_period", "annual_plan", "year_goal", "owner",
    "duty_unit",
  ]

  /// Of these what was planned for another year than the table's is not shown and not summed.
  private static let yearly: Set<String> = ["annual_plan", "year_goal"]

  private static func planYear(
    _ record: Record, _ collection: CollectionDefinition
  ) -> Int64? {
    guard let field = collection.field("annual_plan_year"),
      case .integer(let year)? = record[field.id]
    else { return nil }
    return year
  }

  /// Projects in the layout of offices' investment plans of the latest year that any is planned
  /// for: a total, a heading with count and sums for each category, serial numbers that begin anew
  /// under each.
  package static func plan(
    _ records: [Record], of collection: CollectionDefinition, in language: Language
  ) -> Table? {
    let fields = planFields.compactMap { collection.field($0) }
    guard fields.count == planFields.count, let category = collection.field("category") else {
      return nil
    }
    let year = records.compactMap { planYear($0, collection) }.max()
    func isShown(_ record: Record, _ field: FieldDefinition) -> Bool {
      !yearly.contains(field.code) || planYear(record, collection).map { $0 == year } ?? true
    }
    let name = Catalogue.text(Message("export.plan"), in: language)
    var table = Table(
      code: "plan", name: name,
      title: year.map {
        Catalogue.text(Message("export.plan.title", ["\($0)"]), in: language)
      } ?? name,
      note: Catalogue.text(Message("export.unit"), in: language),
      columns: [TableColumn("no", [Catalogue.text(Message("export.no"), in: language)], .label)]
        + fields.map { TableColumn($0.code, [header($0, language)], kind($0, records)) })
    let total = Catalogue.text(Message("export.total"), in: language)
    table.append(
      TableRow(
        role: .total, itemCount: records.count,
        [.empty, .text("\(total)（\(records.count)个）")] + sums(records, fields, isShown)))
    let groups = Dictionary(grouping: records) { record -> UInt32 in
      if case .code(let number)? = record[category.id] { return number }
      return .max
    }
    for (index, group) in groups.sorted(by: { $0.key < $1.key }).enumerated() {
      let name =
        group.key == .max
        ? Catalogue.text(Message("export.others"), in: language)
        : category.display(.code(group.key), language)
      table.append(
        TableRow(
          role: .section(level: 1), itemCount: group.value.count,
          [.empty, .text("\(numeral(index + 1))、\(name)（\(group.value.count)个）")]
            + sums(group.value, fields, isShown)))
      for (place, record) in group.value.enumerated() {
        table.append(
          TableRow(
            [.whole(Int64(place + 1))]
              + fields.map { isShown(record, $0) ? cell(record, $0, language) : .empty }))
      }
    }
    return table
  }

  private static func sums(
    _ records: [Record], _ fields: [FieldDefinition],
    _ isShown: (Record, FieldDefinition) -> Bool
  ) -> [Cell] {
    fields.dropFirst().map { field in
      guard case .money = field.type else { return .empty }
      var yuan: Int64 = 0
      for record in records where isShown(record, field) {
        guard case .decimal(let amount)? = record[field.id], let own = MoneyCell.yuan(amount)
        else { continue }
        let (next, overflow) = yuan.addingReportingOverflow(own)
        if overflow { return .empty }
        yuan = next
      }
      return ExactDecimal(mantissa: yuan, scale: 4).map { .decimal($0) } ?? .empty
    }
  }

  /// 一 to 九十九.
  private static func numeral(_ number: Int) -> String {
    let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
    guard (1..<100).contains(number) else { return "\(number)" }
    let tens = number / 10
    return (tens == 0 ? "" : (tens == 1 ? "" : digits[tens]) + "十") + digits[number % 10]
  }
}
