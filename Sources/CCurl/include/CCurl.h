// libcurl, loaded at its first use (docs/decisions/0031-libcurl-is-loaded-late.md), and what Swift
// cannot call of it: variadic functions, the union in CURLMsg, and a sockaddr that is longer than its
// declared type. Nothing here decides anything.
//
// A function of libcurl's that Swift or this target calls has to stand in `library.h`; one that does
// not is an undefined symbol when linking.
#ifndef PANTAU_CCURL_H
#define PANTAU_CCURL_H

// The type-checking macros of libcurl hide the variadic functions from an importer.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

// Why libcurl cannot be used, in a sentence without an end; NULL when it is loaded. Loads it.
const char *pantau_curl_problem(void);
// The same for a library of another name, which is not kept: for tests.
const char *pantau_curl_problem_of(const char *file);

// curl_easy_setopt is variadic: one wrapper for each type of value.
CURLcode pantau_curl_set_long(CURL *h, CURLoption o, long v);
CURLcode pantau_curl_set_large(CURL *h, CURLoption o, curl_off_t v);
CURLcode pantau_curl_set_string(CURL *h, CURLoption o, const char *v);
CURLcode pantau_curl_set_pointer(CURL *h, CURLoption o, void *v);
CURLcode pantau_curl_set_list(CURL *h, CURLoption o, struct curl_slist *v);
CURLcode pantau_curl_set_write(CURL *h, CURLoption o, curl_write_callback f);
CURLcode pantau_curl_set_open_socket(CURL *h, curl_opensocket_callback f);
CURLcode pantau_curl_set_before_request(CURL *h, curl_prereq_callback f);
CURLcode pantau_curl_set_read(CURL *h, curl_read_callback f);
CURLcode pantau_curl_set_progress(CURL *h, curl_xferinfo_callback f);
CURLcode pantau_curl_set_debug(CURL *h, curl_debug_callback f);
// An absent string is NULL, which Swift's String cannot say.
CURLcode pantau_curl_set_none(CURL *h, CURLoption o);
// http and https, and no other protocol.
CURLcode pantau_curl_only_http(CURL *h);
// smtp and smtps, and no other protocol.
CURLcode pantau_curl_only_smtp(CURL *h);
// The option's name has a typing error before libcurl 8.2; its number is the same.
CURLcode pantau_curl_allow_refused_recipients(CURL *h);
// A lookup that is given up leaves its thread to end by itself. Without it curl_multi_remove_handle
// waits for getaddrinfo, and every other transfer with it. Nothing before libcurl 7.87.
CURLcode pantau_curl_abandon_lookups(CURL *h);

// curl_easy_getinfo and curl_multi_setopt are variadic as well.
CURLcode pantau_curl_get_long(CURL *h, CURLINFO i, long *v);
CURLcode pantau_curl_get_large(CURL *h, CURLINFO i, curl_off_t *v);
CURLMcode pantau_curl_multi_set_long(CURLM *m, CURLMoption o, long v);
CURLMcode pantau_curl_multi_set_socket(CURLM *m, curl_socket_callback f, void *context);
CURLMcode pantau_curl_multi_set_timer(CURLM *m, curl_multi_timer_callback f, void *context);

// curl_url_get takes a const handle in some versions and another in others.
CURLUcode pantau_curl_url_get(CURLU *url, CURLUPart part, char **text, unsigned int flags);

// The result of a finished transfer is in a C union.
CURLcode pantau_curl_message_result(const CURLMsg *m);

// The address that libcurl is about to connect to: 4 or 16 bytes into `out`, or 0 for another
// family. The storage behind `addr` is as long as `addrlen` says, not as its type does.
int pantau_curl_address_bytes(const struct curl_sockaddr *a, unsigned char *out);

#endif
