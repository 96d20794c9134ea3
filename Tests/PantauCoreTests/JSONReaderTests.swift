import PantauCore
import Testing

@Suite("Reading JSON")
struct JSONReaderTests {
  private func read(_ text: String) throws -> JSONNode { try JSONReader.read(Array(text.utf8)) }

  private func fault(_ text: String) -> String? {
    do {
      _ = try JSONReader.read(Array(text.utf8))
      return nil
    } catch {
      return "\(TextPosition(of: error.offset, in: Array(text.utf8))): \(error.problem)"
    }
  }

  @Test("reads every kind of value and where it stands")
  func values() throws {
    let node = try read(
      " {\"a\": [1, -2.5e1, true, null, \"x\\n\\u00e9\\ud83d\\ude00\"], \"a\": {}}")
    #expect(node.start == 1)
    #expect(node["a"]?.array?.map(\.start) == [8, 11, 19, 25, 31])
    #expect(node["a"]?.array?[0].int == 1)
    #expect(node["a"]?.array?[1].double == -25)
    #expect(node["a"]?.array?[2].bool == true)
    #expect(node["a"]?.array?[4].string == "x\né😀")
    guard case .object(let members) = node.value else { return #expect(Bool(false)) }
    #expect(members.map(\.nameStart) == [2, 57])
  }

  @Test("a lone surrogate becomes a replacement character")
  func surrogates() throws {
    #expect(try read("\"a\\ud800b\\udc00\"").string == "a\u{FFFD}b\u{FFFD}")
    #expect(try read("\"\\ud800\\u0041\"").string == "\u{FFFD}A")
  }

  @Test(
    "says where the fault is and what to do",
    arguments: [
      ("{\"a\": 1,}", "line 1, column 9: remove the comma before the closing }"),
      (
        "[1\n 2]",
        "line 2, column 2: a comma or a closing bracket should stand here; is a comma missing?"
      ),
      ("{\"a\" 1}", "line 1, column 6: a colon should stand between \"a\" and its value"),
      (
        "{\"a\\nb\" 1}",
        "line 1, column 9: a colon should stand between \"a\u{FFFD}b\" and its value"
      ),
      ("// x", "line 1, column 1: JSON has no comments; remove it"),
      ("['a']", "line 1, column 2: strings stand in double quotes (\")"),
      ("[01]", "line 1, column 2: this is no JSON number (no leading zeros, a digit after -)"),
      ("\"a\nb\"", "line 1, column 3: the string of line 1, column 1 is not closed on its line"),
      ("\"\\x\"", "line 1, column 2: \\ starts no escape here; write \\\\ for a backslash itself"),
      (
        "{\"é\": 1} x",
        "line 1, column 10: there is more text after the end of the JSON value; remove it"
      ),
      (
        "",
        "line 1, column 1: the text ends where a value should stand; is a closing bracket missing?"
      ),
      ("{", "line 1, column 2: the { of line 1, column 1 is not closed; add a }"),
    ])
  func faults(_ text: String, _ message: String) {
    #expect(fault(text) == message)
  }

  @Test("nesting is bounded, on both sides of the bound")
  func depth() throws {
    let deep = { String(repeating: "[", count: $0) + String(repeating: "]", count: $0) }
    #expect(throws: Never.self) { try read(deep(257)) }
    #expect(throws: JSONSyntaxError.self) { try read(deep(258)) }
  }

  @Test("no cut of a text crashes")
  func cuts() {
    let text = Array("{\"a\": [1.5e-3, \"\\u00e9\\n\", {\"b\": null}], \"c\": false}".utf8)
    for length in 0..<text.count {
      #expect(throws: JSONSyntaxError.self) { try JSONReader.read(Array(text.prefix(length))) }
    }
  }
}

@Suite("Writing JSON")
struct JSONWriterTests {
  @Test("escapes what could break a line or turn a text around")
  func escapes() throws {
    var writer = JSONWriter()
    let text = "a\"\\\n\u{1}\u{7F}\u{85}\u{2028}\u{202E}\u{2066}é😀"
    writer.value(text)
    #expect(
      writer.text
        == "\"a\\\"\\\\\\n\\u0001\\u007f\\u0085\\u2028\\u202e\\u2066é😀\"")
    #expect(try JSONReader.read(writer.bytes).string == text)
  }

  @Test("separates members and elements")
  func structure() {
    var writer = JSONWriter()
    writer.object {
      $0.name("n")
      $0.value(1.25)
      $0.name("list")
      $0.array {
        $0.value("x")
        $0.value(-7)
        $0.object { _ in }
        $0.value(true)
        $0.value(nil as String?)
      }
    }
    #expect(writer.text == "{\"n\":1.25,\"list\":[\"x\",-7,{},true,null]}")
  }
}
