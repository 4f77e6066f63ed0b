// Names that are nearly the same: equal but for signs, brackets and the word 工程 or 项目 at their end,
// or one sign apart, where that sign tells nothing apart. 东线 and 西线, 一期 and 二期, A区 and B区 are
// two projects each.
//
// Guarantees: O(names × length²) whatever the names; nothing here decides that two are one.

internal import Workbooks

/// Finds which of some names are near others.
package struct NearNames {
  /// Names shorter than this are near only when they are the same but for signs.
  private static let lengthMin = 6
  private static let lengthMax = 60
  private static let bucketMax = 16

  private var names: [[UInt32]] = []
  private var places: [UInt64: [Int32]] = [:]
  private static let distinguishing = Set(
    "0123456789一二三四五六七八九十百甲乙丙丁戊东西南北中上下左右内外前后新旧老大小首末ⅠⅡⅢⅣⅤⅥ".unicodeScalars.map(\.value))

  /// Remembers a name under the next place, from 0.
  mutating func add(_ name: String) {
    let bare = Self.bare(name)
    let place = Int32(names.count)
    names.append(bare)
    for hash in Self.hashes(bare) {
      if places[hash, default: []].count < Self.bucketMax {
        places[hash, default: []].append(place)
      }
    }
  }

  /// The places of names near this one, ascending; its own place among them where it was added.
  func near(_ name: String) -> [Int] {
    let bare = Self.bare(name)
    guard !bare.isEmpty else { return [] }
    var found: Set<Int32> = []
    for hash in Self.hashes(bare) { found.formUnion(places[hash] ?? []) }
    return found.filter { Self.areNear(names[Int($0)], bare) }.map(Int.init).sorted()
  }

  /// The signs that count: letters and digits, folded, without brackets, dots and marks, without
  /// the word that a name is provisional or new, and without the kind of thing that any project is.
  static func bare(_ name: String) -> [UInt32] {
    var folded = FoldedText.folded(name)
    for word in ["(暂定名)", "(暂定)", "(暂名)", "(改名)", "(更名)"] {
      if let range = folded.firstRange(of: word) { folded.removeSubrange(range) }
    }
    while let ending = ["工程", "项目"].first(where: folded.hasSuffix), folded != ending {
      folded.removeLast(ending.count)
    }
    return folded.unicodeScalars.compactMap { scalar in
      scalar.properties.isAlphabetic || (0x30...0x39).contains(scalar.value)
        ? scalar.properties.lowercaseMapping.unicodeScalars.first?.value : nil
    }
  }

  /// Whether two names are near; what has no sign that counts is near nothing. O(length).
  package static func areNear(_ left: String, _ right: String) -> Bool {
    let signs = bare(left)
    return !signs.isEmpty && areNear(signs, bare(right))
  }

  private static func areNear(_ left: [UInt32], _ right: [UInt32]) -> Bool {
    if left == right { return true }
    guard min(left.count, right.count) >= lengthMin, abs(left.count - right.count) <= 1 else {
      return false
    }
    var start = 0
    while start < min(left.count, right.count), left[start] == right[start] { start += 1 }
    var (endLeft, endRight) = (left.count, right.count)
    while endLeft > start, endRight > start, left[endLeft - 1] == right[endRight - 1] {
      endLeft -= 1
      endRight -= 1
    }
    guard endLeft - start <= 1, endRight - start <= 1 else { return false }
    let differing = left[start..<endLeft] + right[start..<endRight]
    return !differing.contains { distinguishing.contains($0) || (0x61...0x7A).contains($0) }
  }

  /// Of the name, and of the name without each of its signs.
  private static func hashes(_ name: [UInt32]) -> Set<UInt64> {
    guard name.count >= lengthMin, name.count <= lengthMax else { return [hash(name, without: -1)] }
    return Set((-1..<name.count).map { hash(name, without: $0) })
  }

  private static func hash(_ name: [UInt32], without skipped: Int) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for (index, scalar) in name.enumerated() where index != skipped {
      hash = (hash ^ UInt64(scalar)) &* 0x100_0000_01b3
    }
    return hash
  }
}
