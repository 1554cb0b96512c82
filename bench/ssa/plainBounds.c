/* The algorithm of kernels/rejection.ts in C: bounds (Thanh et al. 2014, doi:10.1063/1.4896985) in groups by powers of
   two (Slepoy et al. 2008, doi:10.1063/1.2919546). Prints the reactions and the CPU time in s. */
#include <string.h>
#include <time.h>
#include "plainNetwork.h"
#include "../plainRandom.h"

enum { groups = 2048, rejectedTooOften = 64 };
static const double rejectionCost = 16;

/* a line of memory a reaction */
typedef struct { double constant; int first, second, same, group; double bound; } Record;
static Record *record;
static int *place, count[groups], capacity[groups], *list[groups];
static uint64_t occupied[groups / 64];
static double sum[groups], total, peak, *low, *high, *half, *account;
static long changes;

static inline double rate(const Record *r, const double *n) {
  return r->constant * n[r->first] * (n[r->second] + r->same);
}

static inline int groupOf(double value) {
  uint64_t bits;
  memcpy(&bits, &value, 8);
  return value > 0 ? (int)((bits >> 52) & 2047) : -1;
}

static void rebuildSums(void) {
  total = 0;
  for (int g = groups - 1; g >= 0; g--) {
    sum[g] = 0;
    for (int i = 0; i < count[g]; i++) sum[g] += record[list[g][i]].bound;
    total += sum[g];
  }
  peak = total;
  changes = 0;
}

static void leaveGroup(int j, int g, double value) {
  const int last = --count[g], moved = list[g][last];
  list[g][place[j]] = moved;
  place[moved] = place[j];
  if (last == 0) {
    occupied[g >> 6] &= ~(1ULL << (g & 63));
    sum[g] = 0;
  } else sum[g] -= value;
  total -= value;
}

static void enterGroup(int j, int g, double value) {
  if (count[g] == capacity[g]) {
    capacity[g] = capacity[g] ? 2 * capacity[g] : 4;
    list[g] = realloc(list[g], capacity[g] * sizeof(int));
  }
  if (count[g] == 0) occupied[g >> 6] |= 1ULL << (g & 63);
  place[j] = count[g];
  list[g][count[g]++] = j;
  sum[g] += value;
  total += value;
}

static inline void setBound(int j, double value) {
  Record *r = &record[j];
  const double old = r->bound;
  if (value == old) return;
  const int before = r->group, after = groupOf(value);
  r->bound = value;
  r->group = after;
  changes++;
  if (before == after) {
    sum[after] += value - old;
    total += value - old;
    return;
  }
  if (before >= 0) leaveGroup(j, before, old);
  if (after >= 0) enterGroup(j, after, value);
}

static inline double degree(int i) { return readerStart[i + 1] - readerStart[i]; }

static void centre(int i) {
  const double n = number[i], most = fmax(1, ceil(0.5 * n)), width = half[i] < most ? half[i] : most;
  low[i] = n - width;
  high[i] = n + width;
}

static void renew(int i) {
  centre(i);
  for (int k = readerStart[i]; k < readerStart[i + 1]; k++) setBound(reader[k], rate(&record[reader[k]], high));
}

static void charge(int i) {
  if (i >= states || high[i] == low[i]) return;
  account[i] -= rejectionCost;
  if (account[i] > -(3 * degree(i) + rejectionCost)) return;
  account[i] = 0;
  half[i] = floor(0.5 * fmin(half[i], high[i] - low[i]));
  renew(i);
}

static void leave(int i) {
  if (number[i] <= high[i] && number[i] >= low[i]) return;
  account[i] += degree(i);
  if (account[i] >= 3 * degree(i) + rejectionCost) {
    account[i] = 0;
    half[i] = fmax(1, 2 * half[i]);
  }
  renew(i);
}

int main(void) {
  readNetwork();
  record = calloc(reactions, sizeof(Record));
  place = calloc(reactions, sizeof(int));
  low = malloc((states + 1) * sizeof(double));
  high = malloc((states + 1) * sizeof(double));
  half = malloc(states * sizeof(double));
  account = calloc(states, sizeof(double));
  low[states] = high[states] = 1;
  for (int i = 0; i < states; i++) {
    half[i] = number[i] < 2 ? 0 : ceil(0.1 * number[i]);
    centre(i);
  }
  for (int j = 0; j < reactions; j++) {
    const int same = first[j] == second[j] && first[j] < states ? -1 : 0;
    record[j] = (Record){constant[j], first[j], second[j], same, -1, 0};
    setBound(j, rate(&record[j], high));
  }
  rebuildSums();
  double t = 0;
  long fired = 0, inRow = 0;
  const clock_t before = clock();
  for (;;) {
    if (total > peak) peak = total;
    if (changes > 65536 + 4L * reactions || total < peak / 64) rebuildSums();
    if (!(total > 0)) break;
    t += exponential() / total;
    if (t > until) break;
    double rest = uniform() * total;
    int g = -1;
    for (int word = groups / 64 - 1; word >= 0 && g < 0; word--)
      for (uint64_t bits = occupied[word]; bits != 0;) {
        const int bit = 63 - __builtin_clzll(bits), candidate = 64 * word + bit;
        if (rest < sum[candidate]) {
          g = candidate;
          break;
        }
        rest -= sum[candidate];
        bits &= ~(1ULL << bit);
      }
    if (g < 0) {
      rebuildSums();
      continue;
    }
    const double height = ldexp(1, g + 1 - 1023);
    for (;;) {
      const int j = list[g][(int)(uniform() * count[g])];
      const double at = uniform() * height;
      if (at >= record[j].bound) continue;
      if (at < rate(&record[j], number)) {
        int hasLeft = 0;
        for (int i = changeStart[j]; i < changeStart[j + 1]; i++) {
          const int state = changeState[i];
          number[state] += amount[i];
          hasLeft |= number[state] > high[state] || number[state] < low[state];
        }
        if (hasLeft)
          for (int i = changeStart[j]; i < changeStart[j + 1]; i++) leave(changeState[i]);
        fired++;
        inRow = 0;
      } else if (++inRow < rejectedTooOften) {
        charge(record[j].first);
        charge(record[j].second);
      } else {
        inRow = 0;
        memcpy(low, number, states * sizeof(double));
        memcpy(high, number, states * sizeof(double));
        for (int k = 0; k < reactions; k++) setBound(k, rate(&record[k], high));
        rebuildSums();
      }
      break;
    }
  }
  printf("%ld %.9g\n", fired, (double)(clock() - before) / CLOCKS_PER_SEC);
  return 0;
}
