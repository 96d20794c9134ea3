import Testing

@testable import pantau

@Suite("The short way into pantau parse")
struct FeedPrinterTests {
  @Test("Files and options that need no explanation are taken as they stand")
  func plain() throws {
    let taken = try #require(
      FeedPrinter.plain(["parse", "--url", "https://a.example/", "--json", "a.xml", "-"]))
    #expect(taken.files == ["a.xml", "-"])
    #expect(taken.printer.url == "https://a.example/")
    #expect(taken.printer.contentType == nil)
    let typed = try #require(FeedPrinter.plain(["parse", "-", "--content-type", "text/xml"]))
    #expect(typed.printer.contentType == "text/xml")
  }

  @Test(
    "Everything else is the argument parser's",
    arguments: [
      [], ["parse"], ["parse", "--help"], ["parse", "a.xml", "--urll", "x"], ["parse", "--url"],
      ["parse", "--url", "--json", "a.xml"], ["parse", "--url=x", "a.xml"], ["parse", ""],
      ["parse", "--", "a.xml"], ["feeds", "a.xml"], ["parse", "a.xml", "--content-type"],
    ])
  func other(_ arguments: [String]) {
    #expect(FeedPrinter.plain(arguments) == nil)
  }
}
