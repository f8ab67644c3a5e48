#pragma once
// Without this, sd_journal_send* are macros that add the C source location as fields.
#define SD_JOURNAL_SUPPRESS_LOCATION 1
#include <systemd/sd-daemon.h>
#include <systemd/sd-journal.h>
