/* The limit: the puts that a store made, made again by C against liblmdb with nothing around them.
   usage: store_twin DIRECTORY TRACE SYNC   (SYNC: durable | none)   prints: seconds bytes transactions

   TRACE: per transaction u32 count, then per put u8 table, u16 key bytes, u32 value bytes, key,
   value; little-endian. The directory may hold an environment already: puts then land in it. */
#define _GNU_SOURCE
#include <lmdb.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MUST(call) do { int code = (call); if (code) { \
    fprintf(stderr, "%s: %s\n", #call, mdb_strerror(code)); exit(1); } } while (0)

static const char *NAMES[] = {"log", "arrival", "heads", "record", "index.field", "touch", "conflict"};
enum { TABLES = sizeof NAMES / sizeof *NAMES };

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

int main(int argc, char **argv) {
  if (argc != 4) return 64;
  FILE *file = fopen(argv[2], "rb");
  if (!file) { perror(argv[2]); return 66; }
  fseek(file, 0, SEEK_END);
  size_t size = (size_t)ftell(file);
  rewind(file);
  unsigned char *trace = malloc(size + 1);
  if (!trace || fread(trace, 1, size, file) != size) return 74;
  fclose(file);

  MDB_env *env;
  MUST(mdb_env_create(&env));
  MUST(mdb_env_set_mapsize(env, (size_t)1 << 40));
  MUST(mdb_env_set_maxdbs(env, 32));
  MUST(mdb_env_open(env, argv[1], MDB_NOTLS | (strcmp(argv[3], "none") ? 0 : MDB_NOSYNC), 0600));
  MDB_dbi tables[TABLES];
  MDB_txn *txn;
  MUST(mdb_txn_begin(env, NULL, 0, &txn));
  for (int i = 0; i < TABLES; i++) MUST(mdb_dbi_open(txn, NAMES[i], MDB_CREATE, &tables[i]));
  MUST(mdb_txn_commit(txn));

  size_t at = 0, bytes = 0, transactions = 0;
  double start = now();
  while (at < size) {
    uint32_t count;
    memcpy(&count, trace + at, 4);
    at += 4;
    MUST(mdb_txn_begin(env, NULL, 0, &txn));
    for (uint32_t i = 0; i < count; i++) {
      unsigned char table = trace[at];
      uint16_t key_bytes;
      uint32_t value_bytes;
      memcpy(&key_bytes, trace + at + 1, 2);
      memcpy(&value_bytes, trace + at + 3, 4);
      MDB_val key = {key_bytes, trace + at + 7};
      MDB_val value = {value_bytes, trace + at + 7 + key_bytes};
      MUST(mdb_put(txn, tables[table], &key, &value, 0));
      at += 7 + key_bytes + value_bytes;
      bytes += key_bytes + value_bytes;
    }
    MUST(mdb_txn_commit(txn));
    transactions++;
  }
  printf("%.6f %zu %zu\n", now() - start, bytes, transactions);
  return 0;
}
