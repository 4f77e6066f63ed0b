// 1. The schema of released versions only grows: every line of the golden listing still holds, and
//    every field and case of the schema is in it (run with TAIZHANG_RECORD=1 to append new lines).
// 2. Numbers, codes and labels are unique where people and files look them up.
// 3. References name collections, parents are indexed, display orders name every case.
// 4. What the store receives agrees with the schema.
// 5. Stages in code and in the schema are the same.

import Catalogue
import Causality
import Foundation
import Projects
import Testing

@Suite struct SchemaTests {
  private let schema = Schema.standard

  @Test func goldenListingOnlyGrows() throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Fixtures/schema/schema-v1.tsv")
    let recorded = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    let golden = recorded.split(separator: "\n").map(String.init)
    let present = listing()
    let lost = golden.filter { !present.contains($0) && !$0.hasPrefix("#") }
    #expect(lost.count == 0, "a released number, code or type has changed: \(lost.prefix(3))")
    let new = present.filter { !golden.contains($0) }
    if !new.isEmpty, ProcessInfo.processInfo.environment["TAIZHANG_RECORD"] == "1" {
      let text = (golden + new).joined(separator: "\n") + "\n"
      try text.write(to: url, atomically: true, encoding: .utf8)
    }
    #expect(
      new.count == 0, "record \(new.prefix(3)) with TAIZHANG_RECORD=1, then run again without it")
  }

  private func listing() -> [String] {
    var lines: [String] = []
    for collection in schema.collections {
      lines.append("\(collection.code)\t0\t#\(collection.id.rawValue)\tcollection")
      for field in collection.fields {
        lines.append("\(collection.code)\t\(field.id.rawValue)\t\(field.code)\t\(field.typeName)")
      }
    }
    for enumeration in enumerations() {
      for line in enumeration.cases {
        lines.append("enumeration(\(enumeration.code))\t\(line.number)\t\(line.code)\tcase")
      }
    }
    return lines
  }

  private func enumerations() -> [Enumeration] {
    var found: [Enumeration] = []
    for field in schema.collections.flatMap(\.fields) {
      guard let enumeration = field.enumeration else { continue }
      if !found.contains(where: { $0 === enumeration }) { found.append(enumeration) }
    }
    return found
  }

  @Test func namesAreUnique() {
    #expect(Set(schema.collections.map(\.id)).count == schema.collections.count)
    #expect(Set(schema.collections.map(\.code)).count == schema.collections.count)
    for collection in schema.collections {
      let fields = collection.fields
      #expect(Set(fields.map(\.id)).count == fields.count, "\(collection.code)")
      #expect(fields.allSatisfy { $0.id.rawValue > 0 }, "0 is the archive register")
      #expect(fields.count < 512)
      let names = fields.flatMap { Set([$0.code, $0.zh] + $0.others) }
      #expect(Set(names).count == names.count, "\(collection.code): \(duplicates(names))")
      for field in fields {
        #expect(isSnakeCase(field.code), "\(field.code)")
        #expect(!field.zh.isEmpty && !field.en.isEmpty)
        #expect(collection.field(field.code) === field)
        #expect(collection.field(field.zh) === field)
        #expect(collection.field(field.id) === field)
      }
      #expect(!collection.derived.contains { collection.field($0.code) != nil })
    }
    #expect(Set(enumerations().map(\.code)).count == enumerations().count)
    for enumeration in enumerations() {
      let cases = enumeration.cases
      #expect(Set(cases.map(\.number)).count == cases.count, "\(enumeration.code)")
      #expect(cases.allSatisfy { $0.number > 0 })
      let spellings = cases.flatMap { Set([$0.code, $0.zh, $0.en]) }
      #expect(Set(spellings).count == spellings.count, "\(duplicates(spellings))")
      for line in cases {
        #expect(isSnakeCase(line.code), "\(line.code)")
        for text in [line.code, line.zh, line.en] {
          #expect(enumeration.number(of: text) == line.number)
        }
        #expect(enumeration.codes[Int(line.number)] == line.code)
        #expect(enumeration.find(line.number) == line)
      }
      #expect(enumeration.find(60_000) == nil)
    }
  }

  private func duplicates(_ names: [String]) -> [String] {
    names.filter { name in names.count { $0 == name } > 1 }
  }

  private func isSnakeCase(_ code: String) -> Bool {
    code.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
  }

  @Test func referencesAndOrdersAreWhole() {
    for collection in schema.collections {
      #expect(collection.parentField?.isIndexed ?? true)
      for field in collection.fields {
        if case .reference(let target) = field.type {
          #expect(schema.collection(target) != nil, "\(field.code)")
        }
        guard case .cautious(let order) = field.rule else { continue }
        let numbers = field.enumeration?.cases.map(\.number) ?? []
        #expect(order.sorted() == numbers.sorted(), "\(collection.code).\(field.code)")
      }
    }
    let indexed = schema.collection("project")?.fields.filter(\.isIndexed).map(\.code)
    #expect(indexed == ["project_code", "region_code", "stage"])
    #expect((schema.collection("project")?.fields.count ?? 0) >= 45)
  }

  @Test func traitsAgree() throws {
    let traits = schema.traits
    #expect(traits.version == schema.version)
    for collection in schema.collections {
      let seen = try #require(traits.collection(collection.id))
      #expect(seen.code == collection.code)
      #expect(seen.nameField == collection.nameField.id)
      #expect(seen.parentField == collection.parentField?.id)
      #expect(seen.fields.map(\.code) == collection.fields.map(\.code))
      #expect(traits.collection(collection.code) == seen)
    }
    let stage = try #require(traits.collection("project")?.field("stage"))
    #expect(stage.codes[Int(Stage.started.rawValue)] == "started")
    #expect(traits.collection("project")?.field("fund_kinds")?.kind == .set)
    #expect(traits.collection("batch_member")?.parentField == FieldID(rawValue: 2))
  }

  @Test func cautiousOrdersShowTheLesserClaim() throws {
    let project = try #require(schema.collection("project")?.field("stage"))
    #expect(rank(project, "started") < rank(project, "producing"))
    #expect(rank(project, "stopped") < rank(project, "building"))
    #expect(rank(project, "effective") < rank(project, "removed"))
    let issue = try #require(schema.collection("issue")?.field("status"))
    #expect(rank(issue, "refused_closing") < rank(issue, "closed"))
    let approval = try #require(schema.collection("approval")?.field("result"))
    #expect(rank(approval, "refused") < rank(approval, "agreed"))
    let report = try #require(schema.collection("progress_report")?.field("report_state"))
    #expect(rank(report, "returned") < rank(report, "locked"))
    for code in ["annual_plan", "level", "category", "is_key"] {
      #expect(schema.collection("project")?.field(code)?.rule == .authority)
    }
  }

  private func rank(_ field: FieldDefinition, _ code: String) -> Int {
    field.rule.rank(ofCode: field.enumeration?.number(of: code))
  }

  @Test func stagesAreTheSchemas() throws {
    let stages = try #require(schema.collection("project")?.field("stage")?.enumeration)
    #expect(stages.cases.map(\.number) == Stage.allCases.map(\.rawValue))
    for stage in Stage.allCases {
      let snake = "\(stage)".reduce(into: "") { text, letter in
        text += letter.isUppercase ? "_" + letter.lowercased() : String(letter)
      }
      #expect(stages.find(stage.rawValue)?.code == snake)
    }
    #expect(Stage.stopped.hasReached(.started) && !Stage.stopped.hasReached(.completed))
    #expect(!Stage.removed.hasReached(.planning))
  }

  @Test func collectionsAreFoundByCodeLabelAndNumber() {
    #expect(schema.collection("progress_report")?.zh == "进度报告")
    #expect(schema.collection("项目")?.code == "project")
    #expect(schema.collection("attachment")?.code == "evidence")
    #expect(schema.collection("nothing") == nil)
    #expect(schema.collection(CollectionID(rawValue: 60_000)) == nil)
    #expect(schema.collection("milestone")?.field("project_id")?.code == "project")
    #expect(schema.collection("project")?.field(FieldID(rawValue: 0)) == nil)
    #expect(schema.collection("project")?.field(FieldID(rawValue: 9999)) == nil)
  }
}
