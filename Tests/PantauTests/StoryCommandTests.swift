import PantauCore
import PantauTestSupport
import Testing

@Suite("A story on the terminal")
struct StoryCommandTests {
  private static let text = """
    Wali Kota Bontang meresmikan tanggul penahan banjir di Kelurahan Api-Api pada Selasa pagi. Tanggul \
    sepanjang 640 meter itu dibangun selama delapan bulan dan melindungi dua ribu rumah warga di tepi \
    sungai. Warga berharap genangan tidak lagi masuk ke permukiman ketika hujan deras datang.
    """

  private static func feed(_ outlet: String, _ title: String, _ text: String) -> [UInt8] {
    Array(
      """
      <rss version="2.0"><channel><title>\(outlet)</title><item><title>\(title)</title>
      <link>https://\(outlet.lowercased()).example/tanggul</link><guid isPermaLink="false">t</guid>
      <description>\(text)</description></item></channel></rss>
      """.utf8)
  }

  /// Three outlets with one story, one after the other; the first one then corrects its text.
  private func site() async throws -> Site {
    let site = try Site(feeds: #"["file:antara.xml", "file:kabar.xml", "file:pesisir.xml"]"#)
    func publish(_ outlet: String, _ title: String, _ text: String) async throws {
      _ = try site.folder.write(
        Self.feed(outlet, title, text), to: outlet.lowercased() + ".xml")
      #expect(try await RunningPantau.run(["run", "--once", "--config", site.config]).code == 0)
    }
    for name in ["kabar", "pesisir"] {
      _ = try site.folder.write(Array(Site.rss([]).utf8), to: name + ".xml")
    }
    try await publish("Antara", "Tanggul Api-Api diresmikan", Self.text)
    try await publish("Kabar", "Bontang kini punya tanggul baru", "BONTANG, KABAR - " + Self.text)
    try await publish(
      "Pesisir", "Tanggul melindungi dua ribu rumah", Self.text + " Tim PBB meninjau lokasi itu.")
    try await publish(
      "Antara", "Tanggul Api-Api diresmikan",
      Self.text.replacing("640 meter", with: "460 meter").replacing("deras ", with: ""))
    return site
  }

  private func output(_ site: Site, _ arguments: String...) async throws -> [String] {
    let run = try await RunningPantau.run(arguments + ["--config", site.config])
    #expect(run.code == 0)
    return run.output
  }

  /// Lines without their times.
  private func timeless(_ lines: [String]) -> [String] {
    lines.map { $0.replacing(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/, with: "TIME") }
  }

  private static let antara = """
    TIME [normal] Bontang: Tanggul Api-Api diresmikan | Antara | https://antara.example/tanggul \
    | +2 copies, first: Antara
    """
  private static let pesisir = """
    TIME [normal] PBB: Tanggul melindungi dua ribu rumah | Pesisir | https://pesisir.example/tanggul \
    | +2 copies, first: Antara
    """
  private static let copies = [
    """
      TIME  2  Kabar | 100 % alike | silent for Bontang | Bontang kini punya tanggul baru \
    | https://kabar.example/tanggul
    """,
    """
      TIME  3  Pesisir | 100 % alike | silent for Bontang | Tanggul melindungi dua ribu rumah \
    | https://pesisir.example/tanggul
    """,
  ]

  @Test("pantau alerts counts a story's copies and says who was first; --copies shows each")
  func alerts() async throws {
    let site = try await site()
    let lines = timeless(try await output(site, "alerts"))
    #expect(lines.count == 2)
    #expect(lines.first?.hasPrefix(Self.antara + " | Wali Kota [Bontang] meresmikan") == true)
    #expect(lines.last?.hasPrefix(Self.pesisir) == true)
    let copies = timeless(try await output(site, "alerts", "--copies", "--keyword", "Bontang"))
    let first =
      "    TIME  1  Antara | first | Tanggul Api-Api diresmikan | https://antara.example/tanggul"
    #expect(Array(copies.dropFirst()) == [first] + Self.copies.map { "  " + $0 })
  }

  @Test("pantau alerts --copies --json adds the items of the story to the alert's object")
  func json() async throws {
    let json = try await output(try await site(), "alerts", "--copies", "--json", "--limit", "1")
    let node = try JSONReader.read(Array(json.joined().utf8))
    let copies = try #require(node["copies"]?.array)
    #expect(node["story"]?["copies"]?.int == 3)
    #expect(node["story"]?["sources"]?.strings == ["Antara", "Kabar", "Pesisir"])
    #expect(copies.compactMap { $0["feed"]?.string } == ["Antara", "Kabar", "Pesisir"])
    #expect(copies.compactMap { $0["silenced"]?.strings } == [[], ["Bontang"], ["Bontang"]])
    #expect(copies.compactMap { $0["likeness"]?.double } == [1, 1])
  }

  @Test("pantau item shows what changed word by word, the copies and the alerts")
  func item() async throws {
    let site = try await site()
    let lines = timeless(try await output(site, "item", "1"))
    let head = ["Tanggul Api-Api diresmikan", "Antara", "https://antara.example/tanggul"]
    #expect(Array(lines.prefix(5)) == head + ["seen TIME, changed TIME", ""])
    #expect(lines.dropFirst(5).first?.contains("sepanjang 460 meter") == true)
    let change = """
          content: … di Kelurahan Api-Api pada Selasa pagi. Tanggul sepanjang [-640-] {+460+} meter itu \
      dibangun selama delapan bulan dan melindungi … genangan tidak lagi masuk ke permukiman ketika \
      hujan [-deras-] datang.
      """
    let changes = ["", "Changes:", "  TIME", change]
    #expect(Array(lines.dropFirst(6).prefix(4)) == changes)
    #expect(
      Array(lines.dropFirst(10).prefix(6)) == ["", "Copies:"] + Self.copies + ["", "Alerts:"])
    #expect(lines.count == 18)
    #expect(lines.suffix(2).first?.hasPrefix("  " + Self.antara) == true)
    #expect(lines.last?.hasPrefix("  " + Self.pesisir) == true)
  }

