#include <linux/perf_event.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

/// Counts how often a thread, and whatever threads it begins from now on, passes a trace point of
/// the kernel; a descriptor whose eight bytes are the count, or -1 with errno.
static inline int perf_count_trace_point(uint64_t number, pid_t thread) {
    struct perf_event_attr attributes;
    memset(&attributes, 0, sizeof attributes);
    attributes.type = PERF_TYPE_TRACEPOINT;
    attributes.size = sizeof attributes;
    attributes.config = number;
    attributes.inherit = 1;
    return (int)syscall(
        SYS_perf_event_open, &attributes, thread, -1, -1, PERF_FLAG_FD_CLOEXEC);
}
