// Settling conflicts: the one place that turns a person's choice into a change.
//
// Guarantees: the change has seen every sibling of the conflict (its deps are all that this store
// holds), so it supersedes exactly them; it is refused, and nothing is written, when other siblings
// are live than those named. All choices about one record go into one change: a record that is being
// archived must not be brought back by the settlement of one of its fields.

internal import Causality
internal import LedgerStore
internal import Projects
internal import Wire

/// A value for a conflict.
struct Decision: Sendable {
  let conflict: Conflict
  let value: Value
  /// The siblings the decision is about.
  var dots: [Dot]

  init(_ conflict: Conflict, _ value: Value, dots: [Dot]? = nil) {
    self.conflict = conflict
    self.value = value
    self.dots = dots ?? conflict.siblings.map(\.dot)
  }
}

/// Settles conflicts of one store.
struct Settling {
  let context: CommandContext
  let store: Store

  /// The parts of `decisions` that must go out as one change: those about one record.
  static func byRecord(_ decisions: [Decision]) -> [[Decision]] {
    var places: [[Decision]] = []
    var index: [LocatedRecord: Int] = [:]
    for decision in decisions {
      let conflict = decision.conflict
      let place = LocatedRecord(conflict)
      if let known = index[place] {
        places[known].append(decision)
      } else {
        index[place] = places.count
        places.append([decision])
      }
    }
    return places
  }

  /// Writes one change for decisions about one record.
  ///
  /// - Throws: `StoreError` with `siblingsChanged` when others are live; a failure with exit status
  ///   77 when this office's role may not write the value.
  func commit(_ decisions: [Decision], reason: String?) throws -> Dot {
    guard let first = decisions.first?.conflict else {
      preconditionFailure("a settlement without a decision")
    }
    for decision in decisions { try checkPermission(decision) }
    let operations = decisions.map(operation)
    let expectations = decisions.map { decision in
      Expectation(
        collection: decision.conflict.collection, record: decision.conflict.record,
        field: decision.conflict.field, dots: decision.dots)
    }
    let draft = Draft(author: context.author, reason: reason, operations: operations)
    let receipt = try store.commit(first.ledger, [draft], expecting: expectations)
    return receipt.dots[0]
  }

  private func operation(_ decision: Decision) -> Operation {
    let conflict = decision.conflict
    if conflict.isAboutArchive {
      return Operation(
        collection: conflict.collection, record: conflict.record, field: Existence.field,
        kind: decision.value == .boolean(true) ? .archive : .restore, value: .empty)
    }
    return Operation(
      collection: conflict.collection, record: conflict.record, field: conflict.field,
      kind: .write, value: decision.value)
  }

  private func checkPermission(_ decision: Decision) throws {
    let conflict = decision.conflict
    guard let role = context.role(of: store),
      let collection = context.schema.collection(conflict.collection)
    else { return }
    let isAllowed: Bool
    if conflict.isAboutArchive {
      isAllowed = Permissions.mayCreate(collection, role)
    } else if let field = collection.field(conflict.field) {
      isAllowed = Permissions.mayWrite(field, decision.value, role)
    } else {
      isAllowed = role != .observer
    }
    guard isAllowed else {
      let text = ConflictText(context)
      throw CommandFailure(
        .mayNotSettle, text.fieldLabel(conflict.collection, conflict.field), role.rawValue)
    }
  }
}

/// Values for conflicts, from what people type and from the siblings.
enum ConflictValue {
  /// The sibling with a number from 1, in the order of `conflicts show`.
  static func sibling(_ number: Int, of conflict: Conflict) throws -> Value {
    guard conflict.siblings.indices.contains(number - 1) else {
      throw CommandFailure(
        .noSuchSibling, String(number), String(conflict.siblings.count), conflict.id.text)
    }
    return conflict.siblings[number - 1].value
  }

  /// A typed value: as `set` takes it; of the archive register `archived` or `kept`.
  static func parse(_ text: String, for conflict: Conflict, _ context: CommandContext) throws
    -> Value
  {
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

  /// The sibling that `--take` names for many conflicts at once; nil where there is none.
  static func pick(
    _ side: Side, of conflict: Conflict, _ store: Store, _ members: [ReplicaID: Role]
  )
    -> ConflictSibling?
  {
    let own = store.identity
    func role(_ replica: ReplicaID) -> Role? {
      replica == own.replica ? own.role : members[replica]
    }
    let candidates = conflict.siblings.filter { sibling in
      switch side {
      case .newest: true
      case .city: role(sibling.dot.replica)?.isAuthority ?? false
      case .county: role(sibling.dot.replica) == .county
      case .mine: sibling.dot.replica == own.replica
      }
    }
    return candidates.max { ($0.clock, $0.dot) < ($1.clock, $1.dot) }
  }

  /// Whose sibling to take; among several of one side, the newest.
  enum Side: String, CaseIterable {
    case newest, city, county, mine
  }
}

extension FailureKind {
  static let mayNotSettle = FailureKind("may-not-settle", .notPermitted)
}
