// Finding records by a piece of their name, code or owner, or by the initials of the pinyin of
// their name. Letter case, full-width forms and spaces do not matter.

package import Causality
internal import Glibc
package import LedgerStore
package import Projects

/// A text to look for, folded once.
package struct SearchText {
  private let folded: [UInt8]
  private let initials: PinyinInitials.Query?

  /// Folds the text: case, full-width forms and spaces.
  package init(_ text: String) {
    folded = Self.fold(text)
    initials = PinyinInitials.query(text)
  }

  /// Whether nothing is looked for but space.
  package var isEmpty: Bool { folded.isEmpty }

  /// Whether the name or one of `fields` holds the text, or the name has the initials.
  package func isFound(in record: Record, name: FieldID, _ fields: [FieldID]) -> Bool {
    if case .text(let text)? = record[name] {
      if isFound(in: text) { return true }
      if hasInitials(of: text) { return true }
    }
    for field in fields {
      if case .text(let text)? = record[field], isFound(in: text) { return true }
      for case .text(let element) in record.elements(field) where isFound(in: element) {
        return true
      }
    }
    return false
  }

  /// Whether a text that is not folded yet holds this one.
  package func isFound(in text: String) -> Bool { isFound(inFolded: Self.fold(text)) }

  /// Whether the name has the text for the initials of its pinyin.
  package func hasInitials(of name: String) -> Bool {
    initials?.matches(name) ?? false
  }

  /// Whether a text, folded already, holds this one.
  package func isFound(inFolded text: [UInt8]) -> Bool {
    guard let first = folded.first else { return true }
    return text.withUnsafeBytes { text in
      folded.withUnsafeBytes { folded in
        guard let wanted = folded.baseAddress, var at = text.baseAddress else { return false }
        let end = at + text.count
        while end - at >= folded.count,
          let start = memchr(at, Int32(first), end - at - folded.count + 1)
        {
          if memcmp(start, wanted, folded.count) == 0 { return true }
          at = UnsafeRawPointer(start) + 1
        }
        return false
      }
    }
  }

  /// ASCII letters in lower case, full-width forms as their ASCII ones, spaces left out, as UTF-8.
  package static func fold(_ text: String) -> [UInt8] {
    var folded: [UInt8] = []
    fold(text, into: &folded)
    return folded
  }

  /// The same, put after what is there.
  static func fold(_ text: String, into folded: inout [UInt8]) {
    for scalar in text.unicodeScalars {
      var value = scalar.value
      if value >= 0xFF01, value <= 0xFF5E { value -= 0xFEE0 }
      if value == 0x20 || value == 0x3000 || value == 0x09 { continue }
      if value >= 0x41, value <= 0x5A { value += 0x20 }
      if value < 0x80 {
        folded.append(UInt8(value))
      } else {
        folded.append(contentsOf: scalar.utf8)
      }
    }
  }

  /// Besides the name: coded text, and who the record belongs to.
  package static func fields(of collection: CollectionDefinition) -> [FieldID] {
    let owners: Set<String> = ["owner", "investor", "responsible_unit", "unit", "aliases"]
    return collection.fields.compactMap { field in
      switch field.type {
      case .code(.project), .code(.credit): field.id
      case .text where owners.contains(field.code): field.id
      default: nil
      }
    }
  }
}
