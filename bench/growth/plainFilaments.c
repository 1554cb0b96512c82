/* The same as plainFilaments.ts in C: FILAMENTS LENGTH MONOMERS BATH RATE RATE RATE RATE UNTIL; prints the reactions
   and the CPU time in s. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "../plainRandom.h"

int main(int count, char **texts) {
  if (count != 10) return 2;
  const long filaments = atol(texts[1]), length = atol(texts[2]), monomers = atol(texts[3]), bath = atol(texts[4]);
  double rates[4];
  for (int i = 0; i < 4; i++) rates[i] = atof(texts[5 + i]);
  const double until = atof(texts[9]);
  const long capacity = filaments * length + (bath > 0 ? bath : monomers);
  const int taken = bath > 0 ? 0 : 1;
  /* neighbours towards the barbed and the pointed end */
  int *link[2] = {malloc(capacity * sizeof(int)), malloc(capacity * sizeof(int))};
  int *end[2] = {malloc(filaments * sizeof(int)), malloc(filaments * sizeof(int))};
  int *spare = malloc(capacity * sizeof(int));
  double *x = malloc(capacity * sizeof(double)), *y = malloc(capacity * sizeof(double));
  long spares = 0;
  for (long node = capacity - 1; node >= filaments * length; node--) spare[spares++] = (int)node;
  for (long k = 0; k < filaments; k++) {
    for (long i = 0; i < length; i++) {
      const long node = k * length + i;
      link[0][node] = i < length - 1 ? (int)node + 1 : -1;
      link[1][node] = i > 0 ? (int)node - 1 : -1;
      x[node] = 0.1 * k;
      y[node] = 0.0027 * i;
    }
    end[0][k] = (int)((k + 1) * length - 1);
    end[1][k] = (int)(k * length);
  }
  long chains = filaments, pool = monomers, reactions = 0;
  double t = 0;
  const clock_t start = clock();
  for (;;) {
    const double a0 = rates[0] * pool * chains, a1 = a0 + rates[1] * pool * chains, a2 = a1 + rates[2] * chains;
    const double total = a2 + rates[3] * chains;
    if (total == 0) break;
    t += exponential() / total;
    if (t > until) break;
    reactions++;
    const double target = uniform() * total;
    const long chain = (long)(((uint64_t)next() * (uint64_t)chains) >> 32);
    if (target < a1) {
      const int out = target < a0 ? 0 : 1, in = 1 - out, tip = end[out][chain], before = link[in][tip];
      const int node = spare[--spares];
      const double dx = x[tip] - x[before], dy = y[tip] - y[before], distance = sqrt(dx * dx + dy * dy);
      x[node] = x[tip] + 0.0027 * dx / distance;
      y[node] = y[tip] + 0.0027 * dy / distance;
      link[out][node] = -1;
      link[in][node] = tip;
      link[out][tip] = node;
      end[out][chain] = node;
      pool -= taken;
    } else {
      const int out = target < a2 ? 0 : 1, in = 1 - out, tip = end[out][chain], before = link[in][tip];
      link[out][before] = -1;
      spare[spares++] = tip;
      end[out][chain] = before;
      pool += taken;
      if (link[in][before] >= 0) continue;
      /* one subunit is no filament */
      spare[spares++] = before;
      pool += taken;
      chains--;
      end[0][chain] = end[0][chains];
      end[1][chain] = end[1][chains];
    }
  }
  printf("%ld %.6f\n", reactions, (double)(clock() - start) / CLOCKS_PER_SEC);
  return 0;
}
