// What is verified of records that correct one another:
// 1. A chain leaves its last record, several corrections of one record leave the one with the
//    greatest id, and corrections of corrections count among them.
// 2. A ring leaves none; a record that names itself corrects nothing.
// 3. Of two that stand apart the one counts whose original has the smaller id, whatever their own
//    ids.
// 4. For random corrections, of seeds that a failure names, at most one record of each group
//    stands, and it is one that nothing corrects, whatever the order of the dictionary; asked of
//    many records at once, those stand that stand one by one.

import Causality
import Testing

@Suite struct CorrectionsTests {
  private func id(_ low: Int) -> RecordID { RecordID(high: 1, low: UInt64(low)) }

  private func superseded(_ pairs: [(Int, Int)]) -> [UInt64] {
    var corrections = Corrections()
    for pair in pairs { corrections.insert(id(pair.0), correcting: id(pair.1)) }
    let all = Set(pairs.flatMap { [id($0.0), id($0.1)] })
    return all.filter { !corrections.stands($0) }.map(\.low).sorted()
  }

  @Test func chainsAndRings() {
    #expect(superseded([]) == [])
    #expect(superseded([(2, 1)]) == [1])
    #expect(superseded([(2, 1), (3, 2)]) == [1, 2])
    #expect(superseded([(2, 1), (3, 1)]) == [1, 2])
    // 4 corrects the earlier of two corrections, and is the last of all.
    #expect(superseded([(2, 1), (3, 1), (4, 2)]) == [1, 2, 3])
    #expect(superseded([(5, 1), (3, 1), (4, 3)]) == [1, 3, 4])
    #expect(superseded([(1, 2), (2, 1)]) == [1, 2])
    #expect(superseded([(1, 2), (2, 1), (7, 1), (9, 2)]) == [1, 2, 7])
    #expect(superseded([(3, 3)]) == [])
  }

  @Test func theFirstOriginal() {
    var corrections = Corrections()
    for (one, other) in [(9, 1), (4, 3), (10, 9)] {
      corrections.insert(id(one), correcting: id(other))
    }
    #expect(corrections.original(of: id(10)) == id(1) && corrections.original(of: id(7)) == id(7))
    #expect(corrections.precedes(id(10), id(4)) && !corrections.precedes(id(4), id(10)))
    #expect(corrections.precedes(id(10), id(2)) && !corrections.precedes(id(4), id(2)))
    #expect(!corrections.precedes(id(2), id(2)))
    // A ring is walked once.
    corrections.insert(id(1), correcting: id(10))
    #expect(corrections.original(of: id(10)) == id(1) && corrections.standing(for: id(10)) == nil)
  }

  @Test func oneStands() {
    for seed in UInt64(1)...60 {
      var random = SeededGenerator(seed: seed)
      var corrects: [RecordID: RecordID] = [:]
      for _ in 0..<Int.random(in: 0..<30, using: &random) {
        corrects[id(Int.random(in: 0..<20, using: &random))] = id(
          Int.random(in: 0..<20, using: &random))
      }
      var corrections = Corrections()
      for (one, other) in corrects {
        // What is taken out again, or replaced, leaves nothing behind.
        corrections.insert(one, correcting: id(Int.random(in: 0..<20, using: &random)))
        if Bool.random(using: &random) { corrections.remove(one) }
        corrections.insert(one, correcting: other)
      }
      var group: [RecordID: RecordID] = [:]
      func name(_ id: RecordID) -> RecordID {
        var id = id
        while let above = group[id], above != id { id = above }
        return id
      }
      for (one, other) in corrects { group[name(one)] = name(other) }
      let all = Set(corrects.keys).union(corrects.values)
      var standing: [RecordID: Int] = [:]
      for id in all where corrections.stands(id) { standing[name(id), default: 0] += 1 }
      #expect(
        standing.values.allSatisfy { $0 == 1 }, "seed \(seed)"
      )
      let asked = (0..<25).filter { _ in Bool.random(using: &random) }.map { id($0) }
      #expect(
        corrections.standing(among: asked) == Set(asked.filter { corrections.stands($0) }),
        "seed \(seed)")
      for (one, other) in corrects where one != other {
        #expect(!corrections.stands(other), "seed \(seed)")
      }
    }
  }
}
