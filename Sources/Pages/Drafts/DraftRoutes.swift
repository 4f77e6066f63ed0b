// Keeping the typing of a form at every pause, and taking a draft away. A month's form is kept row by
// row: pages of one month share one draft, and only rows with something typed are in it.

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

  /// `POST /drafts/discard`: back to what stands in the ledger.
  func discardDraft(_ visit: Visit, _ sent: Form) async throws -> Answer {
    let place = try place(sent)
    return try await onThread { [self] in
      drafts.discard(typist(visit), place)
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

  /// After a month's form was saved: the rows that it held are in the ledger.
  func settleDraft(_ sent: Form, month: String, _ visit: Visit) {
    let saved = Set(sent.rows(below: "m.").keys)
    _ = try? drafts.change(typist(visit), Self.draftPlace(month: month)) { kept in
      guard let kept else { return [] }
      return kept.rows(below: "m.").filter { !saved.contains($0.key) }
        .flatMap { id, row in row.fields.map { ("m.\(id).\($0.name)", $0.value) } }
    }
  }

  /// The rows of a month's form with something typed, and those kept of other pages.
  private static func rows(_ sent: Form, over kept: Form?) -> [(name: String, value: String)] {
    let fresh = sent.rows(below: "m.")
    var rows = kept?.rows(below: "m.") ?? [:]
    for (id, row) in fresh { rows[id] = isTyped(row) ? row : nil }
    return rows.sorted { $0.key < $1.key }.flatMap { id, row in
      row.fields.map { ("m.\(id).\($0.name)", $0.value) }
    }
  }

  private static func whole(_ sent: Form) -> [(name: String, value: String)] {
    guard isTyped(sent) else { return [] }
    return sent.fields.filter { $0.name != "form-token" && $0.name != draftOf }
  }

  private static func isTyped(_ form: Form) -> Bool {
    form.fields.contains { field in
      guard field.name.hasPrefix(RecordForm.beganPrefix) else { return false }
      let code = field.name.dropFirst(RecordForm.beganPrefix.count)
      return form.all(RecordForm.typedPrefix + code).joined(separator: "\n") != field.value
    }
  }

  /// The remark that typing was taken up again.
  static func restored(_ draft: FormDraft) -> Remark {
    Remark(
      tone: .warning,
      message: Message("page.draft-restored", [LocalTime.minute(draft.savedAt)]))
  }
}
