import Testing

@testable import PantauHTTP

@Suite("Loading libcurl")
struct CurlLibraryTests {
  @Test("The library is there, with every function that is called")
  func isLoaded() {
    #expect(CurlLibrary.problem() == nil)
  }

  @Test("Without a library, the message says which one and how to get it")
  func missing() throws {
    let problem = try #require(CurlLibrary.problem(of: "libnowhere.so.4"))
    #expect(
      problem.hasPrefix("there is no libcurl to fetch with: libnowhere.so.4 cannot be loaded ("))
    #expect(problem.hasSuffix("Install it; on Debian and Ubuntu: apt-get install libcurl4."))
  }

  @Test("A library without one of the functions is refused by that function's name")
  func tooOld() throws {
    let problem = try #require(CurlLibrary.problem(of: "libxml2.so.2"))
    #expect(problem.contains("libxml2.so.2 has no curl_easy_cleanup and is too old."))
  }
}
