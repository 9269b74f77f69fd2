// The recommended rules, and those that find slips which tests of behaviour overlook.
import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    languageOptions: { globals: globals.browser },
    rules: {
      "array-callback-return": "error",
      eqeqeq: "error",
      "no-loop-func": "error",
      "no-self-compare": "error",
      "no-var": "error",
      "prefer-const": "error",
    },
  },
];
