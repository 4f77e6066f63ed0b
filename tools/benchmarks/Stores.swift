// Stores and files that the benchmarks share: made once a run, thrown away at its end.

import Causality
import Foundation
import LedgerStore
import Projects
import Wire

/// Where the programs are and where scratch data goes.
struct Bench {
  /// The `taizhang` executable.
  let taizhang: String
  /// `store_twin`, compiled by `tools/bench`.
  let twin: String
  let lmdbTwin: String
  let scratch: String
  let count: Int
  let ledger = "411700"

  func path(_ name: String) -> String { scratch + "/" + name }

  /// Empties and returns a path for a new store.
  func fresh(_ name: String) -> String {
    try? FileManager.default.removeItem(atPath: path(name))
    return path(name)
  }

  func open(_ name: String, sync: StoreOptions = .default) throws -> Store {
    try Store.open(at: path(name), schema: Schema.standard.traits, options: sync)
  }

  func create(_ name: String, role: Role = .county, ledgers: [String]? = nil) throws -> Store {
    try Store.create(
      at: fresh(name), ledgers: ledgers ?? [ledger], office: name, role: role,
      schema: Schema.standard.traits)
  }

  /// The project fields of the workload, in its order.
  static let fields: [FieldDefinition] = {
    guard let project = Schema.standard.collection("project") else { return [] }
    return Workload.fields.compactMap { project.field($0.project) }
  }()

  /// Indexes of `fields` in ascending order of field number, the order of a change's bytes.
  private static let ascending = fields.indices.sorted { fields[$0].id < fields[$1].id }

  static let project = CollectionID(rawValue: 1)

  /// The id of record `i`: the same in every store of a run.
  static func id(_ i: Int) -> RecordID {
    .v7(milliseconds: 1_700_000_000_000 + UInt64(i), random: (UInt64(i), UInt64(i) &* 0x9E37_79B9))
  }

  /// One draft that creates records `range`.
  static func draft(_ range: Range<Int>) throws -> Draft {
    var operations: [Wire.Operation] = []
    for i in range {
      let texts = Workload.record(i)
      for index in ascending {
        let field = fields[index]
        operations.append(
          Wire.Operation(
            collection: project, record: id(i), field: field.id,
            value: try field.parse(texts[index])))
      }
    }
    return Draft(author: "bench", operations: operations)
  }

  static func draft(_ edit: Workload.Edit) throws -> Draft {
    let field = fields[edit.field]
    return Draft(
      author: "bench",
      operations: [
        Wire.Operation(
          collection: project, record: id(edit.record), field: field.id,
          value: try parse(field, edit.value))
      ])
  }

  /// The marked values of the meeting edits carry a character that only text can hold: other types
  /// drop it, and the value still differs from the other side's unless it was equal without it.
  private static func parse(_ field: FieldDefinition, _ text: String) throws -> Value {
    if let value = try? field.parse(text) { return value }
    return try field.parse(String(text.dropLast()))
  }

  /// The workload as lines for `taizhang put`, new records or such with ids that later steps know;
  /// made once, kept while the run lasts.
  func lines(_ count: Int, withIDs: Bool) throws -> (path: String, jsonBytes: Int) {
    let file = path("records-\(count)-\(withIDs ? "ids" : "new").ndjson")
    if !FileManager.default.fileExists(atPath: file) {
      _ = FileManager.default.createFile(atPath: file, contents: nil)
      let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
      defer { try? handle.close() }
      var block = ""
      for i in 0..<count {
        let members = zip(Workload.fields, Workload.record(i)).map { "\"\($0.project)\":\"\($1)\"" }
        block +=
          "{\"collection\":\"project\","
          + (withIDs ? "\"id\":\"\(Self.id(i))\"," : "") + "\"fields\":{"
          + members.joined(separator: ",") + "}}\n"
        if block.utf8.count > 1 << 20 {
          try handle.write(contentsOf: Data(block.utf8))
          block = ""
        }
      }
      try handle.write(contentsOf: Data(block.utf8))
    }
    let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
    return (file, size)
  }

  /// Bytes of the records as the peers store them: `{"id":…,"f":{…}}` a line.
  static func peerJSONBytes(_ count: Int) -> Int {
    (0..<count).reduce(0) { sum, i in
      let members = zip(Workload.fields, Workload.record(i)).reduce(0) {
        $0 + $1.0.short.utf8.count + $1.1.utf8.count + 6
      }
      return sum + members + 23
    }
  }

  /// Loads the workload through the real `put`, in a new store.
  func load(
    _ name: String, _ count: Int, withIDs: Bool = true, extra: [String] = []
  ) throws -> Finished {
    let input = try lines(count, withIDs: withIDs)
    return try Child.run(
      taizhang, ["put", "--store", path(name), "--json", "--quiet"] + extra, input: input.path)
  }
}
