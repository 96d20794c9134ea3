import PantauCore
import PantauStore

extension StoryMember {
  /// One line for people: when, who, how alike, silent for what, headline and address.
  var line: String {
    var parts = [feed, likeness.map { "\(Int(($0 * 100).rounded())) % alike" } ?? "first"]
    if !silenced.isEmpty { parts.append("silent for \(silenced.joined(separator: ", "))") }
    parts.append(title ?? "(no title)")
    if let url { parts.append(url) }
    return "\(LocalTime.text(seen))  \(item)  " + DisplayText.safe(parts.joined(separator: " | "))
  }

  /// Writes it as an object.
  func write(to json: inout JSONWriter) {
    json.object {
      $0.name("id")
      $0.value(item)
      $0.name("feed")
      $0.value(feed)
      $0.name("title")
      $0.value(title)
      $0.name("url")
      $0.value(url)
      $0.name("seen")
      $0.value(seen)
      $0.name("likeness")
      $0.value(likeness)
      $0.name("silenced")
      $0.value(silenced)
    }
  }
}
