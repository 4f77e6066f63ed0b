// Finding the field a person meant: by code, by another accepted code or by label; and when there
// is none, saying which codes come nearest; and which cases of an enumeration a word comes nearest
// to.

extension CollectionDefinition {
  /// The field with this name, or a refusal that says what to type instead.
  public func require(_ name: String) throws(ValidationProblem) -> FieldDefinition {
    if let field = field(name) ?? field(ScalarReader.folded(name)) { return field }
    let folded = ScalarReader.folded(name)
    if let derived = derived.first(where: { $0.code == folded || $0.zh == folded }) {
      throw ValidationProblem(
        .derivedField, field: derived.code,
        ["\(derived.zh)(\(derived.code))", derived.typedInstead])
    }
    throw ValidationProblem(
      .unknownField, field: name,
      [name, "\(zh)(\(code))", suggestions(for: folded)])
  }

  /// The fields that come nearest to a name; where none does, the first of the collection.
  func suggestions(for name: String) -> String {
    let near = nearest(to: name)
    return (near.isEmpty ? Array(fields.prefix(6)) : near).map(\.named).joined(separator: " ")
  }

  /// Up to three fields whose code or label comes nearest to a name, the nearest first.
  func nearest(to name: String) -> [FieldDefinition] {
    let typed = Array(name.utf8)
    var found: [(distance: Int, field: FieldDefinition)] = []
    for field in fields {
      let names = [field.code, field.zh] + field.others
      let distance = names.map { Self.distance(typed, Array($0.utf8)) }.min() ?? .max
      let contains = names.contains { Self.contains(Array($0.utf8), typed) }
      let limit = max(2, typed.count / 3)
      if distance <= limit || contains { found.append((contains ? distance / 4 : distance, field)) }
    }
    found.sort { ($0.distance, $0.field.id) < ($1.distance, $1.field.id) }
    return found.prefix(3).map(\.field)
  }

  private static func contains(_ whole: [UInt8], _ part: [UInt8]) -> Bool {
    guard part.count >= 3, whole.count >= part.count else { return false }
    return (0...(whole.count - part.count)).contains { whole[$0...].starts(with: part) }
  }

  /// Levenshtein's distance in bytes; O(left × right).
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (line, byte) in left.enumerated() {
      var corner = row[0]
      row[0] = line + 1
      for (column, other) in right.enumerated() {
        let change = corner + (byte == other ? 0 : 1)
        corner = row[column + 1]
        row[column + 1] = min(change, row[column] + 1, row[column + 1] + 1)
      }
    }
    return row[right.count]
  }
}

extension Enumeration {
  /// Up to three cases whose label shares most of its signs with a text, the nearest first; none
  /// where no label has a third of them. O(cases × signs).
  public func nearest(to text: String) -> [EnumerationCase] {
    func likeness(_ label: String, _ typed: Set<Unicode.Scalar>) -> Int {
      let signs = Set(label.unicodeScalars)
      return 200 * signs.intersection(typed).count / max(1, signs.count + typed.count)
    }
    let typed = Set(text.unicodeScalars)
    let found = cases.enumerated().map { ($0.offset, $0.element, likeness($0.element.zh, typed)) }
      .filter { $0.2 > 33 }
      .sorted { ($1.2, $0.0) < ($0.2, $1.0) }
    return found.prefix(3).map { $0.1 }
  }
}

extension FieldDefinition {
  /// Refuses to add to or take from a field that holds one value.
  public func requireSet() throws(ValidationProblem) {
    guard !isSet else { return }
    throw ValidationProblem(.notASet, field: code, [named, code])
  }
}
