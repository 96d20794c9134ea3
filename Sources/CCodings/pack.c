#include <limits.h>
#include <pthread.h>

#include "include/CCodings.h"
#include "libdeflate.h"
#include "zlib.h"

// The default level of both libraries.
static const int level = 6;

// One packer of each is kept for all: a new one's memory of 256 kB and more, taken from the system and given
// back for each alert, costs more than packing does.
static void *compressor;
static struct pantau_zlib_stream packer;
static int has_packer;
static pthread_mutex_t packing = PTHREAD_MUTEX_INITIALIZER;

size_t pantau_zlib_bound(size_t count) {
  const struct pantau_zlib *zlib = pantau_zlib();
  return zlib ? zlib->compressBound(count) : 0;
}

// By libdeflate; 0 where there is none.
static size_t pack_by_libdeflate(uint8_t *to, size_t room, const uint8_t *from, size_t count) {
  const struct pantau_libdeflate *library = pantau_libdeflate();
  if (!library) return 0;
  if (!compressor) compressor = library->alloc_compressor(level);
  return compressor ? library->zlib_compress(compressor, from, count, to, room) : 0;
}

static size_t pack_by_zlib(uint8_t *to, size_t room, const uint8_t *from, size_t count) {
  const struct pantau_zlib *zlib = pantau_zlib();
  if (!zlib || room > UINT_MAX || count > UINT_MAX) return 0;
  size_t length = 0;
  if (!has_packer) {
    has_packer = zlib->deflateInit_(&packer, level, "1", sizeof(packer)) == pantau_z_ok;
  } else {
    has_packer = zlib->deflateReset(&packer) == pantau_z_ok;
  }
  if (has_packer) {
    packer.next_in = from;
    packer.avail_in = (unsigned int)count;
    packer.next_out = to;
    packer.avail_out = (unsigned int)room;
    if (zlib->deflate(&packer, pantau_z_finish) == pantau_z_stream_end) length = packer.total_out;
  }
  return length;
}

size_t pantau_zlib_pack(uint8_t *to, size_t room, const uint8_t *from, size_t count) {
  pthread_mutex_lock(&packing);
  size_t length = pack_by_libdeflate(to, room, from, count);
  if (length == 0) length = pack_by_zlib(to, room, from, count);
  pthread_mutex_unlock(&packing);
  return length;
}

int pantau_zlib_unpack(uint8_t *to, size_t room, const uint8_t *from, size_t count) {
  const struct pantau_zlib *zlib = pantau_zlib();
  unsigned long length = room;
  return zlib && zlib->uncompress(to, &length, from, count) == pantau_z_ok && length == room;
}

uint32_t pantau_zlib_crc32(const uint8_t *bytes, size_t count) {
  const struct pantau_zlib *zlib = pantau_zlib();
  if (!zlib) return 0;
  unsigned long sum = 0;
  while (count > 0) {
    unsigned int part = count > 1u << 30 ? 1u << 30 : (unsigned int)count;
    sum = zlib->crc32(sum, bytes, part);
    bytes += part;
    count -= part;
  }
  return (uint32_t)sum;
}
