/* A network of reactions of mass action from standard input, in numbers: STATES REACTIONS UNTIL, the initial numbers,
   and for each reaction its constant, the reactants (-1: none, the same twice for two of a kind), the number of
   changes, and the changes as state and amount. */
#include <stdio.h>
#include <stdlib.h>

static int states, reactions;
static double until, *number, *constant, *amount;
static int *first, *second, *changeStart, *changeState;
/* reactions that read a state */
static int *readerStart, *reader;

static double value(void) {
  double x;
  if (scanf("%lf", &x) != 1) exit(2);
  return x;
}

static void readNetwork(void) {
  states = (int)value();
  reactions = (int)value();
  until = value();
  /* the last stands for a reactant that is not there */
  number = malloc((states + 1) * sizeof(double));
  for (int i = 0; i < states; i++) number[i] = value();
  number[states] = 1;
  constant = malloc(reactions * sizeof(double));
  first = malloc(reactions * sizeof(int));
  second = malloc(reactions * sizeof(int));
  changeStart = malloc((reactions + 1) * sizeof(int));
  int room = 4 * reactions + 16, count = 0;
  changeState = malloc(room * sizeof(int));
  amount = malloc(room * sizeof(double));
  readerStart = calloc(states + 2, sizeof(int));
  changeStart[0] = 0;
  for (int j = 0; j < reactions; j++) {
    constant[j] = value();
    first[j] = (int)value();
    second[j] = (int)value();
    if (first[j] < 0) first[j] = states;
    if (second[j] < 0) second[j] = states;
    const int changes = (int)value();
    for (int i = 0; i < changes; i++) {
      if (count == room) {
        room *= 2;
        changeState = realloc(changeState, room * sizeof(int));
        amount = realloc(amount, room * sizeof(double));
      }
      changeState[count] = (int)value();
      amount[count++] = value();
    }
    changeStart[j + 1] = count;
    if (first[j] < states) readerStart[first[j] + 1]++;
    if (second[j] < states && second[j] != first[j]) readerStart[second[j] + 1]++;
  }
  for (int i = 0; i < states; i++) readerStart[i + 1] += readerStart[i];
  reader = malloc((readerStart[states] + 1) * sizeof(int));
  int *at = malloc((states + 1) * sizeof(int));
  for (int i = 0; i < states; i++) at[i] = readerStart[i];
  for (int j = 0; j < reactions; j++) {
    if (first[j] < states) reader[at[first[j]]++] = j;
    if (second[j] < states && second[j] != first[j]) reader[at[second[j]]++] = j;
  }
  free(at);
}

static inline double propensity(int j, const double *n) {
  const int same = first[j] == second[j] && first[j] < states;
  return constant[j] * n[first[j]] * (n[second[j]] - same);
}
