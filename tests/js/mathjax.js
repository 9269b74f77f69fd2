// Each formula of a list, as MathJax reads it: MathML.
const formulas = JSON.parse(require("fs").readFileSync(0, "utf8"));

require("mathjax")
  .init({ loader: { load: ["input/tex"] } })
  .then((MathJax) => process.stdout.write(JSON.stringify(formulas.map((tex) => MathJax.tex2mml(tex)))));
