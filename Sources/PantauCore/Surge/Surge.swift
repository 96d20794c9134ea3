public import FoundationEssentials

/// That a keyword brings far more stories than it uses to.
public struct Surge: Sendable, Hashable {
  /// A story of the surge.
  public struct Story: Sendable, Hashable {
    /// The id of its alert.
    public var alert: String
    /// The headline.
    public var title: String?
    /// Where the article stands.
    public var url: String?
    /// The feed's name.
    public var source: String

    /// Takes what an alert says.
    public init(_ alert: Alert) {
      self.alert = alert.id
      title = alert.item.title
      url = alert.item.url
      source = alert.feed.name
    }
  }

  /// The keyword's name.
  public var keyword: String
  /// When it went beyond what is plausible.
  public var time: Date
  /// The stories of the hour before, copies not counted.
  public var stories: Int
  /// The most that the history makes plausible.
  public var plausible: Int
  /// What the history holds for usual at this hour of the week.
  public var usual: Double
  /// How many weeks of history there are.
  public var weeks: Int
  /// The last stories, the youngest first.
  public var latest: [Story]

  /// How many stories a message shows.
  public static let shown = 5

  /// Takes the parts.
  public init(
    keyword: String, time: Date, stories: Int, history: SurgeHistory, plausible: Int,
    latest: [Story]
  ) {
    self.keyword = keyword
    self.time = time
    self.stories = stories
    self.plausible = plausible
    usual = history.usual
    weeks = history.weeks
    self.latest = latest
  }

  /// What people are shown.
  public var text: String {
    let usual = SimulationReport.decimal(self.usual, self.usual < 10 ? 1 : 0)
    let titles = latest.map { $0.title ?? $0.source }.joined(separator: "; ")
    return """
      \(keyword): \(stories) stories within an hour, where \(usual) are usual at this hour of the \
      week and \(plausible) the most that is plausible. Latest: \(titles). \
      `pantau alerts --since \(ISO8601.text(time - SurgeRule.hour))` lists them.
      """
  }

  /// The notice that tells it.
  ///
  /// - Parameter id: a ULID.
  /// - Returns: a notice of type ``Alert/surge``.
  public func notice(id: String) -> Notice {
    var json = JSONWriter()
    json.object {
      $0.name("id")
      $0.value(id)
      $0.name("type")
      $0.value(Alert.surge)
      $0.name("time")
      $0.value(time)
      $0.name("keyword")
      $0.value(keyword)
      $0.name("stories")
      $0.value(stories)
      $0.name("usual")
      $0.value(self.usual)
      $0.name("plausible")
      $0.value(plausible)
      $0.name("weeks")
      $0.value(weeks)
      $0.name("latest")
      $0.array { for story in latest { story.write(to: &$0) } }
      $0.name("text")
      $0.value(text)
    }
    return Notice(id: id, type: Alert.surge, time: time, object: json.text)
  }
}

extension Surge.Story {
  fileprivate func write(to json: inout JSONWriter) {
    json.object {
      $0.name("alert")
      $0.value(alert)
      $0.name("title")
      $0.value(title)
      $0.name("url")
      $0.value(url)
      $0.name("source")
      $0.value(source)
    }
  }
}
