// The imports of a store, and taking one back.

internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

/// Lists imports and takes them back.
enum ImportUndoing {
  static func list(_ context: CommandContext) throws {
    let notes = try ImportNotes.all(in: try context.openStore())
    if context.isJSON {
      for note in notes {
        context.output.json { writer in
          writer.member("import", note.id)
          writer.member("ledger", note.ledger)
          writer.member("file", note.fileName)
          writer.member("at", InstantText.format(Int64(clamping: note.writtenMilliseconds)))
          writer.member("new", note.new)
          writer.member("changed", note.changed)
          writer.member("undone", note.undoneMilliseconds != nil)
        }
      }
      return
    }
    for note in notes {
      context.output.line(
        context.text(
          note.undoneMilliseconds == nil ? "import.note" : "import.note-undone", note.id,
          LocalTime.minute(note.writtenMilliseconds), note.fileName, "\(note.new)",
          "\(note.changed)"))
    }
    if notes.isEmpty { context.say("import.no-notes") }
  }

  static func undo(
    _ id: String, isDryRun: Bool, reason: String?, _ context: CommandContext
  ) throws {
    let store = try context.openStore()
    let why = reason ?? context.text("import.undo-reason", id)
    let undo: ImportUndo
    if isDryRun {
      undo = try way(back: id, why, store, context)
    } else {
      undo = try ImportLock.held(store) { () throws -> ImportUndo in
        let undo = try way(back: id, why, store, context)
        _ = try undo.apply(
          to: store, author: context.author, reason: why, at: Surroundings.wallMilliseconds())
        return undo
      }
    }
    tell(undo, isDryRun: isDryRun, context)
    if !isDryRun, undo.isEmpty { throw CommandFailure(.nothingToUndo, id) }
  }

  /// What taking back an import that stands would do.
  private static func way(
    back id: String, _ reason: String, _ store: Store, _ context: CommandContext
  ) throws -> ImportUndo {
    guard let note = try ImportNotes.find(id, in: store) else {
      throw CommandFailure(.noSuchImport, id)
    }
    if let when = note.undoneMilliseconds {
      throw CommandFailure(.importUndone, id, LocalTime.minute(when))
    }
    return try ImportUndo(
      note, in: store,
      judge: Judge(store, ledger: note.ledger, author: context.author, isBulk: true),
      reason: reason)
  }

  private static func tell(_ undo: ImportUndo, isDryRun: Bool, _ context: CommandContext) {
    let isWritten = !isDryRun && !undo.isEmpty
    context.result(
      json: { writer in
        writer.member("import", undo.note.id)
        writer.member("restored", undo.restored.count)
        writer.member("archived", undo.archived.count)
        writer.member("written", isWritten)
        writer.key("kept")
        writer.array { array in
          for edit in undo.kept {
            array.object { object in
              object.member("id", edit.record.description)
              object.member("name", edit.name)
              object.optionalMember("field", edit.field?.code)
              object.member("reason", edit.reason.rawValue)
            }
          }
        }
      },
      human: {
        for edit in undo.kept {
          let field = edit.field?.label(context.language) ?? ""
          context.output.line(
            context.text("import.kept.\(edit.reason.rawValue)", edit.name, field))
        }
        context.output.line(
          context.text(
            isWritten ? "import.undone" : "import.would-undo", "\(undo.restored.count)",
            "\(undo.archived.count)", "\(undo.kept.count)"))
      })
  }
}

extension FailureKind {
  static let noSuchImport = FailureKind("no-such-import", .badInput)
  static let importUndone = FailureKind("import-undone", .badInput)
  static let nothingToUndo = FailureKind("nothing-to-undo", .badInput)
}
