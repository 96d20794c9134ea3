// RE2 behind plain C functions, so that Swift needs no C++ interoperability.
#ifndef PANTAU_CRE2_H
#define PANTAU_CRE2_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct pantau_re2 pantau_re2;

/// Compiles a pattern (UTF-8), or returns null and writes why, cut to `error_size` and ended by 0.
///
/// `max_memory` bounds the program and its automata together, in bytes. The caller frees the
/// result with `pantau_re2_free`. It may be used by several threads at once.
pantau_re2 *pantau_re2_compile(const char *pattern, size_t length, int case_sensitive,
                               int64_t max_memory, char *error, size_t error_size);

/// Frees a pattern; null is allowed.
void pantau_re2_free(pantau_re2 *pattern);

/// Looks for the leftmost match from byte `from` on: 1 and its ends when found, else 0.
///
/// The whole text stays the context, so `^` matches only at its beginning. Linear in `length`.
int pantau_re2_find(const pantau_re2 *pattern, const char *text, size_t length, size_t from,
                    size_t *start, size_t *end);

#ifdef __cplusplus
}
#endif

#endif
