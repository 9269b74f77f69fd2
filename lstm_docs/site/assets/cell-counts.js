// What is counted of a cell whose sizes are known; see lstm_docs/site/fences/cell_parts.py.

// Counts are polynomials in H and I: by "power of H,power of I" the coefficient.
const monomial = (factors) => {
  const powers = SIZES.map((size) => factors.filter((it) => it === size).length);
  return [String(powers), factors.reduce((product, it) => product * (typeof it === "number" ? it : 1), 1)];
};
export const SIZES = ["H", "I"];

/** @param {any[][]} products lists of factors @returns {Record<string, number>} */
export function total(products) {
  const sum = {};
  for (const [powers, count] of products.map(monomial)) sum[powers] = (sum[powers] ?? 0) + count;
  return sum;
}

/**
 * Every count of a cell as a polynomial. Biases: as written; one for each sum that has any; one for each product of a weight
 * in such a sum. See lstm_docs/derive/parameters.py.
 */
export function counts(cell) {
  const { shape, weights, biases, equations, states, nodes } = cell;
  const isBias = (term) => (term[0] === "-" ? isBias(term[1]) : biases.includes(term));
  const weighs = (term) => Array.isArray(term) && (term[0] === "-" ? weighs(term[1]) : ["@", "*", "scale", "T"].includes(term[0]) && term.slice(1).some((part) => weights.includes(part) || weighs(part)));
  const sums = nodes.filter(([what]) => what === "+").map((node) => [shape(node), node.slice(1).filter(isBias).length, node.slice(1).filter(weighs).length]).filter(([, count]) => count);
  const parameters = weights.map(shape);
  const products = nodes.filter(([what]) => what === "@");
  return {
    parameters: total(parameters),
    biases: total(biases.map(shape)),
    one: total([...parameters, ...sums.map(([size, written]) => [...size, 1 - written])]),
    two: total([...parameters, ...sums.map(([size, written, products]) => [...size, Math.max(0, products - written)])]),
    macs: total(products.map(([, left, right]) => [...shape(left), shape(right)[1]])),
    state: total(states.map(shape)),
    activations: total(equations.map(({ name }) => shape(name))),
  };
}

/** A polynomial at sizes. */
export const valueOf = (sum, sizes) => Object.entries(sum).reduce((all, [powers, count]) => all + powers.split(",").reduce((product, power, n) => product * sizes[SIZES[n]] ** +power, count), 0);
