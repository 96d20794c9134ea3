extension Alert {
  /// Writes the contract's alert object.
  ///
  /// - Parameters:
  ///   - json: where to.
  ///   - more: writes further members, for messages that tell more than the alert.
  public func write(
    to json: inout JSONWriter, more: (inout JSONWriter) -> Void = { _ in }
  ) {
    json.object {
      $0.name("id")
      $0.value(id)
      $0.name("type")
      $0.value(type)
      $0.name("time")
      $0.value(time)
      $0.name("severity")
      $0.value(severity.rawValue)
      $0.name("keywords")
      $0.value(keywords)
      $0.name("matches")
      $0.array { for match in matches { match.write(to: &$0) } }
      $0.name("item")
      item.write(to: &$0)
      $0.name("feed")
      feed.write(to: &$0)
      $0.name("story")
      story.write(to: &$0)
      $0.name("seen")
      $0.value(seen)
      $0.name("muted")
      $0.value(muted)
      $0.name("old")
      $0.value(old)
      more(&$0)
    }
  }
}

extension KeywordMatch {
  func write(to json: inout JSONWriter) {
    json.object {
      $0.name("keyword")
      $0.value(keyword)
      $0.name("field")
      $0.value(field.rawValue)
      $0.name("text")
      $0.value(text)
      $0.name("excerpt")
      $0.value(excerpt)
      guard let meaning else { return }
      $0.name("meaning")
      $0.value(meaning)
      $0.name("because")
      $0.value(because)
    }
  }
}

extension AlertItem {
  /// Writes the contract's `item`.
  public func write(to json: inout JSONWriter) {
    json.object {
      $0.name("id")
      $0.value(id)
      $0.name("guid")
      $0.value(guid)
      $0.name("url")
      $0.value(url)
      $0.name("title")
      $0.value(title)
      $0.name("summary")
      $0.value(summary)
      $0.name("published")
      $0.value(published)
      $0.name("authors")
      $0.value(authors)
      $0.name("categories")
      $0.value(categories)
    }
  }
}

extension AlertFeed {
  /// Writes the contract's `feed`.
  public func write(to json: inout JSONWriter) {
    json.object {
      $0.name("name")
      $0.value(name)
      $0.name("url")
      $0.value(url)
      $0.name("group")
      $0.value(group)
    }
  }
}

extension AlertStory {
  func write(to json: inout JSONWriter) {
    json.object {
      $0.name("id")
      $0.value(id)
      $0.name("copies")
      $0.value(copies)
      $0.name("sources")
      $0.value(sources)
    }
  }
}
