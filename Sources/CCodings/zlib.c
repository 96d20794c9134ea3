#include "zlib.h"

#include <dlfcn.h>
#include <pthread.h>

static struct pantau_zlib library;
static int is_there;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  void *object = dlopen("libz.so.1", RTLD_NOW | RTLD_LOCAL);
  if (!object) return;
#define FIND(type, name, parameters) \
  if (!(library.name = (type(*) parameters)dlsym(object, #name))) return;
  PANTAU_ZLIB_FUNCTIONS(FIND)
#undef FIND
  is_there = 1;
}

const struct pantau_zlib *pantau_zlib(void) {
  pthread_once(&once, load);
  return is_there ? &library : NULL;
}
