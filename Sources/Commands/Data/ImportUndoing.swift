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
    guard let note = try ImportNotes.find(id, in: store) else {
      throw CommandFailure(.noSuchImport, id)
    }
    if let when = note.undoneMilliseconds {
      throw CommandFailure(.importUndone, id, LocalTime.minute(when))
    }
    let why = reason ?? context.text("import.undo-reason", id)
    let undo = try ImportUndo(
      note, in: store,
      judge: Judge(store, ledger: note.ledger, author: context.author, isBulk: true),
      reason: why)
    if !isDryRun {
      _ = try undo.apply(
        to: store, author: context.author, reason: why, at: Surroundings.wallMilliseconds())
    }
    context.result(
      json: { writer in
        writer.member("import", note.id)
        writer.member("restored", undo.restored.count)
        writer.member("archived", undo.archived.count)
        writer.member("written", !isDryRun)
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
            isDryRun ? "import.would-undo" : "import.undone", "\(undo.restored.count)",
            "\(undo.archived.count)", "\(undo.kept.count)"))
      })
  }
}

extension FailureKind {
  static let noSuchImport = FailureKind("no-such-import", .badInput)
  static let importUndone = FailureKind("import-undone", .badInput)
}
