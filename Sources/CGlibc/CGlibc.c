#define _GNU_SOURCE
#include "CGlibc.h"

#include <fcntl.h>
#include <unistd.h>

int pantau_glibc_pipe(int ends[2], int flags) { return pipe2(ends, flags | O_CLOEXEC); }

int pantau_glibc_spawn_in(posix_spawn_file_actions_t *actions, const char *folder) {
  return posix_spawn_file_actions_addchdir_np(actions, folder);
}

int pantau_glibc_spawn_without(posix_spawn_file_actions_t *actions, int first) {
  return posix_spawn_file_actions_addclosefrom_np(actions, first);
}
