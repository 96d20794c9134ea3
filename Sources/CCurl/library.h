// The one table of libcurl's functions that pantau calls.
#ifndef PANTAU_CCURL_LIBRARY_H
#define PANTAU_CCURL_LIBRARY_H

#include "CCurl.h"

#define PANTAU_CURL_FUNCTIONS(X)                                                                   \
  X(curl_easy_cleanup) X(curl_easy_getinfo) X(curl_easy_init) X(curl_easy_pause)                   \
  X(curl_easy_perform) X(curl_easy_reset) X(curl_easy_setopt) X(curl_easy_strerror)                \
  X(curl_free) X(curl_global_init)                                                                 \
  X(curl_multi_add_handle) X(curl_multi_cleanup) X(curl_multi_info_read) X(curl_multi_init)        \
  X(curl_multi_remove_handle) X(curl_multi_setopt) X(curl_multi_socket_action)                     \
  X(curl_slist_append) X(curl_slist_free_all) X(curl_url) X(curl_url_cleanup) \
  X(curl_url_get) X(curl_url_set) X(curl_url_strerror)

// The types are those of curl.h, so that a wrong one does not compile.
struct pantau_curl_library {
#define PANTAU_CURL_MEMBER(name) __typeof__(name) *name;
  PANTAU_CURL_FUNCTIONS(PANTAU_CURL_MEMBER)
#undef PANTAU_CURL_MEMBER
};

// Loads libcurl at the first call, from whatever thread; NULL where that fails.
const struct pantau_curl_library *pantau_curl(void);

#endif
