// The smallest of many hashes, and those of a text's rows of words.
//
// In C for clang's vectors: six products of 64 bits a row are most of it, which SSE2 has none for, so on
// x86-64 with AVX-512 rows are hashed by that.
#ifndef PANTAU_SMALLEST_H
#define PANTAU_SMALLEST_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// The `limit` smallest of the different hashes that were offered, ascending, 16 at the most.
struct pantau_smallest {
  /// Behind the first `count` stand the largest value, or hashes that others drove out.
  uint32_t hashes[16];
  uint32_t limit;
  uint32_t count;
};

typedef uint32_t pantau_hashes __attribute__((ext_vector_type(16)));

/// Takes a hash in that is below all that would be driven out; what a next one has to be below.
static inline uint32_t pantau_smallest_insert(struct pantau_smallest *smallest, uint32_t hash) {
  pantau_hashes now;
  memcpy(&now, smallest->hashes, sizeof(now));
  if (__builtin_reduce_or(now == (pantau_hashes)hash)) return smallest->hashes[smallest->limit - 1];
  // Each place keeps what it has where that is smaller, else takes its neighbour or the hash.
  pantau_hashes lower = __builtin_shufflevector(
      now, (pantau_hashes)0, 16, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
  pantau_hashes given = (pantau_hashes)hash;
  pantau_hashes moved = __builtin_elementwise_min(now, __builtin_elementwise_max(lower, given));
  memcpy(smallest->hashes, &moved, sizeof(moved));
  if (smallest->count < smallest->limit) smallest->count++;
  return smallest->hashes[smallest->limit - 1];
}

/// Makes an empty one.
static inline struct pantau_smallest pantau_smallest_make(uint32_t limit) {
  struct pantau_smallest smallest;
  memset(smallest.hashes, 0xFF, sizeof(smallest.hashes));
  smallest.limit = limit > 16 ? 16 : limit;
  smallest.count = 0;
  return smallest;
}

/// Offers a hash; nearly all end at the first comparison.
static inline void pantau_smallest_offer(struct pantau_smallest *smallest, uint32_t hash) {
  if (smallest->limit > 0 && hash < smallest->hashes[smallest->limit - 1]) {
    pantau_smallest_insert(smallest, hash);
  }
}

/// The hash at a place below `count`.
static inline uint32_t pantau_smallest_at(const struct pantau_smallest *smallest, uint32_t place) {
  return smallest->hashes[place & 15];
}

/// Spreads all bits over all others (the finalizer of SplitMix64).
static inline uint64_t pantau_mixed(uint64_t value) {
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
  return value ^ (value >> 31);
}

/// Offers a key for each four words in a row, by the words' hashes.
void pantau_smallest_offer_rows(
    struct pantau_smallest *smallest, const uint64_t *words, size_t count);

#endif
