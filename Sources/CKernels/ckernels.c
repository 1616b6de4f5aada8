#include "ckernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define CK_X86 1
#endif

int ck_best_path(void) {
#if CK_X86
    __builtin_cpu_init();
    // Every processor with AVX2 that was ever sold has the others too; an emulated one may not.
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi")
                   && __builtin_cpu_supports("popcnt")
               ? CK_AVX2
               : CK_SSE2;
#else
    return CK_PORTABLE;
#endif
}

// One bit for every byte of `word` that equals `byte`.
static inline uint64_t equal8(uint64_t word, uint8_t byte) {
    return ck_gather8(ck_zeros8(word ^ (0x0101010101010101ull * byte), 0xFF));
}

static void csv_portable(
    const uint8_t *text, size_t words, uint8_t quote, uint8_t delimiter, uint8_t newline,
    ck_csv_word *masks) {
    for (size_t word = 0; word < words; word++, text += 64) {
        ck_csv_word out = {0, 0, 0, 0, 0, 0, 0};
        for (int part = 0; part < 8; part++) {
            uint64_t bytes = ck_load8(text + 8 * part);
            uint64_t kinds = bytes & 0xE0E0E0E0E0E0E0E0ull;
            uint64_t overlong = bytes & 0xFEFEFEFEFEFEFEFEull;
            out.high |= equal8(bytes & 0x8080808080808080ull, 0x80) << 8 * part;
            out.tail |= equal8(bytes & 0xC0C0C0C0C0C0C0C0ull, 0x80) << 8 * part;
            out.pair |= (equal8(kinds, 0xC0) & ~equal8(overlong, 0xC0)) << 8 * part;
            out.quote |= equal8(bytes, quote) << 8 * part;
            out.delimiter |= equal8(bytes, delimiter) << 8 * part;
            out.newline |= equal8(bytes, newline) << 8 * part;
            out.carriage |= equal8(bytes, '\r') << 8 * part;
        }
        masks[word] = out;
    }
}

static void json_portable(const uint8_t *text, size_t words, ck_json_word *masks) {
    for (size_t word = 0; word < words; word++, text += 64) {
        ck_json_word out = {0, 0, 0, 0};
        for (int part = 0; part < 8; part++) {
            uint64_t bytes = ck_load8(text + 8 * part);
            uint64_t folded = bytes | 0x2020202020202020ull;
            out.quote |= equal8(bytes, '"') << 8 * part;
            out.backslash |= equal8(bytes, '\\') << 8 * part;
            out.open |= equal8(folded, '{') << 8 * part;
            out.close |= equal8(folded, '}') << 8 * part;
        }
        masks[word] = out;
    }
}

// A loop of as many turns as a mask has bits would end at another place in each mask, which no processor foresees:
// most masks are done in one turn of eight places, of which the next mask overwrites those that are none.
static inline __attribute__((always_inline)) size_t bit_places(
    const uint64_t *masks, size_t words, uint32_t start, uint32_t *places) {
    size_t count = 0;
    for (size_t word = 0; word < words; word++, start += 64) {
        uint64_t mask = masks[word];
        size_t end = count + (size_t)__builtin_popcountll(mask);
        while (count < end) {
            for (int place = 0; place < 8; place++) {
                places[count + place] = start + (mask ? (uint32_t)__builtin_ctzll(mask) : 64);
                mask &= mask - 1;
            }
            count += 8;
        }
        count = end;
    }
    return count;
}

#if CK_X86

__attribute__((target("avx2,bmi,popcnt"))) static size_t bit_places_avx2(
    const uint64_t *masks, size_t words, uint32_t start, uint32_t *places) {
    return bit_places(masks, words, start, places);
}

static inline uint64_t equal16(const __m128i *bytes, char byte) {
    __m128i wanted = _mm_set1_epi8(byte);
    uint64_t mask = 0;
    for (int part = 0; part < 4; part++)
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes[part], wanted))
                << 16 * part;
    return mask;
}

static void csv_sse2(
    const uint8_t *text, size_t words, uint8_t quote, uint8_t delimiter, uint8_t newline,
    ck_csv_word *masks) {
    for (size_t word = 0; word < words; word++, text += 64) {
        __m128i bytes[4];
        for (int part = 0; part < 4; part++)
            bytes[part] = _mm_loadu_si128((const __m128i *)(text + 16 * part));
        masks[word].quote = equal16(bytes, (char)quote);
        masks[word].delimiter = equal16(bytes, (char)delimiter);
        masks[word].newline = equal16(bytes, (char)newline);
        masks[word].carriage = equal16(bytes, '\r');
        uint64_t high = 0, pair = 0, tail = 0;
        for (int part = 0; part < 4; part++) {
            // Without an unsigned comparison: what is the lesser of itself and the range's last.
            __m128i above = _mm_sub_epi8(bytes[part], _mm_set1_epi8((char)0xC2));
            __m128i isPair = _mm_cmpeq_epi8(_mm_min_epu8(above, _mm_set1_epi8(0x1D)), above);
            high |= (uint64_t)(uint32_t)_mm_movemask_epi8(bytes[part]) << 16 * part;
            __m128i isTail = _mm_cmplt_epi8(bytes[part], _mm_set1_epi8((char)0xC0));
            pair |= (uint64_t)(uint32_t)_mm_movemask_epi8(isPair) << 16 * part;
            tail |= (uint64_t)(uint32_t)_mm_movemask_epi8(isTail) << 16 * part;
        }
        masks[word].high = high;
        masks[word].pair = pair;
        masks[word].tail = tail;
    }
}

