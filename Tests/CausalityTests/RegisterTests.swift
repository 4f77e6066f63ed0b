// Registers, sets and existence in the situations that offices meet. Verifies:
// 1. Ten stale edits against one new: the well-informed edit stands alone, whatever the clocks say.
// 2. The same value typed twice is no conflict; two different ones are, and settling covers both.
// 3. A settlement racing an unseen third sibling leaves exactly two; two settlements leave one
//    conflict.
// 4. Each display rule picks its sibling, whoever asks, and none for a register never written.
// 5. A change's own earlier writes count as seen without being listed.
// 6. Adding and removing elements: add wins, several adds of an element are one element.
// 7. Edit against archive stays visible as a conflict; archive against archive agrees; restoring.
// 8. Stored siblings and adds are read back in order only; ten thousand siblings are kept.
// 9. All elements of a change at once are what they are one by one, in any state of the set.

import Causality
import Testing

@Suite struct RegisterTests {
  private func dot(_ replica: Int, _ seq: UInt64 = 1) -> Dot {
    Dot(replica: replicaID(replica), seq: seq)
  }

  private func clock(_ milliseconds: UInt64) -> HybridTimestamp {
    HybridTimestamp(milliseconds: milliseconds)
  }

  private func seen(_ dots: Dot...) -> VersionVector {
    VersionVector(dots.map { VersionVector.Entry(replica: $0.replica, seq: $0.seq) })
  }

  @Test func aWellInformedEditBeatsAnyStamp() {
    var register = Register<Value>()
    for replica in 0..<10 {
      register.write(
        .integer(Int64(replica)), dot: dot(replica), clock: clock(4_000_000_000_000),
        deps: VersionVector())
    }
    #expect(register.siblings.count == 10 && register.isConflict)
    var deps = VersionVector()
    for replica in 0..<10 { deps[replicaID(replica)] = 1 }
    register.write(.integer(99), dot: dot(10), clock: clock(1), deps: deps)
    #expect(register.siblings.map(\.payload) == [.integer(99)])
    #expect(!register.isConflict)
  }

  @Test func sameValueTwice() {
    var register = Register<Value>()
    register.write(.text("甲"), dot: dot(0), clock: clock(1), deps: VersionVector())
    register.write(.text("甲"), dot: dot(1), clock: clock(1), deps: VersionVector())
    #expect(register.siblings.count == 2 && !register.isConflict)
    register.write(.text("乙"), dot: dot(2), clock: clock(1), deps: VersionVector())
    #expect(register.isConflict)
    #expect(!register.isConflict { _, _ in true })
    register.write(
      .text("甲"), dot: dot(0, 2), clock: clock(2), deps: seen(dot(0), dot(1), dot(2)))
    #expect(register.siblings.map(\.dot) == [dot(0, 2)])
  }

  @Test func settlementRacesAThird() {
    var register = Register<Value>()
    for replica in 0..<3 {
      register.write(
        .integer(Int64(replica)), dot: dot(replica), clock: clock(1), deps: VersionVector())
    }
    var settledOnce = register
    settledOnce.write(.integer(7), dot: dot(0, 2), clock: clock(2), deps: seen(dot(0), dot(1)))
    #expect(settledOnce.siblings.map(\.payload) == [.integer(7), .integer(2)])

    var settledTwice = register
    let all = seen(dot(0), dot(1), dot(2))
    settledTwice.write(.integer(7), dot: dot(0, 2), clock: clock(2), deps: all)
    settledTwice.write(.integer(8), dot: dot(1, 2), clock: clock(2), deps: all)
    #expect(settledTwice.siblings.map(\.payload) == [.integer(7), .integer(8)])
    settledTwice.write(
      .integer(8), dot: dot(2, 2), clock: clock(3), deps: seen(dot(0, 2), dot(1, 2), dot(2)))
    #expect(settledTwice.siblings.map(\.dot) == [dot(2, 2)])
  }

