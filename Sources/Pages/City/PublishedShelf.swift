// Published bulletins, kept as their facts in files beside the store. What was published stays: the same
// number published again is a further edition, and no file ever takes the place of another.

internal import Glibc
internal import LedgerStore

/// The published bulletins of one store.
struct PublishedShelf: Sendable {
  let directory: String
  private static let countMax = 2_000

  /// The names, the newest month first.
  var names: [String] {
    guard let listing = opendir(directory) else { return [] }
    defer { closedir(listing) }
    var names: [String] = []
    while let entry = readdir(listing), names.count < Self.countMax {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
      }
      if Self.isName(name) { names.append(name) }
    }
    return names.sorted(by: >)
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
