// What packs bytes and unpacks them: zlib, libdeflate, Brotli and zstd, each found at its first use, for
// libcurl brings most of them along, but their headers are in packages that nothing else here needs
// (docs/decisions/0046-bodies-unpacked-here.md, 0073-evidence.md).
#ifndef PANTAU_CCODINGS_H
#define PANTAU_CCODINGS_H

#include <stddef.h>
#include <stdint.h>

// MARK: Packing, by libdeflate where it is there, else by zlib

// The most bytes that packing so many may need; 0 where there is no zlib.
size_t pantau_zlib_bound(size_t count);
// Packs into a zlib stream (RFC 1950) of at most `room` bytes; its length, or 0 where that failed. From
// any thread; one after the other.
size_t pantau_zlib_pack(uint8_t *to, size_t room, const uint8_t *from, size_t count);
// Unpacks a zlib stream into `room` bytes; 1 where it was whole and filled them exactly.
int pantau_zlib_unpack(uint8_t *to, size_t room, const uint8_t *from, size_t count);
// The CRC-32 of gzip (RFC 1952, section 8).
uint32_t pantau_zlib_crc32(const uint8_t *bytes, size_t count);

// MARK: Content codings of HTTP (RFC 9110, section 8.4.1)

enum pantau_coding { PANTAU_DEFLATE, PANTAU_GZIP, PANTAU_BROTLI, PANTAU_ZSTD };

// Unpacks a gzip file of one member at once, by libdeflate: three times as fast as zlib. The number of
// bytes; 0 where there is no libdeflate, or the file is not whole, holds more, or needs more than `room`.
// From any thread; one after the other.
size_t pantau_gzip_unpack(uint8_t *to, size_t room, const uint8_t *from, size_t count);

struct pantau_unpacker;

// Null where the coding's library is not there, or there is no memory.
struct pantau_unpacker *pantau_unpacker_make(enum pantau_coding coding);
void pantau_unpacker_free(struct pantau_unpacker *unpacker);

// Goes on: takes `*from_count` bytes at most, puts `*to_count` at most, and leaves there how many it took
// and put; 0 where the bytes are none of this coding. Behind the end it takes what comes and puts nothing,
// but for gzip and zstd that go on with another member or frame.
int pantau_unpacker_go_on(
    struct pantau_unpacker *unpacker, uint8_t *to, size_t *to_count, const uint8_t *from,
    size_t *from_count);

#endif
