import PantauCore

/// One thing that `pantau doctor` found out, with what to do.
struct Finding: Hashable {
  enum Severity: String {
    case ok
    case warning
    case error
  }

  var severity: Severity
  /// What was looked at: `database`, or `feed Kaltim`.
  var subject: String
  /// What is so, a clause.
  var what: String
  /// What to do, in whole sentences; empty where nothing is to be done.
  var advice: String

  static func ok(_ subject: String, _ what: String) -> Finding {
    Finding(severity: .ok, subject: subject, what: what, advice: "")
  }

  static func warning(_ subject: String, _ what: String, _ advice: String) -> Finding {
    Finding(severity: .warning, subject: subject, what: what, advice: advice)
  }

  static func error(_ subject: String, _ what: String, _ advice: String) -> Finding {
    Finding(severity: .error, subject: subject, what: what, advice: advice)
  }

  /// For example `error    feed Kaltim: failing since …. Look at …`.
  var line: String {
    let name = severity.rawValue.padded(to: 8)
    // An error's own words are whole sentences.
    let end = what.hasSuffix(".") ? "" : "."
    return DisplayText.safe(
      "\(name) \(subject): \(what)\(end)\(advice.isEmpty ? "" : " " + advice)")
  }

  var object: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.name("severity")
      json.value(severity.rawValue)
      json.name("subject")
      json.value(subject)
      json.name("finding")
      json.value(what)
      json.name("advice")
      json.value(advice)
    }
    return json.bytes
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
