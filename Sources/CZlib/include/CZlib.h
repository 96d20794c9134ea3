// zlib, found in libz.so.1 at its first use: libxml2 brings the library along, but its headers are in a
// package that nothing else here needs (docs/decisions/0073-evidence.md). The functions, and the
// stream that packs, have had the same form since zlib 1.2.0.
#ifndef PANTAU_CZLIB_H
#define PANTAU_CZLIB_H

#include <stddef.h>
#include <stdint.h>

// The most bytes that packing so many may need; 0 where there is no zlib.
size_t pantau_zlib_bound(size_t count);
// Packs into a zlib stream (RFC 1950) of at most `room` bytes; its length, or 0 where that failed. From
// any thread; one after the other.
size_t pantau_zlib_pack(uint8_t *to, size_t room, const uint8_t *from, size_t count);
// Unpacks a zlib stream into `room` bytes; 1 where it was whole and filled them exactly.
int pantau_zlib_unpack(uint8_t *to, size_t room, const uint8_t *from, size_t count);
// The CRC-32 of gzip (RFC 1952, section 8).
uint32_t pantau_zlib_crc32(const uint8_t *bytes, size_t count);

#endif
