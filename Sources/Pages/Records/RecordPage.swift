// One record on one page (一项目一档): its fields in groups, what is missing, what is in conflict, and
// the records that belong to it.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import ProjectLedger
internal import Projects

/// A record with what stands around it, of one moment.
struct RecordView: Sendable {
  let record: Record
  let collection: CollectionDefinition
  let children: [Record]
  /// The record it belongs to.
  let parent: Record?
  let conflicts: [Conflict]
  /// The names of the records referred to.
  let names: [RecordID: String]
}

/// A form of a record's page that was refused: what is said of it, and what was typed.
struct RecordRefusal: Sendable {
  let status: HTTPResponse.Status
  let remarks: [Remark]
  /// What was typed beside a file.
  var file: Form?
  /// The reason typed for archiving the record or bringing it back.
  var reason: String?
}

extension Pages {
  /// Finds the record that an address names.
  ///
  /// - Throws: `Stop` when there is none.
  func find(_ visit: Visit) throws -> Record {
    let id = visit.parameters["id"] ?? ""
    let record = try store.read { snapshot throws(StoreError) -> Record? in
      guard let place = try snapshot.resolve(prefix: id).first, place.id.description == id else {
        return nil
      }
      return try snapshot.record(place.ledger, place.collection, place.id)
    }
    guard let record else { throw Stop(.notFound, "page.stop-record", id) }
    return record
  }

  /// The collection of a record; a newer schema's cannot be shown.
  func collection(of record: Record) throws(Stop) -> CollectionDefinition {
    guard let collection = schema.collection(record.collection) else {
      throw Stop(.notImplemented, "page.stop-newer")
    }
    return collection
  }

  /// The name by which people know a record, or that it has none.
  func name(of record: Record, _ language: Language) -> String {
    guard let field = schema.collection(record.collection)?.nameField,
      let value = record[field.id]
    else { return Catalogue.text(Message("page.unnamed"), in: language) }
    let name = ValueWords.shown(value, field, language)
    return name.isEmpty ? Catalogue.text(Message("page.unnamed"), in: language) : name
  }

