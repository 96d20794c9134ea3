#include "include/smallest.h"

// So many keys are made before they are looked at.
enum { keys_at_once = 64 };

// Odd factors, one a place, so that the same words in another order are another row.
static inline __attribute__((always_inline)) void offer_rows(
    struct pantau_smallest *smallest, const uint64_t *words, size_t count) {
  if (smallest->limit == 0) return;
  uint32_t ceiling = smallest->hashes[smallest->limit - 1];
  uint32_t keys[keys_at_once];
  for (size_t first = 0; first + 3 < count; first += keys_at_once) {
    size_t left = count - 3 - first;
    size_t rows = left < keys_at_once ? left : keys_at_once;
    const uint64_t *row = words + first;
    for (size_t at = 0; at < rows; at++) {
      uint64_t sum = row[at] * 0x9E3779B97F4A7C15 + row[at + 1] * 0xC2B2AE3D27D4EB4F
          + row[at + 2] * 0x165667B19E3779F9 + row[at + 3] * 0x27D4EB2F165667C5;
      keys[at] = (uint32_t)(pantau_mixed(sum) >> 32);
    }
    for (size_t at = 0; at < rows; at++) {
      if (keys[at] < ceiling) ceiling = pantau_smallest_insert(smallest, keys[at]);
    }
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
