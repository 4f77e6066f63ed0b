// The shown values of one record as of a day: what is dated later has not happened.

package import Causality
package import LedgerStore
package import Projects

/// The shown values of a record by the codes of its fields.
package struct ShownFields {
  private let record: Record
  private let collection: CollectionDefinition?
  private let asOf: CivilDate

  /// - Parameter asOf: the day beyond which nothing done has happened.
  package init(_ record: Record, _ schema: Schema, asOf: CivilDate) {
    self.record = record
    self.asOf = asOf
    collection = schema.collection(record.collection)
  }

  private func value(_ code: String) -> Value? {
    collection?.field(code).flatMap { record[$0.id] }
  }

  /// A text; `other` where nothing is filled in.
  package func text(_ code: String, else other: String = "") -> String {
    if case .text(let text)? = value(code) { return text }
    return other
  }

  /// An amount, in the field's own unit; whole numbers count as amounts.
  package func money(_ code: String) -> ExactDecimal? {
    switch value(code) {
    case .decimal(let decimal)?: decimal
    case .integer(let number)?: ExactDecimal(number)
    default: nil
    }
  }

  /// A whole number; nil where nothing is filled in.
  package func integer(_ code: String) -> Int? {
    if case .integer(let number)? = value(code) { return Int(exactly: number) }
    return nil
  }

  /// A date as filled in, though it lie beyond the day asked about.
  package func date(_ code: String) -> CivilDate? {
    if case .date(let date)? = value(code) { return date }
    return nil
  }

  /// A date of something done; nil where that lies beyond the day asked about.
  package func act(_ code: String) -> CivilDate? { date(code).flatMap { $0 <= asOf ? $0 : nil } }

  /// The record referred to; nil where nothing is filled in.
  package func reference(_ code: String) -> RecordID? {
    if case .reference(let id)? = value(code) { return id }
    return nil
  }

  /// The code of the case chosen; nil where nothing is filled in, and for cases of a newer schema.
  package func choice(_ code: String) -> String? {
    guard let field = collection?.field(code), case .code(let number)? = record[field.id],
      case .enumeration(let enumeration) = field.type
    else { return nil }
    return enumeration.find(number)?.code
  }
}
