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

  /// Appends text as HTML source.
  func appendEscaped(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else { return }
    var from = 0
    for index in bytes.indices where start[index] == 0x3C || start[index] == 0x26 {
      append(start + from, index - from)
      append(start[index] == 0x3C ? "&lt;" : "&amp;")
      from = index + 1
    }
    append(start + from, bytes.count - from)
  }

  /// Appends a tag without attributes; the name ends at its NUL.
  func appendTag(_ name: UnsafePointer<UInt8>, isEnd: Bool) {
    append(UInt8(ascii: "<"))
    if isEnd { append(UInt8(ascii: "/")) }
    var next = name
    while next.pointee != 0 {
      append(next.pointee)
      next += 1
    }
    append(UInt8(ascii: ">"))
  }

  private func append(_ text: StaticString) {
    append(text.utf8Start, text.utf8CodeUnitCount)
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
