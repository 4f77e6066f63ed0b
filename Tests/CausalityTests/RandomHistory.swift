// Long random histories: up to eight replicas that edit, exchange changes in any causal order and
// now and then take over a whole state, with clocks that run wrong. The reference keeps for every
// change the set of changes its writer had seen, and judges from that alone.

import Causality

/// A set of changes by their index.
struct ChangeSet: Equatable {
  private(set) var words: [UInt64] = []

  func contains(_ index: Int) -> Bool {
    index >> 6 < words.count && words[index >> 6] >> UInt64(index & 63) & 1 == 1
  }

  mutating func insert(_ index: Int) {
    while words.count <= index >> 6 { words.append(0) }
    words[index >> 6] |= 1 << UInt64(index & 63)
  }

  mutating func formUnion(_ other: ChangeSet) {
    while words.count < other.words.count { words.append(0) }
    for index in other.words.indices { words[index] |= other.words[index] }
  }
}

/// One write, add or removal within a change.
enum RandomOperation {
  case write(register: Int, Value)
  case add(set: Int, Value)
  case remove(set: Int, Value)
}

struct RandomChange {
  let author: Int
  let dot: Dot
  let clock: HybridTimestamp
  let deps: VersionVector
  /// The changes that the author had seen: what `deps` says, kept in full.
  let past: ChangeSet
  let operations: [RandomOperation]
  let isArchiving: Bool
}

/// A record of several fields.
struct RandomRecord: Equatable {
  var registers = Array(repeating: Register<Value>(), count: 4)
  var sets = Array(repeating: ElementSet<Value>(), count: 2)
  var existence = Existence()

  mutating func apply(_ change: RandomChange) {
    let (dot, clock, deps) = (change.dot, change.clock, change.deps)
    for operation in change.operations {
      switch operation {
      case .write(let index, let value):
        registers[index].write(value, dot: dot, clock: clock, deps: deps)
      case .add(let index, let element):
        sets[index].add(element, dot: dot, clock: clock, deps: deps)
      case .remove(let index, let element):
        sets[index].remove(element, dot: dot, deps: deps)
      }
    }
    if change.isArchiving {
      existence.archive(dot: dot, clock: clock, deps: deps)
    } else {
      existence.keep(dot: dot, clock: clock, deps: deps)
    }
  }

  func merging(
    _ other: RandomRecord, seen: VersionVector, otherSeen: VersionVector
  ) -> RandomRecord {
    var result = self
    for index in registers.indices {
      result.registers[index] = registers[index].merging(
        other.registers[index], seen: seen, otherSeen: otherSeen)
    }
    for index in sets.indices {
      result.sets[index] = sets[index].merging(
        other.sets[index], seen: seen, otherSeen: otherSeen)
    }
    result.existence = existence.merging(other.existence, seen: seen, otherSeen: otherSeen)
    return result
  }
}

/// A record together with what has been seen.
struct RandomStore: Equatable {
  var record = RandomRecord()
  var vector = VersionVector()
  /// The reference's counterpart of `vector`.
  var seen = ChangeSet()

  func merging(_ other: RandomStore) -> RandomStore {
    var result = self
    result.record = record.merging(other.record, seen: vector, otherSeen: other.vector)
    result.vector.merge(other.vector)
    result.seen.formUnion(other.seen)
    return result
  }
}

/// A run of random edits and exchanges.
struct RandomHistory {
  private(set) var random: SeededGenerator
  private(set) var changes: [RandomChange] = []
  /// By author, the indices of its changes in order.
  private(set) var byAuthor: [[Int]]
  private(set) var stores: [RandomStore]
  private var clocks: [HybridClock]
  private var wallMilliseconds: UInt64 = 1_700_000_000_000
  private let changeCount: Int
  /// Out of a hundred steps.
  private let editPercent: Int

  static let values: [Value] =
    (0..<5).map { Value.code($0) } + [.empty, .text("é"), .text("e\u{301}"), .integer(-1)]
  static let rules: [DisplayRule] = [.newest, .cautious(order: [3, 0, 4, 1]), .authority]

