// Enumerations as data: number (on disk), code (in JSON), labels (for people). Looking a case up by
// what was typed, code or label, hashes its UTF-8 once and allocates nothing.

internal import Causality

/// One case of an enumeration. Its number never changes meaning and is never used again.
public struct EnumerationCase: Sendable, Hashable {
  /// The number stored, from 1.
  public let number: UInt32
  /// The code in JSON and on the command line, snake_case ASCII.
  public let code: String
  /// The Chinese label.
  public let zh: String
  /// The English label.
  public let en: String
}

/// A closed list of cases.
public final class Enumeration: Sendable {
  /// The enumeration's own code.
  public let code: String
  /// The cases in the order people choose from.
  public let cases: [EnumerationCase]
  /// Codes by number; an empty string where a number is not in use.
  public let codes: [String]
  private let places: [UInt16]
  private let table: TextTable

  /// An enumeration from its lines. `others` are further spellings accepted when typed.
  public init(
    _ code: String, _ cases: [(UInt32, String, String, String)], others: [(String, UInt32)] = []
  ) {
    self.code = code
    self.cases = cases.map { EnumerationCase(number: $0.0, code: $0.1, zh: $0.2, en: $0.3) }
    let highest = Int(cases.map(\.0).max() ?? 0)
    var codes = [String](repeating: "", count: highest + 1)
    var places = [UInt16](repeating: .max, count: highest + 1)
    var table = TextTable(capacity: cases.count * 3 + others.count)
    for (place, line) in cases.enumerated() {
      codes[Int(line.0)] = line.1
      places[Int(line.0)] = UInt16(place)
      table.insert(line.1, line.0)
      table.insert(line.2, line.0)
      table.insert(line.3, line.0)
    }
    for (text, number) in others { table.insert(text, number) }
    self.codes = codes
    self.places = places
    self.table = table
  }

  /// The number of the case with this code, label or accepted spelling; O(length).
  public func number(of text: String) -> UInt32? { table[text] }

  /// The case with a number; nil for one that a newer schema has added.
  public func find(_ number: UInt32) -> EnumerationCase? {
    guard number < UInt32(places.count), places[Int(number)] != .max else { return nil }
    return cases[Int(places[Int(number)])]
  }

  /// The numbers of cases by code, in the order given, for display rules. A code that is not a case
  /// is left out; the tests compare the count.
  func numbers(_ codes: [String]) -> [UInt32] { codes.compactMap { table[$0] } }
}
