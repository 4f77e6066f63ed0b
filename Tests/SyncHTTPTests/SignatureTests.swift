// Verifies
// 1. RFC 9421, B.2.6: the same base and the same Ed25519 signature; RFC 9530: the same digests.
// 2. Signature fields are read by their grammar alone: what is malformed is refused, what is
//    written loosely is covered in its canonical form, several signatures are told apart.
// 3. Every component that can be covered has its value, one that cannot be makes no base.
// 4. A nonce counts once while a signature is good, is forgotten after, and what is remembered is
//    bounded in all and a caller.

import Causality
import Foundation
import SyncHTTP
import Testing
import Wire

@Suite struct SignatureTests {
  static let request = SignedRequest(
    method: "POST", scheme: "https", authority: "example.com",
    target: "/foo?param=Value&Pet=dog"
  ) { name in
    let fields = [
      "date": "Tue, 20 Apr 2021 02:07:55 GMT", "content-type": "application/json",
      "content-length": "18",
      "content-digest":
        "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwE"
        + "mTHWXvJwew==:",
    ]
    return fields[name].map { [$0] } ?? []
  }

  @Test func theExampleOfTheStandard() throws {
    let field =
      #"sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length")"#
      + #";created=1618884473;keyid="test-key-ed25519""#
    let input = try SignatureInput(field: field)
    #expect(input.label == "sig-b26")
    #expect(input.created == 1_618_884_473)
    #expect(input.keyID == "test-key-ed25519")
    #expect(input.nonce == nil)
    #expect(input.field == field)
    let base = try Self.request.base(for: input)
    #expect(
      String(decoding: base, as: UTF8.self) == """
        "date": Tue, 20 Apr 2021 02:07:55 GMT
        "@method": POST
        "@path": /foo
        "@authority": example.com
        "content-type": application/json
        "content-length": 18
        "@signature-params": ("date" "@method" "@path" "@authority" "content-type" \
        "content-length");created=1618884473;keyid="test-key-ed25519"
        """)
    let secret = try #require(Data(base64Encoded: "n4Ni+HpISpVObnQMW0wOhCKROaIKqKtW/2ZYb2p9KcU="))
    let key = try SigningKey(seed: [UInt8](secret))
    let known = try #require(Data(base64Encoded: "JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs="))
    #expect(key.verifyingKey.bytes == [UInt8](known))
    let signature = try SignatureField.bytes(
      of: "sig-b26",
      in: "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5"
        + "WPpBKRCw==:")
    #expect(key.sign(base).bytes == signature)
  }

  @Test func digestsOfTheStandard() throws {
    for (text, field) in [
      ("{\"hello\": \"world\"}\n", "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"),
      ("", "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"),
    ] {
      let digest = Digest(hashing: Array(text.utf8))
      #expect(ContentDigest.field(digest) == field)
      #expect(try ContentDigest.digest(in: "unixsum=:AA==:, " + field) == digest)
    }
    #expect(throws: SignatureDefect.self) { try ContentDigest.digest(in: "sha-512=:AAAA:") }
    #expect(throws: SignatureDefect.self) { try ContentDigest.digest(in: "sha-256=:AAAA:") }
  }

  @Test(arguments: [
    "", "sig", "sig=", "sig=(", "sig=()x", "sig=(\"a\"", "sig=(\"a\"\"b\")", "sig=(a)",
    "sig=(\"a\" \"a\")", "sig=(\"a\";req)", "sig=();created", "sig=();created=",
    "sig=();created=1;created=2", "sig=();created=1.5", "sig=();created=1234567890123456",
    "sig=();nonce=\"a", "sig=();nonce=\"\\a\"", "sig=();nonce=\"\u{e9}\"", "sig=();nonce=abc",
    "Sig=()", "sig=(),", "sig=(),sig=()", "sig=() other=()", "=()", "sig=();Created=1",
    "sig=(\"a\")\u{0}", "sig=:AA==:",
  ])
  func malformedFields(field: String) {
    #expect(throws: SignatureDefect.self) { try SignatureInput(field: field) }
  }

  @Test func looseSpacesAndSeveralSignatures() throws {
    let field =
      "proxy=(\"@method\");created=1 ,\t sig=(  \"@method\"   \"@path\" ); created=-7;   "
      + "keyid=\"k\\\"\\\\\""
    let input = try SignatureInput(field: field)
    #expect(input.label == "sig")
    #expect(input.keyID == #"k"\"#)
    #expect(input.created == -7)
    #expect(input.canonical == #"("@method" "@path");created=-7;keyid="k\"\\""#)
    #expect(try SignatureInput(field: input.field) == input)
    #expect(try SignatureInput(field: field, preferring: "none").label == "proxy")
    let many = (0...32).map { "\"c\($0)\"" }.joined(separator: " ")
    #expect(throws: SignatureDefect.self) { try SignatureInput(field: "sig=(\(many))") }
    #expect(try SignatureField.bytes(of: "b", in: "a=:AQ==:, b=:Ag==:") == [2])
    for wrong in ["a=:AQ==:", "b=:A:", "b=AQ==", "b=:AQ==", "b=:AQ==:,", "b=::, b=::"] {
      #expect(throws: SignatureDefect.self) { try SignatureField.bytes(of: "b", in: wrong) }
    }
  }

  @Test func everyComponent() throws {
    func base(_ names: String...) throws -> String {
      let list = names.map { "\"\($0)\"" }.joined(separator: " ")
      let bytes = try Self.request.base(for: try SignatureInput(field: "sig=(\(list))"))
      return String(decoding: bytes, as: UTF8.self)
    }
    let text = try base(
      "@method", "@target-uri", "@authority", "@scheme", "@request-target", "@path", "@query")
    #expect(
      text == """
        "@method": POST
        "@target-uri": https://example.com/foo?param=Value&Pet=dog
        "@authority": example.com
        "@scheme": https
        "@request-target": /foo?param=Value&Pet=dog
        "@path": /foo
        "@query": ?param=Value&Pet=dog
        "@signature-params": ("@method" "@target-uri" "@authority" "@scheme" "@request-target" \
        "@path" "@query")
        """)
    for name in ["@status", "@query-param", "x-absent", "Date", ""] {
      #expect(throws: SignatureDefect.self) { try base(name) }
    }
    for (scheme, authority, expected) in [
      ("http", "EXAMPLE.com:80", "http://example.com/"),
      ("https", "example.com:443", "https://example.com/"),
      ("http", "example.com:443", "http://example.com:443/"),
      ("http", "[::1]:8420", "http://[::1]:8420/"),
    ] {
      let request = SignedRequest(
        method: "GET", scheme: scheme, authority: authority, target: ""
      ) { name in name == "many" ? ["a ", " b"] : [] }
      let input = try SignatureInput(field: #"sig=("@target-uri" "many" "@query")"#)
      #expect(
        String(decoding: try request.base(for: input), as: UTF8.self)
          .hasPrefix("\"@target-uri\": \(expected)\n\"many\": a, b\n\"@query\": ?\n"))
    }
  }

  @Test func noncesCountOnceAndAreBounded() {
    let one = ReplicaID(high: 1, low: 1)
    let two = ReplicaID(high: 2, low: 1)
    let cache = NonceCache(toleranceSeconds: 300, limit: 5, limitOfOne: 3)
    #expect(cache.insert("a", of: one, created: 1_000, now: 1_000) == .fresh)
    #expect(cache.insert("a", of: one, created: 1_000, now: 1_001) == .replayed)
    #expect(cache.insert("a", of: one, created: 1_100, now: 1_290) == .replayed)
    #expect(cache.insert("a", of: two, created: 1_000, now: 1_000) == .fresh)
    #expect(cache.insert("b", of: one, created: 1_000, now: 1_000) == .fresh)
    #expect(cache.insert("c", of: one, created: 1_299, now: 1_000) == .fresh)
    #expect(cache.insert("d", of: one, created: 1_000, now: 1_000) == .full)
    #expect(cache.insert("b", of: two, created: 1_000, now: 1_000) == .fresh)
    #expect(cache.insert("c", of: two, created: 1_000, now: 1_000) == .full)
    #expect(cache.count == 5)
    // Forgotten once its time is over, and not before.
    #expect(cache.insert("a", of: one, created: 1_300, now: 1_300) == .replayed)
    #expect(cache.insert("a", of: one, created: 1_400, now: 1_400) == .fresh)
    #expect(cache.count == 2)
    #expect(cache.insert("c", of: one, created: 1_400, now: 1_400) == .replayed)
  }
}
