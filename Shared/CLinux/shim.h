#ifndef THAVON_CLINUX_H
#define THAVON_CLINUX_H

// What Swift's Glibc module leaves out.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

// prctl is variadic; the kernel cuts the name to 15 bytes.
static inline void thavon_set_thread_name(const char *name) { prctl(PR_SET_NAME, name); }

// pipe2(2) is declared only for those who ask for GNU extensions before the first header.
int pipe2(int ends[2], int flags);
// The same for these two of posix_spawn(3), which glibc has since 2.34 and 2.29.
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);

// pidfd_open(2), of Linux 5.3; readable once the process has ended.
static inline int thavon_pidfd_open(pid_t process) { return (int)syscall(SYS_pidfd_open, process, 0); }

#endif
