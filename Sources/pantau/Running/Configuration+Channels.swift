import FoundationEssentials
import PantauConfig
import PantauDeliver

extension ChannelConfiguration {
  /// The channel as the delivery room takes it, secrets revealed.
  var deliverySettings: ChannelSettings {
    ChannelSettings(name: name, target: target.deliveryTarget, retryWaits: retry)
  }
}

extension ChannelTarget {
  fileprivate var deliveryTarget: ChannelSettings.Target {
    switch self {
    case .stdout(let format): .standardOutput(format?.deliveryFormat)
    case .file(let path, let format): .file(path: path, format.deliveryFormat)
    case .webhook(let webhook): .webhook(webhook.deliverySettings)
    case .exec, .email: .unsupported(type)
    }
  }
}
