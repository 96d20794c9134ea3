public import PantauCore

extension Explanation {
  /// Writes the explanation as one JSON object.
  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.name("query")
      json.value(query)
      json.name("keyword")
      json.value(keyword)
      json.name("matches")
      json.value(matches)
      json.name("tree")
      Self.write(root, to: &json)
      json.name("occurrences")
      json.array { json in
        for occurrence in occurrences { Self.write(occurrence, to: &json) }
      }
      json.name("outOfScope")
      json.value(outOfScope)
    }
  }

  private static func write(_ node: Node, to json: inout JSONWriter) {
    json.object { json in
      json.name("kind")
      json.value(node.kind)
      json.name("text")
      json.value(node.text)
      json.name("holds")
      json.value(node.holds)
      json.name("places")
      json.array { json in
        for place in node.places { write(place, to: &json) }
      }
      json.name("note")
      json.value(node.note)
      json.name("children")
      json.array { json in
        for child in node.children { write(child, to: &json) }
      }
    }
  }

  private static func write(_ place: Place, to json: inout JSONWriter) {
    json.object { json in
      json.name("field")
      json.value(place.field.rawValue)
      json.name("word")
      json.value(place.word)
      json.name("text")
      json.value(place.text)
    }
  }

  private static func write(_ occurrence: Occurrence, to json: inout JSONWriter) {
    json.object { json in
      json.name("place")
      write(occurrence.place, to: &json)
      json.name("meaning")
      json.value(occurrence.meaning)
      json.name("alerts")
      json.value(occurrence.isWanted)
      json.name("scores")
      json.array { json in
        for score in occurrence.scores {
          json.object { json in
            json.name("meaning")
            json.value(score.meaning)
            json.name("points")
            json.value(score.points)
            json.name("because")
            json.value(score.because)
          }
        }
      }
    }
  }
}
