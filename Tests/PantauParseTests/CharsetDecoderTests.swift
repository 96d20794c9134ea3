import Testing

@testable import PantauParse

private func text(_ body: DecodedBody) -> String { String(decoding: body.bytes, as: UTF8.self) }

private func decode(_ body: [UInt8], http: String? = nil) -> DecodedBody {
  CharsetDecoder.decode(body, httpCharset: http)
}

/// The text of bytes in an encoding, decoded so few at a time that every border is met.
private func decoded(_ bytes: [UInt8], _ encoding: TextEncoding) -> [UInt8]? {
  bytes.withUnsafeBufferPointer { source in
    guard let decoder = BodyDecoder(source, from: encoding) else { return nil }
    var text: [UInt8] = []
    while true {
      let piece = [UInt8](unsafeUninitializedCapacity: BodyDecoder.minRoom) { room, count in
        let room = UnsafeMutableBufferPointer(rebasing: room[..<BodyDecoder.minRoom])
        count = decoder.decode(into: room)
      }
      if piece.isEmpty { return text }
      text += piece
    }
  }
}

private func hex(_ digits: String) -> [UInt8] {
  let digits = Array(digits.utf8)
  return stride(from: 0, to: digits.count, by: 2).compactMap {
    UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
  }
}

@Suite("Encodings of bodies")
struct CharsetDecoderTests {
  private static let samples: [(String, String, String)] = [
    (
      "windows-1251", "Съешь ещё этих мягких булок",
      "d1fae5f8fc20e5f9b820fdf2e8f520ecffe3eae8f520e1f3ebeeea"
    ),
    (
      "koi8-r", "Съешь ещё этих мягких булок",
      "f3dfc5dbd820c5dda320dcd4c9c820cdd1c7cbc9c820c2d5cccfcb"
    ),
    ("koi8-u", "Їжак і ґудзик", "b7d6c1cb20a620add5c4dac9cb"),
    ("iso-8859-1", "Où est la fête", "4ff920657374206c612066ea7465"),
    ("windows-1252", "“Kutip” – €5…", "934b7574697094209620803585"),
    ("iso-8859-15", "5 € Œuvre", "3520a420bc75767265"),
    ("iso-8859-2", "Zażółć gęślą jaźń", "5a61bff3b3e62067eab66cb1206a61bcf1"),
    ("iso-8859-5", "Новости дня", "bdded2dee1e2d820d4ddef"),
    ("iso-8859-7", "Νέα της ημέρας", "cddde120f4e7f220e7ecddf1e1f2"),
    ("iso-8859-9", "Şişli güneşli", "de69fe6c692067fc6e65fe6c69"),
    ("windows-1250", "Příliš žluťoučký", "50f8ed6c699a209e6c759d6f75e86bfd"),
    ("windows-1253", "Νέα της ημέρας", "cddde120f4e7f220e7ecddf1e1f2"),
    ("windows-1254", "Şişli güneşli", "de69fe6c692067fc6e65fe6c69"),
    ("windows-1255", "חדשות היום", "e7e3f9e5fa20e4e9e5ed"),
    ("windows-1256", "أخبار اليوم", "c3cec8c7d120c7e1ede6e3"),
    ("windows-1257", "Žinios ąčę", "de696e696f7320e0e8e6"),
    ("windows-1258", "Tin tưc", "54696e2074fd63"),
    ("windows-874", "ข่าววันนี้", "a2e8d2c7c7d1b9b9d5e9"),
    ("macintosh", "Où “là”", "4f9d20d26c88d3"),
    ("ibm866", "Новости дня", "8daea2aee1e2a820a4adef"),
    ("gb2312", "中文新闻标题", "d6d0cec4d0c2cec5b1eacce2"),
    ("gbk", "中文新聞標題", "d6d0cec4d0c2c28498cbee7d"),
    ("gb18030", "中文新聞標題😀", "d6d0cec4d0c2c28498cbee7d9439fc36"),
    ("big5", "中文新聞標題", "a4a4a4e5b773bb44bcd0c344"),
    ("shift_jis", "日本語のニュース①", "93fa967b8cea82cc836a8385815b83588740"),
    ("euc-jp", "日本語のニュース", "c6fccbdcb8eca4cea5cba5e5a1bca5b9"),
    ("iso-2022-jp", "日本語のニュース", "1b2442467c4b5c386c244e254b2565213c25391b2842"),
    ("euc-kr", "한국어 뉴스", "c7d1b1b9beee20b4babdba"),
    ("ks_c_5601-1987", "한국어 뉴스 똠", "c7d1b1b9beee20b4babdba208c63"),
  ]

