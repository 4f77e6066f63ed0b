// `import`: a sheet into the ledger. Every row is read and judged before anything is written; what
// would be new, changed, unchanged or rejected is told row by row. One rejected row stops all,
// unless the person says that the others are to go in. An import that went in can be taken back.

internal import ArgumentParser
internal import Catalogue
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects
internal import Workbooks

/// `taizhang import FILE [--as COLLECTION] [--sheet S] [--map FILE] [--dry-run]`.
struct ImportCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "导入 · a spreadsheet (.xlsx, .xls, .csv): new, changed, unchanged, rejected rows",
    discussion: """
      The file may be .xlsx, .xls or CSV (UTF-8, UTF-16 or GBK); titles and a unit may stand above \
      the header, headings and totals among the rows. Headers are known by code, label or the \
      usual wordings; --map adds lines HEADER,FIELD, with - for a column to pass over. A row means \
      the record with its id, else its project code, else its exact name; near names are offered, \
      and --same-as ROW=ID takes the offer. Empty cells change nothing, unless --empty-clears is \
      given and the row has an id. Of a workbook that `export` wrote only the edited cells are taken; \
      a row of which a cell was edited here and its field by another meanwhile is held back, until \
      --collided ROW=sheet or ROW=ledger says whose value stands. A date that names only a month or a \
      year leaves its cell out, and is told; --read-as FIELD:WORD=VALUE says what a word in cells of a \
      field means. One table of one sheet is read; what else holds records is \
      named, each with the command that imports it.
      """)

  @Argument(
    help: "文件 · an .xlsx, .xls or CSV file, or - for standard input",
    completion: .file(extensions: ["xlsx", "xls", "csv"]))
  var file: String?

  @Option(name: .customLong("as"), help: "类别 · the collection the rows belong to")
  var collection = "project"

  @Option(help: "工作表 · the sheet by name or number; else the one with most records")
  var sheet: String?

  @Option(
    name: .customLong("header-row"),
    help: ArgumentHelp(
      "表头行 · the row that is the header, as for a second table of a sheet", valueName: "row"))
  var headerRow: Int?

  @Option(
    help: ArgumentHelp("对照 · CSV lines HEADER,FIELD; - passes over", valueName: "file"),
    completion: .file())
  var map: String?

  @Option(
    name: .customLong("same-as"),
    help: ArgumentHelp("就是这条 · row ROW is the record ID", valueName: "row=id"))
  var sameAs: [String] = []

  @Option(
    help: ArgumentHelp(
      "两边都改过 · whose values row ROW takes: sheet or ledger", valueName: "row=side"))
  var collided: [String] = []

  @Option(
    name: .customLong("read-as"),
    help: ArgumentHelp(
      "改读 · what a word in a field's cells means; - leaves the cells out",
      valueName: "field:word=value"))
  var readAs: [String] = []

  @Flag(help: "清空 · empty cells of rows with an id empty their fields")
  var emptyClears = false

  @Flag(help: "预览 · say what would happen; write nothing")
  var dryRun = false

  @Flag(help: "其余照收 · write the good rows though some are rejected")
  var skipRejected = false

  @Option(help: ArgumentHelp("撤销 · take an import back", valueName: "id"))
  var undo: String?

  @Flag(help: "列出 · list the imports of this store")
  var list = false

  @Flag(help: "有没读到的表则退出码 3 · exit with 3 when tables with records were left out")
  var exitCode = false

  @Option(help: "原因 · why; kept with every change")
  var reason: String?

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func validate() throws {
    guard [file != nil, undo != nil, list].count(where: { $0 }) == 1 else {
      throw ValidationError("FILE, --undo ID or --list")
    }
  }

  func perform(_ context: CommandContext) async throws {
    if list { return try ImportUndoing.list(context) }
    if let undo {
      return try ImportUndoing.undo(undo, isDryRun: dryRun, reason: reason, context)
    }
    let file = file ?? "-"
    let definition = try context.collection(collection)
    let choices = try choices(definition)
    let book = try Self.book(file)
    let store = try context.openStore()
    let ledger = try context.writingLedger(of: store)
    let taken = try take(book, file, definition, choices, store, ledger, context)
    let telling = ImportTelling(taken.preview, file: file, context)
    telling.showHead()
    telling.showRows()
    telling.showSummary(isWritten: taken.isWritten, taken.note)
    let rejected = taken.preview.count(.rejected)
    if rejected > 0 { throw CommandFailure(.rejectedRows, "\(rejected)", at: Place(file: file)) }
    if exitCode, !taken.preview.leftOut.isEmpty { throw CommandExit(.found) }
  }

  /// A plan, and what became of it.
  private struct Taken {
    let preview: ImportPreview
    let isWritten: Bool
    let note: ImportNote?
  }

  /// Plans, and writes where that is asked for: over what was planned, with no other import in
  /// between.
  private func take(
    _ book: SheetBook, _ file: String, _ definition: CollectionDefinition,
    _ choices: ImportChoices, _ store: Store, _ ledger: String, _ context: CommandContext
  ) throws -> Taken {
    let name = Self.name(of: file)
    func plan() throws -> ImportPreview {
      let preview: ImportPreview
      do {
        preview = try ImportPreview(
          book, fileName: name, of: definition, choices: choices, store: store, ledger: ledger,
          author: context.author,
          today: LocalTime.day(Int64(clamping: Surroundings.wallMilliseconds())))
      } catch let fault as BookFault {
        throw CommandFailure(fault, file: file)
      }
      let rows = Set(preview.rows.map(\.number))
      if let row = choices.sameAs.keys.sorted().first(where: { !rows.contains($0) }) {
        throw CommandFailure(.idleSameAs, "\(row)")
      }
      if let row = choices.collided.keys.sorted().first(where: { !rows.contains($0) }) {
        throw CommandFailure(.idleCollided, "\(row)")
      }
      for (code, words) in choices.readAs.sorted(by: { $0.key < $1.key }) {
        let met = preview.unread.filter { $0.field.code == code }.map(\.written)
        if let word = words.keys.sorted().first(where: { !met.contains($0) }) {
          throw CommandFailure(.idleReadAs, "\(code):\(word)")
        }
      }
      return preview
    }
    if dryRun { return Taken(preview: try plan(), isWritten: false, note: nil) }
    return try ImportLock.held(store) { () throws -> Taken in
      let preview = try plan()
      guard preview.count(.rejected) == 0 || skipRejected else {
        return Taken(preview: preview, isWritten: false, note: nil)
      }
      let note = try preview.apply(
        to: store, ledger: ledger, author: context.author, reason: reason, fileName: name,
        at: Surroundings.wallMilliseconds())
      return Taken(preview: preview, isWritten: true, note: note)
    }
  }

  private static func name(of file: String) -> String {
    file.split(separator: "/").last.map(String.init) ?? file
  }

  private static func book(_ file: String) throws -> SheetBook {
    let limits = ReadLimits()
    // One byte more than is read tells a file that is too large.
    let bytes = try FileBytes.read(file, sizeBytesMax: limits.fileBytesMax, orCut: true)
    do throws(BookFault) {
      return try BookReader.read(bytes, limits: limits)
    } catch {
      throw CommandFailure(error, file: file)
    }
  }

  private func choices(_ definition: CollectionDefinition) throws -> ImportChoices {
    var choices = ImportChoices()
    choices.sheet = sheet
    choices.reason = reason
    choices.emptyClears = emptyClears
    choices.header.row = headerRow
    if let map { choices.header.map = try Self.readMap(map, of: definition) }
    for pair in sameAs {
      let parts = pair.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, let row = Int(parts[0]), let id = RecordID(parts[1]) else {
        throw CommandFailure(.badSameAs, pair)
      }
      choices.sameAs[row] = id
    }
    for pair in collided {
      let parts = pair.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, let row = Int(parts[0]),
        let side = ImportChoices.Side(rawValue: String(parts[1]))
      else { throw CommandFailure(.badCollided, pair) }
      choices.collided[row] = side
    }
    for line in readAs {
      guard let colon = line.firstIndex(of: ":"), let equals = line.lastIndex(of: "="),
        colon < equals
      else { throw CommandFailure(.badReadAs, line) }
      let field = try definition.sought(String(line[..<colon]))
      let word = FoldedText.folded(String(line[line.index(after: colon)..<equals]))
      let meant = FoldedText.trimmed(String(line[line.index(after: equals)...]))
      guard field.mayBeReadAs, !word.isEmpty, !meant.isEmpty else {
        throw CommandFailure(.badReadAs, line)
      }
      choices.readAs[field.code, default: [:]][word] = meant
    }
    return choices
  }

  /// A map file: lines HEADER,FIELD.
  private static func readMap(
    _ file: String, of collection: CollectionDefinition
  ) throws -> [String: String] {
    var lines: [String: String] = [:]
    let bytes = try FileBytes.read(file)
    do {
      var reader = try CSVReader(bytes)
      while let row = try reader.next() {
        guard !row.isBlank else { continue }
        guard row.cells.count == 2 else {
          throw CommandFailure(
            .badMap, row.cells.joined(separator: ","), at: Place(file: file, line: row.line))
        }
        lines[row.cells[0]] =
          row.cells[1] == "-" ? "-" : try collection.sought(row.cells[1]).code
      }
    } catch let fault as BookFault {
      throw CommandFailure(fault, file: file)
    }
    return lines
  }
}

extension CommandFailure {
  /// Why a file of spreadsheets cannot be read.
  init(_ fault: BookFault, file: String) {
    var place = Place(file: file)
    switch fault.code {
    case .notUTF8, .openQuote: place.line = Int(fault.place)
    default: break
    }
    self.init(
      code: fault.code.rawValue, status: .badInput, message: fault.message, hint: fault.hint,
      at: place)
  }
}

extension FailureKind {
  static let badMap = FailureKind("bad-map", .badInput)
  static let rejectedRows = FailureKind("rejected-rows", .badInput)
  static let idleSameAs = FailureKind("idle-same-as", .usage)
  static let badSameAs = FailureKind("bad-same-as", .usage)
  static let idleCollided = FailureKind("idle-collided", .usage)
  static let idleReadAs = FailureKind("idle-read-as", .usage)
  static let badReadAs = FailureKind("bad-read-as", .usage)
  static let badCollided = FailureKind("bad-collided", .usage)
}
