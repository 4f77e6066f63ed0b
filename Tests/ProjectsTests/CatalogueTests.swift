// 1. Keys of the catalogue are unique, and both languages have the same gaps, except where one
//    language carries a sentence made elsewhere (the whole entry is one gap).
// 2. Every kind of problem has a sentence and a next step, in both languages.
// 3. Gaps are filled in any order; braces that are no gap stay; a missing entry shows its key; a
//    gap with a noun counts one or several.
// 4. What the operating system says of a failure is Chinese in Chinese sentences.

import Catalogue
import Glibc
import Projects
import Testing

@Suite struct CatalogueTests {
  @Test func entriesAreWholeInBothLanguages() {
    let entries = Catalogue.entries
    var seen: Set<String> = []
    for entry in entries {
      #expect(seen.insert(entry.key).inserted, "\(entry.key) twice")
      #expect(!entry.zh.isEmpty && !entry.en.isEmpty, "\(entry.key)")
      let gaps = Language.allCases.map { Set(Catalogue.gaps(in: entry[$0])) }
      let carries = Language.allCases.contains { ["{0}", "{1}", "{2}", "{3}"].contains(entry[$0]) }
      #expect(carries || gaps[0] == gaps[1], "\(entry.key): gaps \(gaps)")
      // A layout without words may be the same in both.
      let words = entry.zh.unicodeScalars.contains { ("a"..."z").contains($0) }
      // So may a command to type.
      let isCommand = entry.zh.hasPrefix("chmod ")
      #expect(carries || !words || isCommand || entry.zh != entry.en, "\(entry.key)")
    }
  }

  @Test(arguments: ProblemCode.allCases)
  func everyProblemSaysWhatAndWhatNext(_ code: ProblemCode) {
    let problem = ValidationProblem(code, ["a", "b", "c", "d"])
    for message in [problem.message, problem.hint] {
      #expect(Catalogue.contains(message.key), "\(message.key)")
      for language in Language.allCases {
        #expect(!Catalogue.text(message, in: language).contains("{"))
      }
    }
  }

  @Test(arguments: [
    ENOSPC, ECONNREFUSED, ECONNRESET, ETIMEDOUT, EHOSTUNREACH, ENETUNREACH, EACCES, EROFS, EMFILE,
    ENOENT, EISDIR, EIO, EDQUOT, EFBIG, EADDRINUSE,
  ]) func systemWords(code: Int32) {
    let said = String(cString: strerror(code))
    let message = Message("page.stop-upload-disk", [said])
    #expect(!Catalogue.text(message, in: .zh).contains(said))
    #expect(Catalogue.text(message, in: .en).contains(said))
  }

  @Test func gapsAreFilled() {
    let message = Message("validation.unknown-field", ["stge", "项目(project)"])
    #expect(Catalogue.text(message, in: .zh) == "项目(project)没有字段“stge”")
    #expect(Catalogue.text(message, in: .en) == "项目(project) has no field “stge”")
    #expect(Catalogue.text(Message("no.such", ["x"]), in: .en) == "no.such x")
    #expect(Catalogue.gaps(in: "a {1} {x} {} {0}{") == [1, 0])
    #expect(Catalogue.gaps(in: "{2 working day} {day 2} {\"error\"} {0}") == [2, 0])
    for (count, words) in [
      ("1", "1 working day"), ("2", "2 working days"), ("0", "0 working days"),
    ] {
      let used = Message("warning.total.near", ["x", count, "40"])
      #expect(Catalogue.text(used, in: .en) == "x: \(words) used of 40")
      #expect(Catalogue.text(used, in: .zh) == "x：已用 \(count) 个工作日，上限 40 个")
    }
    #expect(Language(locale: "zh_CN.UTF-8") == .zh)
    #expect(Language(locale: "C") == .en)
    #expect(Language(locale: nil) == .en)
  }
}
