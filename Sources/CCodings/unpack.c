#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>

#include "include/CCodings.h"
#include "libdeflate.h"
#include "zlib.h"

#define FIND(type, name, parameters) \
  if (!(name = (type(*) parameters)dlsym(object, #name))) return;

// MARK: libdeflate, a gzip file at once

static void *decompressor;
static pthread_mutex_t unpacking = PTHREAD_MUTEX_INITIALIZER;

size_t pantau_gzip_unpack(uint8_t *to, size_t room, const uint8_t *from, size_t count) {
  const struct pantau_libdeflate *library = pantau_libdeflate();
  if (!library) return 0;
  size_t taken = 0, put = 0;
  int fault = 1;
  pthread_mutex_lock(&unpacking);
  if (!decompressor) decompressor = library->alloc_decompressor();
  if (decompressor) {
    fault = library->gzip_decompress_ex(decompressor, from, count, to, room, &taken, &put);
  }
  pthread_mutex_unlock(&unpacking);
  return fault == 0 && taken == count ? put : 0;
}

// MARK: Brotli and zstd

#define STATIC(type, name, parameters) static type(*name) parameters;
#define BROTLI_FUNCTIONS(each)                                  \
  each(void *, BrotliDecoderCreateInstance, (void *, void *, void *)) \
  each(int, BrotliDecoderDecompressStream,                      \
       (void *, size_t *, const uint8_t **, size_t *, uint8_t **, size_t *)) \
  each(void, BrotliDecoderDestroyInstance, (void *))

BROTLI_FUNCTIONS(STATIC)
static int has_brotli;
static pthread_once_t brotli_once = PTHREAD_ONCE_INIT;

static void load_brotli(void) {
  void *object = dlopen("libbrotlidec.so.1", RTLD_NOW | RTLD_LOCAL);
  if (!object) return;
  BROTLI_FUNCTIONS(FIND)
  has_brotli = 1;
}

// `ZSTD_inBuffer` and `ZSTD_outBuffer`.
struct zstd_in {
  const void *bytes;
  size_t count;
  size_t place;
};
struct zstd_out {
  void *bytes;
  size_t count;
  size_t place;
};

#define ZSTD_FUNCTIONS(each)                                                \
  each(void *, ZSTD_createDCtx, (void))                                     \
  each(size_t, ZSTD_DCtx_setParameter, (void *, int, int))                  \
  each(size_t, ZSTD_decompressStream, (void *, struct zstd_out *, struct zstd_in *)) \
  each(unsigned, ZSTD_isError, (size_t))                                    \
  each(size_t, ZSTD_freeDCtx, (void *))

ZSTD_FUNCTIONS(STATIC)
static int has_zstd;
static pthread_once_t zstd_once = PTHREAD_ONCE_INIT;

static void load_zstd(void) {
  void *object = dlopen("libzstd.so.1", RTLD_NOW | RTLD_LOCAL);
  if (!object) return;
  ZSTD_FUNCTIONS(FIND)
  has_zstd = 1;
}

// `ZSTD_d_windowLogMax`, and what HTTP allows at most: 8 MB (RFC 9659).
enum { zstd_window_parameter = 100, zstd_window_bits = 23 };

// MARK: One way for all of them

struct pantau_unpacker {
  enum pantau_coding coding;
  struct pantau_zlib_stream stream;
  // Whether zlib's state was made: for `deflate` the first byte tells in which of its two forms.
  int has_stream;
  // Whether the last byte taken was the last of a stream, member or frame.
  int has_ended;
  // Brotli's or zstd's.
  void *state;
};

struct pantau_unpacker *pantau_unpacker_make(enum pantau_coding coding) {
  struct pantau_unpacker *unpacker = calloc(1, sizeof(*unpacker));
  if (!unpacker) return NULL;
  unpacker->coding = coding;
  int is_made = 0;
  switch (coding) {
    case PANTAU_DEFLATE:
    case PANTAU_GZIP:
      is_made = pantau_zlib() != NULL;
      break;
    case PANTAU_BROTLI:
      pthread_once(&brotli_once, load_brotli);
      if (has_brotli) unpacker->state = BrotliDecoderCreateInstance(NULL, NULL, NULL);
      is_made = unpacker->state != NULL;
      break;
    case PANTAU_ZSTD:
      pthread_once(&zstd_once, load_zstd);
      if (has_zstd) unpacker->state = ZSTD_createDCtx();
      is_made = unpacker->state != NULL
          && !ZSTD_isError(
              ZSTD_DCtx_setParameter(unpacker->state, zstd_window_parameter, zstd_window_bits));
      break;
  }
  if (is_made) return unpacker;
  pantau_unpacker_free(unpacker);
  return NULL;
}

void pantau_unpacker_free(struct pantau_unpacker *unpacker) {
  if (!unpacker) return;
  if (unpacker->has_stream) pantau_zlib()->inflateEnd(&unpacker->stream);
  if (unpacker->state && unpacker->coding == PANTAU_BROTLI) {
    BrotliDecoderDestroyInstance(unpacker->state);
  } else if (unpacker->state) {
    ZSTD_freeDCtx(unpacker->state);
  }
  free(unpacker);
}

// What `inflateInit2_` is to expect: gzip or zlib, whichever it is; for `deflate` zlib (RFC 1950), or nothing
// around the data where no zlib stream begins with that byte, as some servers have it.
static int window_bits(enum pantau_coding coding, uint8_t first) {
  if (coding == PANTAU_GZIP) return 15 + 32;
  return (first & 15) == 8 && first >> 4 <= 7 ? 15 : -15;
}

static int inflate_more(
    struct pantau_unpacker *unpacker, uint8_t *to, size_t *to_count, const uint8_t *from,
    size_t *from_count) {
  const struct pantau_zlib *zlib = pantau_zlib();
  struct pantau_zlib_stream *stream = &unpacker->stream;
  int code = pantau_z_ok;
  if (!unpacker->has_stream) {
    int bits = window_bits(unpacker->coding, from[0]);
    code = zlib->inflateInit2_(stream, bits, "1", sizeof(*stream));
    unpacker->has_stream = code == pantau_z_ok;
  } else if (unpacker->has_ended) {
    code = zlib->inflateReset(stream);
  }
  if (code != pantau_z_ok) return 0;
  stream->next_in = from;
  stream->avail_in = *from_count > UINT_MAX ? UINT_MAX : (unsigned int)*from_count;
  stream->next_out = to;
  stream->avail_out = *to_count > UINT_MAX ? UINT_MAX : (unsigned int)*to_count;
  code = zlib->inflate(stream, 0);
  *from_count = (size_t)(stream->next_in - from);
  *to_count = (size_t)(stream->next_out - to);
  unpacker->has_ended = code == pantau_z_stream_end;
  return unpacker->has_ended || code == pantau_z_ok || code == pantau_z_buffer_error;
}

// Brotli's results: 0 is a fault, 1 the end.
static int brotli_more(
    struct pantau_unpacker *unpacker, uint8_t *to, size_t *to_count, const uint8_t *from,
    size_t *from_count) {
  size_t left_in = *from_count, left_out = *to_count;
  int code = BrotliDecoderDecompressStream(
      unpacker->state, &left_in, &from, &left_out, &to, NULL);
  *from_count -= left_in;
  *to_count -= left_out;
  unpacker->has_ended = code == 1;
  return code != 0;
}

static int zstd_more(
    struct pantau_unpacker *unpacker, uint8_t *to, size_t *to_count, const uint8_t *from,
    size_t *from_count) {
  struct zstd_in in = {from, *from_count, 0};
  struct zstd_out out = {to, *to_count, 0};
  size_t code = ZSTD_decompressStream(unpacker->state, &out, &in);
  *from_count = in.place;
  *to_count = out.place;
  unpacker->has_ended = code == 0;
  return !ZSTD_isError(code);
}

// Whether what follows an end is another gzip member (RFC 1952, section 2.2) or zstd frame (RFC 8878,
// section 3), by its first byte.
static int goes_on(enum pantau_coding coding, uint8_t first) {
  return (coding == PANTAU_GZIP && first == 0x1F) || (coding == PANTAU_ZSTD && first == 0x28);
}

int pantau_unpacker_go_on(
    struct pantau_unpacker *unpacker, uint8_t *to, size_t *to_count, const uint8_t *from,
    size_t *from_count) {
  int is_new = !unpacker->has_stream && !unpacker->state;
  if (*from_count == 0 ? is_new || unpacker->has_ended
                       : unpacker->has_ended && !goes_on(unpacker->coding, from[0])) {
    *to_count = 0;
    return 1;
  }
  switch (unpacker->coding) {
    case PANTAU_BROTLI: return brotli_more(unpacker, to, to_count, from, from_count);
    case PANTAU_ZSTD: return zstd_more(unpacker, to, to_count, from, from_count);
    default: return inflate_more(unpacker, to, to_count, from, from_count);
  }
}
