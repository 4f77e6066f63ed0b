// Finding one conflict by the beginning of its id, and reading the dots that a person saw.

internal import Causality
internal import LedgerStore

/// Finds conflicts of one store.
struct ConflictLookup {
  let context: CommandContext
  let store: Store

  /// The open conflict whose id begins with `prefix`, with what each sibling had seen.
  ///
  /// - Throws: `no-such-conflict`, `ambiguous-conflict`; `settled-already` (exit 1) where it was
  ///   open once and somebody has settled it since.
  func open(_ prefix: String) throws -> Conflict {
    let wanted = Self.normalised(prefix)
    let ledger = try context.readingLedger(of: store)
    let found = try store.read { snapshot throws(StoreError) in
      try snapshot.conflicts(withIDPrefix: wanted)
    }
    .filter { ledger == nil || $0.ledger == ledger }
    if found.count > 1 {
      let ids = found.prefix(10).map(\.id.text).joined(separator: " ")
      throw CommandFailure(.ambiguousConflict, prefix, ids)
    }
    if let conflict = found.first { return conflict }
    if let last = try settlements(prefix).last {
      let text = ConflictText(context)
      throw CommandFailure(
        .settledAlready, last.conflict.text, text.value(last.chosen, last.collection, last.field),
        text.who(last.author, last.office, last.dot))
    }
    throw CommandFailure(.noSuchConflict, prefix)
  }

  /// The settlements of conflicts whose id begins with `prefix` (nil: all), and the violations that
  /// this store saw end, oldest first.
  func settlements(_ prefix: String?) throws -> [Settlement] {
    let wanted = prefix.map(Self.normalised)
    let ledger = try context.readingLedger(of: store)
    return try store.read { snapshot throws(StoreError) in
      try snapshot.settlements(withIDPrefix: wanted) + snapshot.mendings(withIDPrefix: wanted)
    }
    .filter { ledger == nil || $0.ledger == ledger }
    .sorted { ($0.clock, $0.dot) < ($1.clock, $1.dot) }
  }

  /// Dots as `conflicts show` prints them: separated by commas or spaces.
  static func dots(_ text: String) throws -> [Dot] {
    let parts = text.split { $0 == "," || $0 == " " || $0 == "，" || $0 == "\n" }
    let dots = parts.compactMap { Dot($0) }
    guard !dots.isEmpty, dots.count == parts.count else { throw CommandFailure(.badDots, text) }
    return dots.sorted()
  }

  /// Ids are shown in lower-case Crockford base32; people type capitals, l for 1 and o for 0.
  static func normalised(_ prefix: String) -> String {
    var text = ""
    for character in prefix.lowercased() {
      switch character {
      case "i", "l": text.append("1")
      case "o": text.append("0")
      default: text.append(character)
      }
    }
    return text
  }
}
