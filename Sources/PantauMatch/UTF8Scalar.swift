/// Reading single characters of valid UTF-8.
enum UTF8Scalar {
  /// The scalar at a place of valid UTF-8 (a Swift string's or our own), and its bytes.
  @inline(__always)
  static func decode(_ place: UnsafePointer<UInt8>) -> (scalar: UInt32, width: Int) {
    let lead = place[0]
    if lead < 0x80 { return (UInt32(lead), 1) }
    if lead < 0xE0 { return (UInt32(lead & 0x1F) << 6 | tail(place, 1), 2) }
    if lead < 0xF0 { return (UInt32(lead & 0x0F) << 12 | tail(place, 1) << 6 | tail(place, 2), 3) }
    let high = UInt32(lead & 0x07) << 18 | tail(place, 1) << 12
    return (high | tail(place, 2) << 6 | tail(place, 3), 4)
  }

  @inline(__always)
  private static func tail(_ place: UnsafePointer<UInt8>, _ index: Int) -> UInt32 {
    UInt32(place[index] & 0x3F)
  }
}
