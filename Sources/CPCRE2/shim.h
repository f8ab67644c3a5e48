#pragma once
// Subjects and patterns are bytes. The names without the width are macros, which Swift does not see: call those with _8.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
