#include "libdeflate.h"

#include <dlfcn.h>
#include <pthread.h>

static struct pantau_libdeflate library;
static int is_there;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  void *object = dlopen("libdeflate.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!object) return;
#define FIND(type, name, parameters) \
  if (!(library.name = (type(*) parameters)dlsym(object, "libdeflate_" #name))) return;
  PANTAU_LIBDEFLATE_FUNCTIONS(FIND)
#undef FIND
  is_there = 1;
}

const struct pantau_libdeflate *pantau_libdeflate(void) {
  pthread_once(&once, load);
  return is_there ? &library : NULL;
}
