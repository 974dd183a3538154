#ifndef LEADLINE_ALLOCATION_COUNT_H
#define LEADLINE_ALLOCATION_COUNT_H

#include <stdint.h>

/// How often the calling thread has asked for heap memory since it began.
///
/// Whatever links this target has glibc's `malloc` and its kin replaced by ones that count.
uint64_t allocation_count(void);

#endif
