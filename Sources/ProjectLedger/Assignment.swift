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
  /// The field, as the schema has it.
  package let field: FieldDefinition
  /// What is to become of it.
  package let action: FieldAction
  /// The field's own id, at hand without touching the definition: bulk loading counts references.
  package let fieldID: FieldID

  /// An assignment; whether the value is lawful is for the validator to say.
  package init(_ field: FieldDefinition, _ action: FieldAction) {
    self.field = field
    self.action = action
    fieldID = field.id
  }
}
