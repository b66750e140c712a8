/*
 * A power cut for files below one directory: preloaded into the browser, it keeps beside that directory a shadow that holds
 * only what was flushed. After the browser is killed, the shadow is what a disk without power would still have.
 *
 * fsync and fdatasync copy the file as it is into the shadow; rename is repeated there; removals are not (a directory that was
 * never flushed may well bring a removed file back). Bytes that were written and never flushed are lost.
 *
 * POWER_CUT_ROOT      part of the path that marks files to watch, such as /Default/IndexedDB/
 * POWER_CUT_SHADOW    directory of the shadow; a watched file has there the path that follows the mark
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *below_root(const char *path) {
  const char *root = getenv("POWER_CUT_ROOT");
  if (root == NULL || path == NULL) return NULL;
  const char *found = strstr(path, root);
  return found == NULL ? NULL : found + strlen(root);
}

static int shadow_path(const char *path, char *target) {
  const char *shadow = getenv("POWER_CUT_SHADOW");
  const char *rest = below_root(path);
  if (shadow == NULL || rest == NULL) return 0;
  if (snprintf(target, PATH_MAX, "%s/%s", shadow, rest) >= PATH_MAX) return 0;
  for (char *slash = strchr(target + strlen(shadow) + 1, '/'); slash != NULL;
       slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    mkdir(target, 0700);
    *slash = '/';
  }
  return 1;
}

/* Into a file of its own first: the kill may come in the middle. */
static void copy_to_shadow(int fd) {
  char link[64], path[PATH_MAX], target[PATH_MAX], fresh[PATH_MAX + 32], buffer[65536];
  struct stat info;
  if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) return;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return;
  path[length] = '\0';
  if (!shadow_path(path, target)) return;
  snprintf(fresh, sizeof fresh, "%s.unfinished-%d", target, getpid());
  int from = open(path, O_RDONLY | O_CLOEXEC);
  if (from < 0) return;
  int to = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  off_t left = info.st_size;
  while (to >= 0 && left > 0) {
    size_t wanted = left < (off_t)sizeof buffer ? (size_t)left : sizeof buffer;
    ssize_t got = read(from, buffer, wanted);
    if (got <= 0 || write(to, buffer, (size_t)got) != got) break;
    left -= got;
  }
  close(from);
  if (to < 0) return;
  close(to);
  if (left == 0) {
    int (*real)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
    real(fresh, target);
  }
}

int fsync(int fd) {
  int (*real)(int) = dlsym(RTLD_NEXT, "fsync");
  int result = real(fd);
  if (result == 0) copy_to_shadow(fd);
  return result;
}

int fdatasync(int fd) {
  int (*real)(int) = dlsym(RTLD_NEXT, "fdatasync");
  int result = real(fd);
  if (result == 0) copy_to_shadow(fd);
  return result;
}

int rename(const char *before, const char *after) {
  int (*real)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
  int result = real(before, after);
  char from[PATH_MAX], to[PATH_MAX];
  if (result == 0 && shadow_path(before, from) && shadow_path(after, to)) real(from, to);
  return result;
}
