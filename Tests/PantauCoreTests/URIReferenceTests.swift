import PantauCore
import Testing

@Suite("URI references")
struct URIReferenceTests {
  @Test(
    "resolves the examples of RFC 3986, section 5.4",
    arguments: [
      ("g:h", "g:h"), ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"),
      ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"), ("//g", "http://g"),
      ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"), ("#s", "http://a/b/c/d;p?q#s"),
      ("g#s", "http://a/b/c/g#s"), ("g?y#s", "http://a/b/c/g?y#s"), (";x", "http://a/b/c/;x"),
      ("g;x", "http://a/b/c/g;x"), ("g;x?y#s", "http://a/b/c/g;x?y#s"), ("", "http://a/b/c/d;p?q"),
      (".", "http://a/b/c/"), ("./", "http://a/b/c/"), ("..", "http://a/b/"),
      ("../", "http://a/b/"), ("../g", "http://a/b/g"), ("../..", "http://a/"),
      ("../../", "http://a/"), ("../../g", "http://a/g"), ("../../../g", "http://a/g"),
      ("../../../../g", "http://a/g"), ("/./g", "http://a/g"), ("/../g", "http://a/g"),
      ("g.", "http://a/b/c/g."), (".g", "http://a/b/c/.g"), ("g..", "http://a/b/c/g.."),
      ("..g", "http://a/b/c/..g"), ("./../g", "http://a/b/g"), ("./g/.", "http://a/b/c/g/"),
      ("g/./h", "http://a/b/c/g/h"), ("g/../h", "http://a/b/c/h"),
      ("g;x=1/./y", "http://a/b/c/g;x=1/y"), ("g;x=1/../y", "http://a/b/c/y"),
      ("g?y/./x", "http://a/b/c/g?y/./x"), ("g?y/../x", "http://a/b/c/g?y/../x"),
      ("g#s/./x", "http://a/b/c/g#s/./x"), ("g#s/../x", "http://a/b/c/g#s/../x"),
      ("http:g", "http:g"),
    ])
  func resolvesExamples(_ reference: String, _ expected: String) {
    #expect(URIReference.resolve(reference, against: "http://a/b/c/d;p?q") == expected)
  }

  @Test(
    "reads what feeds have in place of references",
    arguments: [
      (" \n/berita/1\t", "https://example.org/x", "https://example.org/berita/1"),
      ("/ber\nita/1", "https://example.org/x", "https://example.org/berita/1"),
      ("foto satu.jpg", "https://example.org/a/b", "https://example.org/a/foto%20satu.jpg"),
      ("http://example.org/a|b", nil, "http://example.org/a%7Cb"),
      ("http://example.org/é?q=ü", nil, "http://example.org/é?q=ü"),
      ("/relative/uri", "http://example.org", "http://example.org/relative/uri"),
      ("relative", "http://example.org", "http://example.org/relative"),
      ("relative", nil, nil), ("", nil, nil), ("  ", nil, nil), ("relative", "also/relative", nil),
      ("", "http://example.org/a#x", "http://example.org/a"), ("//example.net/x", nil, nil),
      ("//example.net/x", "https://example.org/", "https://example.net/x"),
      ("relative", "urn:x", nil), ("mailto:a@example.org", nil, "mailto:a@example.org"),
      ("http://", nil, nil), ("http:", nil, nil), ("http:///path", nil, nil),
      ("http://example.org/a/../b/./c", nil, "http://example.org/b/c"),
      ("urn:uuid:1225c695", nil, "urn:uuid:1225c695"), ("tag:a,2023:x", nil, "tag:a,2023:x"),
      ("../x", "http://example.org/a//b/", "http://example.org/a//x"),
      ("http://[::1]:80/x", nil, "http://[::1]:80/x"), ("1a:b", "http://a/", "http://a/1a:b"),
    ] as [(String, String?, String?)])
  func readsFeeds(_ reference: String, _ base: String?, _ expected: String?) {
    #expect(URIReference.resolve(reference, against: base) == expected)
  }

  @Test("cuts a URL into its parts")
  func cutsURL() throws {
    let url = try #require(URLParts("HTTPS://Ana:x@News.Example.ORG:8443/A/b?q=1#top"))
    #expect(url.scheme == "https" && url.userInfo == "Ana:x" && url.host == "news.example.org")
    #expect(url.port == 8443 && url.path == "/A/b" && url.query == "q=1" && url.fragment == "top")
    #expect(url.origin == "https://news.example.org:8443")
  }

  @Test(
    "gives the origin of a URL",
    arguments: [
      ("http://a:80/x", "http://a"), ("https://a:443", "https://a"),
      ("http://a:443/", "http://a:443"),
      ("http://[2001:DB8::1]:8080/", "http://[2001:db8::1]:8080"),
      ("http://[::1]/", "http://[::1]"),
      ("http://a:/x", "http://a"), ("mailto:a@b", "mailto:"), ("http://a:65535/", "http://a:65535"),
      ("http://a:65536/", nil), ("http://a:x/", nil), ("/relative", nil), ("", nil),
    ] as [(String, String?)])
  func givesOrigin(_ url: String, _ expected: String?) {
    #expect(URLParts(url)?.origin == expected)
  }
}
