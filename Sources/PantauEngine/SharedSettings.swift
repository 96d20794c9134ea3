import PantauCore
import PantauHTTP
import Synchronization

/// The settings in force, which a reload replaces as a whole.
final class SharedSettings: Sendable {
  private let settings: Mutex<EngineSettings>

  init(_ settings: EngineSettings) { self.settings = Mutex(settings) }

  var current: EngineSettings { settings.withLock { $0 } }

  func replace(with new: EngineSettings) { settings.withLock { $0 = new } }
}

extension EngineSettings {
  /// The request that asks for a feed.
  func request(for start: PollLoop.Start) -> FetchRequest {
    let feed = start.state.settings
    let own = AddressPolicy.operatorURL(allowsPrivateAddresses: allowsPrivateAddresses)
    let found = AddressPolicy.networkURL(
      ofFeed: feed.url, allowsPrivateAddresses: allowsPrivateAddresses)
    var request = FetchRequest(
      id: start.requestID, url: start.ask.url,
      headers: feed.isOwnOrigin(start.ask.url) ? feed.headers : [],
      validators: start.ask.validators,
      validatorsURL: start.state.validatorsURL ?? feed.url,
      limits: limits, userAgent: userAgent, caFile: feed.caFile,
      addressPolicy: start.ask.isOriginal ? own : found)
    // Where a redirect leads is not known before the first poll, and with it whose limits to keep.
    request.staysAtHost = !start.state.rhythm.wasPolled
    request.detour = start.detour
    return request
  }
}
