// A cell as a program of NumPy, and as a module of PyTorch. Vectors are columns, so that one text serves outer products too.
import { is, isConstant } from "./cell-layout.js";

const SIGNS = { "@": "@", "*": "*", scale: "*", "/": "/" };
const HELPERS = {
  np: {
    sigmoid: ["a", "(1 + np.tanh(a / 2)) / 2"],
    relu: ["a", "np.maximum(a, 0)"],
    logsigmoid: ["a", "-np.logaddexp(0, -a)"],
    softplus: ["a", "np.logaddexp(0, a)"],
    norm: ["v", "(v - v.mean(0, keepdims=True)) / np.sqrt(v.var(0, keepdims=True) + 1e-5)"],
  },
  torch: {
    logsigmoid: ["a", "-torch.logaddexp(-a, torch.zeros_like(a))"],
    softplus: ["a", "torch.logaddexp(a, torch.zeros_like(a))"],
    norm: ["v", "(v - v.mean(-2, keepdim=True)) / torch.sqrt(v.var(-2, keepdim=True, correction=0) + 1e-5)"],
  },
};

// What a parameter cannot be called: what derive/expressions.py reserves, and the words of Python.
const TAKEN = new Set(
  (
    "B H I T_destination add_module apply bfloat16 buffers children column compile cpu cuda double dump_patches eval " +
    "extra_repr float forward functional get_buffer get_parameter get_submodule half ipu modules mtia named_buffers " +
    "named_children named_modules named_parameters nn norm np outputs parameter parameters register_buffer " +
    "register_module register_parameter run self set_submodule shapes share_memory sigmoid state state_dict step to " +
    "to_empty torch train training type weights x xpu zero_grad False None True and as assert async await break class " +
    "continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise " +
    "return try while with yield"
  ).split(" "),
);

// Names in Python: words get an underscore, for some are Python's own or the program's, and a previous value is called …_old.
const safe = (name) => (/^([A-Za-z]{2,}|[IH])$/.test(name) ? `${name}_` : name);
const naming = (cell) => (name) => {
  if (cell.weights.includes(name)) return safe(name);
  if (!name.endsWith("_t-1")) return safe(name.slice(0, -2));
  const old = name.replace("_t-1", "_old");
  return cell.weights.includes(old) ? `${old}_` : old;
};

function writer(library, named) {
  const torch = library === "torch";
  const helpers = HELPERS[library];
  const call = (name, ...parts) => `${name}(${parts.join(", ")})`;
  const write = (tree, constant = false) => {
    if (typeof tree === "string") return named(tree);
    const [what, left, right] = tree;
    if (what === "n") return torch && constant ? `torch.tensor(float(${size(left)}), dtype=torch.float64)` : size(left);
    if (what === "+") return tree.slice(2).reduce((all, term) => all + (is(term, "-") ? ` - ${inner(term[1], constant)}` : ` + ${write(term, constant)}`), write(left, constant));
    if (what === "1-") return `1 - ${inner(left, constant)}`;
    if (what === "-") return `-${inner(left, constant)}`;
    if (what === "T") return `${inner(left, constant)}.${torch ? "mT" : "T"}`;
    if (what === "max" || what === "min") {
      const [number, other] = isConstant(left) ? [left, right] : [right, left];
      if (torch && isConstant(number)) return call("torch.clamp", write(other, constant), `${what === "max" ? "min" : "max"}=${write(number)}`);
      return call(`${library}.${what}imum`, write(left, constant), write(right, constant));
    }
    if (right === undefined) return call(what in helpers ? what : `${library}.${what}`, write(left, constant || isConstant(left)));
    const first = SIGNS[left[0]] && typeof left !== "string" ? write(left, constant) : inner(left, constant);
    return `${first} ${SIGNS[what]} ${inner(right, constant)}`;
  };
  const inner = (tree, constant) => (typeof tree !== "string" && (SIGNS[tree[0]] || "1-+".includes(tree[0])) ? `(${write(tree, constant)})` : write(tree, constant));
  const size = (value) => (typeof value === "string" && torch ? `self.${value}` : String(value));
  return write;
}

