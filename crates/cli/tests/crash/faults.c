/* A disk that fails at will: loaded ahead of the C library (LD_PRELOAD), it counts what a program does to the files below
 * a folder, and from a given time on lets it fail, or ends the program.
 *
 *   FAULT_UNDER  the folder (absolute, without symbolic links)
 *   FAULT_AT     the call that fails first, from 1 on; 0 or nothing: none
 *   FAULT_HOW    ENOSPC, EIO: fail; KILL: end with status 137 instead; TORN: the same after half of what was to be written
 *   FAULT_ONCE   only this call fails, those after it work
 *   FAULT_COUNT  where the number of calls is written at the end
 *
 * Counted are: opening to write, write, pwrite, writev, pwritev, fsync, fdatasync, ftruncate, rename, unlink. What is
 * written through mapped memory (the -shm file of SQLite) is not seen. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long calls;
static long at;
static int how; /* an errno, or -1 to end, or -2 to end after half a write */
static int once;
static char under[4096];
static size_t length;

#define REAL(name) ((typeof(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
    const char *text = getenv("FAULT_UNDER");
    snprintf(under, sizeof under, "%s", text ? text : "");
    length = strlen(under);
    at = (text = getenv("FAULT_AT")) ? atol(text) : 0;
    once = getenv("FAULT_ONCE") != NULL;
    text = getenv("FAULT_HOW");
    if (!text || !strcmp(text, "EIO")) how = EIO;
    else if (!strcmp(text, "ENOSPC")) how = ENOSPC;
    else if (!strcmp(text, "KILL")) how = -1;
    else how = -2;
}

__attribute__((destructor)) static void end(void) {
    const char *path = getenv("FAULT_COUNT");
    FILE *file = path ? fopen(path, "w") : NULL;
    if (!file) return;
    fprintf(file, "%ld\n", atomic_load(&calls));
    fclose(file);
}

static int is_path(const char *path) {
    return length && !strncmp(path, under, length) && (path[length] == '/' || !path[length]);
}

static int is_file(int fd) {
    char link[64], path[4096];
    int before = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    errno = before;
    if (n <= 0) return 0;
    path[n] = 0;
    return is_path(path);
}

/* Whether this call is to fail: 0, or 1 with errno set, or 2 to end after half a write. */
static int fails(void) {
    long n = 1 + atomic_fetch_add(&calls, 1);
    if (!at || n < at || (once && n > at)) return 0;
    if (how == -1) _exit(137);
    if (how == -2) return 2;
    errno = how;
    return 1;
}

#define WRITES(half, real)                                                                                             \
    if (is_file(fd)) {                                                                                                 \
        int failed = fails();                                                                                          \
        if (failed == 2) { if (half) {} _exit(137); }                                                                  \
        if (failed) return -1;                                                                                         \
    }                                                                                                                  \
    return real;

ssize_t write(int fd, const void *bytes, size_t n) {
    WRITES(REAL(write)(fd, bytes, n / 2) < 0, REAL(write)(fd, bytes, n))
}
ssize_t pwrite(int fd, const void *bytes, size_t n, off_t to) {
    WRITES(REAL(pwrite)(fd, bytes, n / 2, to) < 0, REAL(pwrite)(fd, bytes, n, to))
}
ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t to) {
    WRITES(REAL(pwrite64)(fd, bytes, n / 2, to) < 0, REAL(pwrite64)(fd, bytes, n, to))
}
ssize_t writev(int fd, const struct iovec *parts, int n) {
    WRITES(REAL(writev)(fd, parts, n / 2) < 0, REAL(writev)(fd, parts, n))
}
ssize_t pwritev(int fd, const struct iovec *parts, int n, off_t to) {
    WRITES(REAL(pwritev)(fd, parts, n / 2, to) < 0, REAL(pwritev)(fd, parts, n, to))
}
int fsync(int fd) { WRITES(0, REAL(fsync)(fd)) }
int fdatasync(int fd) { WRITES(0, REAL(fdatasync)(fd)) }
int ftruncate(int fd, off_t n) { WRITES(0, REAL(ftruncate)(fd, n)) }
int ftruncate64(int fd, off64_t n) { WRITES(0, REAL(ftruncate64)(fd, n)) }

#define NAMES(path, real)                                                                                              \
    if (is_path(path)) {                                                                                               \
        int failed = fails();                                                                                          \
        if (failed == 2) _exit(137);                                                                                   \
        if (failed) return -1;                                                                                         \
    }                                                                                                                  \
    return real;

int rename(const char *from, const char *to) { NAMES(to, REAL(rename)(from, to)) }
int renameat(int a, const char *from, int b, const char *to) { NAMES(to, REAL(renameat)(a, from, b, to)) }
int unlink(const char *path) { NAMES(path, REAL(unlink)(path)) }

#define OPENS(path, real)                                                                                              \
    int mode = 0;                                                                                                      \
    if (flags & (O_CREAT | __O_TMPFILE)) {                                                                             \
        va_list more;                                                                                                  \
        va_start(more, flags);                                                                                         \
        mode = va_arg(more, int);                                                                                      \
        va_end(more);                                                                                                  \
    }                                                                                                                  \
    if ((flags & (O_WRONLY | O_RDWR | O_CREAT)) && is_path(path)) {                                                    \
        int failed = fails();                                                                                          \
        if (failed == 2) _exit(137);                                                                                   \
        if (failed) return -1;                                                                                         \
    }                                                                                                                  \
    return real;

int open(const char *path, int flags, ...) { OPENS(path, REAL(open)(path, flags, mode)) }
int open64(const char *path, int flags, ...) { OPENS(path, REAL(open64)(path, flags, mode)) }
int openat(int at_fd, const char *path, int flags, ...) { OPENS(path, REAL(openat)(at_fd, path, flags, mode)) }
int openat64(int at_fd, const char *path, int flags, ...) { OPENS(path, REAL(openat64)(at_fd, path, flags, mode)) }
