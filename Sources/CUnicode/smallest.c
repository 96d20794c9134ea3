#include "include/smallest.h"

// So many keys are made before they are looked at.
enum { keys_at_once = 64 };

// Offers the keys below a bound of as many rows.
//
// Odd factors, one a place, so that the same words in another order are another row. What is low is picked
// out without branches, for where it stands is chance.
static inline __attribute__((always_inline)) void offer_rows_below(
    struct pantau_smallest *smallest, const uint64_t *words, size_t count, uint32_t bound) {
  uint32_t ceiling = smallest->hashes[smallest->limit - 1];
  if (ceiling > bound) ceiling = bound;
  uint32_t keys[keys_at_once], low[keys_at_once];
  for (size_t first = 0; first < count; first += keys_at_once) {
    size_t rows = count - first < keys_at_once ? count - first : keys_at_once;
    const uint64_t *row = words + first;
    for (size_t at = 0; at < rows; at++) {
      uint64_t sum = row[at] * 0x9E3779B97F4A7C15 + row[at + 1] * 0xC2B2AE3D27D4EB4F
          + row[at + 2] * 0x165667B19E3779F9 + row[at + 3] * 0x27D4EB2F165667C5;
      keys[at] = (uint32_t)(pantau_mixed(sum) >> 32);
    }
    size_t picked = 0;
    for (size_t at = 0; at < rows; at++) {
      low[picked] = keys[at];
      picked += keys[at] < ceiling;
    }
    for (size_t at = 0; at < picked; at++) {
      if (low[at] >= ceiling) continue;
      uint32_t next = pantau_smallest_insert(smallest, low[at]);
      if (next < ceiling) ceiling = next;
    }
  }
}

// Of many rows only those are looked at that are low enough to be among the smallest, twice as many as are
// kept and some; chance makes that too few for one text in some hundreds, whose rows are then offered again.
static inline __attribute__((always_inline)) void offer_rows(
    struct pantau_smallest *smallest, const uint64_t *words, size_t count) {
  if (smallest->limit == 0 || count < 4) return;
  size_t rows = count - 3, wanted = 2 * smallest->limit + 4;
  uint32_t bound = rows > wanted ? (uint32_t)(((uint64_t)wanted << 32) / rows) : UINT32_MAX;
  offer_rows_below(smallest, words, rows, bound);
  if (smallest->hashes[smallest->limit - 1] >= bound && bound < UINT32_MAX) {
    offer_rows_below(smallest, words, rows, UINT32_MAX);
  }
}

#if defined(__x86_64__)
__attribute__((target("avx512f,avx512dq,avx512vl,avx512bw"))) static void offer_rows_wide(
    struct pantau_smallest *smallest, const uint64_t *words, size_t count) {
  offer_rows(smallest, words, count);
}
#endif

void pantau_smallest_offer_rows(
    struct pantau_smallest *smallest, const uint64_t *words, size_t count) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")
      && __builtin_cpu_supports("avx512bw")) {
    return offer_rows_wide(smallest, words, count);
  }
#endif
  offer_rows(smallest, words, count);
}
