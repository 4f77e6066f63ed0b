// Keeping the typing of a form at every pause, and taking a draft away. A month's form is kept row
// by row, a record's field by field: pages and windows of one form share one draft, only what was
// typed in is in it, and none of that is replaced or dropped by a window that left it alone. The
// form of a new record is kept whole: two of them are two records.

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

  /// `POST /drafts/discard`: back to what stands in the ledger; of a month's draft only the rows
  /// named by `row.ID`, where there are such.
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
        if place.hasPrefix("month ") { return Self.rows(sent, over: kept) }
        return place.hasPrefix("record ") ? Self.cells(sent, over: kept) : Self.whole(sent)
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

  /// After a month's form was saved whole: its rows are in the ledger. What another window typed in
  /// a row that this one left alone stays.
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

  /// After a record's form was saved whole: its fields are in the ledger. What another window typed
  /// in a field that this one left alone stays.
  func settleDraft(_ sent: Form, record place: String, _ visit: Visit) {
    _ = try? drafts.change(typist(visit), place) { kept in
      guard let kept else { return [] }
      let same = Self.codes(of: sent) { code, _, typed in Self.typing(code, kept) == typed }
      let written = same.union(Self.touched(sent))
      let others = Self.cells(of: kept) { !written.contains($0) }
      return Self.fields(of: others, reason: kept["reason"])
    }
  }

  /// The fields of a record's form that its window changed, over those kept of other windows.
  private static func cells(_ sent: Form, over kept: Form?) -> [(name: String, value: String)] {
    let touched = touched(sent)
    let typed = typed(sent)
    let others = kept.map { cells(of: $0) { !touched.contains($0) } } ?? []
    let own = cells(of: sent) { touched.contains($0) && typed.contains($0) }
    return fields(of: others + own, reason: sent.text("reason") ?? kept?["reason"])
  }

  /// What a draft keeps of a record's fields, chosen by their codes.
  private static func cells(
    of form: Form, where isMeant: (String) -> Bool
  ) -> [(name: String, value: String)] {
    let prefixes = [
      RecordForm.typedPrefix, RecordForm.beganPrefix, RecordForm.seenPrefix,
      RecordForm.pickPrefix, RecordForm.askedPrefix,
    ]
    return form.fields.filter { field in
      guard let prefix = prefixes.first(where: { field.name.hasPrefix($0) }) else { return false }
      return isMeant(String(field.name.dropFirst(prefix.count)))
    }
  }

  /// A draft of a record's fields; none without any.
  private static func fields(
    of cells: [(name: String, value: String)], reason: String?
  ) -> [(name: String, value: String)] {
    cells.isEmpty ? [] : cells + [(name: "reason", value: reason ?? "")]
  }

  /// The rows of a month's form that its window changed, over those kept of other pages and
  /// windows.
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

  /// Whether a field of a form or a row says how it was drawn, touched or chosen, and not what was
  /// typed.
  private static func isOfThePage(_ name: String) -> Bool {
    ["touched", "on", "seen-state"].contains(name) || name.hasPrefix(RecordForm.hadPrefix)
      || name.hasPrefix(RecordForm.touchedPrefix)
  }

  private static func whole(_ sent: Form) -> [(name: String, value: String)] {
    guard isTyped(sent) else { return [] }
    return sent.fields.filter {
      $0.name != "form-token" && $0.name != draftOf && !isOfThePage($0.name)
    }
  }

  /// Whether a form, or a row of one, holds something that does not stand in the ledger.
  static func isTyped(_ form: Form) -> Bool { !typed(form).isEmpty }

  /// Whether a row was typed in since its page was drawn: it says so, or one of its fields was.
  private static func isTouched(_ row: Form) -> Bool {
    row["touched"] == "1" || !touched(row).isEmpty
  }

  /// The codes of the fields that hold something that does not stand in the ledger.
  private static func typed(_ form: Form) -> Set<String> {
    codes(of: form) { _, began, typed in typed != began }
  }

  /// The codes of the fields that were typed in since the page was drawn: they say so, a choice
  /// between two values was made there, or they do not hold what they were drawn with, a draft's
  /// typing or what stands.
  private static func touched(_ form: Form) -> Set<String> {
    codes(of: form) { code, began, typed in
      form[RecordForm.touchedPrefix + code] == "1" || form.has(RecordForm.pickPrefix + code)
        || typed != form[RecordForm.hadPrefix + code] ?? began
    }
  }

  /// The codes of a form's fields that are meant, judged by what stood there when the page was
  /// drawn and by what is typed there now.
  private static func codes(
    of form: Form, where isMeant: (_ code: String, _ began: String, _ typed: String) -> Bool
  ) -> Set<String> {
    var codes: Set<String> = []
    for field in form.fields where field.name.hasPrefix(RecordForm.beganPrefix) {
      let code = String(field.name.dropFirst(RecordForm.beganPrefix.count))
      if isMeant(code, field.value, typing(code, form)) { codes.insert(code) }
    }
    return codes
  }

  private static func typing(_ code: String, _ form: Form) -> String {
    form.all(RecordForm.typedPrefix + code).joined(separator: "\n")
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
