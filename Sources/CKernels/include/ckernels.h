// Kernels that Swift has no public form for: byte masks of 16 and 64 input bytes, and prefetch.
#ifndef CKERNELS_H
#define CKERNELS_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

static inline void ck_prefetch(const void *_Nonnull address) { __builtin_prefetch(address, 0, 1); }

// Which instructions a mask kernel may use. Every path gives the same masks.
enum { CK_PORTABLE = 0, CK_SSE2 = 1, CK_AVX2 = 2 };

// The best path of this machine.
int ck_best_path(void);

// One bit per byte of 64 input bytes, least significant bit first.
typedef struct {
    uint64_t quote, delimiter, newline, carriage;
} ck_csv_word;

// Masks of `words` times 64 bytes at `text`, all of which must be readable.
void ck_csv_masks(
    const uint8_t *_Nonnull text, size_t words, uint8_t quote, uint8_t delimiter, uint8_t newline,
    ck_csv_word *_Nonnull masks, int path);

// Braces and brackets are given by direction only: a depth needs no more.
typedef struct {
    uint64_t quote, backslash, open, close;
} ck_json_word;

void ck_json_masks(
    const uint8_t *_Nonnull text, size_t words, ck_json_word *_Nonnull masks, int path);

// Which of 16 bytes end a plain run inside a JSON string: quote, backslash, control, not ASCII.
static inline uint32_t ck_string_stops_portable(const uint8_t *_Nonnull text) {
    uint32_t mask = 0;
    for (int index = 0; index < 16; index++) {
        uint8_t byte = text[index];
        mask |= (uint32_t)(byte == '"' || byte == '\\' || byte < 0x20 || byte >= 0x80) << index;
    }
    return mask;
}

static inline uint32_t ck_string_stops(const uint8_t *_Nonnull text) {
#if defined(__SSE2__)
    __m128i bytes = _mm_loadu_si128((const __m128i *)text);
    // Bytes of 0x80 and above are negative, so one signed comparison finds them and the controls.
    __m128i stops = _mm_or_si128(
        _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20)),
        _mm_or_si128(
            _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))));
    return (uint32_t)_mm_movemask_epi8(stops);
#else
    return ck_string_stops_portable(text);
#endif
}

/// Sets `bytes` of the heap aside, to be used with huge pages, and lets all large arrays come from it: what is
/// freed is used again, not given back to the kernel. Does nothing without glibc.
void ck_heap_reserve(size_t bytes);

#endif