  @Test("reads each encoding by the label of HTTP and of the declaration", arguments: samples)
  func readsByLabel(_ label: String, _ expected: String, _ body: String) {
    let byHTTP = decode(hex(body), http: label.uppercased())
    #expect(text(byHTTP) == expected)
    #expect(byHTTP.encoding == TextEncoding(label: label)?.rawValue)
    #expect(byHTTP.warnings.isEmpty)
    let declaration = "<?xml version=\"1.0\" encoding='\(label)'?>"
    let declared = decode(Array(declaration.utf8) + hex(body))
    #expect(text(declared) == declaration + expected)
    #expect(declared.encoding == byHTTP.encoding && declared.warnings.isEmpty)
  }

  @Test("reads UTF-16 and UTF-32, with a mark and without", arguments: [false, true])
  func readsWide(hasMark: Bool) {
    let source = "<?xml version='1.0' encoding='UTF-16'?><a>Kota Bontang 😀 新聞</a>"
    let marked = (hasMark ? "\u{FEFF}" : "") + source
    let utf16 = Array(marked.utf16)
    let utf32 = marked.unicodeScalars.map(\.value)
    let bodies: [(TextEncoding, [UInt8])] = [
      (.utf16le, utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
      (.utf16be, utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }),
      (.utf32le, utf32.flatMap { value in (0..<4).map { UInt8(value >> ($0 * 8) & 0xFF) } }),
      (.utf32be, utf32.flatMap { value in (0..<4).map { UInt8(value >> (24 - $0 * 8) & 0xFF) } }),
    ]
    for (encoding, bytes) in bodies {
      let body = decode(bytes, http: "utf-8")
      #expect(text(body) == source && body.encoding == encoding.rawValue)
    }
  }

  @Test("gives U+FFFD for half a character of UTF-16, and says so")
  func repairsUTF16() {
    let body = decode([0xFF, 0xFE, 0x61, 0, 0x00, 0xD8, 0x62, 0, 0x63])
    #expect(text(body) == "a\u{FFFD}b\u{FFFD}" && body.warnings.count == 1)
  }

  @Test("gives U+FFFD for a character of UTF-32 that is cut off", arguments: 1...3)
  func repairsUTF32(_ count: Int) {
    let rest = [UInt8](repeating: 0x62, count: count)
    #expect(text(decode([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0] + rest)) == "a\u{FFFD}")
    #expect(text(decode([0, 0, 0xFE, 0xFF, 0, 0, 0, 0x61] + rest)) == "a\u{FFFD}")
  }

