// What the header of one column may mean, and how surely: what a person says before the field's own
// label, and that before the other wordings of offices.

internal import Projects

/// One meaning of a header.
struct HeaderMeaning {
  enum Rank: Int {
    case wording, label, chosen
  }

  let target: SheetColumn.Target
  let rank: Rank
  /// The year that the header names.
  let year: Int64?

  /// The field that is meant.
  var field: FieldDefinition? {
    if case .field(let field) = target { return field }
    return nil
  }

  /// Whether of two columns that mean one field this is the one, standing further right: the surer,
  /// or that of the later year.
  func goesBefore(_ other: HeaderMeaning) -> Bool {
    if rank != other.rank { return rank.rawValue > other.rank.rawValue }
    guard let year, let earlier = other.year else { return false }
    return year > earlier
  }

  /// What a person chose.
  static func chosen(
    _ code: String, _ collection: CollectionDefinition, _ names: [Header]
  ) -> HeaderMeaning {
    HeaderMeaning(
      target: target(code, collection), rank: .chosen, year: names.lazy.compactMap(\.year).first)
  }

  /// What a column may mean by its lines, the likeliest first.
  ///
  /// - Parameter extra: what a person says of headers by their words.
  static func all(
    _ lines: [String], _ names: [Header], _ collection: CollectionDefinition,
    _ labels: [String: FieldDefinition], _ extra: [String: String]
  ) -> [HeaderMeaning] {
    let year = names.lazy.compactMap(\.year).first
    func meaning(_ name: Header) -> HeaderMeaning? {
      guard let (target, rank) = Self.target(name, collection, labels, extra) else { return nil }
      return HeaderMeaning(target: target, rank: rank, year: name.year ?? year)
    }
    let meanings = names.compactMap(meaning)
    // `2024年计划投资` over `计划总投资` is the plan of the year.
    guard lines.count > 1, meanings.first?.field?.code == "total_investment",
      let above = meaning(Header(lines[lines.count - 2])), above.field?.code == "annual_plan"
    else { return meanings }
    return [above] + meanings
  }

  /// The texts by which a column may be known: all its lines as one word, its lowest line, and the
  /// line above where the lowest says nothing of its own.
  static func candidates(_ lines: [String]) -> [String] {
    guard lines.count > 1, let last = lines.last else { return lines }
    let isOfParent = HeaderWording.ofParent.contains(Header(last).whole)
    return [lines.joined()] + (isOfParent ? [lines[lines.count - 2]] : [last])
  }

  private static func target(
    _ code: String, _ collection: CollectionDefinition
  ) -> SheetColumn.Target {
    if code == "-" { return .passedOver }
    return collection.field(code).map { .field($0) } ?? .unknown
  }

  private static func target(
    _ name: Header, _ collection: CollectionDefinition, _ labels: [String: FieldDefinition],
    _ extra: [String: String]
  ) -> (SheetColumn.Target, Rank)? {
    if let code = extra[name.shown] ?? extra[name.whole] {
      return (target(code, collection), Rank.chosen)
    }
    if name.whole == "id" { return (SheetColumn.Target.id, Rank.label) }
    if HeaderWording.numbering.contains(name.whole) {
      return (SheetColumn.Target.serial, Rank.label)
    }
    if ["ledger", "archived", "台账", "归档"].contains(name.whole) {
      return (SheetColumn.Target.passedOver, Rank.label)
    }
    if HeaderWording.isComputed(name, of: collection) {
      return (SheetColumn.Target.computed, Rank.label)
    }
    for candidate in [name.whole, name.bare, name.yearless] where !candidate.isEmpty {
      if let field = collection.field(candidate) ?? labels[candidate] {
        return (SheetColumn.Target.field(field), Rank.label)
      }
      if collection.code == "project", let code = HeaderWording.fieldCodes[candidate],
        let field = collection.field(code)
      {
        return (SheetColumn.Target.field(field), Rank.wording)
      }
    }
    return nil
  }
}
