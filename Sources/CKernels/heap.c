#define _GNU_SOURCE
#include "ckernels.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { HUGE_PAGE = 2 << 20, TOP_PAD = 64 << 20 };

void ck_heap_reserve(size_t bytes) {
#ifdef __GLIBC__
    // No mapping for a single array, no heap of a thread's own, and nothing given back.
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_TRIM_THRESHOLD, -1);
    mallopt(M_TOP_PAD, TOP_PAD);
    char *room = malloc(bytes);
    if (!room) return;
    uintptr_t start = ((uintptr_t)room + HUGE_PAGE - 1) & ~(uintptr_t)(HUGE_PAGE - 1);
    uintptr_t end = (uintptr_t)room + bytes;
    if (end > start) madvise((void *)start, end - start, MADV_HUGEPAGE);
    free(room);
#else
    (void)bytes;
#endif
}
