// What is to become of one field of a record, whoever asks for it: a command, a form or a sheet.

package import Causality
package import Projects

/// What is to become of a field.
package enum FieldAction {
  /// The value of a register; `.empty` empties it.
  case write(Value)
  /// The elements a set is to have; none empties it.
  case replace([Value])
  case add([Value])
  case remove([Value])
}

/// What is to become of one field of a record.
package struct Assignment {
  package let field: FieldDefinition
  package let action: FieldAction
  /// The field's own id, at hand without touching the definition: bulk loading counts references.
  package let fieldID: FieldID

  package init(_ field: FieldDefinition, _ action: FieldAction) {
    self.field = field
    self.action = action
    fieldID = field.id
  }
}
