// Kernels that Swift has no public form for: byte masks of 16 and 64 input bytes, and prefetch.
#ifndef CKERNELS_H
#define CKERNELS_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

static inline void ck_prefetch(const void *_Nonnull address) { __builtin_prefetch(address, 0, 3); }

// Which instructions a mask kernel may use. Every path gives the same masks.
enum { CK_PORTABLE = 0, CK_SSE2 = 1, CK_AVX2 = 2 };

// The best path of this machine.
int ck_best_path(void);

// One bit per byte of 64 input bytes, least significant bit first.
typedef struct {
    uint64_t quote, delimiter, newline, carriage;
    // Bytes that are not ASCII; those of them that begin a character of two bytes in UTF-8, 0xC2 to 0xDF, and those
    // that begin none, 0x80 to 0xBF.
    uint64_t high, pair, tail;
} ck_csv_word;

// Masks of `words` times 64 bytes at `text`, all of which must be readable.
void ck_csv_masks(
    const uint8_t *_Nonnull text, size_t words, uint8_t quote, uint8_t delimiter, uint8_t newline,
    ck_csv_word *_Nonnull masks, int path);

// Writes `start` plus the place of each bit that is set in `words` masks, in order; answers how many there are.
// Up to 8 numbers behind those are written over.
size_t ck_bit_places(
    const uint64_t *_Nonnull masks, size_t words, uint32_t start, uint32_t *_Nonnull places,
    int path);

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

// The bytes of a value that are judged and copied at once. Whoever hands a value to what follows sees to it that
// so many can be read, however short the value is.
enum { CK_VALUE_WIDTH = 32 };

// Eight bytes, the first one lowest.
static inline uint64_t ck_load8(const uint8_t *_Nonnull text) {
    uint64_t word;
    memcpy(&word, text, 8);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

// The high bit of every byte of `word` that has none of the bits of `mask`.
static inline uint64_t ck_zeros8(uint64_t word, uint8_t mask) {
    const uint64_t low = 0x7F7F7F7F7F7F7F7Full;
    uint64_t kept = word & 0x0101010101010101ull * mask;
    return ~(((kept & low) + low) | kept | low);
}

// The high bit of every byte of `word`, gathered into eight bits.
static inline uint32_t ck_gather8(uint64_t word) {
    return (uint32_t)((word >> 7 & 0x0101010101010101ull) * 0x0102040810204080ull >> 56);
}

// Which of the 32 bytes at `text` are a quotation mark, `delimiter` or below 0x20: a bit each, the first one lowest.
static inline uint32_t ck_csv_stops_portable(const uint8_t *_Nonnull text, uint8_t delimiter) {
    uint32_t mask = 0;
    for (int part = 0; part < 4; part++) {
        uint64_t word = ck_load8(text + 8 * part);
        uint64_t stops = ck_zeros8(word ^ 0x0101010101010101ull * '"', 0xFF)
                         | ck_zeros8(word ^ 0x0101010101010101ull * delimiter, 0xFF)
                         | ck_zeros8(word, 0xE0);
        mask |= ck_gather8(stops) << 8 * part;
    }
    return mask;
}

// The same of what JSON escapes, or may have to: a quotation mark, a backslash, below 0x20, 0x7F and above.
static inline uint32_t ck_json_stops_portable(const uint8_t *_Nonnull text) {
    uint32_t mask = 0;
    for (int part = 0; part < 4; part++) {
        uint64_t word = ck_load8(text + 8 * part);
        uint64_t stops = ck_zeros8(word ^ 0x0101010101010101ull * '"', 0xFF)
                         | ck_zeros8(word ^ 0x0101010101010101ull * '\\', 0xFF)
                         | ck_zeros8(word ^ 0x0101010101010101ull * 0x7F, 0xFF)
                         | ck_zeros8(word, 0xE0) | word;
        mask |= ck_gather8(stops) << 8 * part;
    }
    return mask;
}

#if defined(__SSE2__)
static inline uint32_t ck_csv_stops16(__m128i bytes, uint8_t delimiter) {
    __m128i controls = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
    __m128i marks = _mm_or_si128(
        _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')),
        _mm_cmpeq_epi8(bytes, _mm_set1_epi8((char)delimiter)));
    return (uint32_t)_mm_movemask_epi8(_mm_or_si128(controls, marks));
}

static inline uint32_t ck_json_stops16(__m128i bytes) {
    // Bytes of 0x80 and above are negative, so one signed comparison finds them and the controls.
    __m128i outside = _mm_or_si128(
        _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20)), _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F)));
    __m128i marks = _mm_or_si128(
        _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
    return (uint32_t)_mm_movemask_epi8(_mm_or_si128(outside, marks));
}
#endif

static inline uint32_t ck_csv_stops(const uint8_t *_Nonnull text, uint8_t delimiter) {
#if defined(__SSE2__)
    __m128i first = _mm_loadu_si128((const __m128i *)text);
    __m128i second = _mm_loadu_si128((const __m128i *)(text + 16));
    return ck_csv_stops16(first, delimiter) | ck_csv_stops16(second, delimiter) << 16;
#else
    return ck_csv_stops_portable(text, delimiter);
#endif
}

static inline uint32_t ck_json_stops(const uint8_t *_Nonnull text) {
#if defined(__SSE2__)
    __m128i first = _mm_loadu_si128((const __m128i *)text);
    __m128i second = _mm_loadu_si128((const __m128i *)(text + 16));
    return ck_json_stops16(first) | ck_json_stops16(second) << 16;
#else
    return ck_json_stops_portable(text);
#endif
}

// Copies CK_VALUE_WIDTH bytes: quicker than as many as a short value has.
static inline void ck_copy_value(uint8_t *_Nonnull target, const uint8_t *_Nonnull source) {
    memcpy(target, source, CK_VALUE_WIDTH);
}

/// Sets `bytes` of the heap aside, to be used with huge pages, and lets all large arrays come from it: what is
/// freed is used again, not given back to the kernel. Does nothing without glibc.
void ck_heap_reserve(size_t bytes);

/// Lets the disk begin to write `count` bytes of a file from `offset` on, and does not wait for it: 0, or -1 and
/// `errno`. Does nothing where the system has no such call.
int ck_begin_sync(int file, int64_t offset, int64_t count);

#endif
