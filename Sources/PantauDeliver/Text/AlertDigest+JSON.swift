import FoundationEssentials
public import PantauCore

extension AlertDigest {
  /// Writes the object that messages of type ``type`` carry.
  ///
  /// - Parameters:
  ///   - json: where to.
  ///   - text: the digest in a sentence, for channels that show no more.
  public func write(to json: inout JSONWriter, text: String) {
    json.object {
      $0.name("id")
      $0.value(id)
      $0.name("time")
      $0.value(time)
      $0.name("since")
      $0.value(since)
      $0.name("text")
      $0.value(text)
      $0.name("count")
      $0.value(count)
      $0.name("alerts")
      $0.value(alerts)
      $0.name("groups")
      $0.array { for group in groups { group.write(to: &$0) } }
    }
  }

  /// Reads what ``write(to:text:)`` wrote; nil where it is no digest.
  public init?(json: JSONNode) {
    guard let id = json["id"]?.string, let groups = json["groups"]?.array,
      let time = json["time"]?.string.flatMap(ISO8601.read)
    else { return nil }
    self.init(
      id: id, time: time, since: json["since"]?.string.flatMap(ISO8601.read) ?? time,
      count: json["count"]?.int ?? 0, groups: groups.compactMap(Group.init),
      alerts: json["alerts"]?.strings ?? [])
  }
}

extension AlertDigest.Group {
  fileprivate func write(to json: inout JSONWriter) {
    json.object {
      $0.name("keyword")
      $0.value(keyword)
      $0.name("stories")
      $0.array { for story in stories { story.write(to: &$0) } }
    }
  }

  fileprivate init?(_ json: JSONNode) {
    guard let keyword = json["keyword"]?.string else { return nil }
    self.init(
      keyword: keyword,
      stories: (json["stories"]?.array ?? []).compactMap(AlertDigest.Story.init))
  }
}

extension AlertDigest.Story {
  fileprivate func write(to json: inout JSONWriter) {
    json.object {
      $0.name("id")
      $0.value(id)
      $0.name("alert")
      $0.value(alert)
      $0.name("time")
      $0.value(time)
      $0.name("severity")
      $0.value(severity.rawValue)
      $0.name("keywords")
      $0.value(keywords)
      $0.name("title")
      $0.value(title)
      $0.name("url")
      $0.value(url)
      $0.name("source")
      $0.value(source)
      $0.name("excerpt")
      $0.value(excerpt)
      $0.name("copies")
      $0.array { for copy in copies { copy.write(to: &$0) } }
    }
  }

  fileprivate init?(_ json: JSONNode) {
    guard let alert = json["alert"]?.string,
      let time = json["time"]?.string.flatMap(ISO8601.read)
    else { return nil }
    self.init(
      id: Int64(json["id"]?.int ?? 0), alert: alert, time: time,
      severity: json["severity"]?.string.flatMap(Severity.init(rawValue:)) ?? .normal,
      keywords: json["keywords"]?.strings ?? [], title: json["title"]?.string,
      url: json["url"]?.string, source: json["source"]?.string ?? "",
      excerpt: json["excerpt"]?.string,
      copies: (json["copies"]?.array ?? []).map { copy in
        AlertDigest.Copy(
          source: copy["source"]?.string ?? "", title: copy["title"]?.string,
          url: copy["url"]?.string)
      })
  }
}

extension AlertDigest.Copy {
  fileprivate func write(to json: inout JSONWriter) {
    json.object {
      $0.name("source")
      $0.value(source)
      $0.name("title")
      $0.value(title)
      $0.name("url")
      $0.value(url)
    }
  }
}

extension OutgoingMessage {
  /// Puts a message around a digest.
  ///
  /// - Parameters:
  ///   - digest: what it tells.
  ///   - text: the digest in a sentence, for channels that show no more.
  public init(_ digest: AlertDigest, text: String) {
    var json = JSONWriter()
    digest.write(to: &json, text: text)
    self.init(id: digest.id, type: AlertDigest.type, time: digest.time, object: json.text)
  }

  /// The digest; nil for messages that carry none.
  public var digest: AlertDigest? {
    type == AlertDigest.type ? node.flatMap(AlertDigest.init(json:)) : nil
  }
}
