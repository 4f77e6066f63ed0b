// Names that are nearly the same: equal but for signs and brackets, or one sign apart, where that
// sign tells nothing apart; or one of them goes on where the other ends, with 工程 or 项目, with a
// number or with a remark in brackets. 东线 and 西线, 一期 and 二期, A区 and B区 are two projects each.
//
// Guarantees: O(names × length²) whatever the names; nothing here decides that two are one.

internal import Workbooks

/// Finds which of some names are near others.
package struct NearNames {
  /// Names shorter than this are near only when they are the same but for signs.
  private static let lengthMin = 6
  private static let lengthMax = 60
  private static let bucketMax = 16

  private var names: [Forms] = []
  private var places: [UInt64: [Int32]] = [:]
  private static let distinguishing = Set(
    "0123456789一二三四五六七八九十百甲乙丙丁戊东西南北中上下左右内外前后新旧老大小首末ⅠⅡⅢⅣⅤⅥ".unicodeScalars.map(\.value))

  /// A name in the forms in which it is compared.
  private struct Forms {
    let bare: [UInt32]
    /// Without the words in which most names end.
    let stem: [UInt32]
    /// The stem without what a name may go on with: a number, a remark in brackets.
    let shorter: [[UInt32]]

    init(_ name: String) {
      bare = NearNames.bare(name)
      stem = NearNames.stem(bare)
      var shorter: [[UInt32]] = []
      if let last = stem.last, let before = stem.dropLast().last,
        NearNames.numbers.contains(last), !NearNames.distinguishing.contains(before)
      {
        shorter.append(NearNames.stem(Array(stem.dropLast())))
      }
      let folded = FoldedText.folded(name)
      if folded.hasSuffix(")"), let open = folded.lastIndex(of: "(") {
        let remark = NearNames.bare(String(folded[open...]))
        if !remark.contains(where: { NearNames.distinguishing.contains($0) }) {
          shorter.append(NearNames.stem(NearNames.bare(String(folded[..<open]))))
        }
      }
      self.shorter = shorter.filter { $0.count >= NearNames.stemMin }
    }
  }

  /// Remembers a name under the next place, from 0.
  mutating func add(_ name: String) {
    let forms = Forms(name)
    let place = Int32(names.count)
    names.append(forms)
    for hash in Self.hashes(forms) {
      if places[hash, default: []].count < Self.bucketMax {
        places[hash, default: []].append(place)
      }
    }
  }

  /// The places of names near this one, ascending; its own place among them where it was added.
  func near(_ name: String) -> [Int] {
    let forms = Forms(name)
    guard !forms.bare.isEmpty else { return [] }
    var found: Set<Int32> = []
    for hash in Self.hashes(forms) { found.formUnion(places[hash] ?? []) }
    return found.filter { Self.areNear(names[Int($0)], forms) }.map(Int.init).sorted()
  }

  /// The signs that count: letters and digits, folded, without brackets, dots and marks, and
  /// without the word that a name is provisional.
  static func bare(_ name: String) -> [UInt32] {
    var folded = FoldedText.folded(name)
    for word in ["(暂定名)", "(暂定)", "(暂名)"] {
      if let range = folded.firstRange(of: word) { folded.removeSubrange(range) }
    }
    return folded.unicodeScalars.compactMap { scalar in
      scalar.properties.isAlphabetic || (0x30...0x39).contains(scalar.value)
        ? scalar.properties.lowercaseMapping.unicodeScalars.first?.value : nil
    }
  }

  /// Words in which names end that say nothing of the project.
  private static let endings = ["工程", "项目", "建设"].map { $0.unicodeScalars.map(\.value) }
  /// So many signs are left of a name at least.
  private static let stemMin = 4
  private static let numbers = Set("0123456789一二三四五六七八九十ⅠⅡⅢⅣⅤⅥ".unicodeScalars.map(\.value))

  private static func stem(_ bare: [UInt32]) -> [UInt32] {
    var rest = bare[...]
    while let ending = endings.first(where: { rest.count >= stemMin + $0.count && rest.ends($0) }) {
      rest = rest.dropLast(ending.count)
    }
    return Array(rest)
  }

  /// Whether two names are near; what has no sign that counts is near nothing. O(length).
  package static func areNear(_ left: String, _ right: String) -> Bool {
    let forms = Forms(left)
    return !forms.bare.isEmpty && areNear(forms, Forms(right))
  }

  private static func areNear(_ left: Forms, _ right: Forms) -> Bool {
    left.stem == right.stem || left.shorter.contains(right.stem)
      || right.shorter.contains(left.stem) || areNear(left.bare, right.bare)
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

  /// Of the name, of what it may be shortened to, and of the name without each of its signs.
  private static func hashes(_ name: Forms) -> Set<UInt64> {
    var hashes = Set(([name.bare, name.stem] + name.shorter).map { hash($0, without: -1) })
    if (lengthMin...lengthMax).contains(name.bare.count) {
      hashes.formUnion(name.bare.indices.map { hash(name.bare, without: $0) })
    }
    return hashes
  }

  private static func hash(_ name: [UInt32], without skipped: Int) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for (index, scalar) in name.enumerated() where index != skipped {
      hash = (hash ^ UInt64(scalar)) &* 0x100_0000_01b3
    }
    return hash
  }
}

extension ArraySlice<UInt32> {
  /// Whether it ends in these signs.
  fileprivate func ends(_ signs: [UInt32]) -> Bool { suffix(signs.count).elementsEqual(signs) }
}
