#ifndef THAVON_CLINUX_H
#define THAVON_CLINUX_H

// What Swift's Glibc module leaves out.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <unistd.h>

// prctl is variadic; the kernel cuts the name to 15 bytes.
static inline void thavon_set_thread_name(const char *name) { prctl(PR_SET_NAME, name); }

// pipe2(2) is declared only for those who ask for GNU extensions before the first header.
int pipe2(int ends[2], int flags);

#endif
