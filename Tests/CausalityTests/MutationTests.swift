// The harness notices wrong implementations. Verifies:
// 1. The implementation as it is passes small scopes of 1, 2 and 3 events.
// 2. Each planted mistake fails there, and with no fewer events than it takes to show: superseding
//    without deps, superseding more than deps, forgetting an equal value, last writer by the clock,
//    removal over unseen add, add that forgets a concurrent add, archiving over unseen edit, and
//    three wrong choices of what to show.
// 3. State merges that forget what either side had seen fail as well.

import Causality
import Testing

/// A wrong implementation, and the fewest events with which that can be seen.
struct Mutant: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let eventCountMin: Int
  let implementation: Implementation

  /// A mistake in applying a change.
  init(
    _ name: String, from eventCountMin: Int,
    apply: @escaping @Sendable (inout RecordState, Event) -> Void
  ) {
    testDescription = name
    self.eventCountMin = eventCountMin
    implementation = Implementation(apply: apply, shown: Implementation.real.shown)
  }

  /// A mistake in choosing what to show.
  init(
    _ name: String, from eventCountMin: Int,
    shown: @escaping @Sendable (Register<UInt32>, DisplayRule, Int) -> Dot?
  ) {
    testDescription = name
    self.eventCountMin = eventCountMin
    implementation = Implementation(apply: Implementation.real.apply, shown: shown)
  }

  static let all: [Mutant] = [
    Mutant("a write supersedes without deps", from: 2) { state, event in
      if event.action.written != nil { state.register = Register() }
      state.apply(event)
    },
    Mutant("a write supersedes one change more than it had seen", from: 2) { state, event in
      var deps = event.deps
      for number in 0..<3 where replicaID(number) != event.dot.replica {
        deps[replicaID(number)] += 1
      }
      state.apply(
        Event(dot: event.dot, clock: event.clock, deps: deps, action: event.action))
    },
    Mutant("a write supersedes nothing", from: 2) { state, event in
      let before = state.register
      state.apply(event)
      guard event.action.written != nil else { return }
      state.register = before
      state.register.write(
        event.action.written ?? 0, dot: event.dot, clock: event.clock, deps: VersionVector())
    },
    Mutant("a value typed twice is written once", from: 2) { state, event in
      let isThere = state.register.siblings.contains { $0.payload == event.action.written }
      let before = state.register
      state.apply(event)
      if isThere { state.register = before }
    },
    Mutant("the last writer by the clock is all that stays", from: 2) { state, event in
      state.apply(event)
      guard event.action.written != nil,
        let newest = state.register.siblings.max(by: { $1.isNewer(than: $0) })
      else { return }
      state.register = Register()
      state.register.write(
        newest.payload, dot: newest.dot, clock: newest.clock, deps: VersionVector())
    },
    Mutant("a removal wins over an add it had not seen", from: 2) { state, event in
      if event.action == .remove { state.set = ElementSet() }
      state.apply(event)
    },
    Mutant("an add forgets a concurrent one", from: 2) { state, event in
      if event.action == .add { state.set = ElementSet() }
      state.apply(event)
    },
    Mutant("archiving wins over an edit it had not seen", from: 2) { state, event in
      if event.action == .archive { state.existence = Existence() }
      state.apply(event)
    },
    Mutant("between equal stamps each store shows its own", from: 2) { register, rule, viewer in
      let newest = register.siblings.map(\.clock).max()
      let own = register.siblings.first {
        $0.clock == newest && $0.dot.replica == replicaID(viewer)
      }
      if rule == .newest, let own { return own.dot }
      return Implementation.real.shown(register, rule, viewer)
    },
    Mutant("between equal stamps the least identity is shown", from: 2) { register, rule, viewer in
      guard rule == .newest else { return Implementation.real.shown(register, rule, viewer) }
      let newest = register.siblings.map(\.clock).max()
      return register.siblings.first { $0.clock == newest }?.dot
    },
    Mutant("the cautious rule takes an unknown value for the greatest claim", from: 2) {
      register, rule, _ in
      register.shown(
        by: rule, isAuthority: isAuthority,
        rank: { rule.rank(ofCode: $0) < 0 ? .max : rule.rank(ofCode: $0) }
      ).map { register.siblings[$0].dot }
    },
  ]
}

@Suite struct MutationTests {
  /// Walks scopes of 1, 2 and 3 events under every stamping until a discrepancy is found.
  private func firstDiscrepancy(_ implementation: Implementation) -> Discrepancy? {
    for eventCount in 1...3 {
      for stamping in Stamping.allCases {
        var histories = SmallHistories(implementation, events: eventCount, stamping: stamping)
        do {
          try histories.walk()
        } catch {
          return error
        }
      }
    }
    return nil
  }

  @Test func theImplementationPasses() {
    #expect(firstDiscrepancy(.real) == nil)
  }

  @Test(arguments: Mutant.all)
  func theMistakeIsNoticed(mutant: Mutant) throws {
    let found = try #require(firstDiscrepancy(mutant.implementation))
    #expect(found.eventCount == mutant.eventCountMin)
  }

  @Test func aMergeWithoutContextsIsNoticed() {
    let nothing = VersionVector()
    #expect(throws: Discrepancy.self, "superseded siblings come back") {
      try SmallHistories.mergeCuts(events: 2) { mine, theirs, _, _ in
        mine.merging(theirs, seen: nothing, otherSeen: nothing)
      }
    }
    #expect(throws: Discrepancy.self, "what they had superseded stays") {
      try SmallHistories.mergeCuts(events: 2) { mine, theirs, seen, _ in
        mine.merging(theirs, seen: seen, otherSeen: nothing)
      }
    }
    #expect(throws: Discrepancy.self, "unseen siblings are lost") {
      try SmallHistories.mergeCuts(events: 2) { mine, theirs, seen, otherSeen in
        mine.merging(theirs, seen: seen.merging(otherSeen), otherSeen: otherSeen)
      }
    }
  }
}
