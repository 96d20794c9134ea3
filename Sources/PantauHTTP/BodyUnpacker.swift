import CCodings

/// Unpacks a body of one coding as it comes.
final class BodyUnpacker {
  private let state: OpaquePointer
  private let coding: ContentCoding

  /// Nil where the coding's library is not there.
  init?(_ coding: ContentCoding) {
    guard let state = pantau_unpacker_make(coding.code) else { return nil }
    (self.state, self.coding) = (state, coding)
  }

  deinit { pantau_unpacker_free(state) }

  /// Appends what some more packed bytes hold.
  ///
  /// - Throws: where they are damaged, or hold more than the limit leaves room for.
  func unpack(
    _ packed: UnsafeRawBufferPointer, onto body: inout [UInt8], limit: Int, in room: UnpackingRoom
  ) throws(Transfer.Stop) {
    guard var place = packed.bindMemory(to: UInt8.self).baseAddress else { return }
    var left = packed.count
    var isFull = false
    while left > 0 || isFull {
      var (taken, put) = (left, UnpackingRoom.bytes)
      guard pantau_unpacker_go_on(state, room.base, &put, place, &taken) == 1 else {
        throw .badEncoding("it is no \(coding)")
      }
      guard put <= limit - body.count else { throw .tooLarge }
      body.append(contentsOf: UnsafeBufferPointer(start: room.base, count: put))
      // What finds no room is handed out by a further call, even without more to take.
      isFull = put == UnpackingRoom.bytes
      guard taken > 0 || isFull else { break }
      place += taken
      left -= taken
    }
  }
}

/// Where bytes are unpacked to before their number is known; one for the fetch thread.
final class UnpackingRoom {
  /// Most documents fit in it.
  ///
  /// What they leave untouched takes no memory.
  static let bytes = 524_288
  let base = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes)

  deinit { base.deallocate() }

  /// The bytes of a gzip file of one member, unpacked in one go, until the next use; nil for any other
  /// file, for one that needs more room, and where there is no libdeflate.
  func gzipMember(_ file: [UInt8]) -> UnsafeBufferPointer<UInt8>? {
    guard file.count >= 18, file.starts(with: [0x1F, 0x8B]) else { return nil }
    // The last four bytes tell how many there are; no byte of a file makes more than 1,032 of them.
    let size = file.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    guard 1...min(Self.bytes, file.count * 1_032) ~= size else { return nil }
    let put = file.withUnsafeBufferPointer {
      pantau_gzip_unpack(base, size, $0.baseAddress, $0.count)
    }
    return put > 0 ? UnsafeBufferPointer(start: base, count: put) : nil
  }
}
