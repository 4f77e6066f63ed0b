// Finding names by the initials of their pinyin: `zmd` finds 驻马店. Characters of level 1 of GB/T
// 2312 have one initial each, a few common ones with two readings both, and some beyond it that
// place names and firms use have theirs; other characters match no letter: their names are found by
// the rest.

/// The initials of Chinese text.
enum PinyinInitials {
  /// Characters beyond level 1 that stand in names of counties and districts of Henan, and often in
  /// those of firms.
  private static let beyond: [(initial: UInt8, characters: StaticString)] = [
    (UInt8(ascii: "b"), "亳"), (UInt8(ascii: "c"), "瀍宸琛榛"), (UInt8(ascii: "d"), "郸迪岱"),
    (UInt8(ascii: "f"), "沣"), (UInt8(ascii: "h"), "潢泓昊骅浩皓翮珩烜"), (UInt8(ascii: "j"), "郏璟珺婧"),
    (UInt8(ascii: "k"), "珂堃"), (UInt8(ascii: "l"), "漯麟锂翎琳"), (UInt8(ascii: "m"), "渑淼旻"),
    (UInt8(ascii: "p"), "濮璞"), (UInt8(ascii: "q"), "杞淇琦琪祺麒骐"), (UInt8(ascii: "r"), "睿"),
    (UInt8(ascii: "s"), "睢浉晟"), (UInt8(ascii: "t"), "砼"), (UInt8(ascii: "w"), "炜玮"),
    (UInt8(ascii: "x"), "淅荥鑫馨萱炘"), (UInt8(ascii: "y"), "驿鄢颍溵煜烨钰垚翊焱"), (UInt8(ascii: "z"), "柘圳"),
  ]

  /// Characters whose common words use a second initial besides the one of their place in the list.
  private static let secondReadings: [(characters: StaticString, initial: UInt8)] = [
    ("重", UInt8(ascii: "c")), ("重", UInt8(ascii: "z")), ("长", UInt8(ascii: "c")),
    ("长", UInt8(ascii: "z")), ("行", UInt8(ascii: "h")), ("行", UInt8(ascii: "x")),
    ("乐", UInt8(ascii: "y")), ("厦", UInt8(ascii: "s")), ("厦", UInt8(ascii: "x")),
    ("调", UInt8(ascii: "t")), ("调", UInt8(ascii: "d")), ("会", UInt8(ascii: "k")),
    ("朝", UInt8(ascii: "z")), ("传", UInt8(ascii: "z")), ("弹", UInt8(ascii: "t")),
    ("单", UInt8(ascii: "s")), ("省", UInt8(ascii: "x")), ("石", UInt8(ascii: "d")),
    ("降", UInt8(ascii: "x")), ("系", UInt8(ascii: "j")), ("曾", UInt8(ascii: "z")),
  ]

  private static let firstHan: UInt32 = 0x4E00
  private static let lastHan: UInt32 = 0x9FFF

  /// One bit for each initial of each character from U+4E00 on.
  private static let masks: [UInt32] = {
    var masks = [UInt32](repeating: 0, count: Int(lastHan - firstHan) + 1)
    func add(_ characters: StaticString, _ initial: UInt8) {
      let text = String(describing: characters)
      for scalar in text.unicodeScalars {
        masks[Int(scalar.value - firstHan)] |= bit(initial)
      }
    }
    for (initial, characters) in levelOne + beyond { add(characters, initial) }
    for (characters, initial) in secondReadings { add(characters, initial) }
    return masks
  }()

  private static func bit(_ letter: UInt8) -> UInt32 { 1 << UInt32(letter - UInt8(ascii: "a")) }

  /// The initials a scalar may stand for, a bit a letter; an ASCII letter stands for itself.
  private static func mask(of scalar: Unicode.Scalar) -> UInt32 {
    switch scalar.value {
    case 0x61...0x7A: bit(UInt8(scalar.value))
    case 0x41...0x5A: bit(UInt8(scalar.value + 0x20))
    case firstHan...lastHan: masks[Int(scalar.value - firstHan)]
    default: 0
    }
  }

  /// Letters to look for, each with the places where it stands.
  struct Query {
    private let places: [UInt64]
    private let end: UInt64

    /// Up to 64 letters are looked for; a longer text is nobody's initials.
    fileprivate init?(_ letters: [UInt8]) {
      guard (2...64).contains(letters.count) else { return nil }
      var places = [UInt64](repeating: 0, count: 26)
      for (place, letter) in letters.enumerated() {
        places[Int(letter - UInt8(ascii: "a"))] |= 1 << UInt64(place)
      }
      self.places = places
      end = 1 << UInt64(letters.count - 1)
    }

    /// Whether neighbouring characters of `text` have these initials. Marks and spaces between
    /// characters are passed over. O(length of text).
    func matches(_ text: String) -> Bool {
      // A bit stands for each beginning of the query that ends at the character before.
      var begun: UInt64 = 0
      for scalar in text.unicodeScalars {
        var mask = PinyinInitials.mask(of: scalar)
        if mask == 0, !scalar.properties.isAlphabetic { continue }
        var fitting: UInt64 = 0
        while mask != 0 {
          fitting |= places[mask.trailingZeroBitCount]
          mask &= mask - 1
        }
        begun = (begun << 1 | 1) & fitting
        if begun & end != 0 { return true }
      }
      return false
    }
  }

  /// What a text asks for: two or more ASCII letters and nothing else; nil for any other.
  static func query(_ text: String) -> Query? {
    let letters = text.utf8.map { $0 | 0x20 }
    return letters.allSatisfy { $0 >= 0x61 && $0 <= 0x7A } ? Query(letters) : nil
  }
}
