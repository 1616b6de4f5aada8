#include "ccheckedfile.h"

#include <string.h>

// Eight lanes of 64 bits, each word added as it is and as the product of its halves under a key (as XXH3 does):
// loops that every compiler turns into vector instructions.
enum { LANES = 8, STRIPE = LANES * 8 };

static const uint64_t keys[LANES] = {
    0xB8FE6C3923A44BBE, 0x7C01812CF721AD1C, 0xDED46DE9839097DB, 0x7240A4A4B7B3671F,
    0xCB79E64ECCC0E578, 0x825AD07DCCFF7221, 0xB8084674F743248E, 0xE03590E6813A264C,
};

static inline void accumulate(uint64_t *restrict lanes, const uint8_t *restrict bytes) {
    uint64_t words[LANES];
    memcpy(words, bytes, STRIPE);
    for (int lane = 0; lane < LANES; lane++) {
        uint64_t keyed = words[lane] ^ keys[lane];
        lanes[lane] += (keyed & 0xFFFFFFFF) * (keyed >> 32) + words[lane ^ 1];
    }
}

static inline uint64_t mixed(uint64_t value) {
    value ^= value >> 37;
    value *= 0x165667919E3779F9;
    return value ^ value >> 32;
}

uint64_t cc_checksum(const void *bytes, size_t count) {
    const uint8_t *at = bytes;
    size_t rest = count;
    uint64_t lanes[LANES];
    memcpy(lanes, keys, sizeof lanes);
    // Every so often the lanes are mixed, or moving a stripe would go unnoticed.
    while (rest >= STRIPE) {
        size_t block = rest < 1024 ? rest / STRIPE : 1024 / STRIPE;
        for (size_t stripe = 0; stripe < block; stripe++) accumulate(lanes, at + stripe * STRIPE);
        for (int lane = 0; lane < LANES; lane++) {
            lanes[lane] ^= lanes[lane] >> 47;
            lanes[lane] = (lanes[lane] ^ keys[lane]) * 0x9E3779B97F4A7C15;
        }
        at += block * STRIPE;
        rest -= block * STRIPE;
    }
    if (rest > 0) {
        uint8_t last[STRIPE] = {0};
        memcpy(last, at, rest);
        accumulate(lanes, last);
    }
    uint64_t sum = (uint64_t)count * 0x9E3779B185EBCA87;
    for (int lane = 0; lane < LANES; lane++) {
        sum = mixed(sum ^ lanes[lane]) * 0xC2B2AE3D27D4EB4F + keys[lane];
    }
    return mixed(sum);
}
