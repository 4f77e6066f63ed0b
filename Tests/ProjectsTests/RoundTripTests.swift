// 1. Whatever a field may hold, shown in either language and typed again, is the same value.
// 2. The JSON of a value, typed again, is the same value.
// 3. Any text at all is either refused or read as a value of the field that shows and reads the
//    same.

import Catalogue
import Causality
import Projects
import Testing

@Suite struct RoundTripTests {
  @Test(arguments: [1, 2, 3] as [UInt64])
  func shownValuesCanBeTypedAgain(seed: UInt64) throws {
    var random = Seeded(state: seed)
    for collection in Schema.standard.collections {
      for field in collection.fields {
        for _ in 0..<40 {
          let value = value(of: field, &random)
          for language in Language.allCases {
            let shown = field.display(value, language)
            #expect(try field.parse(shown) == value, "\(collection.code).\(field.code): \(shown)")
          }
          guard case .string(let json) = field.plain(value) else { continue }
          #expect(try field.parse(json) == value, "\(collection.code).\(field.code): \(json)")
        }
      }
    }
  }

  @Test(arguments: [4, 5] as [UInt64])
  func anyTextIsRefusedOrReadForGood(seed: UInt64) throws {
    var random = Seeded(state: seed)
    let alphabet = Array("0123456789０９.．,，-－/:TZ+年月日亿万元Q第W季度周是否yn #\u{0}\u{85}é".unicodeScalars)
    let fields = Schema.standard.collections.flatMap(\.fields)
    var readable = 0
    for _ in 0..<60_000 {
      var text = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        text.append(alphabet.randomElement(using: &random) ?? "0")
      }
      let field = try #require(fields.randomElement(using: &random))
      guard let value = try? field.parse(String(text)), value != .empty else { continue }
      readable += 1
      #expect(field.accepts(value), "\(field.code): \(String(text).debugDescription)")
      #expect(try field.parse(field.display(value, .zh)) == value, "\(field.code)")
    }
    #expect(readable > 5_000)
  }

  private func value(of field: FieldDefinition, _ random: inout Seeded) -> Value {
    var bounds: ClosedRange<Int64> = -9_000_000_000...9_000_000_000
    switch field.check {
    case .notNegative: bounds = 0...9_000_000_000
    case .range(let range): bounds = range
    case nil: break
    }
    switch field.type {
    case .text: return .text(text(&random))
    case .integer: return .integer(Int64.random(in: bounds, using: &random))
    case .money, .decimal, .area:
      let places = Int.random(in: 0...Int(field.type.places ?? 0), using: &random)
      let unit = (0..<places).reduce(Int64(1)) { product, _ in product * 10 }
      let range = (bounds.lowerBound * unit)...(bounds.upperBound * unit)
      let mantissa = Int64.random(in: range, using: &random)
      return ExactDecimal(mantissa: mantissa, scale: places).map { .decimal($0) } ?? .empty
    case .date:
      return CivilDate(days: Int32.random(in: -25_000...80_000, using: &random))
        .map { .date($0) } ?? .empty
    case .instant:
      return .instant(Int64.random(in: -2_000_000_000_000...7_000_000_000_000, using: &random))
    case .boolean: return .boolean(Bool.random(using: &random))
    case .enumeration(let enumeration):
      return .code(enumeration.cases.randomElement(using: &random)?.number ?? 1)
    case .reference: return .reference(RecordID(high: random.next(), low: random.next()))
    case .code(let format): return .text(code(format, &random))
    }
  }

  private func text(_ random: inout Seeded) -> String {
    let alphabet = Array("项目一期、，。(（）abc 12３\t\né🏗️“”—/;；".unicodeScalars)
    var text = String.UnicodeScalarView()
    for _ in 0...Int.random(in: 0...20, using: &random) {
      text.append(alphabet.randomElement(using: &random) ?? "x")
    }
    return String(text)
  }

  private func code(_ format: CodeFormat, _ random: inout Seeded) -> String {
    func digits(_ count: Int) -> String {
      (0..<count).map { _ in "\(Int.random(in: 0...9, using: &random))" }.joined()
    }
    switch format {
    case .project: return [4, 6, 2, 2, 6].map(digits).joined(separator: "-")
    case .credit: return "91" + digits(6) + "MA" + digits(8)
    case .industry: return "C" + digits(Int.random(in: 2...4, using: &random))
    case .region:
      let known = Region.all.randomElement(using: &random)?.code ?? "411702"
      return [known, known + "-gx", digits(6)].randomElement(using: &random) ?? known
    case .period:
      return ["2021-09", "2021-Q3", "2021-W39", "2021", "1999-12"].randomElement(using: &random)
        ?? "2021-09"
    case .sha256: return digits(64)
    case .pause: return "2021-10-08/2021-10-12 " + "补正"
    case .missing: return "消防设计/2021-11-30"
    case .note: return "2021-10-08 已对接"
    }
  }
}