const used = ({ equations }, helpers) => Object.entries(helpers).filter(([name]) => JSON.stringify(equations).includes(`["${name}",`));
const defined = (cell, kind) => used(cell, HELPERS[kind]).map(([name, [argument, body]]) => `def ${name}(${argument}):\n    return ${body}\n\n\n`).join("");
const tuple = (names) => (names.length === 1 ? `(${names[0]},)` : `(${names.join(", ")})`);
const about = (cell) => (cell.title || "Your cell").replace(/["\\]/g, "");
const shapeOf = (cell) => (name) => `(${cell.shape(name).join(", ")})`;

/** A program that runs ten steps. */
export function numpyCode(cell, { input, hidden }) {
  const named = naming(cell);
  const write = writer("np", named);
  const weights = cell.weights.map((name) => `${named(name)} = rng.uniform(-0.3, 0.3, ${shapeOf(cell)(name)})\n`).join("");
  const lines = cell.equations.map(({ name, tree }) => `    ${named(name)} = ${write(tree)}\n`).join("");
  const states = cell.states.map(named);
  const next = tuple(cell.states.map((name) => named(name.slice(0, -2))));
  return `import numpy as np

# ${about(cell)}
I, H = ${input}, ${hidden}
rng = np.random.default_rng(1)
${weights}

${defined(cell, "np")}def step(${["x", ...states].join(", ")}):
    """The output h, and the states for the next step."""
${lines}    return h, ${next}


state = ${tuple(cell.states.map((name) => `np.zeros(${shapeOf(cell)(name)})`)).replace("(,)", "()")}
for x in rng.uniform(-1, 1, (10, ${cell.shape("x_t")[0]}, 1)):
    h, state = step(x, *state)
print(h)
`;
}

/** A module that takes (steps, batch, I), and gives (steps, batch, H) and the states. */
export function torchCode(cell) {
  const plain = naming(cell);
  const named = (name) => (cell.weights.includes(name) ? `self.${attribute(name)}` : plain(name));
  // As lstm_docs/derive/expressions.py names them, so that a state_dict of one program loads into the other.
  const attribute = (name) => (TAKEN.has(name) ? `${name}_` : name);
  const write = writer("torch", named);
  const shape = shapeOf(cell);
  const weights = cell.weights.map((name) => `        ${named(name)} = nn.Parameter(torch.empty${shape(name)})\n`).join("");
  const lines = cell.equations.map(({ name, tree }) => `        ${named(name)} = ${write(tree)}\n`).join("");
  const next = tuple(cell.states.map((name) => named(name.slice(0, -2))));
  const title = (cell.title?.match(/[A-Za-z0-9]+/g) ?? ["Cell"]).map((word) => word[0].toUpperCase() + word.slice(1)).join("");
  return `import torch
from torch import nn


${defined(cell, "torch")}class ${/^[A-Z]/.test(title) ? title : `Cell${title}`}(nn.Module):
    """${about(cell)}. Inside, vectors are columns."""

    def __init__(self, I, H):
        super().__init__()
        self.I, self.H = I, H
        self.shapes = [${cell.states.map(shape).join(", ")}]
${weights}        for weight in self.parameters():
            nn.init.uniform_(weight, -(H**-0.5), H**-0.5)

    def step(self, ${["x", ...cell.states.map(named)].join(", ")}):
${lines}        return h, ${next}

    def forward(self, inputs, state=None):
        """inputs (steps, batch, I); the outputs (steps, batch, H), and the states."""
        if state is None:
            state = [inputs.new_zeros(inputs.shape[1], *shape) for shape in self.shapes]
        outputs = []
        for x in inputs.unsqueeze(-1):
            h, state = self.step(x, *state)
            outputs.append(h)
        return torch.stack(outputs).squeeze(-1), state
`;
}
