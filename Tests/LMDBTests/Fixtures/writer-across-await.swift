// expect: unavailable from asynchronous contexts
// A write transaction in an async function: a suspension could end it on another thread.

import LMDB

func misuse(_ environment: Environment) async throws {
  let writer = try environment.beginWrite()
  await Task.yield()
  try writer.commit()
}
