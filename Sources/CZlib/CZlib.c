#include "CZlib.h"

#include <dlfcn.h>
#include <pthread.h>

// The types are those of zlib.h on systems where `unsigned long` holds a size.
static unsigned long (*bound)(unsigned long);
static int (*pack)(uint8_t *, unsigned long *, const uint8_t *, unsigned long, int);
static int (*unpack)(uint8_t *, unsigned long *, const uint8_t *, unsigned long);
static unsigned long (*checksum)(unsigned long, const uint8_t *, unsigned int);
static int is_there;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static const int ok = 0;
// zlib's default.
static const int level = 6;

static void load(void) {
  void *object = dlopen("libz.so.1", RTLD_NOW | RTLD_LOCAL);
  if (!object) return;
  bound = (__typeof__(bound))dlsym(object, "compressBound");
  pack = (__typeof__(pack))dlsym(object, "compress2");
  unpack = (__typeof__(unpack))dlsym(object, "uncompress");
  checksum = (__typeof__(checksum))dlsym(object, "crc32");
  is_there = bound && pack && unpack && checksum;
}

static int has_zlib(void) {
  pthread_once(&once, load);
  return is_there;
}

size_t pantau_zlib_bound(size_t count) { return has_zlib() ? bound(count) : 0; }

size_t pantau_zlib_pack(uint8_t *to, size_t room, const uint8_t *from, size_t count) {
  unsigned long length = room;
  return has_zlib() && pack(to, &length, from, count, level) == ok ? length : 0;
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
