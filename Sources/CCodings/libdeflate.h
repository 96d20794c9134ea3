// What of libdeflate is called, found in libdeflate.so.0 at its first use: it packs and unpacks what is whole
// up to three times as fast as zlib, but not every system has it.
#ifndef PANTAU_LIBDEFLATE_H
#define PANTAU_LIBDEFLATE_H

#include <stddef.h>

#define PANTAU_LIBDEFLATE_FUNCTIONS(each)                                                    \
  each(void *, alloc_compressor, (int))                                                     \
  each(size_t, zlib_compress, (void *, const void *, size_t, void *, size_t))               \
  each(void *, alloc_decompressor, (void))                                                  \
  each(int, gzip_decompress_ex,                                                             \
       (void *, const void *, size_t, void *, size_t, size_t *, size_t *))

#define FIELD(type, name, parameters) type(*name) parameters;
struct pantau_libdeflate {
  PANTAU_LIBDEFLATE_FUNCTIONS(FIELD)
};
#undef FIELD

// Null where there is no libdeflate.
#pragma GCC visibility push(hidden)
const struct pantau_libdeflate *pantau_libdeflate(void);
#pragma GCC visibility pop

#endif
