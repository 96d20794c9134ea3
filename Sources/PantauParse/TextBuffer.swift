#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

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
    guard let memory = malloc(self.capacity) else {
      preconditionFailure("there is no memory for a text of \(self.capacity) bytes")
    }
    base = memory.assumingMemoryBound(to: UInt8.self)
  }

  deinit {
    free(base)
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

  /// Memory behind the text, so many bytes and more, for the caller to write to.
  func room(for length: Int) -> UnsafeMutableBufferPointer<UInt8> {
    if length > capacity - count { grow(by: length) }
    return UnsafeMutableBufferPointer(start: base + count, count: capacity - count)
  }

  /// Appends the character whose UTF-8 is packed, lowest byte first.
  func append(packed: UInt64, count length: Int) {
    for offset in 0..<length { append(UInt8(truncatingIfNeeded: packed >> UInt64(offset * 8))) }
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

  func append(_ text: StaticString) {
    append(text.utf8Start, text.utf8CodeUnitCount)
  }

  func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    if let start = bytes.baseAddress { append(start, bytes.count) }
  }

  @inline(never)
  private func grow(by length: Int) {
    capacity = max(count + length, capacity + capacity / 2)
    // A large piece of memory is moved without a second one beside it.
    guard let larger = realloc(base, capacity) else {
      preconditionFailure("there is no memory for a text of \(capacity) bytes")
    }
    base = larger.assumingMemoryBound(to: UInt8.self)
  }
}
