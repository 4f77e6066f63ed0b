// tools/bench runs this: `bench NAME… --taizhang FILE --twin FILE --lmdb-twin FILE --scratch DIR
// [--count N]`. Prints figures, and fails only when a result is wrong, never when it is slow.

import Foundation

if try runLMDBSideIfAsked() { exit(0) }

var options: [String: String] = [:]
var names: [String] = []
var words = CommandLine.arguments.dropFirst()
while let word = words.popFirst() {
  if word.hasPrefix("--"), let value = words.popFirst() {
    options[String(word.dropFirst(2))] = value
  } else {
    names.append(word)
  }
}
guard let taizhang = options["taizhang"], let twin = options["twin"],
  let lmdbTwin = options["lmdb-twin"], let scratch = options["scratch"]
else {
  FileHandle.standardError.write(Data("bench: run tools/bench instead\n".utf8))
  exit(64)
}
let bench = Bench(
  taizhang: taizhang, twin: twin, lmdbTwin: lmdbTwin, scratch: scratch,
  count: options["count"].flatMap(Int.init) ?? 100_000)

let all: [(name: String, run: () throws -> Void)] = [
  (
    "lmdb",
    {
      let counts = Set([min(bench.count, 100_000), bench.count * 10]).sorted()
      _ = try runLMDBBench(twin: bench.lmdbTwin, scratch: bench.scratch, counts: counts)
    }
  ),
  ("commit", bench.commitBench),
  ("apply", bench.applyBench),
  ("verify", bench.verifyBench),
  ("bootstrap", bench.bootstrapBench),
  ("bulk", bench.bulkBench),
  ("sync", bench.syncBench),
  ("hub", bench.hubBench),
  ("commands", bench.commandBench),
  ("merge", bench.mergeBench),
  ("rules", bench.ruleBench),
  ("workbooks", bench.workbookBench),
  ("pages", bench.pagesBench),
]
// One hub and agent, or one loaded store, serves several measurements in turn.
let shared = [
  "sync-cold": "sync", "sync-delta": "sync", "sync-quiet": "sync", "memory": "sync",
  "conflicts": "commands", "start-up": "commands",
]
names = names.map { shared[$0] ?? $0 }
for name in names where name != "all" && !all.contains(where: { $0.name == name }) {
  FileHandle.standardError.write(
    Data("bench: \(name)? one of \(all.map(\.name).joined(separator: ", ")), all\n".utf8))
  exit(64)
}
do {
  for (name, run) in all where names.isEmpty || names.contains(name) || names.contains("all") {
    try run()
  }
} catch {
  FileHandle.standardError.write(Data("bench: \(error)\n".utf8))
  exit(1)
}
