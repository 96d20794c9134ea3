import PantauCore

/// Reads `zone`: a name of the IANA database that this machine has.
enum ZoneName {
  private static let directory = "/usr/share/zoneinfo"

  /// What Indonesians write for their zones.
  private static let usual = [
    "WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura",
  ]

  static func read(_ place: Place, _ context: ReadingContext) -> String? {
    guard let name = context.string(place, like: "Asia/Makassar", what: "a time zone") else {
      return nil
    }
    if isName(name), context.surroundings.fileExists("\(directory)/\(name)") { return name }
    if isName(name), !context.surroundings.fileExists(directory) {
      context.error(
        place, "this machine has no time zones (\(directory) is missing)",
        "Install the package tzdata.")
      return nil
    }
    context.error(
      place, "\"\(name)\" is not a time zone of the IANA database",
      usual[name.uppercased()].map { "Write \"\($0)\"." }
        ?? "Write one such as \"Asia/Makassar\" (`timedatectl list-timezones` lists them).")
    return nil
  }

  /// Steps of letters, digits, `_`, `+` and `-`, which lead nowhere else in the file system.
  private static func isName(_ name: String) -> Bool {
    name.utf8.count <= 100
      && name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { step in
        !step.isEmpty
          && step.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_+-".contains($0)) }
      }
  }
}