  @Test func displayRules() {
    let rules: [DisplayRule] = [
      .newest, .cautious(order: [2, 1, 0]), .cautious(order: [2, 1]), .authority,
    ]
    func shown(_ register: Register<Value>, authority: Int) -> [Dot?] {
      rules.map { rule in
        register.shown(by: rule, isAuthority: { $0 == replicaID(authority) })
          .map { register.siblings[$0].dot }
      }
    }
    var register = Register<Value>()
    #expect(shown(register, authority: 0) == [nil, nil, nil, nil])
    register.write(.code(0), dot: dot(0), clock: clock(5), deps: VersionVector())
    #expect(shown(register, authority: 9) == Array(repeating: dot(0), count: 4))
    register.write(.code(2), dot: dot(1), clock: clock(3), deps: VersionVector())
    register.write(.code(1), dot: dot(2), clock: clock(4), deps: VersionVector())
    // The newest is 0; 2 claims least where 0 is listed; the authority is replica 2.
    #expect(shown(register, authority: 2) == [dot(0), dot(1), dot(0), dot(2)])
    // No sibling of the authority: the newest.
    #expect(shown(register, authority: 9)[3] == dot(0))
    // Equal stamps: the greater replica, then under equal claims the newest.
    register.write(.code(2), dot: dot(3), clock: clock(5), deps: VersionVector())
    #expect(shown(register, authority: 9) == [dot(3), dot(3), dot(0), dot(3)])
    // A value that is no case number claims least.
    register.write(.empty, dot: dot(4), clock: clock(1), deps: VersionVector())
    #expect(shown(register, authority: 9) == [dot(3), dot(4), dot(0), dot(3)])
    #expect(DisplayRule.newest.rank(ofCode: 1) == -1)
    #expect(DisplayRule.cautious(order: [4, 6]).rank(ofCode: 6) == 1)
    #expect(DisplayRule.cautious(order: [4, 6]).rank(ofCode: nil) == -1)
  }

  @Test func ownEarlierChangesAreSeen() {
    var register = Register<Value>()
    register.write(.integer(1), dot: dot(0, 4), clock: clock(1), deps: VersionVector())
    register.write(.integer(2), dot: dot(0, 5), clock: clock(2), deps: VersionVector())
    #expect(register.siblings.map(\.dot) == [dot(0, 5)])
    register.write(.integer(2), dot: dot(0, 5), clock: clock(2), deps: VersionVector())
    #expect(register.siblings.count == 1)
    register.supersede(by: dot(1), deps: seen(dot(0, 4)))
    #expect(register.siblings.count == 1)
    register.supersede(by: dot(1), deps: seen(dot(0, 5)))
    #expect(register.isEmpty)
  }

  @Test func elements() {
    var set = ElementSet<Value>()
    let (oak, elm) = (Value.text("oak"), Value.text("elm"))
    set.add(oak, dot: dot(0), clock: clock(1), deps: VersionVector())
    set.add(elm, dot: dot(0), clock: clock(1), deps: VersionVector())
    set.add(oak, dot: dot(1), clock: clock(1), deps: VersionVector())
    set.add(oak, dot: dot(1), clock: clock(1), deps: VersionVector())
    #expect(set.elements == [elm, oak])
    #expect(set.adds.map(\.dot) == [dot(0), dot(0), dot(1)])
    // A removal that had seen one of two adds.
    set.remove(oak, dot: dot(2), deps: seen(dot(0)))
    #expect(set.contains(oak) && set.adds.count == 2)
    set.remove(oak, dot: dot(2, 2), deps: seen(dot(0), dot(1), dot(2)))
    #expect(set.elements == [elm])
    set.remove(oak, dot: dot(3), deps: VersionVector())
    #expect(set.elements == [elm])
    // Add and removal in one change: the add stays, in either order.
    var other = set
    set.add(oak, dot: dot(4), clock: clock(2), deps: VersionVector())
    set.remove(oak, dot: dot(4), deps: VersionVector())
    other.remove(oak, dot: dot(4), deps: VersionVector())
    other.add(oak, dot: dot(4), clock: clock(2), deps: VersionVector())
    #expect(set == other && set.contains(oak))
    // An add stands in for those it had seen.
    set.add(oak, dot: dot(5), clock: clock(3), deps: seen(dot(4)))
    #expect(set.adds.filter { $0.payload == oak }.map(\.dot) == [dot(5)])
  }

