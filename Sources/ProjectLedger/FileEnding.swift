// Whether a picture or a PDF came whole: one that a phone or a stick broke off in the middle still
// has a sound head, and shows half a building site.
//
// Guarantees: what is neither JPEG, PNG, WebP nor PDF is never held to be cut; nor is a picture for
// what stands behind its end, where phones keep clips and notes of their own.

internal import LedgerStore

/// The end of a file, by the rules of its own kind.
package enum FileEnding {
  /// How far from its last byte a PDF's mark may stand, as its readers have it.
  private static let tailBytes = 1_024
  /// More than any store takes: what is larger is refused for that.
  private static let bytesMax = 256 << 20

  /// Whether a file begins as a JPEG, PNG, WebP or PDF and has not its end. O(file), which is held
  /// in memory where it is a JPEG or PNG; a file that cannot be read is not called cut.
  package static func isMissing(of path: String) -> Bool {
    guard let file = try? FileReader(path), file.bytes <= bytesMax else { return false }
    return (try? isMissing(of: file)) ?? false
  }

  private static func isMissing(of file: FileReader) throws(StoreError) -> Bool {
    let head = try file.read(at: 0, count: 12)
    if head.starts(with: "%PDF-".utf8) {
      let count = min(file.bytes, tailBytes)
      let tail = try file.read(at: file.bytes - count, count: count)
      return !tail.contains("%%EOF".utf8)
    }
    if head.starts(with: "RIFF".utf8), head.dropFirst(8).elementsEqual("WEBP".utf8) {
      // The length of what follows it, the lowest byte first.
      return file.bytes < 8 + head[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    let isPNG = head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    guard isPNG || head.starts(with: [0xFF, 0xD8, 0xFF]) else { return false }
    let bytes = try file.read(at: 0, count: file.bytes)
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
