// Tells ThreadSanitizer of the slow paths of Swift's `Mutex`, which are in a library that was built without it: what
// a thread did before it gave up a contended lock happens before what the next one does with it. Without this every
// value behind a lock that two threads wait for is reported as a race. Preloaded by .ci/sanitize.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define METHOD __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define TRY "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"

// Not there in the processes that start the tests.
void __tsan_acquire(void *address) __attribute__((weak));
void __tsan_release(void *address) __attribute__((weak));

typedef METHOD void (*lock_function)(uint32_t, SELF void *);
typedef METHOD void (*unlock_function)(SELF void *);
typedef METHOD _Bool (*try_function)(SELF void *);

METHOD void lock_slow(uint32_t thread, SELF void *handle) __asm__(LOCK);
METHOD void unlock_slow(SELF void *handle) __asm__(UNLOCK);
METHOD _Bool try_slow(SELF void *handle) __asm__(TRY);

METHOD void lock_slow(uint32_t thread, SELF void *handle) {
    ((lock_function)dlsym(RTLD_NEXT, LOCK))(thread, handle);
    if (__tsan_acquire) __tsan_acquire(handle);
}

METHOD void unlock_slow(SELF void *handle) {
    if (__tsan_release) __tsan_release(handle);
    ((unlock_function)dlsym(RTLD_NEXT, UNLOCK))(handle);
}

METHOD _Bool try_slow(SELF void *handle) {
    _Bool isLocked = ((try_function)dlsym(RTLD_NEXT, TRY))(handle);
    if (isLocked && __tsan_acquire) __tsan_acquire(handle);
    return isLocked;
}
