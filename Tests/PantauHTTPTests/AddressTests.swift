import PantauCore
import PantauTestSupport
import Testing

@testable import PantauHTTP

@Suite("Addresses")
struct AddressTests {
  @Test(
    "of the public internet are allowed",
    arguments: [
      "1.1.1.1", "8.8.8.8", "172.15.255.255", "172.32.0.0", "100.63.255.255", "100.128.0.0",
      "11.0.0.0", "9.255.255.255", "126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0",
      "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
      "2606:4700::1111", "2001:4860::8888", "2400::", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
      "2002:808:808::1",
    ])
  func isPublic(_ text: String) throws {
    let address = try #require(IPAddress(text))
    #expect(AddressRules.refusal(of: address) == nil)
  }

  @Test(
    "that lead inside are refused",
    arguments: [
      ("127.0.0.1", .loopback), ("127.255.255.255", .loopback), ("::1", .loopback),
      ("0.0.0.0", .unspecified), ("0.255.255.255", .unspecified), ("::", .unspecified),
      ("10.0.0.0", .privateNetwork), ("10.255.255.255", .privateNetwork),
      ("172.16.0.0", .privateNetwork), ("172.31.255.255", .privateNetwork),
      ("192.168.0.1", .privateNetwork), ("192.168.255.255", .privateNetwork),
      ("fc00::", .privateNetwork), ("fdff::1", .privateNetwork), ("fec0::1", .privateNetwork),
      ("64:ff9b:1::1", .privateNetwork), ("169.254.0.1", .linkLocal), ("fe80::1", .linkLocal),
      ("fe80::1%eth0", .linkLocal), ("febf::1", .linkLocal), ("100.64.0.0", .carrierGradeNAT),
      ("100.127.255.255", .carrierGradeNAT), ("169.254.169.254", .metadata),
      ("100.100.100.200", .metadata), ("168.63.129.16", .metadata), ("fd00:ec2::254", .metadata),
      ("224.0.0.1", .multicast), ("239.255.255.255", .multicast), ("ff02::1", .multicast),
      ("240.0.0.1", .reserved), ("255.255.255.255", .reserved), ("192.0.2.1", .reserved),
      ("198.51.100.1", .reserved), ("203.0.113.9", .reserved), ("198.18.0.1", .reserved),
      ("192.0.0.8", .reserved), ("2001:db8::1", .reserved), ("2001::1", .reserved),
      ("100::1", .reserved), ("4000::1", .reserved), ("3fff::1", .reserved),
      ("::ffff:127.0.0.1", .loopback), ("::ffff:169.254.169.254", .metadata),
      ("::127.0.0.1", .loopback), ("64:ff9b::10.0.0.1", .privateNetwork),
      ("64:ff9b::169.254.169.254", .metadata), ("2002:a00:1::", .privateNetwork),
      ("2002:7f00:1::1", .loopback), ("[::1]", .loopback),
    ] as [(String, AddressRules.Refusal)])
  func isRefused(_ text: String, _ refusal: AddressRules.Refusal) throws {
    let address = try #require(IPAddress(text))
    #expect(AddressRules.refusal(of: address) == refusal)
  }

  @Test(
    "behind a proxy are judged by name",
    arguments: [
      ("example.org", nil), ("1.1.1.1", nil), ("localhost", .loopback), ("LOCALHOST.", .loopback),
      ("x.localhost", .loopback), ("printer.local", .privateNetwork), ("nas", .privateNetwork),
      ("metadata.google.internal", .metadata), ("[::1]", .loopback), ("10.1.2.3", .privateNetwork),
    ] as [(String, AddressRules.Refusal?)])
  func names(_ host: String, _ refusal: AddressRules.Refusal?) {
    #expect(AddressRules.refusal(ofHost: host) == refusal)
  }

  @Test("are printed and read alike", arguments: ["1.2.3.4", "::1", "2001:db8::ff:0:1", "fe80::"])
  func text(_ text: String) throws {
    let address = try #require(IPAddress(text))
    #expect(address.description == text)
    #expect(IPAddress(bytes: address.bytes) == address)
  }

