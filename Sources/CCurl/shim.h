// What Swift cannot call of libcurl: variadic functions, the union in CURLMsg, and a sockaddr that
// is longer than its declared type. Nothing here decides anything.
#ifndef PANTAU_CCURL_SHIM_H
#define PANTAU_CCURL_SHIM_H

// The type-checking macros of libcurl hide the variadic functions from an importer.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

// curl_easy_setopt is variadic: one wrapper for each type of value.
static inline CURLcode pantau_curl_set_long(CURL *h, CURLoption o, long v) {
  return curl_easy_setopt(h, o, v);
}
static inline CURLcode pantau_curl_set_large(CURL *h, CURLoption o, curl_off_t v) {
  return curl_easy_setopt(h, o, v);
}
static inline CURLcode pantau_curl_set_string(CURL *h, CURLoption o, const char *v) {
  return curl_easy_setopt(h, o, v);
}
static inline CURLcode pantau_curl_set_pointer(CURL *h, CURLoption o, void *v) {
  return curl_easy_setopt(h, o, v);
}
static inline CURLcode pantau_curl_set_list(CURL *h, CURLoption o, struct curl_slist *v) {
  return curl_easy_setopt(h, o, v);
}
static inline CURLcode pantau_curl_set_write(CURL *h, CURLoption o, curl_write_callback f) {
  return curl_easy_setopt(h, o, f);
}
static inline CURLcode pantau_curl_set_open_socket(CURL *h, curl_opensocket_callback f) {
  return curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, f);
}
static inline CURLcode pantau_curl_set_before_request(CURL *h, curl_prereq_callback f) {
  return curl_easy_setopt(h, CURLOPT_PREREQFUNCTION, f);
}
// An absent string is NULL, which Swift's String cannot say.
static inline CURLcode pantau_curl_set_none(CURL *h, CURLoption o) {
  return curl_easy_setopt(h, o, (char *)0);
}

// The option by name came with 7.85, and the one it replaces is deprecated since.
static inline CURLcode pantau_curl_only_http(CURL *h) {
#if LIBCURL_VERSION_NUM >= 0x075500
  return curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
#else
  return curl_easy_setopt(h, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

// Since 7.87: a lookup that is given up leaves its thread to end by itself. Without it
// curl_multi_remove_handle waits for getaddrinfo, and every other transfer with it.
static inline CURLcode pantau_curl_abandon_lookups(CURL *h) {
#if LIBCURL_VERSION_NUM >= 0x075700
  return curl_easy_setopt(h, CURLOPT_QUICK_EXIT, 1L);
#else
  (void)h;
  return CURLE_OK;
#endif
}

// curl_easy_getinfo is variadic as well.
static inline CURLcode pantau_curl_get_long(CURL *h, CURLINFO i, long *v) {
  return curl_easy_getinfo(h, i, v);
}
static inline CURLcode pantau_curl_get_large(CURL *h, CURLINFO i, curl_off_t *v) {
  return curl_easy_getinfo(h, i, v);
}

static inline CURLMcode pantau_curl_multi_set_long(CURLM *m, CURLMoption o, long v) {
  return curl_multi_setopt(m, o, v);
}

// The result of a finished transfer is in a C union.
static inline CURLcode pantau_curl_message_result(const CURLMsg *m) { return m->data.result; }

// The address that libcurl is about to connect to: 4 or 16 bytes into `out`, or 0 for another
// family. The storage behind `addr` is as long as `addrlen` says, not as its type does.
static inline int pantau_curl_address_bytes(const struct curl_sockaddr *a, unsigned char *out) {
  if (a->family == AF_INET && a->addrlen >= sizeof(struct sockaddr_in)) {
    const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)&a->addr;
    memcpy(out, &v4->sin_addr, 4);
    return 4;
  }
  if (a->family == AF_INET6 && a->addrlen >= sizeof(struct sockaddr_in6)) {
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)(const void *)&a->addr;
    memcpy(out, &v6->sin6_addr, 16);
    return 16;
  }
  return 0;
}

#endif
