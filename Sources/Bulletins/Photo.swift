// A photograph for a dossier: JPEG or PNG, its size read from its own head, nothing else decoded.

/// A photograph with what stands under it.
public struct Photo: Sendable, Hashable {
  /// What stands under it; may be empty.
  public let caption: String
  /// The whole file, as it goes into the document.
  public let bytes: [UInt8]
  /// In pixels, from the picture's head.
  public let width: Int
  /// In pixels, from the picture's head.
  public let height: Int
  let isPNG: Bool

  /// The largest photograph taken into a document.
  public static let bytesMax = 16 << 20

  /// A photograph; nil for what is neither JPEG nor PNG with a size, and beyond ``bytesMax``.
  public init?(caption: String, bytes: [UInt8]) {
    guard bytes.count <= Photo.bytesMax else { return nil }
    self.caption = caption
    self.bytes = bytes
    if let size = Photo.sizeOfPNG(bytes) {
      (width, height, isPNG) = (size.0, size.1, true)
    } else if let size = Photo.sizeOfJPEG(bytes) {
      (width, height, isPNG) = (size.0, size.1, false)
    } else {
      return nil
    }
  }

  private static func number(_ bytes: [UInt8], _ place: Int, count: Int) -> Int {
    bytes[place..<(place + count)].reduce(0) { $0 << 8 | Int($1) }
  }

  private static func sizeOfPNG(_ bytes: [UInt8]) -> (Int, Int)? {
    guard bytes.count >= 24, bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    else { return nil }
    let size = (number(bytes, 16, count: 4), number(bytes, 20, count: 4))
    return isWithin(size) ? size : nil
  }

  /// Walks the segments to the frame's head.
  private static func sizeOfJPEG(_ bytes: [UInt8]) -> (Int, Int)? {
    guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
    var place = 2
    while place + 9 <= bytes.count, bytes[place] == 0xFF {
      let marker = bytes[place + 1]
      if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
        let size = (number(bytes, place + 7, count: 2), number(bytes, place + 5, count: 2))
        return place + 9 <= bytes.count && isWithin(size) ? size : nil
      }
      place += 2 + max(2, number(bytes, place + 2, count: 2))
    }
    return nil
  }

  private static func isWithin(_ size: (Int, Int)) -> Bool {
    (1...65_535).contains(size.0) && (1...65_535).contains(size.1)
  }
}
