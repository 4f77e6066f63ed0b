// What has been seen. Verifies:
// 1. The empty vector has seen nothing; entries stay sorted, unique and free of seq 0.
// 2. Comparison gives equal, before, after or concurrent, and its mirror image the other way round.
// 3. Covering of dots and of vectors, merging and what is missing agree with plain sets of dots.
// 4. Vectors made in any order from entries, repeated ones included, are equal.

import Causality
import Testing

@Suite struct VersionVectorTests {
  private func vector(_ seqs: [UInt64]) -> VersionVector {
    VersionVector(
      seqs.enumerated().map { VersionVector.Entry(replica: replicaID($0), seq: $1) })
  }

  private func dots(_ vector: VersionVector) -> Set<Dot> {
    Set(
      vector.entries.flatMap { entry in
        (1...entry.seq).map { Dot(replica: entry.replica, seq: $0) }
      })
  }

  @Test func entries() {
    var vector = VersionVector()
    #expect(vector.isEmpty)
    #expect(vector[replicaID(4)] == 0)
    #expect(!vector.covers(Dot(replica: replicaID(4), seq: 1)))
    for number in [4, 1, 3, 2, 0] { vector[replicaID(number)] = UInt64(number) + 10 }
    #expect(vector.entries.map(\.replica) == (0..<5).map(replicaID))
    #expect(vector.entries.map(\.seq) == [10, 11, 12, 13, 14])
    vector[replicaID(2)] = 0
    vector[replicaID(4)] = 0
    vector[replicaID(9)] = 0
    #expect(vector.entries.map(\.seq) == [10, 11, 13])
    vector[replicaID(1)] = 3
    #expect(vector[replicaID(1)] == 3)
    for number in 0..<5 { vector[replicaID(number)] = 0 }
    #expect(vector == VersionVector())
  }

  @Test func comparesBothWays() {
    let mirror: [VersionVector.Ordering: VersionVector.Ordering] = [
      .equal: .equal, .before: .after, .after: .before, .concurrent: .concurrent,
    ]
    let cases: [([UInt64], [UInt64], VersionVector.Ordering)] = [
      ([], [], .equal), ([1, 2], [1, 2], .equal), ([0, 0, 0], [], .equal),
      ([], [1], .before), ([1], [2], .before), ([1, 0, 1], [1, 1, 1], .before),
      ([3, 1], [2, 1], .after), ([0, 0, 5], [0, 0, 4], .after),
      ([1, 0], [0, 1], .concurrent), ([5, 1, 1], [1, 1, 5], .concurrent),
    ]
    for (left, right, ordering) in cases {
      #expect(vector(left).compare(vector(right)) == ordering)
      #expect(vector(right).compare(vector(left)) == mirror[ordering])
    }
  }

  @Test func agreesWithSetsOfDots() {
    // Every vector over three replicas with seqs 0...2.
    var all: [VersionVector] = []
    for number in 0..<27 as Range<UInt64> {
      all.append(vector([number % 3, number / 3 % 3, number / 9]))
    }
    for left in all {
      for right in all {
        let (mine, theirs) = (dots(left), dots(right))
        #expect(dots(left.merging(right)) == mine.union(theirs))
        #expect(left.covers(right) == mine.isSuperset(of: theirs))
        let missing = left.missing(from: right)
        let named = missing.flatMap { range in
          range.seqs.map { Dot(replica: range.replica, seq: $0) }
        }
        #expect(Set(named) == mine.subtracting(theirs))
        #expect(named == named.sorted())
        #expect(missing.isEmpty == right.covers(left))
        switch left.compare(right) {
        case .equal: #expect(mine == theirs)
        case .before: #expect(mine.isStrictSubset(of: theirs))
        case .after: #expect(mine.isStrictSuperset(of: theirs))
        case .concurrent: #expect(!mine.isSubset(of: theirs) && !theirs.isSubset(of: mine))
        }
        for dot in mine.union(theirs) {
          #expect(left.covers(dot) == mine.contains(dot))
        }
      }
    }
  }

  @Test func madeFromEntriesInAnyOrder() {
    var random = SeededGenerator(seed: 3)
    let entries = (0..<40).map {
      VersionVector.Entry(replica: replicaID($0 % 13), seq: UInt64($0))
    }
    let expected = VersionVector(entries)
    #expect(expected.entries.map(\.seq) == (27..<40).map { $0 }.sorted { $0 % 13 < $1 % 13 })
    for _ in 0..<50 {
      #expect(VersionVector(entries.shuffled(using: &random)) == expected)
    }
    #expect(VersionVector(expected.entries).hashValue == expected.hashValue)
    #expect(vector([3, 0, 7]).description == "0000000000002000#3 0000000000006000#7")
  }
}
