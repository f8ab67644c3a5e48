#include "thread_shim.h"

#include <sys/prctl.h>

void lslog_name_thread(const char *name) { prctl(PR_SET_NAME, (unsigned long)name, 0UL, 0UL, 0UL); }
