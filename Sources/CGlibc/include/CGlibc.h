// What glibc declares with _GNU_SOURCE only, which Swift's import of it does not define
// (docs/decisions/0004-starting-programs.md).
#ifndef PANTAU_CGLIBC_H
#define PANTAU_CGLIBC_H

#include <spawn.h>

// pipe2(2), with O_CLOEXEC and these flags more; 0, or -1 with errno.
int pantau_glibc_pipe(int ends[2], int flags);
// posix_spawn_file_actions_addchdir_np(3); 0 or an errno. glibc 2.29.
int pantau_glibc_spawn_in(posix_spawn_file_actions_t *actions, const char *folder);
// posix_spawn_file_actions_addclosefrom_np(3); 0 or an errno. glibc 2.34.
int pantau_glibc_spawn_without(posix_spawn_file_actions_t *actions, int first);

#endif
