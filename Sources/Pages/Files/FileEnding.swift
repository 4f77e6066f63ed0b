// Whether a picture or a PDF came whole: one that a phone or a stick broke off in the middle still
// has a sound head, and shows half a building site.
//
// Guarantees: what is neither JPEG, PNG nor PDF is never held to be cut; nor is a picture for what
// stands behind its end, where phones keep clips and notes of their own.

internal import LedgerStore

/// The end of a file, by the rules of its own kind.
enum FileEnding {
  /// How far from its last byte a PDF's mark may stand, as its readers have it.
  private static let tailBytes = 1_024

  /// Whether a file begins as a JPEG, PNG or PDF and has not its end. O(file); a file that cannot
  /// be read is not called cut.
  static func isMissing(of path: String) -> Bool {
    let head = PassingFile.head(path, 8)
    if head.starts(with: "%PDF-".utf8) {
      guard let file = try? FileReader(path) else { return false }
      let count = min(file.bytes, tailBytes)
      guard let tail = try? file.read(at: file.bytes - count, count: count) else { return false }
      return !tail.contains("%%EOF".utf8)
    }
    let isPNG = head == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    guard isPNG || head.starts(with: [0xFF, 0xD8, 0xFF]), let bytes = PassingFile.read(path) else {
      return false
    }
    return isPNG ? !hasEndOfPNG(bytes) : !hasEndOfJPEG(bytes)
  }

  /// Walks the chunks.
  private static func hasEndOfPNG(_ bytes: [UInt8]) -> Bool {
    var place = 8
    while place + 12 <= bytes.count {
      if bytes[(place + 4)..<(place + 8)].elementsEqual("IEND".utf8) { return true }
      place += 12 + bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
    }
    return false
  }

  /// Walks the segments and the scans between them: an end within a segment is that of the small
  /// picture which cameras keep there.
  private static func hasEndOfJPEG(_ bytes: [UInt8]) -> Bool {
    var place = 2
    while place + 1 < bytes.count {
      guard bytes[place] == 0xFF else {
        place += 1
        continue
      }
      switch bytes[place + 1] {
      case 0xD9: return true
      case 0xFF: place += 1
      // A byte of a scan, or a marker that stands alone.
      case 0x00, 0x01, 0xD0...0xD8: place += 2
      default:
        guard place + 3 < bytes.count else { return false }
        place += 2 + max(2, Int(bytes[place + 2]) << 8 | Int(bytes[place + 3]))
      }
    }
    return false
  }
}
