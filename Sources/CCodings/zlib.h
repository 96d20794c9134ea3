// What of zlib is called, found in libz.so.1 at its first use: libxml2 and libcurl bring the library along,
// but its headers are in a package that nothing else here needs. The functions and the stream have had the
// same form since zlib 1.2.0.
#ifndef PANTAU_ZLIB_H
#define PANTAU_ZLIB_H

#include <stddef.h>
#include <stdint.h>

// `z_stream`; zlib is told its size, and refuses another one.
struct pantau_zlib_stream {
  const uint8_t *next_in;
  unsigned int avail_in;
  unsigned long total_in;
  uint8_t *next_out;
  unsigned int avail_out;
  unsigned long total_out;
  const char *message;
  void *state;
  void *(*allocate)(void *, unsigned int, unsigned int);
  void (*release)(void *, void *);
  void *context;
  int data_type;
  unsigned long checksum;
  unsigned long reserved;
};

// The types are those of zlib.h on systems where `unsigned long` holds a size.
#define PANTAU_ZLIB_FUNCTIONS(each)                                                   \
  each(unsigned long, compressBound, (unsigned long))                                 \
  each(int, deflateInit_, (struct pantau_zlib_stream *, int, const char *, int))      \
  each(int, deflateReset, (struct pantau_zlib_stream *))                              \
  each(int, deflate, (struct pantau_zlib_stream *, int))                              \
  each(int, uncompress, (uint8_t *, unsigned long *, const uint8_t *, unsigned long)) \
  each(unsigned long, crc32, (unsigned long, const uint8_t *, unsigned int))          \
  each(int, inflateInit2_, (struct pantau_zlib_stream *, int, const char *, int))     \
  each(int, inflateReset, (struct pantau_zlib_stream *))                              \
  each(int, inflate, (struct pantau_zlib_stream *, int))                              \
  each(int, inflateEnd, (struct pantau_zlib_stream *))

#define FIELD(type, name, parameters) type(*name) parameters;
struct pantau_zlib {
  PANTAU_ZLIB_FUNCTIONS(FIELD)
};
#undef FIELD

// The return codes and flush values that are looked at or asked for.
enum { pantau_z_ok = 0, pantau_z_stream_end = 1, pantau_z_buffer_error = -5, pantau_z_finish = 4 };

// Null where there is no zlib.
#pragma GCC visibility push(hidden)
const struct pantau_zlib *pantau_zlib(void);
#pragma GCC visibility pop

#endif
