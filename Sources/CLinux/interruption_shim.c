#define _GNU_SOURCE
#include "interruption_shim.h"

#include <signal.h>
#include <stddef.h>

// A handler may touch little else.
static volatile sig_atomic_t noted;

static void note(int signal) { noted = signal; }

void lslog_watch_interruption(void) {
  struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESETHAND};
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
}

int lslog_interruption(void) { return noted; }
