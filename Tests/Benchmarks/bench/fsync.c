// How often a second this disk makes 8 KiB durable: a write and an fdatasync, like a commit's.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { block = 8192, size = 16 << 20 };

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static int by_value(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int main(int argc, char **argv) {
  if (argc != 3) return 64;
  static char zeros[size];
  double limit = atof(argv[2]);
  int file = open(argv[1], O_RDWR | O_CREAT | O_TRUNC, 0600);
  if (file < 0 || write(file, zeros, size) != size || fsync(file) != 0) return 1;
  char page[block];
  memset(page, 'x', block);
  size_t count = 0, room = 1 << 20;
  double *took = malloc(room * sizeof *took);
  double begun = now(), last = begun;
  while (last - begun < limit && count < room) {
    page[0] = (char)count;
    if (pwrite(file, page, block, (off_t)(count % (size / block)) * block) != block || fdatasync(file) != 0) return 1;
    double time = now();
    took[count++] = time - last;
    last = time;
  }
  qsort(took, count, sizeof *took, by_value);
  printf("\nRESULT {\"perSecond\":%.1f,\"p50\":%.3f,\"p99\":%.3f,\"max\":%.3f}\n", count / (last - begun),
         took[count / 2] * 1e3, took[count * 99 / 100] * 1e3, took[count - 1] * 1e3);
  unlink(argv[1]);
  return 0;
}