  /// `/r/{id}`.
  func record(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in try page(of: try find(visit), visit) }
  }

  /// The page of a record.
  ///
  /// - Parameter refusal: of a form of this page that is answered by it.
  func page(of found: Record, _ visit: Visit, refusal: RecordRefusal? = nil) throws -> Answer {
    let collection = try collection(of: found)
    let view = try store.read { snapshot throws(StoreError) -> RecordView in
      let children = try snapshot.children(of: found.id, ledger: found.ledger)
      var parent: Record?
      if let field = collection.parentField, case .reference(let id)? = found[field.id] {
        parent = try snapshot.record(found.ledger, id)
      }
      var names: [RecordID: String] = [:]
      for record in [found] + children {
        for state in record.fields where !state.isSet {
          guard case .reference(let id)? = record[state.field], names[id] == nil,
            let other = try snapshot.record(record.ledger, id)
          else { continue }
          names[id] = name(of: other, visit.language)
        }
      }
      return RecordView(
        record: found, collection: collection, children: children,
        parent: parent, conflicts: try snapshot.conflicts(of: found), names: names)
    }
    return try page(view, visit, refusal)
  }

  private func page(
    _ view: RecordView, _ visit: Visit, _ refusal: RecordRefusal?
  ) throws -> Answer {
    let record = view.record
    var visit = visit
    visit.path = "/r/\(record.id)"
    let title = name(of: record, visit.language)
    var model: Model = [
      "id": record.id.description, "name": title,
      "collection": view.collection.label(visit.language), "isArchived": record.isArchived,
      "groups": groups(view, visit), "children": children(view, visit),
      "conflicts": conflictLines(view, visit), "hasConflicts": !view.conflicts.isEmpty,
      "mayWrite": role.map { $0 != .observer } ?? false,
      "mayArchive": mayCreate(view.collection.code), "isProject": view.collection.code == "project",
      "seen": Self.seen(record, view.collection), "archiveReason": refusal?.reason ?? "",
      "isAsked": refusal?.reason != nil,
    ]
    if let parent = view.collection.parentField, case .reference(let id)? = record[parent.id] {
      model["above"] = [
        "id": id.description, "name": view.names[id] ?? String(id.description.prefix(10)),
      ]
    }
    let without = collectionsWithout(view, visit)
    if !without.isEmpty { model["without"] = ["collections": without] as Model }
    if let stage = view.collection.field("stage"), let value = record[stage.id] {
      model["stage"] = ValueWords.shown(value, stage, visit.language)
    }
    let computed = computed(view, visit)
    if !computed.isEmpty { model["computed"] = ["lines": computed] as Model }
    if view.collection.code == "project" { model["dossier"] = try dossier(view, visit) }
    if let files = try files(of: view, visit) { model["files"] = files }
    if let form = fileForm(of: view, visit, typed: refusal?.file) { model["fileForm"] = form }
    return visit.page(
      "record", title: title, place: "projects", model, remarks: refusal?.remarks ?? [],
      status: refusal?.status ?? .ok)
  }

  private func groups(_ view: RecordView, _ visit: Visit) -> [Model] {
    let contested = Set(view.conflicts.map(\.field))
    return FieldGroup.of(view.collection).compactMap { group in
      var lines: [Model] = []
      var empty: [String] = []
      for field in group.fields {
        let text = shown(view.record, field, view.names, visit.language)
        if text.isEmpty, !contested.contains(field.id) {
          empty.append(field.label(visit.language))
          continue
        }
        var line: Model = [
          "label": field.label(visit.language), "text": text,
          "isContested": contested.contains(field.id),
          "isLong": text.unicodeScalars.count > 40 || text.utf8.contains(0x0A),
        ]
        line["full"] = Self.full(view.record, field)
        if case .reference(let id)? = view.record[field.id] { line["path"] = "/r/\(id)" }
        lines.append(line)
      }
      if group.fields.isEmpty { return nil }
      var model: Model = [
        "code": group.code, "label": visit.text("page.group-\(group.code)"), "lines": lines,
      ]
      if !empty.isEmpty {
        model["empty"] = visit.text("page.record-empty", visit.language.listed(empty))
      }
      return model
    }
  }

  private func shown(
    _ record: Record, _ field: FieldDefinition, _ names: [RecordID: String], _ language: Language
  ) -> String {
    if case .reference(let id)? = record[field.id] {
      return names[id] ?? String(id.description.prefix(10))
    }
    return ValueWords.shown(record, field, language)
  }

  /// What is shown shortened, in full.
  private static func full(_ record: Record, _ field: FieldDefinition) -> String? {
    guard case .code(.sha256) = field.type, case .text(let text)? = record[field.id] else {
      return nil
    }
    return text
  }

  private func conflictLines(_ view: RecordView, _ visit: Visit) -> [Model] {
    view.conflicts.map { conflict in
      let field = view.collection.field(conflict.field)
      return [
        "label": field?.label(visit.language) ?? visit.text("conflict.existence"),
        "kind": visit.text("conflict.kind.\(conflict.kind.rawValue)"),
        "path": "/conflicts/\(conflict.id.text)",
      ]
    }
  }

  /// The collections of records below that have none yet and can be begun.
  private func collectionsWithout(_ view: RecordView, _ visit: Visit) -> [Model] {
    guard !view.record.isArchived else { return [] }
    let own = view.collection.code
    return schema.collections.compactMap { collection -> Model? in
      guard case .reference(own)? = collection.parentField?.type,
        mayCreate(collection.code),
        !view.children.contains(where: { $0.collection == collection.id })
      else { return nil }
      return [
        "code": collection.code, "label": collection.label(visit.language),
        "parent": view.record.id.description,
      ]
    }
  }

  /// The records below, a table a collection.
  private func children(_ view: RecordView, _ visit: Visit) -> [Model] {
    let own = view.collection.code
    return schema.collections.compactMap { collection -> Model? in
      guard let parent = collection.parentField, case .reference(own) = parent.type else {
        return nil
      }
      let records = view.children.filter { $0.collection == collection.id }
      let mayAdd = mayCreate(collection.code) && !view.record.isArchived
      guard !records.isEmpty else { return nil }
      var model: Model = [
        "code": collection.code, "label": collection.label(visit.language),
        "count": records.count, "mayAdd": mayAdd,
        "parent": view.record.id.description,
      ]
      let columns = Self.columns(of: collection, records)
      model["heads"] = columns.map { field -> Model in
        var head: Model = [
          "label": field.label(visit.language), "isNumber": ValueWords.isNumber(field),
        ]
        head["unit"] = ValueWords.unit(field, visit.language)
        return head
      }
      model["rows"] = records.map { record -> Model in
        [
          "id": record.id.description, "name": name(of: record, visit.language),
          "hasConflict": record.hasConflict,
          "cells": columns.map { field -> Model in
            var cell: Model = [
              "text": record[field.id].map { value -> String in
                if case .reference(let id) = value {
                  return view.names[id] ?? String(id.description.prefix(10))
                }
                return ValueWords.cell(value, field, visit.language)
              } ?? "",
              "isNumber": ValueWords.isNumber(field),
            ]
            cell["full"] = Self.full(record, field)
            return cell
          },
        ]
      }
      return model
    }
  }

  /// The columns of a table of child records: those of the first fields that any record fills in.
  static func columns(
    of collection: CollectionDefinition, _ records: [Record]
  ) -> [FieldDefinition] {
    let shown = collection.fields.filter { field in
      !field.isSet && field.id != collection.nameField.id && field.id != collection.parentField?.id
        && records.contains { $0[field.id] != nil }
    }
    return Array(shown.prefix(6))
  }
}
