// The fields of a record in the groups that pages show. Projects have many; the bounds are the
// tens of the field numbers, which never change.

internal import Causality
internal import Projects

/// Fields that stand together on a page.
struct FieldGroup: Sendable {
  /// Names the group in addresses and in the catalogue as `page.group-…`.
  let code: String
  let fields: [FieldDefinition]

  /// The groups of a collection, in order; one for all but projects.
  static func of(_ collection: CollectionDefinition) -> [FieldGroup] {
    guard collection.code == "project" else {
      return [FieldGroup(code: "all", fields: collection.fields)]
    }
    let bounds: [(String, ClosedRange<UInt16>)] = [
      ("identity", 1...29), ("progress", 110...149), ("investment", 70...109),
      ("people", 150...179), ("classification", 30...69), ("support", 180...UInt16.max),
    ]
    return bounds.map { code, numbers in
      FieldGroup(code: code, fields: collection.fields.filter { numbers.contains($0.id.rawValue) })
    }
  }
}
