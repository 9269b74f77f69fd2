// Reads a model file in a worker, so that the page stays alive: by slices, and nothing of it goes anywhere but back.
/* global FileReaderSync */
import { Refused, inflated, readModel } from "./model-file.js";

onmessage = async ({ data: { file, rules } }) => {
  const reader = new FileReaderSync();
  const read = (start, end) => new Uint8Array(reader.readAsArrayBuffer(file.slice(start, end)));
  const source = { name: file.name, size: file.size, read, inflated: (start, end, most) => inflated(file.slice(start, end), most) };
  try {
    postMessage({ found: await readModel(source, rules) });
  } catch (error) {
    postMessage({ refused: error instanceof Refused ? error.message : `it cannot be read: ${error.message}` });
  }
};
