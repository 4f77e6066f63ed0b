// One record with a register, a set and its existence, as a store would hold it, and the six things
// a change can do to it. What is tested comes in as closures, so that the same harness also runs
// deliberately wrong implementations and must notice them.

import Causality

/// What one event of a small history does.
enum Action: UInt8, CaseIterable, Sendable {
  case writeFirst, writeSecond, add, remove, archive, edit

  /// The value an event writes into the register.
  var written: UInt32? {
    switch self {
    case .writeFirst: 0
    case .writeSecond: 1
    default: nil
    }
  }
}

/// One change as it reaches a store: what its writer had seen is a version vector.
struct Event: Sendable {
  let dot: Dot
  let clock: HybridTimestamp
  let deps: VersionVector
  let action: Action
}

/// The record as a store holds it.
struct RecordState: Equatable, Sendable {
  var register = Register<UInt32>()
  var set = ElementSet<UInt32>()
  var existence = Existence()

  /// The only element of the small histories.
  static let element: UInt32 = 9

  /// The rule of the design, applied to all three parts of the record.
  mutating func apply(_ event: Event) {
    if let value = event.action.written {
      register.write(value, dot: event.dot, clock: event.clock, deps: event.deps)
    }
    if event.action == .add {
      set.add(RecordState.element, dot: event.dot, clock: event.clock, deps: event.deps)
    }
    if event.action == .remove {
      set.remove(RecordState.element, dot: event.dot, deps: event.deps)
    }
    if event.action == .archive {
      existence.archive(dot: event.dot, clock: event.clock, deps: event.deps)
    } else {
      existence.keep(dot: event.dot, clock: event.clock, deps: event.deps)
    }
  }

  func merging(
    _ other: RecordState, seen: VersionVector, otherSeen: VersionVector
  ) -> RecordState {
    var result = RecordState()
    result.register = register.merging(other.register, seen: seen, otherSeen: otherSeen)
    result.set = set.merging(other.set, seen: seen, otherSeen: otherSeen)
    result.existence = existence.merging(other.existence, seen: seen, otherSeen: otherSeen)
    return result
  }
}

/// What the harness tests.
struct Implementation: Sendable {
  var apply: @Sendable (inout RecordState, Event) -> Void
  /// The dot shown by a rule to the store of a given replica number.
  var shown: @Sendable (Register<UInt32>, DisplayRule, _ viewer: Int) -> Dot?

  /// The module as it is: nothing shown depends on who looks.
  static let real = Implementation(
    apply: { state, event in state.apply(event) },
    shown: { register, rule, _ in
      register.shown(by: rule, isAuthority: isAuthority, rank: { rule.rank(ofCode: $0) })
        .map { register.siblings[$0].dot }
    })
}

/// Replica 1 of 0, 1 and 2 writes for the city: neither the least nor the greatest identity.
func isAuthority(_ replica: ReplicaID) -> Bool { replica == replicaID(1) }

/// The identity of replica number 0, 1, 2, … in the order of the numbers.
func replicaID(_ number: Int) -> ReplicaID {
  ReplicaID(high: UInt64(number) + 1, low: 0)
}

/// The rules under test: under the second cautious one, value 1 is not listed.
let displayRules: [DisplayRule] = [
  .newest, .cautious(order: [1, 0]), .cautious(order: [0]), .authority,
]