  @Test(
    "are read strictly", arguments: ["", "1.2.3", "0x7f.1", "256.1.1.1", "1.2.3.4.5", "::g", "a"])
  func noAddress(_ text: String) { #expect(IPAddress(text) == nil) }

  @Test("of a count of bytes other than 4 and 16 do not exist", arguments: [0, 3, 5, 15, 17])
  func oddBytes(_ count: Int) {
    #expect(IPAddress(bytes: [UInt8](repeating: 1, count: count)) == nil)
  }
}

@Suite("Reaching inside")
struct ReachingInsideTests {
  @Test("a redirect to a private address is refused before a connection, the setting named")
  func refused() async throws {
    let inside = try LoopbackServer(address: "127.0.0.2", routes: ["/": .ok("secret")])
    let server = try LoopbackServer(routes: ["/": .redirect(to: inside.url())])
    let result = try await Fetcher().fetch(.test(server.url()))
    #expect(result.error?.kind == .addressRefused)
    #expect(
      result.error?.message
        == "\(server.url()): leads to \(inside.url()), whose address 127.0.0.2 is of this very "
        + "machine, which a URL from the network may not reach. If it is meant, set "
        + "polling.allowPrivateAddresses to true.")
    #expect(inside.connections == 0)
  }

  @Test("a redirect to another port of the own host is refused as well")
  func otherPort() async throws {
    let inside = try LoopbackServer(routes: ["/": .ok("secret")])
    let server = try LoopbackServer(routes: ["/": .redirect(to: inside.url())])
    #expect(try await Fetcher().fetch(.test(server.url())).error?.kind == .addressRefused)
    #expect(inside.connections == 0)
  }

  @Test(
    "names and odd spellings of a private address are refused by the address they mean",
    arguments: ["localhost", "2130706434", "0x7f000002", "[::1]", "[::ffff:127.0.0.2]"])
  func spellings(_ host: String) async throws {
    let inside = try LoopbackServer(address: "127.0.0.2", routes: ["/": .ok("secret")])
    let server = try LoopbackServer(routes: [
      "/": .redirect(to: "http://\(host):\(inside.port)/")
    ])
    #expect(try await Fetcher().fetch(.test(server.url())).error?.kind == .addressRefused)
    #expect(inside.connections == 0)
  }

  @Test("polling.allowPrivateAddresses allows it")
  func allowed() async throws {
    let inside = try LoopbackServer(address: "127.0.0.2", routes: ["/": .ok("inside")])
    let server = try LoopbackServer(routes: ["/": .redirect(to: inside.url())])
    let request = FetchRequest.test(server.url()).with {
      $0.addressPolicy = .operatorURL(allowsPrivateAddresses: true)
    }
    #expect(try await Fetcher().fetch(request).response.body == Array("inside".utf8))
  }

  @Test("a connection kept from the operator's own fetch is no way inside")
  func keptConnection() async throws {
    let inside = try LoopbackServer(address: "127.0.0.2", routes: ["/": .ok("secret")])
    let server = try LoopbackServer(routes: ["/": .redirect(to: inside.url())])
    let fetcher = try Fetcher()
    #expect(try await fetcher.fetch(.test(inside.url())).response.status == 200)
    let result = await fetcher.fetch(.test(server.url()))
    #expect(result.error?.kind == .addressRefused)
    #expect(inside.requests.count == 1)
  }

  @Test("a URL from the network reaches its feed's own host and port, and no other inside")
  func networkURL() async throws {
    let server = try LoopbackServer(routes: ["/feed": .ok("f"), "/article": .ok("a")])
    let other = try LoopbackServer(address: "127.0.0.2", routes: ["/article": .ok("a")])
    let fetcher = try Fetcher()
    let policy = AddressPolicy.networkURL(ofFeed: server.url("/feed"))
    let own = FetchRequest.test(server.url("/article")).with { $0.addressPolicy = policy }
    #expect(try await fetcher.fetch(own).response.status == 200)
    let foreign = FetchRequest.test(other.url("/article")).with { $0.addressPolicy = policy }
    #expect(await fetcher.fetch(foreign).error?.kind == .addressRefused)
    let unread = foreign.with { $0.addressPolicy = .networkURL(ofFeed: "file:feeds/a.xml") }
    #expect(await fetcher.fetch(unread).error?.kind == .addressRefused)
    #expect(other.connections == 0)
  }

  @Test(
    "only http and https are fetched at all", arguments: ["file:///etc/passwd", "ftp://127.0.0.1/"])
  func schemes(_ url: String) async throws {
    #expect(try await Fetcher().fetch(.test(url)).error?.kind == .unsupportedScheme)
  }

  @Test(
    "what is no URL is told", arguments: ["", "nonsense", "http://", "http://a\nb/", "http://a:x/"])
  func noURL(_ url: String) async throws {
    #expect(try await Fetcher().fetch(.test(url)).error?.kind == .badRequest)
  }
}
