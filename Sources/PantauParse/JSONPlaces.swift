/// The places of a JSON Feed's items, without reading what stands in them.
enum JSONPlaces {
  /// The elements of the first array that is the outermost object's `items`.
  static func find(in bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    var places: [Range<Int>] = []
    var depth = 0
    var isInItems = false
    var key: Range<Int>?
    var start = 0
    var at = 0
    while at < bytes.count {
      let here = at
      at += 1
      switch bytes[here] {
      case UInt8(ascii: "\""):
        at = endOfString(bytes, from: at)
        if depth == 1 { key = here..<at }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        if isInItems, depth == 2 { start = here }
        if depth == 1, let name = key, bytes.holds("\"items\"", at: name.lowerBound),
          name.count == 7
        {
          isInItems = true
        }
        depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if isInItems, depth == 2 { places.append(start..<at) }
        if isInItems, depth == 1 { return places }
      default: break
      }
    }
    return places
  }

  private static func endOfString(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var at = start
    while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
      at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(at + 1, bytes.count)
  }
}
