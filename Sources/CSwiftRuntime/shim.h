#include <stdbool.h>

/* The Swift runtime's switch for the checks that nothing is changed while it is looked at. Weak: a
 * runtime without it goes on checking. */
extern bool _swift_disableExclusivityChecking __attribute__((weak));

static inline void swift_runtime_trust_exclusivity(void) {
    if (&_swift_disableExclusivityChecking) _swift_disableExclusivityChecking = true;
}
