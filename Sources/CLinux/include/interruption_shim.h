#pragma once

// SIGINT and SIGTERM are noted from now on; the second one does what it did before. System calls are not restarted.
void lslog_watch_interruption(void);

// The signal that was noted, or 0.
int lslog_interruption(void);
