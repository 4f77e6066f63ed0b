// Values for conflicts: from what people type, from the siblings, and from whose side to take.

internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

/// Values for conflicts, from what people type and from the siblings.
enum ConflictValue {
  /// The choice with a number from 1, in the order of `conflicts show`.
  static func choice(_ number: Int, of conflict: Conflict) throws -> ConflictChoice {
    let choices = conflict.choices
    guard choices.indices.contains(number - 1) else {
      throw CommandFailure(
        .noSuchSibling, String(number), String(choices.count), conflict.id.text)
    }
    return choices[number - 1]
  }

  /// A typed value: as `set` takes it; of the archive register `archived` or `kept`.
  static func parse(
    _ text: String, for conflict: Conflict, _ context: CommandContext, _ store: Store
  ) throws -> Value {
    if conflict.isAboutArchive {
      switch text {
      case "archived", "true", "归档": return .boolean(true)
      case "kept", "false", "保留": return .boolean(false)
      default: throw CommandFailure(.existenceValue, text)
      }
    }
    if text.isEmpty { return .empty }
    guard let definition = ConflictText(context).definition(conflict.collection, conflict.field)
    else {
      let collection = ConflictText(context).collectionCode(conflict.collection)
      throw CommandFailure(.unknownField, "\(conflict.field.rawValue)", collection)
    }
    if case .reference = definition.type {
      return .reference(try context.locate(text, in: store).id)
    }
    do throws(ValidationProblem) {
      return try definition.parse(text)
    } catch {
      throw CommandFailure(error)
    }
  }

  /// The siblings' texts as one: the lines of the first, then those lines of each further sibling
  /// that are not there yet, in the order of dots. Nil where a sibling is no text.
  static func merged(_ conflict: Conflict) -> String? {
    guard !conflict.isAboutArchive, conflict.siblings.count > 1 else { return nil }
    var lines: [Substring] = []
    for sibling in conflict.siblings {
      switch sibling.value {
      case .empty: continue
      case .text(let text):
        for line in text.split(separator: "\n", omittingEmptySubsequences: false)
        where !lines.contains(where: { $0.utf8.elementsEqual(line.utf8) }) {
          lines.append(line)
        }
      default: return nil
      }
    }
    return lines.joined(separator: "\n")
  }

  /// What `--take` names for many conflicts at once; nil where there is nothing of that side.
  static func pick(
    _ side: Side, of conflict: Conflict, own: ReplicaID, roles: [ReplicaID: Role]
  ) -> ConflictChoice? {
    guard conflict.violation == nil else { return nil }
    let candidates = conflict.siblings.filter { sibling in
      switch side {
      case .newest: true
      case .city: roles[sibling.dot.replica]?.isAuthority ?? false
      case .county: roles[sibling.dot.replica] == .county
      case .mine: sibling.dot.replica == own
      }
    }
    let choices = conflict.choices
    if let newest = candidates.max(by: { ($0.clock, $0.dot) < ($1.clock, $1.dot) }) {
      return choices.first { $0.sibling?.dot == newest.dot }
    }
    // The city has the last word on a period that it locked: what stood then.
    return side == .city ? choices.first { $0.code == "at-lock" } : nil
  }

  /// Whose sibling to take; among several of one side, the newest.
  enum Side: String, CaseIterable {
    case newest, city, county, mine
  }
}
