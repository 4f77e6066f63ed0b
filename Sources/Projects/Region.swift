// The counties and cities that the product knows, by GB/T 2260, as lines of text: read once, at the
// first question. Development zones have local codes (`411702-gx`) and are not in this table.

/// A county, district or city.
public struct Region: Sendable, Hashable {
  /// The six-digit code.
  public let code: String
  /// The Chinese name.
  public let name: String
  /// The code that has taken its place, for a retired one.
  public let successor: String?

  /// What a code is of.
  public enum Kind: Sendable, Hashable {
    case city
    /// A county, a district or a city of a county's rank.
    case county
    /// A development or functional zone, which has a local code.
    case zone
  }

  /// What a code is of: as the table has it; of a code that it lacks, a zone where it is written
  /// behind a county's with a dash, or where it lies under a city of the table, all of whose
  /// counties the table has.
  public static func kind(of code: String) -> Kind {
    if let region = find(code) { return region.isCity ? .city : .county }
    if code.utf8.contains(0x2D) { return .zone }
    if code.hasSuffix("00") { return .city }
    return code.utf8.count == 6 && find("\(code.prefix(4))00") != nil ? .zone : .county
  }

  /// Whether it is a city, its code ending in 00.
  public var isCity: Bool { code.utf8.suffix(2).elementsEqual("00".utf8) }

  /// All regions, by code.
  public static let all: [Region] = lines.split(separator: "\n").map { line in
    let parts = line.split(separator: " ")
    return Region(
      code: String(parts[0]), name: String(parts[1]),
      successor: parts.count > 2 ? String(parts[2]) : nil)
  }

  private static let byName: TextTable = {
    var table = TextTable(capacity: all.count * 3)
    for (place, region) in all.enumerated() { table.insert(region.name, UInt32(place)) }
    for (place, region) in all.enumerated() where !region.isCity {
      let city = region.code.prefix(4) + "00"
      if let city = all.first(where: { $0.code == city }) {
        table.insert(city.name + region.name, UInt32(place))
      }
    }
    return table
  }()

  private static let byCode: TextTable = {
    var table = TextTable(capacity: all.count)
    for (place, region) in all.enumerated() { table.insert(region.code, UInt32(place)) }
    return table
  }()

  /// The region with a code, or nil.
  public static func find(_ code: String) -> Region? { byCode[code].map { all[Int($0)] } }

  /// The region with a name, alone (`驿城区`) or after its city's (`驻马店市驿城区`), or nil.
  public static func named(_ name: String) -> Region? { byName[name].map { all[Int($0)] } }

  /// The counties of the city in which a code lies, or which it is, without those that are no more.
  public static func counties(around code: String) -> [Region] {
    all.filter { region in
      !region.isCity && region.successor == nil
        && region.code.utf8.prefix(4).elementsEqual(code.utf8.prefix(4))
    }
  }

  private static let lines = """
    410400 平顶山市
    410402 新华区
    410403 卫东区
    410404 石龙区
    410411 湛河区
    410421 宝丰县
    410422 叶县
    410423 鲁山县
    410425 郏县
    410481 舞钢市
    410482 汝州市
    411100 漯河市
    411102 源汇区
    411103 郾城区
    411104 召陵区
    411121 舞阳县
    411122 临颍县
    411600 周口市
    411602 川汇区
    411603 淮阳区
    411621 扶沟县
    411622 西华县
    411623 商水县
    411624 沈丘县
    411625 郸城县
    411626 淮阳县 411603
    411627 太康县
    411628 鹿邑县
    411681 项城市
    411700 驻马店市
    411702 驿城区
    411721 西平县
    411722 上蔡县
    411723 平舆县
    411724 正阳县
    411725 确山县
    411726 泌阳县
    411727 汝南县
    411728 遂平县
    411729 新蔡县
    """
}
