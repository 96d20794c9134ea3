/// The body of an answer as it comes in; a packed one is unpacked when it is whole.
///
/// libdeflate unpacks a whole gzip file three times as fast as zlib does piece by piece, and until then
/// it takes a third of the memory. What grows large is unpacked as it comes all the same, so that a bomb
/// ends at the limit (docs/decisions/0046-bodies-unpacked-here.md).
struct IncomingBody {
  /// What is held of it, packed or unpacked.
  private(set) var bytes: [UInt8] = []
  private let codings: [ContentCoding]
  private let limit: Int
  private let claimedBytes: Int
  private let budget: BodyBudget
  private var unpacker: BodyUnpacker?

  /// A body of one coding is unpacked as it comes from so many bytes on.
  private static let maxWaitingBytes = 262_144

  /// Takes what the answer's header says of its body, and how many unpacked bytes there may be.
  ///
  /// - Throws: where it is packed in a way that is not known.
  init(_ headers: HTTPHeaders, limit: Int, budget: BodyBudget) throws(Transfer.Stop) {
    codings = try ContentCoding.all(of: headers)
    let claimed = headers.first("Content-Length").flatMap { Int($0) } ?? 0
    claimedBytes = min(max(claimed, 0), Int(Int32.max))
    self.limit = limit
    self.budget = budget
    // libcurl's own limit would judge a packed body by its size on the wire.
    if codings.isEmpty, claimedBytes > limit { throw .tooLarge }
  }

  /// Takes some more bytes as they came.
  ///
  /// - Throws: where there are too many, or they are damaged.
  mutating func take(_ more: UnsafeRawBufferPointer) throws(Transfer.Stop) {
    if unpacker == nil, codings.count == 1, bytes.count + more.count > Self.maxWaitingBytes {
      let packed = bytes
      bytes = []
      try unpack(packed, by: codings[0])
    }
    if let unpacker {
      return try unpacker.unpack(more, onto: &bytes, limit: limit, in: budget.room)
    }
    // What cannot be packed grows a little: by five bytes a block of 64 kB at worst, and heads and tails.
    let most = codings.isEmpty ? limit : limit + limit / 8 + 1_024
    guard more.count <= most - bytes.count else { throw .tooLarge }
    if bytes.isEmpty {
      // A first guess, so that growing copies little; bounded, for servers lie.
      bytes = budget.storage(for: max(more.count, min(claimedBytes, Self.maxWaitingBytes)))
    }
    bytes.append(contentsOf: more)
  }

  /// The body, unpacked.
  ///
  /// What was cut off within is given as far as it can be read, for that is for its reader to judge.
  ///
  /// - Throws: where it is damaged, or has more bytes than it may.
  consuming func whole() throws(Transfer.Stop) -> [UInt8] {
    guard unpacker == nil, !bytes.isEmpty else { return bytes }
    for coding in codings.reversed() {
      if coding == .gzip, let unpacked = budget.room.gzipMember(bytes) {
        guard unpacked.count <= limit else { throw .tooLarge }
        bytes = budget.storage(for: unpacked.count)
        bytes.append(contentsOf: unpacked)
      } else {
        let packed = bytes
        bytes = []
        try unpack(packed, by: coding)
      }
    }
    return bytes
  }

  private mutating func unpack(_ packed: [UInt8], by coding: ContentCoding) throws(Transfer.Stop) {
    guard let unpacker = BodyUnpacker(coding) else {
      throw .badEncoding("it is \(coding), whose library is not there")
    }
    self.unpacker = unpacker
    try packed.withUnsafeBufferPointer { packed throws(Transfer.Stop) in
      try unpacker.unpack(
        UnsafeRawBufferPointer(packed), onto: &bytes, limit: limit, in: budget.room)
    }
  }
}
