// Files in one zip archive. Guarantees: parts in the order given, each dated 1980-01-01, deflated
// at one level, so that the same parts give the same bytes on every run.

internal import CZip

/// A part of an archive.
public struct ZipPart: Sendable {
  /// The path inside the archive, with `/` between folders.
  public let name: String
  /// The content, not compressed.
  public let bytes: [UInt8]

  /// A part by its path.
  public init(_ name: String, _ bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// Archives made in memory.
public enum ZipArchive {
  /// 1980-01-01 as the format writes dates: year since 1980, month, day.
  private static let fixedDate: UInt16 = 1 << 5 | 1

  /// The bytes of an archive of these parts. Names must be unique. O(bytes).
  public static func bytes(of parts: [ZipPart]) throws(WorkbookError) -> [UInt8] {
    guard let target = zip_source_buffer_create(nil, 0, 0, nil) else {
      throw WorkbookError(code: .archive, place: "", reason: "zip_source_buffer_create")
    }
    guard let archive = zip_open_from_source(target, ZIP_TRUNCATE, nil) else {
      zip_source_free(target)
      throw WorkbookError(code: .archive, place: "", reason: "zip_open_from_source")
    }
    zip_source_keep(target)
    defer { zip_source_free(target) }
    // The library reads a part when the archive is closed, so the parts must stay where they are.
    var held: [UnsafeMutableRawBufferPointer] = []
    defer { for buffer in held { buffer.deallocate() } }
    for part in parts {
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: part.bytes.count, alignment: 1)
      buffer.copyBytes(from: part.bytes)
      held.append(buffer)
      guard add(buffer, name: part.name, to: archive) else {
        let reason = String(cString: zip_strerror(archive))
        zip_discard(archive)
        throw WorkbookError(code: .archive, place: part.name, reason: reason)
      }
    }
    guard zip_close(archive) == 0 else {
      let reason = String(cString: zip_strerror(archive))
      zip_discard(archive)
      throw WorkbookError(code: .archive, place: "", reason: reason)
    }
    return try contents(of: target)
  }

  private static func add(
    _ buffer: UnsafeMutableRawBufferPointer, name: String, to archive: OpaquePointer
  ) -> Bool {
    guard let source = zip_source_buffer(archive, buffer.baseAddress, UInt64(buffer.count), 0)
    else { return false }
    let index = zip_file_add(archive, name, source, zip_flags_t(ZIP_FL_ENC_UTF_8))
    guard index >= 0 else {
      zip_source_free(source)
      return false
    }
    let place = UInt64(index)
    return zip_set_file_compression(archive, place, zip_int32_t(ZIP_CM_DEFLATE), 6) == 0
      && zip_file_set_dostime(archive, place, 0, fixedDate, 0) == 0
  }

  private static func contents(of source: OpaquePointer) throws(WorkbookError) -> [UInt8] {
    var status = zip_stat_t()
    zip_stat_init(&status)
    guard zip_source_stat(source, &status) == 0, zip_source_open(source) == 0 else {
      throw WorkbookError(code: .archive, place: "", reason: "zip_source_open")
    }
    defer { zip_source_close(source) }
    let size = Int(status.size)
    var read: Int64 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      read = zip_source_read(source, buffer.baseAddress, UInt64(size))
      count = max(0, Int(read))
    }
    guard read == Int64(size) else {
      throw WorkbookError(code: .archive, place: "", reason: "zip_source_read")
    }
    return bytes
  }
}
