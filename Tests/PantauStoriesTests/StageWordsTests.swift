import PantauCore
import Testing

@testable import PantauStories

@Suite("Stages of a matter")
struct StageWordsTests {
  private static let background = """
    Seorang nelayan bernama Rusli, 47 tahun, %@ di perairan Muara Badak sejak Selasa malam. \
    Perahunya kosong tiga mil dari Pantai Panritalopi. Tim SAR gabungan menyisir laut dengan dua \
    perahu karet. Kepala Kantor SAR Balikpapan Dody Setiawan menyebut cuaca bersahabat.
    """

  private static func item(_ title: String, _ words: String) -> Item {
    let text = background.replacing("%@", with: words)
    return Item(title: title, summary: text, content: text)
  }

  private func areOneStory(_ first: Item, _ second: Item) -> Bool {
    var comparison = StoryComparison(first)
    return comparison.verdict(on: second, isSameFeed: false)?.isCopy == true
  }

  @Test(
    "are another story where title and text name one of which the other item says nothing",
    arguments: [
      ("Nelayan Muara Badak Hilang", "hilang", "Nelayan Muara Badak Selamat", "selamat"),
      (
        "Nelayan Muara Badak Ditangkap", "ditangkap", "Nelayan Muara Badak Dibebaskan", "dibebaskan"
      ),
      ("Nelayan Muara Badak Diburu", "diburu", "Nelayan Muara Badak Ditangkap", "ditangkap"),
      ("Nelayan Muara Badak Mogok", "mogok", "Nelayan Muara Badak Batal Mogok", "batal mogok"),
      ("Nelayan Muara Badak Protes", "memprotes", "Nelayan Muara Badak Melaut", "melaut"),
    ])
  func tellsApart(_ title: String, _ words: String, _ other: String, _ otherWords: String) {
    let (first, second) = (Self.item(title, words), Self.item(other, otherWords))
    #expect(!areOneStory(first, second))
    #expect(!areOneStory(second, first))
  }

  @Test(
    "are one story in other words for the same, and where only one of a common kind is named",
    arguments: [
      ("Nelayan Muara Badak Ditangkap", "ditangkap", "Nelayan Muara Badak Diringkus", "diringkus"),
      ("Nelayan Muara Badak Akan Melaut", "akan melaut", "Nelayan Muara Badak Melaut", "melaut"),
      ("Nelayan Muara Badak Selamat", "melaut", "Nelayan Muara Badak Melaut", "melaut"),
    ])
  func keepsTogether(_ title: String, _ words: String, _ other: String, _ otherWords: String) {
    let (first, second) = (Self.item(title, words), Self.item(other, otherWords))
    #expect(areOneStory(first, second))
    #expect(areOneStory(second, first))
  }
}
