#include "CZlib.h"

#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>

// `z_stream`; zlib is told its size, and refuses another one.
struct stream {
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
static unsigned long (*bound)(unsigned long);
static int (*begin)(struct stream *, int, const char *, int);
static int (*again)(struct stream *);
static int (*deflate)(struct stream *, int);
static int (*unpack)(uint8_t *, unsigned long *, const uint8_t *, unsigned long);
static unsigned long (*checksum)(unsigned long, const uint8_t *, unsigned int);
static int is_there;
static pthread_once_t once = PTHREAD_ONCE_INIT;

// Z_OK, Z_STREAM_END, Z_FINISH and the default level.
static const int ok = 0, is_whole = 1, finish = 4, level = 6;

// One stream is kept for all: a new one's memory of 256 kB, taken from the system and given back for each
// alert, costs more than packing does.
static struct stream packer;
static int has_packer;
static pthread_mutex_t packing = PTHREAD_MUTEX_INITIALIZER;

static void load(void) {
  void *object = dlopen("libz.so.1", RTLD_NOW | RTLD_LOCAL);
  if (!object) return;
  bound = (__typeof__(bound))dlsym(object, "compressBound");
  begin = (__typeof__(begin))dlsym(object, "deflateInit_");
  again = (__typeof__(again))dlsym(object, "deflateReset");
  deflate = (__typeof__(deflate))dlsym(object, "deflate");
  unpack = (__typeof__(unpack))dlsym(object, "uncompress");
  checksum = (__typeof__(checksum))dlsym(object, "crc32");
  is_there = bound && begin && again && deflate && unpack && checksum;
}

static int has_zlib(void) {
  pthread_once(&once, load);
  return is_there;
}

size_t pantau_zlib_bound(size_t count) { return has_zlib() ? bound(count) : 0; }

size_t pantau_zlib_pack(uint8_t *to, size_t room, const uint8_t *from, size_t count) {
  if (!has_zlib() || room > UINT_MAX || count > UINT_MAX) return 0;
  size_t length = 0;
  pthread_mutex_lock(&packing);
  if (!has_packer) {
    has_packer = begin(&packer, level, "1", sizeof(packer)) == ok;
  } else {
    has_packer = again(&packer) == ok;
  }
  if (has_packer) {
    packer.next_in = from;
    packer.avail_in = (unsigned int)count;
    packer.next_out = to;
    packer.avail_out = (unsigned int)room;
    if (deflate(&packer, finish) == is_whole) length = packer.total_out;
  }
  pthread_mutex_unlock(&packing);
  return length;
}

int pantau_zlib_unpack(uint8_t *to, size_t room, const uint8_t *from, size_t count) {
  unsigned long length = room;
  return has_zlib() && unpack(to, &length, from, count) == ok && length == room;
}

uint32_t pantau_zlib_crc32(const uint8_t *bytes, size_t count) {
  if (!has_zlib()) return 0;
  unsigned long sum = 0;
  while (count > 0) {
    unsigned int part = count > 1u << 30 ? 1u << 30 : (unsigned int)count;
    sum = checksum(sum, bytes, part);
    bytes += part;
    count -= part;
  }
  return (uint32_t)sum;
}
