import Glibc
import PantauConfig
import PantauStore
import PantauWeb

/// Looks whether the page answers, and whether its key is its owner's alone.
struct PageExamination {
  let web: WebConfiguration
  let database: String

  /// One finding for the page, and one for a key that is none.
  var findings: [Finding] { [page] + key }

  private var page: Finding {
    let host = web.host.contains(":") ? "[\(web.host)]" : web.host
    let url = "http://\(host):\(web.port)/"
    switch PageProbe.ask(host: web.host, port: web.port) {
    case .healthy: return .ok("page", "\(url) answers")
    case .ailing(let problem):
      return .error("page", "\(url) says: \(problem)", "Look at the daemon's log.")
    case .foreign:
      return .error(
        "page", "another program answers at \(url)",
        "Stop it, or set \"web\": {\"listen\": …} to another port.")
    case .silent where isRunning:
      return .warning(
        "page", "nothing answers at \(url), though the daemon runs",
        "Its log says why; a changed \"web\" needs a restart.")
    case .silent: return .ok("page", "the daemon serves \(url) while it runs")
    }
  }

  private var isRunning: Bool {
    do throws(StoreError) {
      _ = try RunLock(databasePath: database)
      return false
    } catch {
      return error.kind == .inUse
    }
  }

  private var key: [Finding] {
    let path = AcknowledgementKey.path(ofDatabase: database)
    var status = stat()
    guard web.publicURL != nil, stat(path, &status) == 0, status.st_mode & 0o077 != 0 else {
      return []
    }
    return [
      .error(
        "page", "\(path), which signs links, may be read by others than its owner",
        "Remove it and restart the daemon; links sent so far are no longer good then.")
    ]
  }
}
