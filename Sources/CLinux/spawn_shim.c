#define _GNU_SOURCE
#include "spawn_shim.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static int add_descriptors(posix_spawn_file_actions_t *actions, int input, int status, int lifeline) {
  int error = posix_spawn_file_actions_adddup2(actions, input, 0);
  if (error == 0) error = posix_spawn_file_actions_adddup2(actions, status, 3);
  if (error == 0) error = posix_spawn_file_actions_adddup2(actions, lifeline, 4);
  if (error == 0) error = posix_spawn_file_actions_addclosefrom_np(actions, 5);
  return error;
}

static int set_signals(posix_spawnattr_t *attributes) {
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  int error = posix_spawnattr_setsigmask(attributes, &none);
  if (error == 0) error = posix_spawnattr_setsigdefault(attributes, &all);
  if (error == 0) error = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  return error;
}

int lslog_spawn(pid_t *pid, const char *path, char *const arguments[], char *const environment[], int input,
                int status, int lifeline) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int error = posix_spawn_file_actions_init(&actions);
  if (error != 0) return error;
  error = posix_spawnattr_init(&attributes);
  if (error == 0) {
    error = add_descriptors(&actions, input, status, lifeline);
    if (error == 0) error = set_signals(&attributes);
    if (error == 0) error = posix_spawn(pid, path, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
  }
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

static volatile sig_atomic_t signal_descriptors[_NSIG];

static void write_signal(int signal_number) {
  int saved = errno;
  unsigned char byte = (unsigned char)signal_number;
  ssize_t written = write(signal_descriptors[signal_number], &byte, 1);
  (void)written;
  errno = saved;
}

int lslog_catch_signal(int signal_number, int descriptor) {
  if (signal_number <= 0 || signal_number >= _NSIG) {
    errno = EINVAL;
    return -1;
  }
  signal_descriptors[signal_number] = descriptor;
  struct sigaction action = {.sa_handler = write_signal, .sa_flags = SA_RESTART};
  if (sigaction(signal_number, &action, NULL) != 0) return -1;
  // A parent may have started us with the signal blocked, as a thread of libdispatch does.
  sigset_t caught;
  sigemptyset(&caught);
  sigaddset(&caught, signal_number);
  int error = pthread_sigmask(SIG_UNBLOCK, &caught, NULL);
  if (error != 0) errno = error;
  return error == 0 ? 0 : -1;
}

int lslog_ignore_signal(int signal_number) {
  struct sigaction action = {.sa_handler = SIG_IGN};
  return sigaction(signal_number, &action, NULL);
}

int lslog_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int lslog_set_parent_death_signal(int signal_number) { return prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0); }

int lslog_disable_core_dumps(void) {
  struct rlimit none = {0, 0};
  if (setrlimit(RLIMIT_CORE, &none) != 0) return -1;
  return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

int lslog_is_dumpable(void) { return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0); }

int lslog_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }

int lslog_pipe(int descriptors[2]) { return pipe2(descriptors, O_CLOEXEC); }

int lslog_is_main_thread(void) { return getpid() == gettid(); }
