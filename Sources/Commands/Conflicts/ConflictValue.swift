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
}
