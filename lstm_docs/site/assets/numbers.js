// Numbers for reading; see lstm_docs/formulas/texts.py.

// A whole number of units of the last decimal.
export function decimal(scaled, decimals) {
  const unit = 10 ** decimals;
  const whole = Math.floor(Math.abs(scaled) / unit);
  const rest = decimals ? "." + String(Math.abs(scaled) % unit).padStart(decimals, "0") : "";
  return (scaled < 0 ? "−" : "") + String(whole).replace(/\B(?=(\d{3})+$)/g, "\u202f") + rest;
}

export function number(value) {
  if (Number.isInteger(value)) return decimal(value, 0);
  return decimal(rounded(value, 6), 6).replace(/\.?0+$/, "");
}

export const rounded = (value, decimals) =>
  (value < 0 ? -1 : 1) * Math.floor(Math.abs(value) * 10 ** decimals + 0.5);
