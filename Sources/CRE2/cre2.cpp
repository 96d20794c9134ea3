#include "cre2.h"

#include <re2/re2.h>

#include <cstring>
#include <new>

struct pantau_re2 {
  RE2 pattern;
};

static void copy_error(const char *message, size_t length, char *error, size_t error_size) {
  if (error == nullptr || error_size == 0) return;
  size_t kept = length < error_size - 1 ? length : error_size - 1;
  std::memcpy(error, message, kept);
  error[kept] = 0;
}

extern "C" pantau_re2 *pantau_re2_compile(const char *pattern, size_t length, int case_sensitive,
                                          int64_t max_memory, char *error, size_t error_size) {
  // No C++ exception may pass into Swift.
  try {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_case_sensitive(case_sensitive != 0);
    options.set_max_mem(max_memory);
    auto *made = new pantau_re2{RE2(re2::StringPiece(pattern, length), options)};
    if (made->pattern.ok()) return made;
    const std::string &why = made->pattern.error();
    copy_error(why.data(), why.size(), error, error_size);
    delete made;
  } catch (...) {
    static const char message[] = "out of memory";
    copy_error(message, sizeof message - 1, error, error_size);
  }
  return nullptr;
}

extern "C" void pantau_re2_free(pantau_re2 *pattern) { delete pattern; }

extern "C" int pantau_re2_find(const pantau_re2 *pattern, const char *text, size_t length,
                               size_t from, size_t *start, size_t *end) {
  try {
    re2::StringPiece found;
    re2::StringPiece whole(text, length);
    if (from > length) return 0;
    if (!pattern->pattern.Match(whole, from, length, RE2::UNANCHORED, &found, 1)) return 0;
    *start = static_cast<size_t>(found.data() - text);
    *end = *start + found.size();
    return 1;
  } catch (...) {
    return 0;
  }
}
