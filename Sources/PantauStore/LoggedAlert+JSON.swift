import FoundationEssentials
public import PantauCore

extension LoggedAlert {
  /// The alert as a value; nil where its object makes no sense.
  public var alert: Alert? {
    (try? JSONReader.read(Array(object.utf8))).flatMap(Alert.init(json:))
  }

  /// The contract's object; one that was acknowledged says when, by whom and with what note.
  public var json: String {
    guard let seen = acknowledgement, object.hasSuffix("}") else { return object }
    var writer = JSONWriter()
    writer.object {
      $0.name("time")
      $0.value(seen.time)
      $0.name("by")
      $0.value(seen.author)
      $0.name("note")
      $0.value(seen.note)
    }
    return object.dropLast() + ",\"acknowledged\":" + writer.text + "}"
  }
}
