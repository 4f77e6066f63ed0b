// From what a person typed to a value of the field, or a problem that says what was expected. Text
// costs one pass over its bytes; numbers, dates and cases are read without allocating.

public import Causality

/// What a value typed alone does not say.
public struct ParseContext: Sendable, Hashable {
  /// The unit of bare numbers of money.
  public var moneyUnit: MoneyUnit

  /// A context; bare money is in 万元 unless a sheet says otherwise.
  public init(moneyUnit: MoneyUnit = .tenThousandYuan) {
    self.moneyUnit = moneyUnit
  }

  /// What is typed on the command line or into a form.
  public static let typed = ParseContext()
}

extension FieldDefinition {
  /// The bytes of UTF-8 that a text may have.
  public static var textBytesMax: Int { 1 << 20 }

  /// Reads one value: the field's, or one element of a set. An empty text is the empty value. Text
  /// stays exactly as typed; everything else may have spaces around it.
  public func parse(
    _ text: String, in context: ParseContext = .typed
  ) throws(ValidationProblem) -> Value {
    if text.utf8.isEmpty { return .empty }
    switch type {
    case .text:
      try checkText(text)
      return .text(text)
    case .enumeration(let enumeration):
      if let number = enumeration.number(of: text) { return .code(number) }
      return try slowCase(text, enumeration)
    case .money:
      return try number(text) { text throws(NumberFailure) in
        .decimal(try NumberParsing.money(text, unit: context.moneyUnit))
      }
    case .date: return try date(text)
    default: return try rarer(text)
    }
  }

  /// Reads the elements of a set, separated by `,`, `，`, `、`, `;` or `；`; a set of free or coded
  /// text is separated by semicolons and line breaks, one of dated parts also by a comma before
  /// what is another element. In the order typed, without repetition.
  ///
  /// - Parameter meant: what is read where an element stands; nothing where it says nothing.
  public func parseElements(
    _ text: String, in context: ParseContext = .typed, as meant: (String) -> String = { $0 }
  ) throws(ValidationProblem) -> [Value] {
    var isList = false
    if case .enumeration(let enumeration) = type {
      if let number = enumeration.number(of: text) { return [.code(number)] }
      isList = true
    }
    var elements: [Value] = []
    let parts = text.unicodeScalars.split {
      $0 == ";" || $0 == "；" || $0 == "\n" || (isList && ($0 == "," || $0 == "，" || $0 == "、"))
    }
    for part in parts.flatMap({ dated(String($0)) }) {
      let value = try parse(meant(part), in: context)
      if value != .empty, !elements.contains(value) { elements.append(value) }
    }
    return elements
  }

  /// The elements of a part without semicolons. Reasons and names have commas of their own: a comma
  /// separates where a stop begins behind it, or a missing item is complete before it.
  private func dated(_ part: String) -> [String] {
    guard case .code(let format) = type, format == .pause || format == .missing else {
      return [part]
    }
    let scalars = part.unicodeScalars
    var elements: [String] = []
    var start = scalars.startIndex
    for place in scalars.indices where [",", "，", "、"].contains(scalars[place]) {
      guard start <= place else { continue }
      let next = scalars.index(after: place)
      let separates: Bool
      if format == .pause {
        // A date, a slash and the spaces there may be around them.
        let behind = ScalarReader.folded(String(scalars[next...].prefix(16)))
        separates =
          behind.utf8.firstIndex(of: 0x2F).map { CivilDate(iso: behind[..<$0]) != nil } ?? false
      } else {
        let before = String(scalars[start..<place].suffix(11))
        separates = before.hasPrefix("/") && CivilDate(iso: before.dropFirst()) != nil
      }
      guard separates else { continue }
      elements.append(String(scalars[start..<place]))
      start = next
      while start < scalars.endIndex, scalars[start] == " " { start = scalars.index(after: start) }
    }
    return elements + [String(scalars[start...])]
  }

  private func rarer(_ text: String) throws(ValidationProblem) -> Value {
    switch type {
    case .integer:
      return try number(text) { text throws(NumberFailure) in
        .integer(try NumberParsing.integer(text, unit: self.unit))
      }
    case .area:
      return try number(text) { text throws(NumberFailure) in
        .decimal(try NumberParsing.decimal(text, places: 2, unit: "亩"))
      }
    case .decimal(let places):
      return try number(text) { text throws(NumberFailure) in
        .decimal(try NumberParsing.decimal(text, places: places, unit: self.unit))
      }
    case .instant:
      do throws(DateFailure) {
        return .instant(try DateParsing.instant(text))
      } catch {
        if Self.isBlank(text) { return .empty }
        throw ValidationProblem(.notAMoment, field: code, [text, named])
      }
    case .boolean:
      if let found = Self.booleans[text] ?? Self.booleans[ScalarReader.lowered(text)] {
        return .boolean(found == 1)
      }
      if Self.isBlank(text) { return .empty }
      throw ValidationProblem(.notABoolean, field: code, [text, named])
    case .reference(let collection):
      if let record = RecordID(text) ?? RecordID(ScalarReader.folded(text)) {
        return .reference(record)
      }
      if Self.isBlank(text) { return .empty }
      throw ValidationProblem(.notAReference, field: code, [text, named, collection])
    case .code(let format):
      if CodeParsing.isNormal(text, format) { return .text(text) }
      if Self.isBlank(text) { return .empty }
      try checkText(text)
      guard let normal = CodeParsing.normal(text, format) else {
        throw ValidationProblem(.badFormat, field: code, [text, named, format.example])
      }
      return .text(normal)
    case .text, .enumeration, .money, .date: return .empty
    }
  }

