// Bytes looked at sixteen at a time.
//
// In C because Swift cannot turn a vector of truths into bits; with clang's own vectors, so that each
// processor gets its instructions.
#ifndef PANTAU_ASCII_H
#define PANTAU_ASCII_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint8_t pantau_bytes __attribute__((ext_vector_type(16)));
typedef char pantau_truths __attribute__((ext_vector_type(16)));
typedef _Bool pantau_bits __attribute__((ext_vector_type(16)));

static inline pantau_bytes pantau_load(const uint8_t *from) {
  pantau_bytes bytes;
  memcpy(&bytes, from, sizeof(bytes));
  return bytes;
}

static inline pantau_truths pantau_within(pantau_bytes bytes, uint8_t first, uint8_t last) {
  return bytes - first <= (uint8_t)(last - first);
}

static inline uint64_t pantau_mask(pantau_truths truths) {
  pantau_bits bits = __builtin_convertvector(truths, pantau_bits);
  uint16_t mask;
  memcpy(&mask, &bits, sizeof(mask));
  return mask;
}

/// The classes of 64 bytes, one bit a byte, the first one lowest.
struct pantau_ascii_classes {
  /// Small letters, digits and the underscore.
  uint64_t word;
  /// The apostrophe, the comma and full stop with the hyphen between them, the semicolon.
  uint64_t middle;
  /// All beyond ASCII.
  uint64_t high;
};

/// Sorts 64 bytes into classes.
static inline struct pantau_ascii_classes pantau_ascii_classify(const uint8_t *from) {
  struct pantau_ascii_classes classes = {0, 0, 0};
  for (int at = 0; at < 64; at += 16) {
    pantau_bytes bytes = pantau_load(from + at);
    classes.word |= pantau_mask(
        pantau_within(bytes, 'a', 'z') | pantau_within(bytes, '0', '9') | (bytes == '_')) << at;
    classes.middle |= pantau_mask(
        (bytes == '\'') | pantau_within(bytes, ',', '.') | (bytes == ';')) << at;
    classes.high |= pantau_mask(bytes >= 0x80) << at;
  }
  return classes;
}

/// Copies ASCII with its capitals made small, up to the first sixteen bytes that hold others.
///
/// Returns how many bytes were copied, a multiple of 16.
static inline size_t pantau_ascii_fold(uint8_t *to, const uint8_t *from, size_t count) {
  size_t at = 0;
  for (; at + 16 <= count; at += 16) {
    pantau_bytes bytes = pantau_load(from + at);
    if (pantau_mask(bytes >= 0x80)) break;
    bytes |= (pantau_bytes)pantau_within(bytes, 'A', 'Z') & 0x20;
    memcpy(to + at, &bytes, sizeof(bytes));
  }
  return at;
}

/// How many small letters and spaces stand at the beginning of bytes.
static inline size_t pantau_ascii_plain_count(const uint8_t *from, size_t count) {
  size_t at = 0;
  for (; at + 16 <= count; at += 16) {
    pantau_bytes bytes = pantau_load(from + at);
    uint64_t plain = pantau_mask(pantau_within(bytes, 'a', 'z') | (bytes == ' '));
    if (plain != 0xFFFF) return at + (size_t)__builtin_ctzll(~plain);
  }
  while (at < count && ((uint8_t)(from[at] - 'a') < 26 || from[at] == ' ')) at++;
  return at;
}

#endif
