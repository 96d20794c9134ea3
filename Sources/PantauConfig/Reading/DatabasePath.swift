/// Where the database lies, so that the service and the commands beside it find the same one.
public enum DatabasePath {
  /// The name where none is written.
  public static let defaultName = "pantau.sqlite3"

  /// Makes the path absolute: a relative one lies in `$STATE_DIRECTORY` (the first, where systemd
  /// names several) where that is set, else in `/var/lib/pantau` when the configuration lies in
  /// `/etc/pantau`, else beside the configuration.
  public static func resolve(
    _ path: String, configurationDirectory: String, environment: [String: String]
  ) -> String {
    let state = environment["STATE_DIRECTORY"]?.split(separator: ":").first.map(String.init)
    let isInstalled =
      configurationDirectory == "/etc/pantau" || configurationDirectory.hasPrefix("/etc/pantau/")
    let directory = state ?? (isInstalled ? "/var/lib/pantau" : configurationDirectory)
    return FilePaths.absolute(path, from: directory)
  }
}
