/// Text from elsewhere than a feed, read as the text of feeds is.
public enum ReadableText {
  /// Bytes of any encoding as text, by the rules for feeds.
  ///
  /// - Parameters:
  ///   - bytes: the text; what cannot be read comes out as U+FFFD.
  ///   - contentType: the server's `Content-Type`, if one sent it.
  public static func decoded(_ bytes: [UInt8], contentType: String? = nil) -> String {
    let body = CharsetDecoder.decode(bytes, httpCharset: contentType.flatMap(charset))
    return String(decoding: body.bytes, as: UTF8.self)
  }

  /// The text of a field: of one with tags or character references its text as HTML, any other as
  /// it is.
  public static func plain(_ field: String) -> String {
    withBytes(of: field) { HTMLText.looksLikeHTML($0) ? HTMLText.plainText($0) : field }
  }

  /// The text of a page: its `<title>`, and all that is shown.
  public static func page(_ html: String) -> (title: String?, text: String) {
    (title(of: html), withBytes(of: html) { HTMLText.plainText($0) })
  }

  private static func withBytes<Value>(
    of text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Value
  ) -> Value {
    var text = text
    return text.withUTF8(body)
  }

  /// `text/html; charset=utf-8` names an encoding behind `charset=` (RFC 9110, section 8.3.1).
  private static func charset(_ contentType: String) -> String? {
    for parameter in contentType.split(separator: ";").dropFirst() {
      let parts = parameter.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, parts[0].filter({ $0 != " " }).lowercased() == "charset" else {
        continue
      }
      return String(parts[1].filter { $0 != "\"" && $0 != " " })
    }
    return nil
  }

  /// What stands between the first `<title …>` and the tag behind it.
  private static func title(of html: String) -> String? {
    let bytes = Array(html.utf8)
    let name = Array("<title".utf8)
    guard
      let start = bytes.indices.first(where: { index in
        bytes[index] == name[0] && index + name.count < bytes.count
          && zip(bytes[index...], name).allSatisfy { $0 == $1 || $0 | 0x20 == $1 }
      }),
      let open = bytes[start...].firstIndex(of: UInt8(ascii: ">"))
    else { return nil }
    let text = bytes[(open + 1)...].prefix { $0 != UInt8(ascii: "<") }
    let plain = text.withUnsafeBufferPointer { HTMLText.plainText($0) }
    return plain.isEmpty ? nil : plain
  }
}
