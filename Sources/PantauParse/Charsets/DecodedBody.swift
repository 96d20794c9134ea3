/// A body after decoding.
struct DecodedBody {
  /// Valid UTF-8 without a byte order mark.
  var bytes: [UInt8]
  /// The name of the encoding it was read in (WHATWG Encoding Standard), "utf-8" for most.
  var encoding: String
  /// What was odd, one sentence each.
  var warnings: [String]
}
