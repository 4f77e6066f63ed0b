// Verifies:
//  1. every golden file is exactly what the encoder makes today, and decodes to what it says;
//  2. a zstd body written once is read for ever;
//  3. every reject is refused with the code and the offset that its file names;
//  4. the recipes and the files are the same set, so that none is stale;
//  5. a run signed by another key, in valid frames, is read and then not verified;
//  6. every crasher that fuzzing ever found is refused or decoded, and re-encoded identically.

import Causality
import Testing
import Wire

@Suite struct FixtureTests {
  @Test func goldenFilesAreWhatTheEncoderMakes() throws {
    let recipes = try GoldenRecipe.all()
    if FixtureFile.isRecording {
      for recipe in recipes {
        let notes = ["says": recipe.says, "decoder": recipe.decoder.rawValue]
        try FixtureFile(name: recipe.name, notes: notes, bytes: recipe.bytes)
          .write(to: "golden", ["says", "decoder"])
      }
      var body: [UInt8] = []
      try ZstdCompressor().compress(try GoldenRecipe.changeSet(), end: true, into: &body)
      try FixtureFile.writeRaw("golden/zstd-two-runs.zst", body)
      Issue.record("recorded \(recipes.count) golden files; look at the difference and run again")
      return
    }
    let files = try FixtureFile.all(in: "golden")
    #expect(files.map(\.name) == recipes.map(\.name).sorted())
    for recipe in recipes {
      let file = try #require(files.first { $0.name == recipe.name })
      #expect(file.bytes == recipe.bytes, "\(recipe.name)")
      let outcome = recipe.decoder.run(file.bytes)
      #expect(outcome.result == .success(file.bytes), "\(recipe.name)")
    }
  }

  @Test func goldenChangeSetSaysWhatItSays() throws {
    let content = try ChangeSetContent(stream: try GoldenRecipe.changeSet())
    #expect(content.vector == (try GoldenRecipe.vector()))
    #expect(content.receipt == (try GoldenRecipe.receipt()))
    #expect(
      content.runs.map(\.payloads) == [try GoldenRecipe.chain(), [try GoldenRecipe.fullChange()]])
    #expect(content.more)
  }

  @Test func compressedBodiesAreReadForEver() throws {
    let body = try FixtureFile.raw("golden/zstd-two-runs.zst")
    #expect(try Decoder.decompress(body) == (try GoldenRecipe.changeSet()))
  }

  @Test func rejectsAreRefusedAsTheirFilesSay() throws {
    let recipes = try RejectRecipe.all()
    if FixtureFile.isRecording {
      for recipe in recipes {
        let notes = [
          "says": recipe.says, "decoder": recipe.decoder.rawValue,
          "refused": recipe.error.description,
        ]
        try FixtureFile(name: recipe.name, notes: notes, bytes: recipe.bytes)
          .write(to: "rejects", ["says", "decoder", "refused"])
      }
      Issue.record("recorded \(recipes.count) rejects; look at the difference and run again")
      return
    }
    let files = try FixtureFile.all(in: "rejects")
    #expect(files.map(\.name) == recipes.map(\.name).sorted())
    for file in files {
      let decoder = try #require(file.notes["decoder"].flatMap(Decoder.init(rawValue:)))
      switch decoder.run(file.bytes).result {
      case .success: Issue.record("\(file.name) was accepted")
      case .failure(let error):
        #expect(error.description == file.notes["refused"], "\(file.name)")
      }
      #expect(recipes.first { $0.name == file.name }?.bytes == file.bytes, "\(file.name)")
    }
  }

  @Test func aRunSignedByAnotherKeyDoesNotVerify() throws {
    let key = try RunSource.key(1)
    let chain = try GoldenRecipe.chain()
    for (signer, isValid) in [(key, true), (try RunSource.key(2), false)] {
      var writer = ChangeSetWriter()
      let source = RunSource(
        changes: chain.indices.map {
          (.init(replica: key.replica, seq: UInt64($0 + 1)), chain[$0])
        },
        key: signer)
      try source.append(to: &writer)
      try writer.finish(more: false)
      var reader = ChangeSetReader()
      reader.feed(writer.take())
      let run = try #require(try reader.nextRun())
      #expect(run.verify(with: key.verifyingKey) == isValid)
      #expect(!run.verify(with: try RunSource.key(2).verifyingKey))
    }
  }

  @Test func crashersStayHarmless() throws {
    for name in try FixtureFile.names(in: "crashers", suffix: "") {
      let bytes = try FixtureFile.raw("crashers/\(name)")
      for decoder in Decoder.allCases {
        let outcome = decoder.run(bytes)
        if outcome.isCanonical, case .success(let again) = outcome.result {
          #expect(again == bytes, "\(name) by \(decoder)")
        }
      }
    }
  }
}
