/// The one byte buffer that the text of a field is gathered in, used again for every field.
///
/// libxml2 hands text over in many small pieces; a Swift array costs several times a plain copy for
/// each. Owns its memory and frees it in `deinit`.
final class TextBuffer {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int = 4_096) {
    self.capacity = max(capacity, 16)
    base = .allocate(capacity: self.capacity)
  }

  deinit {
    base.deallocate()
  }

  func removeAll() {
    count = 0
  }

  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

  @inline(__always)
  func append(_ source: UnsafePointer<UInt8>, _ length: Int) {
    if length > capacity - count { grow(by: length) }
    (base + count).update(from: source, count: length)
    count += length
  }

  @inline(__always)
  func append(_ byte: UInt8) {
    if count == capacity { grow(by: 1) }
    base[count] = byte
    count += 1
  }

  func append(_ text: StaticString) {
    append(text.utf8Start, text.utf8CodeUnitCount)
  }

  /// Puts other bytes in the place of all.
  func replace(with bytes: [UInt8]) {
    count = 0
    bytes.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { append(start, source.count) }
    }
  }

  @inline(never)
  private func grow(by length: Int) {
    let wanted = max(count + length, capacity + capacity / 2)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted)
    larger.update(from: base, count: count)
    base.deallocate()
    base = larger
    capacity = wanted
  }
}
