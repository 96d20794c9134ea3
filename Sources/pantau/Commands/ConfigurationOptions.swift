import ArgumentParser
import FoundationEssentials
import PantauConfig
import PantauCore
import PantauMatch

/// The option that names the configuration, and how it is read.
struct ConfigurationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The configuration file.",
      discussion: "Else $PANTAU_CONFIG, /etc/pantau/config.json, then ./config.json.",
      valueName: "file"))
  var config: String?

  /// Reads the configuration for a command.
  ///
  /// - Parameter loader: remembers secrets between a start and its reloads.
  /// - Returns: the configuration and its warnings.
  /// - Throws: ``Fault`` with code 78.
  func load(_ loader: ConfigurationLoader) throws -> LoadedConfiguration {
    try Self.load(config, loader)
  }

  /// The running daemon's configuration: the one that is read where none is named.
  static func loadRunning() throws -> LoadedConfiguration {
    try load(nil, .standard(secretsMustBeReadable: false))
  }

  /// The path of the configuration.
  ///
  /// - Returns: as for a load.
  /// - Throws: ``Fault`` with code 78 where none is named and none is found.
  func located() throws -> String {
    do throws(ConfigurationError) {
      return try ConfigurationLoader.standard(secretsMustBeReadable: false).locate(option: config)
    } catch {
      throw Fault(.badConfiguration, error.description)
    }
  }

  private static func load(
    _ config: String?, _ loader: ConfigurationLoader
  ) throws -> LoadedConfiguration {
    do throws(ConfigurationError) {
      return try loader.load(try loader.locate(option: config), today: CivilDay(of: Date()))
    } catch {
      throw Fault(.badConfiguration, error.description)
    }
  }

  /// Reads the configuration for a command that only looks at the database.
  func loadForReading() throws -> LoadedConfiguration {
    let loaded = try load(.standard(secretsMustBeReadable: false))
    LocalTime.use(zone: loaded.configuration.zone)
    return loaded
  }
}

extension ConfigurationLoader {
  /// The loader of the real machine with the real keyword language.
  static func standard(secretsMustBeReadable: Bool) -> ConfigurationLoader {
    ConfigurationLoader(
      surroundings: .ofProcess(), secretPolicy: secretsMustBeReadable ? .required : .optional,
      checkQuery: QueryFinding.findings, checkTemplate: QueryFinding.findings)
  }
}

extension QueryFinding {
  /// What the keyword language says of a query.
  @Sendable
  static func findings(
    query: String, language: String, clitics: Bool
  ) -> [QueryFinding] {
    do throws(QueryError) {
      let parsed = try Query(parsing: query, language: language, clitics: clitics)
      return parsed.warnings.map {
        QueryFinding(
          what: $0.message, advice: "", offset: utf8(query, $0.offset), isError: false)
      }
    } catch {
      return [
        QueryFinding(
          what: error.message, advice: error.suggestion ?? "", offset: utf8(query, error.offset),
          isError: true)
      ]
    }
  }

  /// How many bytes of UTF-8 stand before a character.
  private static func utf8(_ query: String, _ characters: Int) -> Int {
    query.prefix(characters).utf8.count
  }
}
