// Keeping the typing of a form at every pause, and taking a draft away. A month's form is kept row by
// row: pages and windows of one month share one draft, only rows with something typed are in it, and
// none is replaced or dropped by a window that left it alone.

internal import Catalogue
internal import HTTPTypes
internal import Hummingbird
internal import LedgerStore
internal import ProjectLedger

extension Pages {
  /// The name of the field that says which form a draft is of.
  static let draftOf = "draft-of"
  private static let draftPlaceBytesMax = 300

  /// Whose drafts a visitor finds again.
  func typist(_ visit: Visit) -> String { settings.author }

  /// Which draft a month's form is of.
  static func draftPlace(month: String) -> String { "month \(month)" }

  /// `POST /drafts`: keeps what was typed so far; answers with the time.
  func keepDraft(_ visit: Visit, _ sent: Form) async throws -> Answer {
    let place = try place(sent)
    return try await onThread { [self] in
      let savedAt = try keep(sent, place, visit)
      var answer = Answer(mediaType: "text/plain; charset=utf-8")
      answer.body = Array(visit.text("page.draft-kept", LocalTime.clock(savedAt)).utf8)
      return answer
    }
  }

  /// `POST /drafts/discard`: back to what stands in the ledger; of a month's draft only the rows named
  /// by `row.ID`, where there are such.
  func discardDraft(_ visit: Visit, _ sent: Form) async throws -> Answer {
    let place = try place(sent)
    let rows = Set(sent.below("row.").fields.map(\.name))
    return try await onThread { [self] in
      if rows.isEmpty {
        drafts.discard(typist(visit), place)
      } else {
        _ = try? drafts.change(typist(visit), place) { kept in
          Self.fields(of: (kept?.rows(below: "m.") ?? [:]).filter { !rows.contains($0.key) })
        }
      }
      let back = sent["back"] ?? "/"
      return .redirect(back.utf8.starts(with: "/".utf8) && !back.hasPrefix("//") ? back : "/")
    }
  }

  private func place(_ sent: Form) throws(Stop) -> String {
    guard let place = sent[Self.draftOf], !place.isEmpty,
      place.utf8.count <= Self.draftPlaceBytesMax, !place.utf8.contains(0x0A)
    else { throw Stop(.badRequest, "page.stop-draft") }
    return place
  }

  /// Keeps the fields of a form that hold something typed.
  func keep(_ sent: Form, _ place: String, _ visit: Visit) throws -> UInt64 {
    do throws(DraftFault) {
      return try drafts.change(typist(visit), place) { kept in
        place.hasPrefix("month ") ? Self.rows(sent, over: kept) : Self.whole(sent)
      }
    } catch {
      throw Stop(.serviceUnavailable, "page.stop-draft-disk", error.detail)
    }
  }

  /// Keeps a form that could not be written; what is in the way of that is said, and stops nothing.
  func keepRefused(_ sent: Form, _ visit: Visit) -> [Remark] {
    guard let place = try? place(sent) else { return [] }
    do {
      _ = try keep(sent, place, visit)
      return []
    } catch {
      let message = (error as? Stop)?.message ?? Message("page.draft-failed")
      return [Remark(tone: .warning, message: message)]
    }
  }

  /// After a month's form was saved whole: its rows are in the ledger. What another window typed in a
  /// row that this one left alone stays.
  func settleDraft(_ sent: Form, month: String, _ visit: Visit) {
    let posted = sent.rows(below: "m.")
    _ = try? drafts.change(typist(visit), Self.draftPlace(month: month)) { kept in
      var rows = kept?.rows(below: "m.") ?? [:]
      for (id, row) in posted {
        guard let other = rows[id] else { continue }
        if Self.isTouched(row) || Self.typing(row) == Self.typing(other) { rows[id] = nil }
      }
      return Self.fields(of: rows)
    }
  }

  /// The rows of a month's form that its window changed, over those kept of other pages and windows.
  private static func rows(_ sent: Form, over kept: Form?) -> [(name: String, value: String)] {
    var rows = kept?.rows(below: "m.") ?? [:]
    for (id, row) in sent.rows(below: "m.") where isTouched(row) {
      rows[id] = isTyped(row) ? row : nil
    }
    return fields(of: rows)
  }

  private static func fields(of rows: [String: Form]) -> [(name: String, value: String)] {
    rows.sorted { $0.key < $1.key }.flatMap { id, row in
      row.fields.filter { !isOfThePage($0.name) }.map { ("m.\(id).\($0.name)", $0.value) }
    }
  }

  /// Whether a field of a row says how it was drawn or chosen, and not what was typed.
  private static func isOfThePage(_ name: String) -> Bool {
    ["touched", "on", "seen-state"].contains(name) || name.hasPrefix(RecordForm.hadPrefix)
  }

  private static func whole(_ sent: Form) -> [(name: String, value: String)] {
    guard isTyped(sent) else { return [] }
    return sent.fields.filter { $0.name != "form-token" && $0.name != draftOf }
  }

  /// Whether a form, or a row of one, holds something that does not stand in the ledger.
  static func isTyped(_ form: Form) -> Bool {
    form.fields.contains { field in
      guard field.name.hasPrefix(RecordForm.beganPrefix) else { return false }
      let code = field.name.dropFirst(RecordForm.beganPrefix.count)
      return form.all(RecordForm.typedPrefix + code).joined(separator: "\n") != field.value
    }
  }

  /// Whether a row was typed in since its page was drawn: it says so, or it does not hold what it was
  /// drawn with, a draft's typing or what stands.
  private static func isTouched(_ row: Form) -> Bool {
    if row["touched"] == "1" { return true }
    return row.fields.contains { field in
      guard field.name.hasPrefix(RecordForm.beganPrefix) else { return false }
      let code = field.name.dropFirst(RecordForm.beganPrefix.count)
      let drawn = row[RecordForm.hadPrefix + code] ?? field.value
      return row.all(RecordForm.typedPrefix + code).joined(separator: "\n") != drawn
    }
  }

  private static func typing(_ row: Form) -> [String] {
    row.below(RecordForm.typedPrefix).fields.map { "\($0.name)=\($0.value)" }
  }

  /// The remark that typing was taken up again.
  static func restored(_ draft: FormDraft) -> Remark {
    Remark(
      tone: .warning,
      message: Message("page.draft-restored", [LocalTime.minute(draft.savedAt)]))
  }
}
