#include "ccheckedfile.h"

#include <string.h>

// Eight lanes of 64 bits, each word added as it is and as the product of its halves under a key (as XXH3 does):
// loops that every compiler turns into vector instructions.
enum { LANES = 8, STRIPE = LANES * 8, BLOCK_STRIPES = 16 };

// A stripe's keys begin at its place in its block, so that stripes that change places do not go unnoticed.
static const uint64_t keys[LANES + BLOCK_STRIPES] = {
    0x91D93080F9B439FD, 0x3CEAAF308142C8EB, 0x627655DAA05F1119, 0x9DFB369BAB13DFAF,
    0x0FF9BB510944FE0D, 0x6301BBFCA0C5154F, 0x047A8387CDDE8D51, 0x6FCED11D2BD8A1E7,
    0xB7C1DCE27F7695F5, 0x3A124C647E02FF05, 0x5CBD0BA3A1A6BCDF, 0x66080F174C96D8E3,
    0x42F2DC05873F9BD1, 0xB120A366F0BBE9CF, 0xCE4CDA11B43C589B, 0x78B7D0AC84773CE1,
    0x48668D77E827062D, 0x2330FCF1562AE4B9, 0xE36BF9B3DDCB369D, 0xC1ACC9906424550B,
    0xF065A1C284CC4549, 0x9AD9B9A25E78454D, 0xF6A730B7B12E9EED, 0x993565976FBAF663,
};

static inline void accumulate(
    uint64_t *restrict lanes, const uint8_t *restrict bytes, const uint64_t *restrict key) {
    uint64_t words[LANES];
    memcpy(words, bytes, STRIPE);
    for (int lane = 0; lane < LANES; lane++) {
        uint64_t keyed = words[lane] ^ key[lane];
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
    while (rest >= STRIPE) {
        size_t block = rest / STRIPE < BLOCK_STRIPES ? rest / STRIPE : BLOCK_STRIPES;
        for (size_t stripe = 0; stripe < block; stripe++) {
            accumulate(lanes, at + stripe * STRIPE, keys + stripe);
        }
        // Between blocks the lanes are mixed, for the same reason.
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
        accumulate(lanes, last, keys + BLOCK_STRIPES);
    }
    uint64_t sum = (uint64_t)count * 0x9E3779B185EBCA87;
    for (int lane = 0; lane < LANES; lane++) {
        sum = mixed(sum ^ lanes[lane]) * 0xC2B2AE3D27D4EB4F + keys[lane];
    }
    return mixed(sum);
}
