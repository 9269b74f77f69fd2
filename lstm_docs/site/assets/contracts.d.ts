// What Python writes and the scripts read: the data of a family, of a page's elements, and what is kept of a learner.
// The writers are lstm_docs/quiz/engine/compiled.py (as_data), site/fences/quiz_data.py, site/explore/explorer.py, derive/tree.py.

/** A text in safe HTML with its placeholders, and the expressions that they name. */
export type Said = [text: string, parts: Record<string, string>];

/** What a size is drawn from: a list, or equal steps. */
export type Drawn = number[] | { from: number; count: number; step: number };

/** A wrong path: the misconception, its values as expressions, what is said, and its words as an option. */
export type WrongPath = [misconception: string, values: string[], said: Said, text: string];

export type Item = { text: Said; right: boolean; partner: Said; said: Said; misconception: string };

export type Case = {
  ask: Said;
  /** Those that it names, by their keys. */
  frameworks: string[];
  hidden: string[];
  key: string[];
  text: string;
  solution: Said[];
  follow_up: Said;
  wrong: WrongPath[];
  items: Item[];
};

export type Kind = "shape" | "slice" | "integer" | "number" | "formula" | "truefalse" | "choice" | "several" | "order" | "match" | "open";

/** The file of a family, `families/ID.json`. */
export type Family = {
  id: string;
  topic: string;
  /** The topic as it is written in a sentence. */
  title: string;
  kind: Kind;
  level: number;
  seconds: number;
  options: number;
  decimals: number;
  scales: Record<string, number>;
  draws: [size: string, values: Drawn][];
  cases: Case[];
};

export type Sizes = Record<string, number>;
export type Values = (number | string)[];

/** One option of a question, in the order in which it is shown; `values` are empty where it is a text. */
export type Option = { text: string; values: Values; misconception: string; said: string };

export type Question = {
  id: string;
  kind: Kind;
  decimals: number;
  ask: string;
  solution: string[];
  /** What to think on about, with its answer in brackets at the end. */
  followUp: string;
  known: Sizes;
  options: Option[];
  partners: string[];
  paths: { id: string; said: Said; text: string; values: Values }[];
  answer: any[];
  /** The place of the right option; -1 where there is not one. */
  key: number;
  say: (text: Said) => string;
};

export type Verdict = { right: boolean; said: string; misconception?: string; understood?: string };

/** A formula read: `["n", 3]`, `["s", "H"]`, `["+", a, b]` and so on. */
export type Tree = [kind: string, a?: any, b?: any];

/** A cell's equation as lists: an operator and its parts, or a name. */
export type Equation = string | [operator: string, ...parts: any[]];

/** What an explorer is given, `data-explorer`: its first state, what a preset sets, and data of its own. */
export type ExplorerData = { first: State; presets?: Record<string, Record<string, State>>; [own: string]: any };
export type State = Record<string, any>;

/** The parts of the page that an explorer fills, as HTML by their name. */
export type Parts = (data: ExplorerData, state: State, before: State) => Record<string, string>;

/** A family as one learner knows it; see lstm_docs/practice/state.py. */
export type Known = {
  topic: string;
  asked: number;
  right: number;
  at: number;
  missed: boolean;
  stability: number;
  difficulty: number;
  day: number;
};

/** What is kept of a learner. */
export type Kept = { version: number; seed: string; asked: number; returned: number; families: Record<string, Known> };

/** A topic of the course, `families/_course.json`: its page, seen from that file, and its families. */
export type Topic = { topic: string; title: string; page: string; families: string[] };

/** An answer of a session. */
export type Answered = { id: string; topic: string; right: boolean };

/** What a worker reads a file by, without waiting. */
declare global {
  class FileReaderSync {
    readAsArrayBuffer(blob: Blob): ArrayBuffer;
  }
}

/** A layer of a model file; the writer is model-names.js, of what lstm_docs/models/rules.py exports. */
export type ModelLayer = { name: string; uses: string[]; unread: string; readings: any[]; alternatives: any[] };
export type ModelFile = {
  format: string;
  bytes: number;
  tensors: number;
  parameters: number;
  layers: ModelLayer[];
  recurrent: number;
  notes: string[];
  outside: string[];
};
