// The wrappers that CCurl.h declares; each does what its name says and no more.
#include "library.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

// All take a handle, so libcurl is loaded.
#define SET(o, v) pantau_curl()->curl_easy_setopt(h, o, v)
#define GET(i, v) pantau_curl()->curl_easy_getinfo(h, i, v)

CURLcode pantau_curl_set_long(CURL *h, CURLoption o, long v) { return SET(o, v); }
CURLcode pantau_curl_set_large(CURL *h, CURLoption o, curl_off_t v) { return SET(o, v); }
CURLcode pantau_curl_set_string(CURL *h, CURLoption o, const char *v) { return SET(o, v); }
CURLcode pantau_curl_set_pointer(CURL *h, CURLoption o, void *v) { return SET(o, v); }
CURLcode pantau_curl_set_list(CURL *h, CURLoption o, struct curl_slist *v) { return SET(o, v); }
CURLcode pantau_curl_set_write(CURL *h, CURLoption o, curl_write_callback f) { return SET(o, f); }
CURLcode pantau_curl_set_open_socket(CURL *h, curl_opensocket_callback f) {
  return SET(CURLOPT_OPENSOCKETFUNCTION, f);
}
CURLcode pantau_curl_set_before_request(CURL *h, curl_prereq_callback f) {
  return SET(CURLOPT_PREREQFUNCTION, f);
}
CURLcode pantau_curl_set_read(CURL *h, curl_read_callback f) {
  return SET(CURLOPT_READFUNCTION, f);
}
CURLcode pantau_curl_set_progress(CURL *h, curl_xferinfo_callback f) {
  return SET(CURLOPT_XFERINFOFUNCTION, f);
}
CURLcode pantau_curl_set_debug(CURL *h, curl_debug_callback f) {
  return SET(CURLOPT_DEBUGFUNCTION, f);
}
CURLcode pantau_curl_set_none(CURL *h, CURLoption o) { return SET(o, (char *)0); }

// The option by name came with 7.85, and the one it replaces is deprecated since.
CURLcode pantau_curl_only_http(CURL *h) {
#if LIBCURL_VERSION_NUM >= 0x075500
  return SET(CURLOPT_PROTOCOLS_STR, "http,https");
#else
  return SET(CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

CURLcode pantau_curl_only_smtp(CURL *h) {
#if LIBCURL_VERSION_NUM >= 0x075500
  return SET(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
#else
  return SET(CURLOPT_PROTOCOLS, (long)(CURLPROTO_SMTP | CURLPROTO_SMTPS));
#endif
}

CURLcode pantau_curl_allow_refused_recipients(CURL *h) {
  return SET((CURLoption)(CURLOPTTYPE_LONG + 290), 1L);
}

CURLcode pantau_curl_abandon_lookups(CURL *h) {
#if LIBCURL_VERSION_NUM >= 0x075700
  return SET(CURLOPT_QUICK_EXIT, 1L);
#else
  (void)h;
  return CURLE_OK;
#endif
}

CURLcode pantau_curl_get_long(CURL *h, CURLINFO i, long *v) { return GET(i, v); }
CURLcode pantau_curl_get_large(CURL *h, CURLINFO i, curl_off_t *v) { return GET(i, v); }

#define SET_MULTI(o, v) pantau_curl()->curl_multi_setopt(m, o, v)
CURLMcode pantau_curl_multi_set_long(CURLM *m, CURLMoption o, long v) { return SET_MULTI(o, v); }
CURLMcode pantau_curl_multi_set_socket(CURLM *m, curl_socket_callback f, void *context) {
  CURLMcode code = SET_MULTI(CURLMOPT_SOCKETDATA, context);
  return code ? code : SET_MULTI(CURLMOPT_SOCKETFUNCTION, f);
}
CURLMcode pantau_curl_multi_set_timer(CURLM *m, curl_multi_timer_callback f, void *context) {
  CURLMcode code = SET_MULTI(CURLMOPT_TIMERDATA, context);
  return code ? code : SET_MULTI(CURLMOPT_TIMERFUNCTION, f);
}

CURLUcode pantau_curl_url_get(CURLU *url, CURLUPart part, char **text, unsigned int flags) {
  return pantau_curl()->curl_url_get(url, part, text, flags);
}

CURLcode pantau_curl_message_result(const CURLMsg *m) { return m->data.result; }

int pantau_curl_address_bytes(const struct curl_sockaddr *a, unsigned char *out) {
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
