#pragma once
// What Glibc's module hides because it needs _GNU_SOURCE, for naming threads.
void lslog_name_thread(const char *name);
