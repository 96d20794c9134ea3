public import FoundationEssentials
public import PantauCore

extension Notice {
  /// A marked test alert, with every field of the contract's object.
  ///
  /// - Parameters:
  ///   - id: a ULID.
  ///   - time: now.
  /// - Returns: a notice of type `test`.
  public static func test(id: String, time: Date) -> Notice {
    let item = Item(
      guid: "pantau-test", url: "https://pantau.example/test", title: "Test alert from pantau",
      summary: "This is a test. No feed carried it.", published: time)
    let alert = Alert(
      id: id, type: testType, time: time, severity: .normal, keywords: ["test"],
      matches: [
        KeywordMatch(keyword: "test", field: .title, text: "Test", excerpt: "[Test] alert")
      ],
      item: AlertItem(id: 0, item),
      feed: AlertFeed(name: "pantau", url: "https://pantau.example/", group: nil),
      story: AlertStory(id: 0, copies: 1, sources: ["pantau"]), seen: time)
    var json = JSONWriter()
    alert.write(to: &json)
    return Notice(id: id, type: alert.type, time: time, object: json.text)
  }

  /// That a channel's receiver wants no messages any more.
  static func channelDisabled(
    _ channel: String, because reason: String, id: String, time: Date
  ) -> Notice {
    var json = JSONWriter()
    json.object {
      $0.name("id")
      $0.value(id)
      $0.name("channel")
      $0.value(channel)
      $0.name("text")
      $0.value(
        """
        Channel \(channel) is switched off: \(reason) Its messages are kept. Remove the channel or \
        give it a new URL, then reload.
        """)
    }
    return Notice(id: id, type: "channel.disabled", time: time, object: json.text)
  }
}