  @Test("believes valid UTF-8 more than a label, and a mark more than both")
  func believesUTF8() {
    let source = "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><a>Où est la fête</a>"
    let body = decode(Array(source.utf8))
    #expect(text(body) == source && body.encoding == "utf-8")
    #expect(
      body.warnings == [
        "the XML declaration says “iso-8859-1”, but the text is valid UTF-8 and was read as such"
      ])
    let marked = decode([0xEF, 0xBB, 0xBF] + Array(source.utf8), http: "windows-1251")
    #expect(text(marked) == source && marked.warnings.isEmpty)
    #expect(text(decode([0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, 0x61])) == "a")
    #expect(decode(Array("Où".utf8), http: "UTF-8").warnings.isEmpty)
    #expect(decode(Array("plain".utf8), http: "koi8-r").encoding == "utf-8")
  }

  @Test("does not copy a body of valid UTF-8")
  func copiesNothing() throws {
    let source = Array("<rss>Ujung Pandang, é</rss>".utf8)
    try source.withUnsafeBufferPointer { body in
      let read = try #require(
        CharsetDecoder.textAsItIs(body, UTF8Check.check(body), httpCharset: nil))
      #expect(read.text.baseAddress == body.baseAddress)
      #expect(read.text.count == body.count)
    }
  }

  @Test("keeps UTF-8 with few bad bytes, each one U+FFFD; read as windows-1252 with many")
  func repairsUTF8() {
    let good = Array("Où est la fête à Nîmes ? Là, là, là, là, là, là. ".utf8)
    let body = decode(good + [0xFF, 0x61, 0xE2, 0x82, 0x61], http: "utf-8")
    #expect(text(body) == String(decoding: good, as: UTF8.self) + "\u{FFFD}a\u{FFFD}a")
    let one = decode(good + [0xFF, 0x61], http: "utf-8")
    #expect(text(one).hasSuffix(" \u{FFFD}a") && one.encoding == "utf-8")
    #expect(one.warnings == ["1 byte sequence is not UTF-8; it was read as U+FFFD"])
    let latin = decode([0x4F, 0xF9, 0x20, 0x66, 0xEA, 0x74, 0x65], http: "utf-8")
    #expect(text(latin) == "Où fête" && latin.encoding == "windows-1252")
    #expect(
      latin.warnings.first
        == "the HTTP header says “utf-8”, but the text is not; it was read as what fits it better")
  }

  @Test("reads windows-1252 with its control characters where nothing is declared")
  func readsUndeclared() {
    let body = decode([0x93, 0x61, 0x94, 0x81, 0x80])
    #expect(text(body) == "“a”\u{81}€" && body.encoding == "windows-1252")
    #expect(body.warnings.count == 1)
    let unknown = decode([0xE9], http: "x-unknown")
    #expect(text(unknown) == "é")
    #expect(
      unknown.warnings.first
        == "the HTTP header names an encoding that is not known, “x-unknown”")
  }

  @Test("a bad byte of a multi-byte encoding costs one character", arguments: samples.suffix(9))
  func repairsMultiByte(_ label: String, _ expected: String, _ body: String) {
    guard label != "iso-2022-jp" else { return }
    let long = Array(repeating: hex(body), count: 40).flatMap { $0 }
    let decoded = decode(long + [0xFF, 0x3C] + long, http: label)
    let whole = String(repeating: expected, count: 40)
    #expect(text(decoded) == whole + "\u{FFFD}<" + whole)
    #expect(decoded.warnings.count == 1)
  }

  @Test("catches a multi-byte label that lies, and takes the next")
  func catchesLies() {
    let body =
      Array("<?xml version='1.0' encoding='iso-8859-1'?><a>".utf8)
      + [0x46, 0xEA, 0x74, 0x65, 0x20, 0xE9, 0x74, 0xE9, 0x20, 0xE0, 0x20, 0x4E, 0xEE, 0x6D]
    let decoded = decode(body, http: "euc-jp")
    #expect(text(decoded).hasSuffix("<a>Fête été à Nîm") && decoded.encoding == "windows-1252")
    #expect(!decoded.warnings.isEmpty)
  }

  @Test(
    "reads labels as browsers do",
    arguments: [
      ("latin1", "windows-1252"), ("us-ascii", "windows-1252"), (" UTF8 ", "utf-8"),
      ("ISO_8859-1:1987", "windows-1252"), ("gb2312", "gbk"), ("x-sjis", "shift_jis"),
      ("Windows_1251", "windows-1251"), ("iso-8859-11", "windows-874"), ("tis-620", "windows-874"),
      ("iso-8859-9", "windows-1254"), ("cp1251", "windows-1251"), ("'utf-8'", "utf-8"),
      ("utf_16", "utf-16le"), ("big5-hkscs", "big5"), ("x-unknown", nil), ("", nil),
      ("utf", nil), ("hz-gb-2312", nil), ("utf-8 latin1", nil),
    ] as [(String, String?)])
  func readsLabels(_ label: String, _ expected: String?) {
    #expect(TextEncoding(label: label)?.rawValue == expected)
  }

  @Test(
    "finds the declaration behind white space and in any quotes",
    arguments: [
      ("<?xml version='1.0' encoding=\"koi8-r\"?>", "koi8-r"),
      ("\n  <?xml version='1.0' encoding = 'big5' standalone='yes'?>", "big5"),
      ("<?xml version='1.0'?><a encoding='big5'/>", nil), ("<?xml encoding='", ""), ("", nil),
      ("<?xml encoding", nil),
    ] as [(String, String?)])
  func findsDeclaration(_ source: String, _ expected: String?) {
    let label = Array(source.utf8).withUnsafeBufferPointer { XMLDeclaration.encodingLabel(of: $0) }
    #expect(label == expected)
  }

  @Test("agrees with the standard library on what is UTF-8, whatever the bytes")
  func agreesOnUTF8() {
    var random = SplitMix(state: 99)
    let pool: [UInt8] = [
      0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF,
      0xF0, 0xF1, 0xF4, 0xF5, 0xFF,
    ]
    for _ in 0..<20_000 {
      let count = Int(random.next() % 24)
      let bytes = (0..<count).map { _ in pool[Int(random.next() % UInt64(pool.count))] }
      let finding = bytes.withUnsafeBufferPointer { UTF8Check.check($0) }
      let isValid = String(validating: bytes, as: UTF8.self) != nil
      #expect(finding.isValid == isValid)
      #expect(decoded(bytes, .utf8) == Array(String(decoding: bytes, as: UTF8.self).utf8))
    }
  }

  @Test("gives valid UTF-8 whatever the bytes and the label")
  func alwaysValid() {
    var random = SplitMix(state: 5)
    for encoding in TextEncoding.allCases {
      for _ in 0..<20 {
        let bytes = (0..<60).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        let body = decode(bytes, http: encoding.rawValue)
        #expect(String(validating: body.bytes, as: UTF8.self) != nil)
        let converted = decoded(bytes, encoding) ?? [0xFF]
        #expect(String(validating: converted, as: UTF8.self) != nil)
      }
    }
  }
}
