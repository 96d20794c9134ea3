// Loads libcurl, and puts functions of its names before it, so that callers are written as against a
// linked one.
//
// Only those that make something are called where there is no libcurl, and then make nothing; all
// others are given what those made. The names stay hidden: what else in the process uses libcurl
// must find the real ones.
#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>

#pragma GCC visibility push(hidden)
#include "library.h"

static struct pantau_curl_library library;
static char problem[512];
static pthread_once_t once = PTHREAD_ONCE_INIT;

// Fills the table from a shared object; what is wrong with it goes into `text`.
static void *load(const char *file, struct pantau_curl_library *table, char *text, size_t size) {
  void *object = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (!object) {
    snprintf(text, size, "%s cannot be loaded (%s)", file, dlerror());
    return NULL;
  }
#define FIND(name)                                                         \
  if (!(table->name = (__typeof__(name) *)dlsym(object, #name))) {         \
    snprintf(text, size, "%s has no %s and is too old", file, #name);      \
    dlclose(object);                                                       \
    return NULL;                                                           \
  }
  PANTAU_CURL_FUNCTIONS(FIND)
#undef FIND
  return object;
}

// Debian, Ubuntu, Fedora and others have had this name since libcurl 7.16.
static void load_once(void) { load("libcurl.so.4", &library, problem, sizeof problem); }

const struct pantau_curl_library *pantau_curl(void) {
  pthread_once(&once, load_once);
  return problem[0] ? NULL : &library;
}

const char *pantau_curl_problem(void) { return pantau_curl() ? NULL : problem; }

const char *pantau_curl_problem_of(const char *file) {
  static _Thread_local char text[512];
  struct pantau_curl_library table;
  void *object = load(file, &table, text, sizeof text);
  if (!object) return text;
  dlclose(object);
  return NULL;
}

CURLcode curl_global_init(long flags) {
  return pantau_curl() ? library.curl_global_init(flags) : CURLE_FAILED_INIT;
}
CURL *curl_easy_init(void) { return pantau_curl() ? library.curl_easy_init() : NULL; }
CURLM *curl_multi_init(void) { return pantau_curl() ? library.curl_multi_init() : NULL; }
CURLU *curl_url(void) { return pantau_curl() ? library.curl_url() : NULL; }
struct curl_slist *curl_slist_append(struct curl_slist *list, const char *line) {
  return pantau_curl() ? library.curl_slist_append(list, line) : NULL;
}
// Frees nothing where there is nothing, libcurl or not.
void curl_slist_free_all(struct curl_slist *list) {
  if (list) library.curl_slist_free_all(list);
}

void curl_easy_cleanup(CURL *h) { library.curl_easy_cleanup(h); }
CURLcode curl_easy_pause(CURL *h, int action) { return library.curl_easy_pause(h, action); }
CURLcode curl_easy_perform(CURL *h) { return library.curl_easy_perform(h); }
void curl_easy_reset(CURL *h) { library.curl_easy_reset(h); }
void curl_free(void *p) { library.curl_free(p); }
const char *curl_easy_strerror(CURLcode code) {
  return pantau_curl() ? library.curl_easy_strerror(code) : problem;
}

CURLMcode curl_multi_add_handle(CURLM *m, CURL *h) { return library.curl_multi_add_handle(m, h); }
CURLMcode curl_multi_cleanup(CURLM *m) { return library.curl_multi_cleanup(m); }
CURLMsg *curl_multi_info_read(CURLM *m, int *left) { return library.curl_multi_info_read(m, left); }
CURLMcode curl_multi_remove_handle(CURLM *m, CURL *h) {
  return library.curl_multi_remove_handle(m, h);
}
CURLMcode curl_multi_socket_action(CURLM *m, curl_socket_t socket, int events, int *running) {
  return library.curl_multi_socket_action(m, socket, events, running);
}

void curl_url_cleanup(CURLU *url) { library.curl_url_cleanup(url); }
CURLUcode curl_url_set(CURLU *url, CURLUPart part, const char *text, unsigned int flags) {
  return library.curl_url_set(url, part, text, flags);
}
const char *curl_url_strerror(CURLUcode code) {
  return pantau_curl() ? library.curl_url_strerror(code) : problem;
}
#pragma GCC visibility pop
