// The parts of a workbook's archive, read in pieces. Guarantees: no part is unpacked beyond the
// bound on all parts together, whatever the archive says of itself; damaged and encrypted parts are
// told apart.

internal import CZip

/// An archive held in memory.
final class ZipBook {
  private let held: UnsafeMutableRawBufferPointer
  private let archive: OpaquePointer
  private var room: Int
  private let bytesMax: Int
  private(set) var names: Set<String> = []

  private static let chunkBytes = 128 * 1024

  init(_ bytes: [UInt8], _ limits: ReadLimits) throws(BookFault) {
    let held = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    held.copyBytes(from: bytes)
    guard let source = zip_source_buffer_create(held.baseAddress, UInt64(held.count), 0, nil)
    else {
      held.deallocate()
      throw BookFault(.damaged, "zip_source_buffer_create")
    }
    guard let archive = zip_open_from_source(source, ZIP_RDONLY, nil) else {
      zip_source_free(source)
      held.deallocate()
      throw BookFault(.damaged, "zip")
    }
    self.held = held
    self.archive = archive
    room = limits.unpackedBytesMax
    bytesMax = limits.unpackedBytesMax
    let count = zip_get_num_entries(archive, 0)
    guard count <= limits.partsMax else { throw BookFault(.bomb, "\(count)") }
    for index in 0..<UInt64(max(0, count)) {
      if let name = zip_get_name(archive, index, 0) { names.insert(String(cString: name)) }
    }
  }

  deinit {
    zip_discard(archive)
    held.deallocate()
  }

  /// Gives a part piece by piece, until `take` wants no more. The part must be in ``names``.
  func read(
    _ name: String, _ take: (UnsafeRawBufferPointer, _ isLast: Bool) throws(BookFault) -> Bool
  ) throws(BookFault) {
    var status = zip_stat_t()
    guard zip_stat(archive, name, 0, &status) == 0 else {
      throw BookFault(.damaged, place: name, "zip_stat")
    }
    guard status.encryption_method == UInt16(ZIP_EM_NONE) else {
      throw BookFault(.password, place: name)
    }
    guard status.size <= UInt64(room) else { throw tooLarge(name) }
    guard let file = zip_fopen(archive, name, 0) else {
      throw BookFault(.damaged, place: name, String(cString: zip_strerror(archive)))
    }
    defer { zip_fclose(file) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: Self.chunkBytes, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = zip_fread(file, buffer.baseAddress, UInt64(buffer.count))
      guard count >= 0 else { throw BookFault(.damaged, place: name, "CRC") }
      room -= Int(count)
      guard room >= 0 else { throw tooLarge(name) }
      let piece = UnsafeRawBufferPointer(rebasing: buffer[..<Int(count)])
      guard try take(piece, count == 0), count > 0 else { return }
    }
  }

  private func tooLarge(_ name: String) -> BookFault {
    BookFault(.bomb, place: name, "\(bytesMax >> 20) MiB")
  }
}