  init(seed: UInt64, changes: Int) {
    random = SeededGenerator(seed: seed)
    let count = 2 + Int(seed % 7)
    changeCount = changes
    editPercent = Int.random(in: 5...60, using: &random)
    byAuthor = Array(repeating: [], count: count)
    stores = Array(repeating: RandomStore(), count: count)
    clocks = Array(repeating: HybridClock(), count: count)
  }

  /// Edits and exchanges until there are enough changes; `look` sees a store after every step.
  mutating func run(_ look: (borrowing RandomHistory, Int) -> Void) {
    while changes.count < changeCount {
      wallMilliseconds += UInt64.random(in: 0...3, using: &random)
      let here = Int.random(in: stores.indices, using: &random)
      if random.chance(editPercent) {
        edit(at: here)
      } else {
        let there = Int.random(in: stores.indices, using: &random)
        if random.chance(10) {
          stores[here] = stores[here].merging(stores[there])
        } else {
          receive(at: here, from: there, atMost: Int.random(in: 1...40, using: &random))
        }
      }
      look(self, here)
    }
  }

  /// Brings every store to the same knowledge, each by an order of its own.
  mutating func settle() {
    for here in stores.indices {
      while stores[here].vector.entries.reduce(0, { $0 + Int($1.seq) }) < changes.count {
        for author in byAuthor.indices.shuffled(using: &random) {
          let count = Int.random(in: 0...5, using: &random)
          for _ in 0..<count where !receiveNext(of: author, at: here) { break }
        }
      }
    }
  }

  private mutating func edit(at here: Int) {
    var operations: [RandomOperation] = []
    // A field takes part once in a change, as the format of changes demands.
    let fields = Array(0..<6).shuffled(using: &random)
    for field in fields.prefix(Int.random(in: 0...3, using: &random)) {
      let value = RandomHistory.values[Int.random(in: 0..<9, using: &random)]
      if field < 4 {
        operations.append(.write(register: field, value))
      } else if random.chance(60) {
        operations.append(.add(set: field - 4, value))
      } else {
        operations.append(.remove(set: field - 4, value))
      }
    }
    let store = stores[here]
    let dot = Dot(replica: replicaID(here), seq: store.vector[replicaID(here)] + 1)
    let change = RandomChange(
      author: here, dot: dot, clock: clocks[here].tick(wallMilliseconds: wall(of: here)),
      deps: store.vector, past: store.seen, operations: operations,
      isArchiving: operations.isEmpty && random.chance(70))
    byAuthor[here].append(changes.count)
    changes.append(change)
    apply(changes.count - 1, at: here)
  }

  /// The second replica is 50 years ahead, the third behind and stepping back now and then.
  private mutating func wall(of replica: Int) -> UInt64 {
    switch replica {
    case 1: wallMilliseconds + 50 * 366 * 86_400_000
    case 2: wallMilliseconds - UInt64.random(in: 0...600_000, using: &random)
    default: wallMilliseconds
    }
  }

  private mutating func receive(at here: Int, from there: Int, atMost count: Int) {
    for _ in 0..<count {
      let authors = byAuthor.indices.filter {
        stores[here].vector[replicaID($0)] < stores[there].vector[replicaID($0)]
      }
      guard let author = authors.randomElement(using: &random) else { return }
      if !receiveNext(of: author, at: here) { continue }
    }
  }

  /// Delivers the next change of an author, if there is one and its deps are met.
  private mutating func receiveNext(of author: Int, at here: Int) -> Bool {
    let known = Int(stores[here].vector[replicaID(author)])
    guard known < byAuthor[author].count else { return false }
    let index = byAuthor[author][known]
    guard stores[here].vector.covers(changes[index].deps) else { return false }
    apply(index, at: here)
    _ = clocks[here].observe(changes[index].clock, wallMilliseconds: wall(of: here))
    return true
  }

  private mutating func apply(_ index: Int, at here: Int) {
    stores[here].record.apply(changes[index])
    stores[here].vector[changes[index].dot.replica] = changes[index].dot.seq
    stores[here].seen.insert(index)
  }
}
