// FSRS-6 as lstm_docs/practice/fsrs.py has it, bit for bit: exp, log and powers from + − × ÷ alone.
const LN2 = [0.6931471803691238, 1.9082149292705877e-10];

function exp(x) {
  const twos = Math.trunc(x / LN2[0] + (x > 0 ? 0.5 : -0.5));
  const rest = x - twos * LN2[0] - twos * LN2[1];
  let value = 1;
  for (let n = 14; n; n--) value = 1 + (value * rest) / n;
  for (let n = Math.abs(twos); n; n--) value = twos > 0 ? value * 2 : value / 2;
  return value;
}

function log(x) {
  let twos = 0;
  for (; x > 1.4142135623730951; twos++) x /= 2;
  for (; x < 0.7071067811865476; twos--) x *= 2;
  const ratio = (x - 1) / (x + 1);
  let total = 0;
  for (let n = 21; n > 0; n -= 2) total = total * ratio * ratio + 1 / n;
  return twos * LN2[0] + (twos * LN2[1] + 2 * ratio * total);
}

const power = (base, exponent) => exp(exponent * log(base));

// prettier-ignore
const W = [0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629,
  1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542];
const SCALE = power(0.9, -1 / W[20]) - 1;

const within = (value, least, most) => Math.min(Math.max(value, least), most);
const firstDifficulty = (grade) => W[4] - exp(W[5] * (grade - 1)) + 1;

/** The day on which it is asked again. */
export const due = ({ stability, day }) => day + Math.trunc(within(stability + 0.5, 1, 36500));

/** The share of right answers expected on a day. */
export const retrievability = (memory, day) =>
  power(1 + (SCALE * Math.max(day - memory.day, 0)) / memory.stability, -W[20]);

/** The memory after an answer with a grade, 1 (again) to 4 (easy), on a day; nothing before the first. */
export function reviewed(memory, grade, day) {
  if (!memory) return { stability: W[grade - 1], difficulty: within(firstDifficulty(grade), 1, 10), day };
  const stability = day <= memory.day ? sameDay(memory, grade) : later(memory, grade, retrievability(memory, day));
  const change = (-W[6] * (grade - 3) * (10 - memory.difficulty)) / 9;
  const difficulty = W[7] * firstDifficulty(4) + (1 - W[7]) * (memory.difficulty + change);
  return { stability: Math.max(stability, 0.001), difficulty: within(difficulty, 1, 10), day: Math.max(day, memory.day) };
}

function sameDay({ stability }, grade) {
  const growth = exp(W[17] * (grade - 3 + W[18])) * power(stability, -W[19]);
  return stability * (grade === 1 ? growth : Math.max(growth, 1));
}

function later({ stability, difficulty }, grade, recalled) {
  if (grade === 1) {
    const kept = W[11] * power(difficulty, -W[12]) * (power(stability + 1, W[13]) - 1) * exp((1 - recalled) * W[14]);
    return Math.min(kept, stability / exp(W[17] * W[18]));
  }
  const bonus = [W[15], 1, W[16]][grade - 2];
  return stability * (1 + exp(W[8]) * (11 - difficulty) * power(stability, -W[9]) * (exp((1 - recalled) * W[10]) - 1) * bonus);
}
