// Values. Verifies:
// 1. Text is equal byte for byte only: composed and decomposed forms differ, in equality, hash and
//    order.
// 2. Empty, the empty text and zero are three values; kinds never compare equal.
// 3. The order is total and strict, agrees with equality, and sorts by kind and then within it.
// 4. Schema traits find collections and fields by number and code, in whatever order they were
//    given.

import Causality
import Testing

@Suite struct ValueTests {
  @Test func textIsBytes() {
    let composed = Value.text("caf\u{E9}")
    let decomposed = Value.text("cafe\u{301}")
    #expect("caf\u{E9}" == "cafe\u{301}")
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed]).count == 2)
    #expect(decomposed < composed && !(composed < decomposed))
    #expect(composed == .text("caf\u{E9}"))
    #expect(composed.hashValue == Value.text("caf\u{E9}").hashValue)
    let long = String(repeating: "账", count: 1 << 18)
    #expect(Value.text(long) == .text(long))
    #expect(Value.text(long) < .text(long + "0"))
  }

  @Test func orderIsTotal() throws {
    let sorted: [Value] = [
      .empty,
      .text(""), .text("A"), .text("a"), .text("aa"), .text("e\u{301}"), .text("é"), .text("账"),
      .integer(.min), .integer(-1), .integer(0), .integer(.max),
      .decimal(try #require(ExactDecimal("-0.000000001"))), .decimal(ExactDecimal(0)),
      .decimal(try #require(ExactDecimal("0.5"))), .decimal(ExactDecimal(3)),
      .date(.earliest), .date(.latest),
      .instant(-1), .instant(0),
      .boolean(false), .boolean(true),
      .code(0), .code(.max),
      .bytes([]), .bytes([0]), .bytes([0, 0]), .bytes([255]),
      .reference(RecordID(high: 0, low: 1)), .reference(RecordID(high: 1, low: 0)),
    ]
    for (left, first) in sorted.enumerated() {
      for (right, second) in sorted.enumerated() {
        #expect((first < second) == (left < right), "\(first) \(second)")
        #expect((first == second) == (left == right), "\(first) \(second)")
      }
    }
    var random = SeededGenerator(seed: 2)
    #expect(sorted.shuffled(using: &random).sorted() == sorted)
    #expect(Set(sorted + sorted).count == sorted.count)
  }

  @Test func schemaTraits() {
    let fields = [9, 2, 5].map {
      FieldTraits(id: FieldID(rawValue: $0), code: "field\($0)", codes: ["a"])
    }
    let collections = [3, 1].map {
      CollectionTraits(
        id: CollectionID(rawValue: $0), code: "collection\($0)",
        nameField: FieldID(rawValue: 2), fields: fields)
    }
    let schema = SchemaTraits(version: 4, collections: collections)
    #expect(schema.collections.map(\.id.rawValue) == [1, 3])
    let collection = schema.collection(CollectionID(rawValue: 3))
    #expect(collection?.code == "collection3")
    #expect(schema.collection("collection1")?.id.rawValue == 1)
    #expect(schema.collection("absent") == nil)
    #expect(schema.collection(CollectionID(rawValue: 2)) == nil)
    #expect(collection?.fields.map(\.id.rawValue) == [2, 5, 9])
    for field in fields {
      #expect(collection?.field(field.id) == field)
      #expect(collection?.field(field.code) == field)
    }
    for absent in [0, 1, 3, 10] as [UInt16] {
      #expect(collection?.field(FieldID(rawValue: absent)) == nil)
    }
  }
}
