// Zip archives read back, within bounds: an archive says how large it will become, and nothing
// beyond the caller's bound is unpacked.

internal import CZip

extension ZipArchive {
  /// The parts of an archive, in its order. Throws for bytes that are no archive, for a damaged
  /// part and when the parts together are larger than `bytesMax`. O(bytes).
  public static func parts(
    of bytes: [UInt8], bytesMax: Int = 256 << 20
  ) throws(WorkbookError) -> [ZipPart] {
    guard !bytes.isEmpty else {
      throw WorkbookError(code: .unreadable, place: "", reason: "0 B")
    }
    let held = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    defer { held.deallocate() }
    held.copyBytes(from: bytes)
    guard let source = zip_source_buffer_create(held.baseAddress, UInt64(held.count), 0, nil) else {
      throw WorkbookError(code: .unreadable, place: "", reason: "zip_source_buffer_create")
    }
    guard let archive = zip_open_from_source(source, ZIP_RDONLY, nil) else {
      zip_source_free(source)
      throw WorkbookError(code: .unreadable, place: "", reason: "zip_open_from_source")
    }
    defer { zip_discard(archive) }
    var parts: [ZipPart] = []
    var room = UInt64(max(0, bytesMax))
    for index in 0..<UInt64(max(0, zip_get_num_entries(archive, 0))) {
      var status = zip_stat_t()
      guard zip_stat_index(archive, index, 0, &status) == 0, let name = status.name else {
        throw WorkbookError(code: .unreadable, place: "\(index)", reason: "zip_stat_index")
      }
      let place = String(cString: name)
      guard status.size <= room else {
        throw WorkbookError(code: .unreadable, place: place, reason: "> \(bytesMax) B")
      }
      room -= status.size
      parts.append(ZipPart(place, try part(index, named: place, size: status.size, of: archive)))
    }
    return parts
  }

  private static func part(
    _ index: UInt64, named place: String, size: UInt64, of archive: OpaquePointer
  ) throws(WorkbookError) -> [UInt8] {
    guard let file = zip_fopen_index(archive, index, 0) else {
      throw WorkbookError(
        code: .unreadable, place: place, reason: String(cString: zip_strerror(archive)))
    }
    defer { zip_fclose(file) }
    var read: Int64 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(size)) { buffer, count in
      read = size == 0 ? 0 : zip_fread(file, buffer.baseAddress, size)
      count = max(0, Int(read))
    }
    // The check sum is compared when the end is met.
    var beyond: UInt8 = 0
    guard read == Int64(size), zip_fread(file, &beyond, 1) == 0 else {
      throw WorkbookError(code: .unreadable, place: place, reason: "CRC")
    }
    return bytes
  }
}
