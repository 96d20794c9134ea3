/// What publishing systems write where the address of an article should stand.
enum ArticleLink {
  /// The reference that is meant; nil where it leads to no page.
  ///
  /// `www.kota.example/1` lacks its scheme, a byte order mark or a zero-width space stands before an
  /// address that was pasted, and `javascript:` and the like are what a menu does when clicked.
  static func meant(_ reference: String) -> String? {
    if reference.utf8.first == UInt8(ascii: "h") { return reference }
    var reference = reference
    if reference.utf8.first ?? 0 >= 0x80 {
      reference = String(reference.unicodeScalars.drop { isInvisible($0) })
    }
    return reference.withUTF8 { bytes in
      if bytes.holds("www.", at: 0) { return "http://" + String(decoding: bytes, as: UTF8.self) }
      let leadsNowhere = noPages.contains { bytes.holds($0, at: 0) }
      return leadsNowhere ? nil : String(decoding: bytes, as: UTF8.self)
    }
  }

  private static let noPages: [StaticString] = [
    "javascript:", "vbscript:", "data:", "mailto:", "tel:", "about:",
  ]

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xFEFF, 0x200B...0x200F, 0x2060, 0xA0: true
    default: false
    }
  }
}
