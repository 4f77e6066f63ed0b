// The compound files of Office before 2007: streams in chains of sectors. Guarantees: every chain
// ends within the file's sectors, whatever the file says; a reference outside the bytes is damage.

/// A compound file in memory.
struct CompoundFile {
  private let bytes: [UInt8]
  private let sectorBytes: Int
  private let miniBytes: Int
  private let miniCutoff: Int
  private var fat: [UInt32] = []
  private var miniFAT: [UInt32] = []
  private var miniStream: [UInt8] = []
  private struct Entry {
    let name: String
    let start: UInt32
    let size: Int
  }
  private var entries: [Entry] = []

  static let magic: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0]

  init(_ bytes: [UInt8]) throws(BookFault) {
    self.bytes = bytes
    guard bytes.count >= 512 else { throw BookFault(.damaged, "OLE") }
    let shift = Int(bytes.u16(30))
    guard shift == 9 || shift == 12 else { throw BookFault(.damaged, "OLE") }
    sectorBytes = 1 << shift
    miniBytes = 64
    miniCutoff = Int(bytes.u32(56))
    try readFAT()
    let directory = try chain(bytes.u32(48))
    var root: Entry?
    for at in stride(from: 0, to: directory.count - 127, by: 128) {
      let kind = directory[at + 66]
      let units = min(32, Int(directory.u16(at + 64)) / 2)
      guard kind == 2 || kind == 5, units > 1 else { continue }
      var name: [UInt16] = []
      for unit in 0..<(units - 1) { name.append(directory.u16(at + unit * 2)) }
      let entry = Entry(
        name: String(decoding: name, as: UTF16.self), start: directory.u32(at + 116),
        size: Int(directory.u32(at + 120)))
      if kind == 5 { root = entry } else { entries.append(entry) }
    }
    let first = bytes.u32(60)
    if first < 0xFFFF_FFF0 {
      let table = try chain(first)
      miniFAT = stride(from: 0, to: table.count - 3, by: 4).map { table.u32($0) }
    }
    if let root, root.start < 0xFFFF_FFF0 { miniStream = try chain(root.start) }
  }

  var names: [String] { entries.map(\.name) }

  /// A stream's bytes; nil where there is none of the name.
  func stream(_ name: String) throws(BookFault) -> [UInt8]? {
    guard let entry = entries.first(where: { $0.name == name }) else { return nil }
    var found: [UInt8]
    if entry.size < miniCutoff {
      found = []
      var sector = entry.start
      while sector < 0xFFFF_FFF0, found.count < entry.size {
        let start = Int(sector) * miniBytes
        guard Int(sector) < miniFAT.count, start < miniStream.count else {
          throw BookFault(.damaged, place: name, "OLE")
        }
        found += miniStream[start..<min(start + miniBytes, miniStream.count)]
        sector = miniFAT[Int(sector)]
      }
    } else {
      found = try chain(entry.start)
    }
    guard found.count >= entry.size else { throw BookFault(.damaged, place: name, "OLE") }
    return Array(found.prefix(entry.size))
  }

  private mutating func readFAT() throws(BookFault) {
    let sectorsMax = bytes.count / sectorBytes
    var places: [UInt32] = (0..<109).map { bytes.u32(76 + $0 * 4) }.filter { $0 < 0xFFFF_FFF0 }
    var next = bytes.u32(68)
    var steps = 0
    while next < 0xFFFF_FFF0 {
      steps += 1
      let start = (Int(next) + 1) * sectorBytes
      guard steps <= sectorsMax, start + sectorBytes <= bytes.count else {
        throw BookFault(.damaged, "OLE")
      }
      for at in stride(from: start, to: start + sectorBytes - 4, by: 4) {
        let place = bytes.u32(at)
        if place < 0xFFFF_FFF0 { places.append(place) }
      }
      next = bytes.u32(start + sectorBytes - 4)
    }
    guard places.count <= sectorsMax else { throw BookFault(.damaged, "OLE") }
    for place in places {
      let start = (Int(place) + 1) * sectorBytes
      guard start < bytes.count else { throw BookFault(.damaged, "OLE") }
      for at in stride(from: start, to: min(start + sectorBytes, bytes.count - 3), by: 4) {
        fat.append(bytes.u32(at))
      }
    }
  }

  private func chain(_ first: UInt32) throws(BookFault) -> [UInt8] {
    var found: [UInt8] = []
    var sector = first
    var steps = 0
    while sector < 0xFFFF_FFF0 {
      steps += 1
      let start = (Int(sector) + 1) * sectorBytes
      // The last sector of a file may be short.
      guard steps <= fat.count, Int(sector) < fat.count, start < bytes.count else {
        throw BookFault(.damaged, "OLE")
      }
      found += bytes[start..<min(start + sectorBytes, bytes.count)]
      sector = fat[Int(sector)]
    }
    return found
  }
}

extension [UInt8] {
  /// Little-endian; zero beyond the end.
  func u16(_ at: Int) -> UInt16 {
    guard at >= 0, at + 1 < count else { return 0 }
    return UInt16(self[at]) | UInt16(self[at + 1]) << 8
  }

  func u32(_ at: Int) -> UInt32 { UInt32(u16(at)) | UInt32(u16(at + 2)) << 16 }

  func double(_ at: Int) -> Double {
    Double(bitPattern: UInt64(u32(at)) | UInt64(u32(at + 4)) << 32)
  }
}
