// Published bulletins, kept as their facts in files beside the store. What was published stays: the
// same number published again is a further edition, and no file ever takes the place of another.

internal import Catalogue
internal import Glibc
package import LedgerStore
internal import Synchronization

/// The published bulletins of one store.
final class PublishedShelf: Sendable {
  let directory: String
  /// Held from the look at what is there to the end of `keep`: two who publish at once are one
  /// after the other.
  let gate = Mutex(())
  private static let countMax = 2_000

  init(directory: String) { self.directory = directory }

  /// The names, the newest month, number and edition first.
  var names: [String] {
    PassingFile.names(in: directory).filter(Self.isName).sorted { left, right in
      Self.numbers(right).lexicographicallyPrecedes(Self.numbers(left))
    }
  }

  /// The bytes of a published bulletin; nil for none.
  func find(_ name: String) -> [UInt8]? {
    Self.isName(name) ? PassingFile.read(directory + "/" + name) : nil
  }

  /// The editions of one number of a month, the first first.
  func editions(month: String, number: Int) -> [String] {
    var found: [String] = []
    while found.count < Self.countMax {
      let name = Self.name(month: month, number: number, edition: found.count + 1)
      guard access(directory + "/" + name, F_OK) == 0 else { break }
      found.append(name)
    }
    return found
  }

  /// `2021-10-1.facts`, and `2021-10-1-2.facts` for the second edition of number 1.
  static func name(month: String, number: Int, edition: Int) -> String {
    "\(month)-\(number)\(edition > 1 ? "-\(edition)" : "").facts"
  }

  /// What people call it: `2021年10月第1期`, and the edition from the second on.
  static func title(_ name: String, _ language: Language) -> String {
    let numbers = numbers(name)
    guard numbers.count >= 3 else { return name }
    let key = numbers.count > 3 ? "page.bulletin-name-edition" : "page.bulletin-name"
    return Catalogue.text(Message(key, numbers.map { "\($0)" }), in: language)
  }

  private static func numbers(_ name: String) -> [Int] {
    name.dropLast(6).split(separator: "-").map { Int($0) ?? 0 }
  }

  /// Keeps a bulletin; on the disk when this returns.
  ///
  /// - Throws: also when there is one of that name.
  func keep(_ bytes: [UInt8], as name: String) throws(DraftFault) {
    guard Self.isName(name) else { throw DraftFault(detail: name) }
    try bytes.keep(at: directory + "/" + name, in: directory, replacing: false)
  }

  /// Digits and lines, so that no name leaves the directory.
  private static func isName(_ name: String) -> Bool {
    name.hasSuffix(".facts") && name.utf8.count < 40
      && name.utf8.dropLast(6).allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2D }
  }
}

/// What was published, beside a store and beside its backup.
package enum PublishedBulletins {
  /// Copies every bulletin from beside one store to beside another, those that are there left as
  /// they are. O(bytes), a bulletin in memory at a time.
  package static func copy(from store: String, to other: String) throws(StoreError) {
    let (source, target) = (
      PublishedShelf(directory: store + "/bulletins"),
      PublishedShelf(directory: other + "/bulletins")
    )
    for name in source.names where target.find(name) == nil {
      guard let bytes = source.find(name) else { continue }
      do throws(DraftFault) {
        try target.keep(bytes, as: name)
      } catch {
        throw StoreError(.io, target.directory, error.detail)
      }
    }
  }
}