  @Test("pantau item --json has the former texts whole; an unknown number ends with 66")
  func itemJSON() async throws {
    let site = try await site()
    let json = try JSONReader.read(
      Array(try await output(site, "item", "1", "--json").joined().utf8))
    let former = json["versions"]?.array?.compactMap { $0["content"]?.string }
    #expect(former?.count == 1)
    #expect(former?.first?.contains("sepanjang 640 meter") == true)
    #expect(json["copies"]?.array?.compactMap { $0["id"]?.int } == [2, 3])
    let keywords = json["alerts"]?.array?.compactMap { $0["keywords"]?.strings }
    #expect(keywords == [["Bontang"], ["PBB"]])
    let unknown = try await RunningPantau.run(["item", "99", "--config", site.config])
    #expect(unknown.code == 66)
    #expect(unknown.log == ["pantau: the archive has no item 99."])
  }

  @Test("an item that its feed takes out is noted, and no more once it is back")
  func vanished() async throws {
    let site = try Site(feeds: #"["file:feed.xml"]"#)
    func publish(_ titles: [String]) async throws {
      var feed = Site.rss(["tiga", "dua", "satu"])
      for title in ["tiga", "dua", "satu"] where !titles.contains(title) {
        feed.replace(try Regex("<item><title>\(title)<[^~]*?</item>"), with: "")
      }
      _ = try site.folder.write(Array(feed.utf8), to: "feed.xml")
      #expect(try await RunningPantau.run(["run", "--once", "--config", site.config]).code == 0)
    }
    try await publish(["tiga", "dua", "satu"])
    try await publish(["tiga", "satu"])
    let gone = timeless(try await output(site, "item", "2"))
    #expect(gone.first == "dua")
    #expect(gone.contains("seen TIME, gone from its feed TIME"))
    try await publish(["tiga", "dua", "satu"])
    #expect(timeless(try await output(site, "item", "2")).contains("seen TIME"))
  }
}
