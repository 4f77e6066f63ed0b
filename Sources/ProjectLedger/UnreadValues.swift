// What stands in the cells of a sheet and is none of its field's values: a case that the list does
// not have, a date without a day. Each is told once, with how often it stands there, and a person
// says once what it means.

package import Projects

/// A value that a sheet has and its field does not.
package struct UnreadValue: Sendable {
  /// The field, as the schema has it.
  package let field: FieldDefinition
  /// As it is written, folded: ``ImportChoices/readAs`` knows it by this.
  package let written: String
  /// The first cell where it stands, as people name it.
  package let place: String
  /// In how many cells it stands.
  package fileprivate(set) var count = 0
  /// What a person said that it means; nil where nobody did.
  package fileprivate(set) var meant: String?
  /// Whether it holds its rows back; else its cells alone are left out.
  package fileprivate(set) var isRefused = false
  /// The cell that was counted last.
  fileprivate var last = ""

  fileprivate init(_ field: FieldDefinition, _ written: String, _ place: String) {
    self.field = field
    self.written = written
    self.place = place
  }

  /// The cases that come nearest to it, the nearest first; none for what is no enumeration.
  package var nearest: [EnumerationCase] { field.enumeration?.nearest(to: written) ?? [] }
}

/// The values of one sheet, in the order in which they were met.
struct UnreadValues {
  private(set) var all: [UnreadValue] = []
  private var places: [String: Int] = [:]

  /// So many are told apart, none longer than this; the cells of any other are told of one by one.
  private static let max = 1_000
  private static let bytesMax = 200

  /// Counts a cell, once for each value in it. Whether the value was met for the first time.
  @discardableResult
  mutating func add(
    _ written: String, of field: FieldDefinition, at place: String, meant: String? = nil,
    isRefused: Bool = false
  ) -> Bool {
    let key = field.code + ":" + written
    var known = places[key]
    if known == nil { known = begin(key, field, written, place) }
    guard let index = known else { return true }
    if let meant { all[index].meant = meant }
    if isRefused { all[index].isRefused = true }
    guard all[index].last != place else { return all[index].count == 1 }
    all[index].last = place
    all[index].count += 1
    return all[index].count == 1
  }

  private mutating func begin(
    _ key: String, _ field: FieldDefinition, _ written: String, _ place: String
  ) -> Int? {
    guard all.count < Self.max, written.utf8.count <= Self.bytesMax else { return nil }
    all.append(UnreadValue(field, written, place))
    places[key] = all.count - 1
    return all.count - 1
  }
}

extension FieldDefinition {
  /// Whether a person may say what a word in its cells means: cases, counties, dates, and yes or
  /// no.
  package var mayBeReadAs: Bool {
    switch type {
    case .enumeration, .date, .boolean, .code(.region): true
    default: false
    }
  }
}
