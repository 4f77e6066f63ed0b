/* The C side of the LMDB benchmark: the operations of LMDBBench.swift, written against liblmdb.
 *
 * Usage: lmdb_twin DIRECTORY COUNT
 * Prints one line an operation: name, wall seconds, processor seconds, checksum. The directory must
 * be empty. Keys, values, flags, order and transaction size are those of the Swift side; the
 * checksums must agree.
 *
 * Build: cc -O2 -o lmdb_twin lmdb_twin.c -llmdb
 */
#include <lmdb.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { KEY_BYTES = 16, VALUE_BYTES = 500, PUTS_A_TRANSACTION = 1000 };

static void check(int code, const char *operation) {
  if (code == MDB_SUCCESS) return;
  fprintf(stderr, "lmdb_twin: %s: %s\n", operation, mdb_strerror(code));
  exit(1);
}

typedef struct {
  struct timespec wall, processor;
} Stopwatch;

static void start(Stopwatch *watch) {
  clock_gettime(CLOCK_MONOTONIC, &watch->wall);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &watch->processor);
}

static double since(struct timespec from, clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (double)(now.tv_sec - from.tv_sec) + (double)(now.tv_nsec - from.tv_nsec) / 1e9;
}

static void report(const char *name, const Stopwatch *watch, uint64_t checksum) {
  double wall = since(watch->wall, CLOCK_MONOTONIC);
  double processor = since(watch->processor, CLOCK_PROCESS_CPUTIME_ID);
  printf("%s %.6f %.6f %llu\n", name, wall, processor, (unsigned long long)checksum);
  fflush(stdout);
}

/* 0 ..< count, shuffled (Fisher-Yates) by xorshift64 from a fixed seed. */
static uint32_t *shuffled(uint32_t count) {
  uint32_t *order = malloc((size_t)count * sizeof *order);
  uint64_t state = 0x9E3779B97F4A7C15ull;
  if (!order) check(MDB_PANIC, "malloc");
  for (uint32_t i = 0; i < count; i++) order[i] = i;
  for (uint32_t i = count - 1; i > 0; i--) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    uint32_t j = (uint32_t)(state % (i + 1));
    uint32_t held = order[i];
    order[i] = order[j];
    order[j] = held;
  }
  return order;
}

static void make_key(uint64_t key[2], uint32_t index) {
  key[0] = __builtin_bswap64(0x0123456789ABCDEFull);
  key[1] = __builtin_bswap64(index);
}

static void put_all(MDB_env *env, const char *table, uint32_t count, const uint32_t *order,
                    unsigned flags) {
  uint64_t key[2];
  unsigned char value[VALUE_BYTES];
  MDB_txn *txn;
  MDB_dbi dbi;
  memset(value, 0x5A, sizeof value);
  check(mdb_txn_begin(env, NULL, 0, &txn), "begin");
  check(mdb_dbi_open(txn, table, MDB_CREATE, &dbi), "open table");
  check(mdb_txn_commit(txn), "commit");
  for (uint32_t done = 0; done < count;) {
    uint32_t end = done + PUTS_A_TRANSACTION < count ? done + PUTS_A_TRANSACTION : count;
    check(mdb_txn_begin(env, NULL, 0, &txn), "begin");
    for (; done < end; done++) {
      uint32_t index = order ? order[done] : done;
      uint64_t stamp = index;
      make_key(key, index);
      memcpy(value, &stamp, sizeof stamp);
      MDB_val k = {KEY_BYTES, key}, v = {VALUE_BYTES, value};
      check(mdb_put(txn, dbi, &k, &v, flags), "put");
    }
    check(mdb_txn_commit(txn), "commit");
  }
}

static uint64_t first_word(MDB_val value) {
  uint64_t word;
  if (value.mv_size < sizeof word) check(MDB_CORRUPTED, "value");
  memcpy(&word, value.mv_data, sizeof word);
  return word;
}

static uint64_t get_all(MDB_env *env, const char *table, uint32_t count, const uint32_t *order) {
  uint64_t key[2], sum = 0;
  MDB_txn *txn;
  MDB_dbi dbi;
  check(mdb_txn_begin(env, NULL, MDB_RDONLY, &txn), "begin");
  check(mdb_dbi_open(txn, table, 0, &dbi), "open table");
  for (uint32_t i = 0; i < count; i++) {
    make_key(key, order[i]);
    MDB_val k = {KEY_BYTES, key}, v;
    check(mdb_get(txn, dbi, &k, &v), "get");
    sum = sum * 31 + first_word(v);
  }
  mdb_txn_abort(txn);
  return sum;
}

/* Passes over a table: enough for a million entries, so that short scans can be timed. */
static uint64_t scan_all(MDB_env *env, const char *table) {
  uint64_t sum = 0;
  MDB_txn *txn;
  MDB_dbi dbi;
  MDB_stat stat;
  MDB_cursor *cursor;
  MDB_val k, v;
  check(mdb_txn_begin(env, NULL, MDB_RDONLY, &txn), "begin");
  check(mdb_dbi_open(txn, table, 0, &dbi), "open table");
  check(mdb_stat(txn, dbi, &stat), "stat");
  size_t passes = stat.ms_entries < 1000000 ? 1000000 / stat.ms_entries : 1;
  for (size_t pass = 0; pass < passes; pass++) {
    int code;
    check(mdb_cursor_open(txn, dbi, &cursor), "cursor");
    while ((code = mdb_cursor_get(cursor, &k, &v, MDB_NEXT)) == MDB_SUCCESS)
      sum = sum * 31 + first_word(v) + k.mv_size;
    if (code != MDB_NOTFOUND) check(code, "next");
    mdb_cursor_close(cursor);
  }
  mdb_txn_abort(txn);
  return sum;
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: lmdb_twin DIRECTORY COUNT\n");
    return 64;
  }
  uint32_t count = (uint32_t)strtoul(argv[2], NULL, 10);
  if (count == 0) return 64;
  uint32_t *order = shuffled(count);
  MDB_env *env;
  Stopwatch watch;
  uint64_t sum;
  check(mdb_env_create(&env), "create");
  check(mdb_env_set_mapsize(env, (size_t)1 << 40), "map size");
  check(mdb_env_set_maxdbs(env, 32), "tables");
  check(mdb_env_open(env, argv[1], MDB_NOTLS | MDB_NOSYNC, 0600), "open");

  start(&watch);
  put_all(env, "appended", count, NULL, MDB_APPEND);
  report("append", &watch, count);
  start(&watch);
  put_all(env, "scattered", count, order, 0);
  report("random-put", &watch, count);
  start(&watch);
  sum = get_all(env, "appended", count, order);
  report("get", &watch, sum);
  start(&watch);
  sum = scan_all(env, "appended");
  report("scan", &watch, sum);

  mdb_env_close(env);
  free(order);
  return 0;
}
