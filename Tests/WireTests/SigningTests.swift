// Verifies:
//  1. keys and signatures are those of RFC 8032 (test 1) and depend on the seed alone;
//  2. a replica is named by the first 10 bytes of SHA-256(public key);
//  3. a signature of a change is neither one of its bare hash nor of another change or key;
//  4. keys of a wrong length are refused.

import Causality
import Testing
import Wire

@Suite struct SigningTests {
  static let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
  static let publicKey = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
  static let signature =
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b4"
    + "6bd25bf5f0595bbe24655141438e7a100b"

  @Test func keysAreThoseOfTheStandard() throws {
    let key = try SigningKey(seed: bytes(SigningTests.seed))
    #expect(key.seed == bytes(SigningTests.seed))
    #expect(key.verifyingKey.bytes == bytes(SigningTests.publicKey))
    #expect(key.sign([]).description == SigningTests.signature)
    #expect(key.verifyingKey.verify(key.sign([]), []))
    #expect(Signature64(bytes: key.sign([]).bytes.span.bytes) == key.sign([]))
    #expect(try VerifyingKey(bytes: key.verifyingKey.bytes) == key.verifyingKey)
  }

  @Test func replicasAreNamedByTheirKey() throws {
    let key = try SigningKey(seed: bytes(SigningTests.seed))
    var name: [UInt8] = []
    key.replica.appendBytes(to: &name)
    #expect(name == [UInt8](Digest(hashing: key.verifyingKey.bytes).bytes.prefix(10)))
    #expect(key.replica == ReplicaID(publicKey: key.verifyingKey))
    #expect(SigningKey().replica != SigningKey().replica)
  }

  @Test func signaturesHoldForOneMessageOfOneKindByOneKey() throws {
    let key = try RunSource.key(1)
    let hash = Digest(hashing: [1])
    let signature = key.sign(change: hash)
    #expect(key.verifyingKey.verify(signature, change: hash))
    #expect(!key.verifyingKey.verify(signature, change: Digest(hashing: [2])))
    #expect(!key.verifyingKey.verify(signature, hash.bytes))
    #expect(!key.verifyingKey.verify(key.sign(hash.bytes), change: hash))
    #expect(!(try RunSource.key(2)).verifyingKey.verify(signature, change: hash))
    #expect(!key.verifyingKey.verify(.zero, change: hash))
  }

  @Test func keysOfAWrongLengthAreRefused() {
    #expect(throws: WireError(.invalidKey, at: 0)) {
      try SigningKey(seed: [UInt8](repeating: 1, count: 31))
    }
    #expect(throws: WireError(.invalidKey, at: 0)) {
      try VerifyingKey(bytes: [UInt8](repeating: 1, count: 33))
    }
  }

  private func bytes(_ hexadecimal: String) -> [UInt8] {
    Digest(hexadecimal)?.bytes ?? []
  }
}
