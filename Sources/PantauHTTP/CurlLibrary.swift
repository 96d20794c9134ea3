import CCurl

/// libcurl itself: it is loaded when a fetcher is made, not when the program starts.
enum CurlLibrary {
  /// Why there is none, and what to do; nil when it is loaded.
  static func problem() -> String? {
    pantau_curl_problem().map { message(String(cString: $0)) }
  }

  /// The same for a shared library of another name, which is not kept.
  static func problem(of file: String) -> String? {
    pantau_curl_problem_of(file).map { message(String(cString: $0)) }
  }

  private static func message(_ cause: String) -> String {
    "there is no libcurl to fetch with: \(cause). Install it; on Debian and Ubuntu: "
      + "apt-get install libcurl4."
  }
}
