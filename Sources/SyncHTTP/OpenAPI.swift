// The hub's interface as it describes itself: OpenAPI 3.1, served at /v1/openapi.json. A test holds
// the paths and statuses here against the routes.

/// The description of the routes.
enum OpenAPI {
  /// JSON text.
  static let text = #"""
    {
      "openapi": "3.1.0",
      "info": {
        "title": "Taizhang hub",
        "version": "1",
        "description": "Exchange of signed changes between replicas of a ledger. Bodies of type application/vnd.taizhang.frames are frames: varint length, kind byte, body, CRC-32C of kind and body; as they are or as one zstd stream. Errors are problem details (RFC 9457) with code, detail and hint in the caller's language."
      },
      "paths": {
        "/v1/hub": {
          "get": {
            "summary": "What this hub is", "security": [],
            "responses": { "200": { "$ref": "#/components/responses/Hub" }, "429": { "$ref": "#/components/responses/Problem" } }
          }
        },
        "/v1/enrol": {
          "post": {
            "summary": "Enrol with a one-time token; the same replica may repeat it", "security": [],
            "requestBody": {
              "required": true,
              "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Enrolment" } } }
            },
            "responses": {
              "200": { "$ref": "#/components/responses/Member" },
              "400": { "$ref": "#/components/responses/Problem" },
              "403": { "$ref": "#/components/responses/Problem" },
              "413": { "$ref": "#/components/responses/Problem" },
              "415": { "$ref": "#/components/responses/Problem" },
              "429": { "$ref": "#/components/responses/Problem" },
              "503": { "$ref": "#/components/responses/Problem" }
            }
          }
        },
        "/v1/ledgers/{ledger}/exchange": {
          "parameters": [ { "$ref": "#/components/parameters/Ledger" } ],
          "post": {
            "summary": "Tell what you hold; get the hub's receipt, the changes you lack in causal order, and the end",
            "description": "Request: one hello frame (whole or packed), or JSON. Answer: a receipt frame (the hub's version vector, signed), change and signature frames, an end frame that says whether there is more. With the header Taizhang-Members: changed the answer carries no changes: exchange the ledger city first. Nothing is written.",
            "parameters": [
              { "name": "Prefer", "in": "header", "schema": { "type": "string" }, "description": "wait=N holds the answer until something is new, at most N seconds (60 at the most); acknowledge has what the caller says it holds noted at once, for compaction" },
              { "name": "format", "in": "query", "schema": { "const": "json" }, "description": "the same content for people, like Accept: application/json" }
            ],
            "requestBody": {
              "required": true,
              "content": {
                "application/vnd.taizhang.frames": { "schema": { "type": "string", "contentMediaType": "application/octet-stream" } },
                "application/json": { "schema": { "$ref": "#/components/schemas/Question" } }
              }
            },
            "responses": {
              "200": {
                "description": "What the caller lacks",
                "headers": { "Taizhang-Members": { "schema": { "const": "changed" } } },
                "content": {
                  "application/vnd.taizhang.frames": { "schema": { "type": "string", "contentMediaType": "application/octet-stream" } },
                  "application/json": { "schema": { "$ref": "#/components/schemas/Answer" } }
                }
              },
              "400": { "$ref": "#/components/responses/Problem" },
              "401": { "$ref": "#/components/responses/Problem" },
              "403": { "$ref": "#/components/responses/Problem" },
              "404": { "$ref": "#/components/responses/Problem" },
              "409": { "$ref": "#/components/responses/Problem" },
              "410": { "$ref": "#/components/responses/Problem" },
              "413": { "$ref": "#/components/responses/Problem" },
              "415": { "$ref": "#/components/responses/Problem" },
              "426": { "$ref": "#/components/responses/Problem" },
              "429": { "$ref": "#/components/responses/Problem" },
              "503": { "$ref": "#/components/responses/Problem" }
            }
          }
        },
        "/v1/ledgers/{ledger}/changes": {
          "parameters": [ { "$ref": "#/components/parameters/Ledger" } ],
          "post": {
            "summary": "Send changes that the hub lacks, in causal order; sending again changes nothing",
            "requestBody": {
              "required": true,
              "content": { "application/vnd.taizhang.frames": { "schema": { "type": "string", "contentMediaType": "application/octet-stream" } } }
            },
            "responses": {
              "200": {
                "description": "All taken: a receipt frame and an end frame",
                "content": { "application/vnd.taizhang.frames": { "schema": { "type": "string", "contentMediaType": "application/octet-stream" } } }
              },
              "400": { "$ref": "#/components/responses/Problem" },
              "401": { "$ref": "#/components/responses/Problem" },
              "403": { "$ref": "#/components/responses/Problem" },
              "404": { "$ref": "#/components/responses/Problem" },
              "409": { "$ref": "#/components/responses/Problem" },
              "413": { "$ref": "#/components/responses/Problem" },
              "415": { "$ref": "#/components/responses/Problem" },
              "422": { "$ref": "#/components/responses/Problem" },
              "429": { "$ref": "#/components/responses/Problem" },
              "503": { "$ref": "#/components/responses/Problem" }
            }
          }
        },
        "/v1/ledgers/{ledger}/changes/{replica}/{seq}": {
          "parameters": [
            { "$ref": "#/components/parameters/Ledger" },
            { "name": "replica", "in": "path", "required": true, "schema": { "$ref": "#/components/schemas/ReplicaID" } },
            { "name": "seq", "in": "path", "required": true, "schema": { "type": "integer", "minimum": 1 } }
          ],
          "get": {
            "summary": "One change, readable",
            "responses": {
              "200": { "description": "The change", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Change" } } } },
              "401": { "$ref": "#/components/responses/Problem" },
              "403": { "$ref": "#/components/responses/Problem" },
              "404": { "$ref": "#/components/responses/Problem" },
              "429": { "$ref": "#/components/responses/Problem" }
            }
          }
        },
        "/v1/ledgers/{ledger}/snapshot": {
          "parameters": [ { "$ref": "#/components/parameters/Ledger" } ],
          "get": {
            "summary": "The ledger as of one moment, a file that the hub signed",
            "parameters": [
              { "name": "Range", "in": "header", "schema": { "type": "string" }, "description": "bytes=N- goes on with a download that broke" },
              { "name": "If-Range", "in": "header", "schema": { "type": "string" }, "description": "the entity tag of what was begun" },
              { "name": "format", "in": "query", "schema": { "const": "json" }, "description": "what the file is, for people" }
            ],
            "responses": {
              "200": {
                "description": "The file",
                "headers": { "ETag": { "schema": { "type": "string" } } },
                "content": {
                  "application/vnd.taizhang.snapshot": { "schema": { "type": "string", "contentMediaType": "application/octet-stream" } },
                  "application/json": { "schema": { "type": "object" } }
                }
              },
              "206": { "description": "The rest of it", "content": { "application/vnd.taizhang.snapshot": { "schema": { "type": "string", "contentMediaType": "application/octet-stream" } } } },
              "401": { "$ref": "#/components/responses/Problem" },
              "403": { "$ref": "#/components/responses/Problem" },
              "404": { "$ref": "#/components/responses/Problem" },
              "416": { "description": "A range behind the end" },
              "429": { "$ref": "#/components/responses/Problem" },
              "503": { "$ref": "#/components/responses/Problem" }
            }
          }
        },
        "/v1/blobs/{sha256}": {
          "parameters": [
            { "name": "sha256", "in": "path", "required": true, "schema": { "type": "string", "pattern": "^[0-9a-f]{64}$" } }
          ],
          "get": {
            "summary": "The file of an attachment, whole or in a range",
            "description": "Only members who may read a ledger whose records name the file see it.",
            "parameters": [
              { "name": "Range", "in": "header", "schema": { "type": "string" } },
              { "name": "If-Range", "in": "header", "schema": { "type": "string" } }
            ],
            "responses": {
              "200": { "description": "The file", "content": { "application/octet-stream": { "schema": { "type": "string", "contentMediaType": "application/octet-stream" } } } },
              "206": { "description": "The range asked for", "content": { "application/octet-stream": { "schema": { "type": "string", "contentMediaType": "application/octet-stream" } } } },
              "400": { "$ref": "#/components/responses/Problem" },
              "401": { "$ref": "#/components/responses/Problem" },
              "403": { "$ref": "#/components/responses/Problem" },
              "404": { "$ref": "#/components/responses/Problem" },
              "416": { "description": "The range begins past the end" },
              "429": { "$ref": "#/components/responses/Problem" }
            }
          },
          "head": {
            "summary": "Its size, or 404 with Upload-Offset: where an upload goes on",
            "responses": {
              "200": { "description": "It is here" },
              "400": { "description": "Malformed" },
              "401": { "description": "Not signed by a member" },
              "403": { "description": "Not a member any more" },
              "404": { "description": "Not here, or none the caller may see", "headers": { "Upload-Offset": { "schema": { "type": "integer" } } } },
              "429": { "description": "Too many requests" }
            }
          },
          "put": {
            "summary": "One part of the file, at most 4 MiB; it counts when all of it is here and its hash is right",
            "parameters": [
              { "name": "Content-Range", "in": "header", "schema": { "type": "string" }, "description": "bytes FIRST-LAST/TOTAL; without it the body is the whole file" }
            ],
            "requestBody": { "required": true, "content": { "application/octet-stream": { "schema": { "type": "string", "contentMediaType": "application/octet-stream" } } } },
            "responses": {
              "200": {
                "description": "Taken",
                "headers": { "Upload-Offset": { "schema": { "type": "integer" } } },
                "content": { "application/json": { "schema": { "type": "object", "required": ["sha256", "offset", "complete"], "properties": { "sha256": { "type": "string" }, "offset": { "type": "integer" }, "complete": { "type": "boolean" } } } } }
              },
              "400": { "$ref": "#/components/responses/Problem" },
              "401": { "$ref": "#/components/responses/Problem" },
              "403": { "$ref": "#/components/responses/Problem" },
              "404": { "$ref": "#/components/responses/Problem" },
              "409": { "$ref": "#/components/responses/Problem" },
              "413": { "$ref": "#/components/responses/Problem" },
              "422": { "$ref": "#/components/responses/Problem" },
              "429": { "$ref": "#/components/responses/Problem" },
              "503": { "$ref": "#/components/responses/Problem" }
            }
          }
        },
        "/v1/members": {
          "post": {
            "summary": "A hub below tells of its members in the ledgers shared, and learns of this hub's",
            "description": "Only for hubs that joined this one. Members told of count in the ledgers shared and in no other; who is listed already is never changed by another's word.",
            "requestBody": {
              "required": true,
              "content": { "application/json": { "schema": { "allOf": [ { "$ref": "#/components/schemas/MembersTold" }, { "type": "object", "properties": { "revoked": { "type": "object", "maxProperties": 10000, "propertyNames": { "pattern": "^[0-9a-hjkmnp-tv-z]{16}$" }, "additionalProperties": { "type": "object", "additionalProperties": { "type": "integer", "minimum": 0 } }, "description": "what the caller revoked, whoever enrolled the member: replica to ledger to the last sequence number that counts there; of those that this hub did not enrol through the caller a note is kept, nothing else" } } } ] } } }
            },
            "responses": {
              "200": {
                "description": "This hub's members in those ledgers, and the digest of its list",
                "content": { "application/json": { "schema": { "allOf": [ { "$ref": "#/components/schemas/MembersTold" }, { "type": "object", "required": ["digest"], "properties": { "digest": { "type": "string", "pattern": "^[0-9a-f]{64}$" }, "revoked": { "type": "object", "maxProperties": 10000, "additionalProperties": { "type": "object", "additionalProperties": { "type": "integer", "minimum": 0 } }, "description": "what this hub revoked of members that the caller told of: replica to ledger to the last sequence number that counts" } } } ] } } }
              },
              "400": { "$ref": "#/components/responses/Problem" },
              "401": { "$ref": "#/components/responses/Problem" },
              "403": { "$ref": "#/components/responses/Problem" },
              "413": { "$ref": "#/components/responses/Problem" },
              "415": { "$ref": "#/components/responses/Problem" },
              "429": { "$ref": "#/components/responses/Problem" },
              "503": { "$ref": "#/components/responses/Problem" }
            }
          }
        },
        "/v1/openapi.json": {
          "get": { "summary": "This description", "security": [], "responses": { "200": { "description": "OpenAPI 3.1" }, "429": { "$ref": "#/components/responses/Problem" } } }
        },
        "/healthz": {
          "get": {
            "summary": "Whether the store can be read", "security": [],
            "responses": {
              "200": { "description": "It can", "content": { "application/json": { "schema": { "type": "object" } } } },
              "429": { "$ref": "#/components/responses/Problem" },
              "503": { "$ref": "#/components/responses/Problem" }
            }
          }
        },
        "/metrics": {
          "get": { "summary": "Counters in the text format of Prometheus; unsigned from this machine alone", "security": [ {}, { "Signature": [] } ], "responses": { "200": { "description": "Counters", "content": { "text/plain": { "schema": { "type": "string" } } } }, "401": { "$ref": "#/components/responses/Problem" }, "429": { "$ref": "#/components/responses/Problem" } } }
        }
      },
      "security": [ { "Signature": [] } ],
      "components": {
        "securitySchemes": {
          "Signature": {
            "type": "http",
            "scheme": "signature",
            "description": "RFC 9421 under the label sig: Ed25519 by a member's key over (\"@method\" \"@target-uri\" \"content-digest\") with created, nonce, keyid (the replica id) and alg; content-digest (RFC 9530, sha-256) wherever there is a body. created may be 5 minutes from the hub's clock, which a refusal tells in server_time; a nonce counts once."
          }
        },
        "parameters": {
          "Ledger": { "name": "ledger", "in": "path", "required": true, "schema": { "type": "string", "pattern": "^[a-z0-9-]{1,32}$" } }
        },
        "responses": {
          "Hub": { "description": "The hub", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Hub" } } } },
          "Member": { "description": "Enrolled", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Membership" } } } },
          "Problem": { "description": "Refused, with the reason and the next step", "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } } }
        },
        "schemas": {
          "ReplicaID": { "type": "string", "pattern": "^[0-9a-hjkmnp-tv-z]{16}$" },
          "Vector": { "type": "object", "additionalProperties": { "type": "integer", "minimum": 1 }, "description": "replica to highest sequence number" },
          "Hub": {
            "type": "object",
            "required": ["name", "replica", "public_key", "protocol", "time", "time_ms", "epoch"],
            "properties": {
              "name": { "type": "string" },
              "replica": { "$ref": "#/components/schemas/ReplicaID" },
              "public_key": { "type": "string", "description": "Ed25519, hexadecimal" },
              "protocol": { "type": "object", "properties": { "min": { "type": "integer" }, "max": { "type": "integer" } } },
              "time": { "type": "string", "format": "date-time" },
              "time_ms": { "type": "integer" },
              "epoch": { "type": "string", "description": "random at each creation or restore of the hub's store" },
              "certificate": {
                "type": "object",
                "description": "the TLS certificate served under, vouched for by the hub's key: Ed25519 over 'taizhang certificate 1', a zero byte, the digest of the leaf and issued_ms in 8 big-endian bytes",
                "properties": { "sha256": { "type": "string" }, "issued_ms": { "type": "integer" }, "signature": { "type": "string" } }
              }
            }
          },
          "Membership": {
            "allOf": [
              { "$ref": "#/components/schemas/Hub" },
              {
                "type": "object",
                "required": ["role", "ledgers"],
                "properties": {
                  "role": { "enum": ["county", "department", "city", "observer"] },
                  "ledgers": { "type": "array", "items": { "type": "string" } },
                  "former_hubs": {
                    "type": "array", "minItems": 1, "maxItems": 1000,
                    "items": { "type": "string", "pattern": "^[0-9a-f]{64}$" },
                    "description": "public keys of the hubs that wrote the member list before this one: what they signed of the members stands"
                  },
                  "former_hubs_signature": { "type": "string", "pattern": "^[0-9a-f]{128}$", "description": "this hub's: Ed25519 over 'taizhang former hubs 1', a zero byte and the SHA-256 of the keys, one after the other" },
                  "former_hubs_more": {
                    "type": "array",
                    "items": {
                      "type": "object",
                      "required": ["former_hubs", "former_hubs_signature"],
                      "properties": { "former_hubs": { "type": "array", "items": { "type": "string" } }, "former_hubs_signature": { "type": "string" } }
                    },
                    "description": "the former hubs beyond the first 1,000: as many a statement, each signed like the first"
                  }
                }
              }
            ]
          },
          "Enrolment": {
            "type": "object",
            "required": ["token", "public_key", "office", "signature"],
            "properties": {
              "token": { "type": "string" },
              "public_key": { "type": "string", "description": "Ed25519, hexadecimal" },
              "replica": { "$ref": "#/components/schemas/ReplicaID" },
              "office": { "type": "string", "minLength": 1, "maxLength": 256 },
              "signature": { "type": "string", "description": "Ed25519 over 'taizhang enrol 1', a zero byte and the token's first 26 characters; hexadecimal" }
            }
          },
          "MembersTold": {
            "type": "object",
            "required": ["members"],
            "properties": {
              "members": {
                "type": "array", "maxItems": 10000,
                "items": {
                  "type": "object",
                  "required": ["public_key", "office", "role", "ledgers"],
                  "properties": {
                    "replica": { "$ref": "#/components/schemas/ReplicaID" },
                    "public_key": { "type": "string", "pattern": "^[0-9a-f]{64}$" },
                    "office": { "type": "string", "minLength": 1, "maxLength": 256 },
                    "role": { "enum": ["county", "department", "city", "observer"] },
                    "ledgers": { "type": "array", "items": { "type": "string" } },
                    "revocations": { "type": "object", "additionalProperties": { "type": "integer", "minimum": 0 }, "description": "ledger, or * for all, to the last sequence number that counts" },
                    "enrolled_ms": { "type": "integer", "minimum": 0 },
                    "retired_ms": { "type": "integer", "minimum": 0 },
                    "succeeds": { "$ref": "#/components/schemas/ReplicaID" },
                    "succeeded_by": { "$ref": "#/components/schemas/ReplicaID" }
                  }
                }
              }
            }
          },
          "Question": {
            "type": "object",
            "properties": {
              "vector": { "$ref": "#/components/schemas/Vector" },
              "max_bytes": { "type": "integer", "minimum": 0 },
              "ledger": { "type": "string", "description": "the ledger of the address, where it is said at all" }
            }
          },
          "Answer": {
            "type": "object",
            "properties": {
              "ledger": { "type": "string" },
              "vector": { "$ref": "#/components/schemas/Vector" },
              "receipt": { "type": "object" },
              "members_changed": { "type": "boolean" },
              "changes": { "type": "array", "items": { "$ref": "#/components/schemas/Change" } },
              "more": { "type": "boolean" }
            }
          },
          "Change": {
            "type": "object",
            "required": ["dot", "ledger", "replica", "seq", "hash", "previous", "clock", "author", "ops"],
            "properties": {
              "dot": { "type": "string" },
              "ledger": { "type": "string" },
              "replica": { "$ref": "#/components/schemas/ReplicaID" },
              "seq": { "type": "integer" },
              "hash": { "type": "string" },
              "previous": { "type": "string" },
              "clock": { "type": "string", "format": "date-time" },
              "counter": { "type": "integer" },
              "author": { "type": "string" },
              "office": { "type": "string" },
              "reason": { "type": "string" },
              "deps": { "$ref": "#/components/schemas/Vector" },
              "deps_changed": { "$ref": "#/components/schemas/Vector" },
              "ops": { "type": "array", "maxItems": 10000, "items": { "type": "object" } },
              "ops_left_off": { "type": "integer", "description": "Operations beyond those told." }
            }
          },
          "Problem": {
            "type": "object",
            "required": ["type", "status", "code", "title", "detail", "hint"],
            "properties": {
              "type": { "type": "string" },
              "status": { "type": "integer" },
              "code": { "type": "string" },
              "title": { "type": "string" },
              "detail": { "type": "string" },
              "hint": { "type": "string" },
              "arguments": { "type": "array", "items": { "type": "string" } },
              "offset": { "type": "integer", "description": "where a malformed body is damaged, bytes after decompression" },
              "vector": { "$ref": "#/components/schemas/Vector" },
              "applied": { "type": "integer" },
              "refused": {
                "type": "array",
                "items": { "type": "object", "properties": { "dot": { "type": "string" }, "code": { "type": "string" }, "detail": { "type": "string" } } }
              },
              "needs": { "type": "string" },
              "server_time": { "type": "string", "format": "date-time", "description": "beside 401: the hub's clock" },
              "server_time_ms": { "type": "integer" }
            }
          }
        }
      }
    }

    """#
}
