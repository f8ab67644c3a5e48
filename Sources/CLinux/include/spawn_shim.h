#pragma once

#include <sys/types.h>

// What the supervisor and its children need of Linux that Swift's Glibc module hides or can't express.
// Functions return 0 or a descriptor, or -1 with errno, unless they say otherwise.

/// Starts `path` with descriptors 0 = input, 1 and 2 as ours, 3 = status, 4 = lifeline, and no other.
/// Signals are unblocked and have their default action. `input`, `status` and `lifeline` must be above 4.
/// Returns 0 or an errno, as posix_spawn(3) does.
int lslog_spawn(pid_t *pid, const char *path, char *const arguments[], char *const environment[], int input,
                int status, int lifeline);

/// Makes the signal write its number, one byte, to `descriptor` (non-blocking; a full pipe drops it).
int lslog_catch_signal(int signal_number, int descriptor);

/// Ignores the signal.
int lslog_ignore_signal(int signal_number);

/// A descriptor that becomes readable when the process ends; see pidfd_open(2). Close-on-exec.
int lslog_pidfd_open(pid_t pid);

/// Signals this process when the thread that started it ends; see prctl(2), PR_SET_PDEATHSIG.
int lslog_set_parent_death_signal(int signal_number);

/// No core file and no core pipe: log lines in memory are nobody else's. RLIMIT_CORE and PR_SET_DUMPABLE.
int lslog_disable_core_dumps(void);

/// 1 when a core could be dumped, 0 when not.
int lslog_is_dumpable(void);

/// An anonymous file in memory, close-on-exec; see memfd_create(2).
int lslog_memory_file(const char *name);

/// Both ends of a pipe, reading end first, close-on-exec; see pipe2(2).
int lslog_pipe(int descriptors[2]);

/// 1 when the calling thread is the process's first, whose end is the process's end; else 0.
int lslog_is_main_thread(void);
