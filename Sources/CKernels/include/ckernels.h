// Kernels that Swift has no public form for: byte masks of 64 input bytes and prefetch.
#ifndef CKERNELS_H
#define CKERNELS_H
#include <stddef.h>
#include <stdint.h>

static inline void ck_prefetch(const void *_Nonnull address) { __builtin_prefetch(address, 0, 1); }

#endif