  @Test func elementsAtOnce() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<200 {
      var single = ElementSet<Value>()
      var known = VersionVector()
      for step in 1...12 {
        let replica = Int.random(in: 0..<3, using: &random)
        let dot = dot(replica, known[replicaID(replica)] + 1)
        let deps = Bool.random(using: &random) ? known : VersionVector()
        func drawn() -> [Value] {
          (0..<5).filter { _ in Bool.random(using: &random) }.map { .integer($0) }
        }
        let (added, removed) = (drawn(), drawn())
        var whole = single
        for element in added {
          single.add(element, dot: dot, clock: clock(UInt64(step)), deps: deps)
        }
        for element in removed { single.remove(element, dot: dot, deps: deps) }
        for _ in 0..<2 {
          whole.change(
            adding: added, removing: removed, dot: dot, clock: clock(UInt64(step)), deps: deps)
          #expect(whole == single)
        }
        known[dot.replica] = dot.seq
      }
    }
  }

  @Test func existence() {
    var existence = Existence()
    #expect(!existence.isArchived && !existence.isConflict && existence.shown == nil)
    existence.keep(dot: dot(0), clock: clock(1), deps: VersionVector())
    existence.archive(dot: dot(1), clock: clock(9), deps: seen(dot(0)))
    #expect(existence.isArchived && !existence.isConflict)
    let archived = existence
    // An edit that had not seen the archiving.
    existence.keep(dot: dot(2), clock: clock(2), deps: seen(dot(0)))
    #expect(!existence.isArchived && existence.isConflict)
    #expect(existence.shown.map { existence.register.siblings[$0].dot } == dot(2))
    existence.archive(dot: dot(0, 2), clock: clock(10), deps: seen(dot(0), dot(1), dot(2)))
    #expect(existence.isArchived && !existence.isConflict)
    // Archive against archive.
    existence = archived
    existence.archive(dot: dot(2), clock: clock(2), deps: seen(dot(0)))
    #expect(existence.isArchived && !existence.isConflict)
    #expect(existence.register.siblings.count == 2)
    existence.keep(dot: dot(0, 2), clock: clock(3), deps: seen(dot(0), dot(1), dot(2)))
    #expect(!existence.isArchived && !existence.isConflict)
    #expect(Existence.field.rawValue == 0)
  }

  @Test func readBackInOrder() {
    let sibling: (Int) -> Sibling<Value> = {
      Sibling(dot: dot($0), clock: clock(1), payload: .integer(Int64($0)))
    }
    var register = Register<Value>()
    let areRead = [1, 1, 3, 2].map { register.append(sibling($0)) }
    #expect(areRead == [true, false, true, false])
    #expect(register.siblings.map(\.payload) == [.integer(1), .integer(3)])
    var set = ElementSet<Value>()
    let adds = [(5, 5), (5, 5), (4, 4), (1, 5), (6, 5)].map { replica, element in
      Sibling(dot: dot(replica), clock: clock(1), payload: Value.integer(element))
    }
    let areAdded = adds.map { set.append($0) }
    #expect(areAdded == [true, false, false, false, true])
    #expect(set.elements == [.integer(5)])
  }

  @Test func tenThousandSiblings() {
    var random = SeededGenerator(seed: 11)
    var register = Register<Int>()
    var deps = VersionVector()
    for number in (0..<10_000).shuffled(using: &random) {
      register.write(
        number, dot: dot(number), clock: clock(UInt64(number)), deps: VersionVector())
      deps[replicaID(number)] = 1
    }
    #expect(register.siblings.map(\.payload) == Array(0..<10_000))
    #expect(register.shown(by: .newest, isAuthority: { _ in false }, rank: { $0 }) == 9999)
    register.write(-1, dot: dot(0, 2), clock: clock(0), deps: deps)
    #expect(register.siblings.map(\.payload) == [-1])
  }
}
