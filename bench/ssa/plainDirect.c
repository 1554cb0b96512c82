/* The direct method (Gillespie 1977, doi:10.1021/j100540a008) in C: all propensities that a reaction changes, their sum
   and a linear search up to 24 reactions, sums of blocks beyond. Prints the reactions and the CPU time in s. */
#include <time.h>
#include "plainNetwork.h"
#include "../plainRandom.h"

int main(void) {
  readNetwork();
  int shift = 0;
  if (reactions > 24)
    for (shift = 2; 2 * (1 << shift) * (1 << shift) < reactions;) shift++;
  const int size = 1 << shift, blocks = (reactions + size - 1) / size;
  double *a = calloc(blocks * size, sizeof(double)), *sum = calloc(blocks, sizeof(double));
  /* what each reaction changes */
  int *start = malloc((reactions + 1) * sizeof(int)), *seen = malloc(reactions * sizeof(int));
  int room = 16 * reactions, count = 0, *dependent = malloc(room * sizeof(int));
  for (int j = 0; j < reactions; j++) seen[j] = -1;
  start[0] = 0;
  for (int j = 0; j < reactions; j++) {
    for (int i = changeStart[j]; i < changeStart[j + 1]; i++)
      for (int k = readerStart[changeState[i]]; k < readerStart[changeState[i] + 1]; k++) {
        if (seen[reader[k]] == j) continue;
        seen[reader[k]] = j;
        if (count == room) dependent = realloc(dependent, (room *= 2) * sizeof(int));
        dependent[count++] = reader[k];
      }
    start[j + 1] = count;
  }
  for (int j = 0; j < reactions; j++) a[j] = propensity(j, number);
  double t = 0;
  long fired = 0;
  const clock_t before = clock();
  for (;;) {
    double total = 0;
    if (shift == 0 || fired % 4096 == 0)
      for (int b = 0; b < blocks; b++) {
        sum[b] = 0;
        for (int j = b * size; j < (b + 1) * size; j++) sum[b] += a[j];
      }
    for (int b = 0; b < blocks; b++) total += sum[b];
    if (!(total > 0)) break;
    t += exponential() / total;
    if (t > until) break;
    double rest = uniform() * total;
    int b = 0;
    while (b < blocks - 1 && rest >= sum[b]) rest -= sum[b++];
    int j = b * size;
    while (j < (b + 1) * size - 1 && rest >= a[j]) rest -= a[j++];
    if (j >= reactions || !(a[j] > 0)) continue;
    for (int i = changeStart[j]; i < changeStart[j + 1]; i++) number[changeState[i]] += amount[i];
    for (int k = start[j]; k < start[j + 1]; k++) {
      const int other = dependent[k];
      const double value = propensity(other, number);
      sum[other >> shift] += value - a[other];
      a[other] = value;
    }
    fired++;
  }
  printf("%ld %.9g\n", fired, (double)(clock() - before) / CLOCKS_PER_SEC);
  return 0;
}
