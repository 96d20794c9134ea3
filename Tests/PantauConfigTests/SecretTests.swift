import PantauConfig
import PantauCore
import Synchronization
import Testing

@Suite("Secrets")
struct SecretTests {
  private func said(_ header: String, _ machine: TestMachine) -> [String] {
    let text = TestMachine.whole(
      #""feeds": [{"url": "https://a.example", "headers": {"X-Key": \#(header)}}]"#)
    return machine.read(text).problems
  }

  private static let place = "config.json:1:62:"

  @Test(
    "what cannot be read is a warning beside the service, an error within it",
    arguments: [
      (
        #"{"env": "KEY"}"#,
        "the environment variable KEY is not set. "
          + "Set it for the process (in a service: Environment= or EnvironmentFile=)."
      ),
      (#"{"env": "EMPTY"}"#, "the environment variable EMPTY is empty. Give it a value."),
      (
        #"{"file": "key.txt"}"#,
        "the file /home/humas/key.txt cannot be read (no such file). "
          + "Check the path and that pantau's user may read it."
      ),
      (
        #"{"file": "empty.txt"}"#,
        "the file /home/humas/empty.txt is empty. It should hold the secret and nothing else."
      ),
      (
        #"{"file": "long.txt"}"#,
        "the file /home/humas/long.txt holds more than 65536B. "
          + "It should hold the secret and nothing else."
      ),
      (
        #"{"credential": "kunci"}"#,
        "the systemd credential kunci can be read only inside the service. "
          + "The service needs LoadCredential=kunci:PATH in its unit or a drop-in."
      ),
    ])
  func unreadable(_ header: String, _ message: String) {
    var machine = TestMachine.usual
    machine.environment["EMPTY"] = ""
    machine.files["/home/humas/empty.txt"] = "\n"
    machine.files["/home/humas/long.txt"] = String(repeating: "x", count: 65_537)
    #expect(
      said(header, machine) == ["\(Self.place) warning: feeds[0].headers.X-Key: \(message)"])
    machine.secretPolicy = .required
    #expect(said(header, machine) == ["\(Self.place) error: feeds[0].headers.X-Key: \(message)"])
  }

  @Test("a credential that the service was not given is named with the line that gives it")
  func missingCredential() {
    var machine = TestMachine.usual
    machine.environment["CREDENTIALS_DIRECTORY"] = "/run/credentials/pantau.service"
    #expect(
      said(#"{"credential": "kunci"}"#, machine) == [
        "\(Self.place) warning: feeds[0].headers.X-Key: the systemd credential kunci cannot be read "
          + "(no such file). Add LoadCredential=kunci:PATH to the unit or a drop-in, and restart."
      ])
    #expect(
      said(#"{"credential": "../kunci"}"#, machine) == [
        "config.json:1:77: error: feeds[0].headers.X-Key.credential: \"../kunci\" is not the name "
          + "of a credential. Write the name before the colon of LoadCredential=NAME:PATH."
      ])
  }

  @Test(
    "each source gives its value, one line end aside",
    arguments: [
      (#""terang""#, "terang"), (#"{"env": "KEY"}"#, "lingkungan"),
      (#"{"file": "key.txt"}"#, "berkas\n"), (#"{"file": "/abs.txt"}"#, "x"),
      (#"{"credential": "kunci"}"#, "systemd"),
    ])
  func readable(_ header: String, _ value: String) throws {
    var machine = TestMachine.usual
    machine.environment = ["KEY": "lingkungan", "CREDENTIALS_DIRECTORY": "/run/c"]
    machine.files["/home/humas/key.txt"] = "berkas\n\n"
    machine.files["/abs.txt"] = "x\r\n"
    machine.files["/run/c/kunci"] = "systemd"
    let text = TestMachine.whole(
      #""channels": {"a": {"type": "webhook", "format": "ntfy", "url": "https://h.example", "token": \#(header)}}"#
    )
    let channel = try #require(machine.read(text).loaded?.configuration.channels.first)
    guard case .webhook(let webhook) = channel.target else {
      Issue.record("it is a webhook")
      return
    }
    #expect(webhook.token?.value?.revealed == value)
  }

  @Test("no way of printing shows a value")
  func redacted() throws {
    let text = TestMachine.whole(
      #""feeds": [{"url": "https://a.example", "headers": {"X-Key": "RAHASIA"}}]"#)
    let configuration = try #require(TestMachine.configuration(text))
    var dumped = ""
    dump(configuration, to: &dumped)
    for shown in ["\(configuration)", String(reflecting: configuration), dumped] {
      #expect(!shown.contains("RAHASIA"))
      #expect(shown.contains("X-Key"))
    }
  }

  @Test(
    "a message about a wrong URL shows its host at most, where the rest may be secret",
    arguments: [
      (
        "hooks.example/services/RAHASIA",
        "\"hooks.example/…\" is not a full URL. Write it with its scheme: "
          + "\"https://hooks.example/…\"."
      ),
      (
        "u:RAHASIA@hooks.example",
        "\"hooks.example/…\" is not a full URL. Write it with its scheme: "
          + "\"https://hooks.example/…\"."
      ),
      (
        "https://u:RAHA/SIA@hooks.example",
        "its port is not a number. Write a number from 0 to 65535."
      ),
      (
        "https://RAHASIA@hooks!example/",
        "its host is not the name of one. Check the part after https://."
      ),
      (
        "https:///RAHASIA",
        "\"https:///…\" names no host. Write one such as \"https://example.org/\"."
      ),
      (
        "ftp://hooks.example/RAHASIA",
        "\"ftp:\" is not a scheme that serves here. Write a URL with https: or http:."
      ),
    ])
  func secretURLs(_ url: String, _ message: String) {
    let text = TestMachine.whole(
      #""channels": {"a": {"type": "webhook", "format": "slack", "url": "\#(url)"}}"#)
    #expect(
      TestMachine.problems(text) == ["config.json:1:66: error: channels.a.url: \(message)"])
  }

  @Test("files are read anew on reload, credentials once")
  func reload() throws {
    let round = Mutex(1)
    let surroundings = ConfigurationSurroundings(
      environment: ["CREDENTIALS_DIRECTORY": "/run/c"], workingDirectory: "/",
      readFile: { path in Array("\(path) \(round.withLock { $0 })".utf8) },
      fileExists: { _ in true })
    let resolver = SecretResolver(surroundings: surroundings)
    let read = {
      try [SecretSource.file("/f"), .credential("c")].map { try resolver.resolve($0).revealed }
    }
    #expect(try read() == ["/f 1", "/run/c/c 1"])
    round.withLock { $0 = 2 }
    #expect(try read() == ["/f 2", "/run/c/c 1"])
  }
}