  private static func isBlank(_ text: String) -> Bool { ScalarReader.folded(text).isEmpty }

  private static let booleans: TextTable = {
    var table = TextTable(capacity: 16)
    for text in ["是", "true", "yes", "y", "1", "有", "√"] { table.insert(text, 1) }
    for text in ["否", "false", "no", "n", "0", "无", "×"] { table.insert(text, 0) }
    return table
  }()

  private func number(
    _ text: String, _ read: (String) throws(NumberFailure) -> Value
  ) throws(ValidationProblem) -> Value {
    let value: Value
    do throws(NumberFailure) {
      value = try read(text)
    } catch {
      if Self.isBlank(text) { return .empty }
      // Which next step is meant: that of money needs no name.
      let own: [String] =
        switch type {
        case .money: []
        case .area: ["area"]
        default: ["plain"]
        }
      switch error {
      case .notANumber:
        let kind: ProblemCode = if case .integer = type { .notAnInteger } else { .notANumber }
        throw ValidationProblem(kind, field: code, [text, named] + own)
      case .tooPrecise:
        throw ValidationProblem(
          .tooPrecise, field: code, [text, named, "\(type.places ?? 0)"] + own)
      case .tooLarge: throw ValidationProblem(.tooLarge, field: code, [text, named] + own)
      }
    }
    try checkRange(value)
    return value
  }

  private func checkRange(_ value: Value) throws(ValidationProblem) {
    let number: ExactDecimal
    switch value {
    case .integer(let whole): number = ExactDecimal(whole)
    case .decimal(let decimal): number = decimal
    default: return
    }
    switch check {
    case .none: return
    case .notNegative:
      guard number.mantissa < 0 else { return }
      throw ValidationProblem(.negative, field: code, [number.description, named])
    case .range(let range):
      if number >= ExactDecimal(range.lowerBound), number <= ExactDecimal(range.upperBound) {
        return
      }
      throw ValidationProblem(
        .outOfRange, field: code,
        [number.description, named, "\(range.lowerBound)", "\(range.upperBound)"])
    }
  }

  private func date(_ text: String) throws(ValidationProblem) -> Value {
    do throws(DateFailure) {
      return .date(try DateParsing.date(text))
    } catch {
      if Self.isBlank(text) { return .empty }
      switch error {
      case .notADate:
        let kind: ProblemCode = DateParsing.namesNoDay(text) ? .monthOnly : .notADate
        throw ValidationProblem(kind, field: code, [text, named])
      case .monthOnly: throw ValidationProblem(.monthOnly, field: code, [text, named])
      case .noSuchDay: throw ValidationProblem(.noSuchDay, field: code, [text, named])
      }
    }
  }

  private func slowCase(
    _ text: String, _ enumeration: Enumeration
  ) throws(ValidationProblem) -> Value {
    let folded = ScalarReader.folded(text)
    if folded.isEmpty { return .empty }
    if let number = enumeration.number(of: folded)
      ?? enumeration.number(of: ScalarReader.lowered(text))
    {
      return .code(number)
    }
    let nearest = enumeration.nearest(to: folded)
    let allowed = (nearest + enumeration.cases.filter { !nearest.contains($0) })
      .map { "\($0.zh)(\($0.code))" }.joined(separator: " ")
    throw ValidationProblem(.unknownCase, field: code, [text, named, allowed])
  }

  /// Refuses control characters other than tab and line feed, and texts over the limit.
  private func checkText(_ text: String) throws(ValidationProblem) {
    let count = text.utf8.count
    if count > Self.textBytesMax {
      throw ValidationProblem(.tooLong, field: code, [named, "\(count)"])
    }
    // One pass without branches finds the bytes that might begin a control character.
    let isClean = text.utf8.withContiguousStorageIfAvailable { bytes in
      var suspicious: UInt8 = 0
      for byte in bytes {
        suspicious |= byte < 0x20 ? 1 : 0
        suspicious |= byte == 0x7F ? 1 : 0
        suspicious |= byte == 0xC2 ? 1 : 0
      }
      return suspicious == 0
    }
    if isClean == true { return }
    for scalar in text.unicodeScalars {
      let number = scalar.value
      let isControl = (number < 0x20 && number != 0x09 && number != 0x0A)
      guard isControl || (0x7F...0x9F).contains(number) else { continue }
      let hexadecimal = String(number, radix: 16, uppercase: true)
      let padding = String(repeating: "0", count: max(0, 4 - hexadecimal.count))
      throw ValidationProblem(
        .controlCharacter, field: code, [named, "U+" + padding + hexadecimal])
    }
  }
}

extension CodeFormat {
  /// A text of the format, shown where another was typed.
  public var example: String {
    switch self {
    case .project: "2109-411702-04-01-123456"
    case .credit: "91411700MA00000000"
    case .industry: "C1351"
    case .region: "411702 / 驿城区"
    case .period: "2021-09, 2021-Q3, 2021-W39, 2021-10-T1"
    case .sha256: "64 × 0-9a-f"
    case .pause: "2021-10-08/2021-10-12 补正"
    case .missing: "消防设计审查/2021-11-30"
    case .note: "2021-10-08 已对接"
    }
  }
}