// '[' and '{', and ']' and '}', differ in bit 5 only.
static void json_sse2(const uint8_t *text, size_t words, ck_json_word *masks) {
    for (size_t word = 0; word < words; word++, text += 64) {
        __m128i bytes[4], folded[4];
        for (int part = 0; part < 4; part++) {
            bytes[part] = _mm_loadu_si128((const __m128i *)(text + 16 * part));
            folded[part] = _mm_or_si128(bytes[part], _mm_set1_epi8(0x20));
        }
        masks[word].quote = equal16(bytes, '"');
        masks[word].backslash = equal16(bytes, '\\');
        masks[word].open = equal16(folded, '{');
        masks[word].close = equal16(folded, '}');
    }
}

__attribute__((target("avx2"))) static inline uint64_t equal32(
    __m256i low, __m256i high, char byte) {
    __m256i wanted = _mm256_set1_epi8(byte);
    uint64_t first = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted));
    uint64_t second = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted));
    return first | second << 32;
}

__attribute__((target("avx2"))) static inline uint64_t high32(__m256i low, __m256i high) {
    return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

__attribute__((target("avx2"))) static inline __m256i pairs32(__m256i bytes) {
    __m256i above = _mm256_sub_epi8(bytes, _mm256_set1_epi8((char)0xC2));
    return _mm256_cmpeq_epi8(_mm256_min_epu8(above, _mm256_set1_epi8(0x1D)), above);
}

__attribute__((target("avx2"))) static void csv_avx2(
    const uint8_t *text, size_t words, uint8_t quote, uint8_t delimiter, uint8_t newline,
    ck_csv_word *masks) {
    for (size_t word = 0; word < words; word++, text += 64) {
        __m256i low = _mm256_loadu_si256((const __m256i *)text);
        __m256i high = _mm256_loadu_si256((const __m256i *)(text + 32));
        masks[word].quote = equal32(low, high, (char)quote);
        masks[word].delimiter = equal32(low, high, (char)delimiter);
        masks[word].newline = equal32(low, high, (char)newline);
        masks[word].carriage = equal32(low, high, '\r');
        masks[word].high = high32(low, high);
        masks[word].pair = high32(pairs32(low), pairs32(high));
        // As signed numbers the lowest.
        __m256i tails = _mm256_set1_epi8((char)0xC0);
        masks[word].tail = high32(_mm256_cmpgt_epi8(tails, low), _mm256_cmpgt_epi8(tails, high));
    }
}

__attribute__((target("avx2"))) static void json_avx2(
    const uint8_t *text, size_t words, ck_json_word *masks) {
    for (size_t word = 0; word < words; word++, text += 64) {
        __m256i low = _mm256_loadu_si256((const __m256i *)text);
        __m256i high = _mm256_loadu_si256((const __m256i *)(text + 32));
        __m256i fold = _mm256_set1_epi8(0x20);
        masks[word].quote = equal32(low, high, '"');
        masks[word].backslash = equal32(low, high, '\\');
        low = _mm256_or_si256(low, fold);
        high = _mm256_or_si256(high, fold);
        masks[word].open = equal32(low, high, '{');
        masks[word].close = equal32(low, high, '}');
    }
}

#endif

void ck_csv_masks(
    const uint8_t *text, size_t words, uint8_t quote, uint8_t delimiter, uint8_t newline,
    ck_csv_word *masks, int path) {
#if CK_X86
    if (path == CK_AVX2) return csv_avx2(text, words, quote, delimiter, newline, masks);
    if (path == CK_SSE2) return csv_sse2(text, words, quote, delimiter, newline, masks);
#endif
    csv_portable(text, words, quote, delimiter, newline, masks);
}

size_t ck_bit_places(
    const uint64_t *masks, size_t words, uint32_t start, uint32_t *places, int path) {
#if CK_X86
    if (path == CK_AVX2) return bit_places_avx2(masks, words, start, places);
#endif
    return bit_places(masks, words, start, places);
}

void ck_json_masks(const uint8_t *text, size_t words, ck_json_word *masks, int path) {
#if CK_X86
    if (path == CK_AVX2) return json_avx2(text, words, masks);
    if (path == CK_SSE2) return json_sse2(text, words, masks);
#endif
    json_portable(text, words, masks);
}
