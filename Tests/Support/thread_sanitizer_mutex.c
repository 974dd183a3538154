// What the thread sanitizer cannot see of Swift's Mutex, told to it; .ci/sanitize preloads this.
//
// A Mutex that nobody waits for is locked and unlocked by code that is compiled with its user, and
// so is seen. Where threads wait, the runtime's library asks the kernel: that library is not
// compiled for the sanitizer, which then takes whatever the Mutex guards for a race. These three
// stand before the library's, do what they do, and say what that means.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

// The library's names of `_MutexHandle._lockSlow(_:)`, `_tryLockSlow()` and `_unlockSlow()`.
#define LOCK_NAME "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK_NAME "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK_NAME "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

typedef SWIFT void (*Lock)(uint32_t thread, SELF void *word);
typedef SWIFT _Bool (*TryLock)(SELF void *word);
typedef SWIFT void (*Unlock)(SELF void *word);

// Of the sanitizer's runtime; nothing in what runs without it.
extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));

static void *next(const char *name) {
    void *function = dlsym(RTLD_NEXT, name);
    if (!function) {
        fprintf(stderr, "there is no %s: this Swift's Mutex is another\n", name);
        abort();
    }
    return function;
}

SWIFT void lock_slowly(uint32_t thread, SELF void *word) __asm__(LOCK_NAME);
SWIFT void lock_slowly(uint32_t thread, SELF void *word) {
    static Lock lock;
    Lock known = __atomic_load_n(&lock, __ATOMIC_RELAXED);
    if (!known) {
        known = (Lock)next(LOCK_NAME);
        __atomic_store_n(&lock, known, __ATOMIC_RELAXED);
    }
    known(thread, word);
    if (__tsan_acquire) __tsan_acquire(word);
}

SWIFT _Bool try_to_lock_slowly(SELF void *word) __asm__(TRY_LOCK_NAME);
SWIFT _Bool try_to_lock_slowly(SELF void *word) {
    static TryLock try_to_lock;
    TryLock known = __atomic_load_n(&try_to_lock, __ATOMIC_RELAXED);
    if (!known) {
        known = (TryLock)next(TRY_LOCK_NAME);
        __atomic_store_n(&try_to_lock, known, __ATOMIC_RELAXED);
    }
    _Bool is_locked = known(word);
    if (is_locked && __tsan_acquire) __tsan_acquire(word);
    return is_locked;
}

SWIFT void unlock_slowly(SELF void *word) __asm__(UNLOCK_NAME);
SWIFT void unlock_slowly(SELF void *word) {
    static Unlock unlock;
    Unlock known = __atomic_load_n(&unlock, __ATOMIC_RELAXED);
    if (!known) {
        known = (Unlock)next(UNLOCK_NAME);
        __atomic_store_n(&unlock, known, __ATOMIC_RELAXED);
    }
    if (__tsan_release) __tsan_release(word);
    known(word);
}
