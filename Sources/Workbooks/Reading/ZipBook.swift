// The parts of a workbook's archive, read in pieces. Guarantees: no part is unpacked beyond the
// bound on all parts together, whatever the archive says of itself; damaged and encrypted parts are
// told apart. Names of parts are alike whatever their case, as the format has it, and with
// backslashes, as some programs write them.

internal import CZip

/// An archive held in memory.
final class ZipBook {
  private let held: UnsafeMutableRawBufferPointer
  private let archive: OpaquePointer
  private var room: Int
  private let bytesMax: Int
  /// The places of the parts by their folded names; of equal names the first.
  private var places: [String: UInt64] = [:]

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
      guard let name = zip_get_name(archive, index, 0) else { continue }
      let folded = Self.folded(String(cString: name))
      if places[folded] == nil { places[folded] = index }
    }
  }

  deinit {
    zip_discard(archive)
    held.deallocate()
  }

  /// The names of all parts, in lower case.
  var names: Dictionary<String, UInt64>.Keys { places.keys }

  /// Whether there is a part of a name.
  func holds(_ name: String) -> Bool { places[Self.folded(name)] != nil }

  /// A name of a part as names are compared.
  static func folded(_ name: String) -> String {
    name.lowercased().replacing("\\", with: "/")
  }

  /// Gives a part piece by piece, until `take` wants no more.
  func read(
    _ name: String, _ take: (UnsafeRawBufferPointer, _ isLast: Bool) throws(BookFault) -> Bool
  ) throws(BookFault) {
    var status = zip_stat_t()
    guard let index = places[Self.folded(name)], zip_stat_index(archive, index, 0, &status) == 0
    else {
      throw BookFault(.damaged, place: name, "zip_stat")
    }
    guard status.encryption_method == UInt16(ZIP_EM_NONE) else {
      throw BookFault(.password, place: name)
    }
    guard status.size <= UInt64(room) else { throw tooLarge(name) }
    guard let file = zip_fopen_index(archive, index, 0) else {
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
