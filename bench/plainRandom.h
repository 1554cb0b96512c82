/* xoshiro128** (Blackman and Vigna 2021, doi:10.1145/3460772), and draws from it. */
#include <math.h>
#include <stdint.h>

static uint32_t s[4] = {1234567, 7654321, 1928374, 918273};

static inline uint32_t rotl(uint32_t x, int k) { return (x << k) | (x >> (32 - k)); }

static inline uint32_t next(void) {
  const uint32_t result = rotl(s[1] * 5, 7) * 9, t = s[1] << 9;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotl(s[3], 11);
  return result;
}

/* 53 bits, on [0, 1) */
static inline double uniform(void) {
  const uint32_t high = next() >> 5, low = next() >> 6;
  return (high * 67108864.0 + low) * 0x1p-53;
}

static inline double exponential(void) { return -log(1 - uniform()); }
