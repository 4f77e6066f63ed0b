// What is fed to the readers of requests: the fields of a signature, and JSON bodies.

import Causality
import Wire

extension FuzzTarget {
  /// What a signature covers is canonical: written again it reads the same, and a label that was
  /// asked for is the one that was read, where it is there.
  static func readSignature(_ text: String) {
    if let input = try? SignatureInput(field: text) {
      guard let again = try? SignatureInput(field: input.field, preferring: input.label) else {
        fatalError("what was read cannot be read again: \(input.field)")
      }
      precondition(again == input, "a signature input changed when written again")
      precondition(Set(input.components).count == input.components.count, "a component twice")
    }
    for label in ["sig", "a"] {
      guard let bytes = try? SignatureField.bytes(of: label, in: text) else { continue }
      let again = try? SignatureField.bytes(of: label, in: SignatureField.field(label, bytes))
      precondition(again == bytes, "a signature changed when written again")
    }
  }

  /// JSON reads the same once written again; a vector in it too; what is hexadecimal stays so.
  static func readJSON(_ input: [UInt8]) {
    guard let value = JSONValue(parsing: input), let text = try? value.text() else { return }
    precondition(JSONValue(parsing: text) == value, "JSON changed when written again")
    for place in [value, value["vector"] ?? .null] {
      guard let vector = place.vector else { continue }
      precondition(JSONValue(vector).vector == vector, "a vector changed when written again")
    }
    for member in value["members"]?.array ?? [] {
      guard let key = member["public_key"]?.string.flatMap({ [UInt8](hexadecimal: $0) }) else {
        continue
      }
      precondition([UInt8](hexadecimal: key.hexadecimal) == key, "a key changed")
      guard let verifying = try? VerifyingKey(bytes: key) else { continue }
      let replica = ReplicaID(publicKey: verifying)
      precondition(ReplicaID(replica.description) == replica, "a replica changed")
    }
  }
}
