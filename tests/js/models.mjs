// What the page reads of model files: node models.mjs MODULES RULES, the paths as JSON on the standard input.
import { closeSync, openAsBlob, openSync, readFileSync, readSync, statSync } from "node:fs";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";

const { inflated, readModel, Refused } = await import(new URL("model-file.js", pathToFileURL(`${process.argv[2]}/`)));
const rules = JSON.parse(readFileSync(process.argv[3], "utf8"));

async function told(path) {
  const file = openSync(path);
  const { size } = statSync(path);
  let bytes = 0;
  const read = (start, end) => {
    const held = new Uint8Array(Math.max(0, Math.min(end, size) - start));
    bytes += held.length;
    return held.subarray(0, held.length && readSync(file, held, 0, held.length, start));
  };
  const unpacked = async (start, end, most) => inflated((await openAsBlob(path)).slice(start, end), most);
  const from = process.cpuUsage();
  try {
    const found = await readModel({ name: basename(path), size, read, inflated: unpacked }, rules);
    const plain = ({ network, framework, also, known, because, notes, tensors }) => ({
      network, framework, also, known, because, notes,
      tensors: Object.fromEntries(tensors.map(({ key, name, shape, dtype }) => [key, [name, shape, dtype]])),
    });
    const layers = found.layers.map(({ name, uses, unread, readings, alternatives = [] }) => ({
      name, uses, unread, readings: readings.map(plain), alternatives: alternatives.map(plain),
    }));
    return { ...found, layers, read: bytes, seconds: process.cpuUsage(from).user / 1e6 };
  } catch (error) {
    if (error instanceof Refused) return { refused: error.message, seconds: process.cpuUsage(from).user / 1e6 };
    return { crashed: String(error.stack) };
  } finally {
    closeSync(file);
  }
}

const answers = [];
for (const path of JSON.parse(readFileSync(0, "utf8"))) answers.push(await told(path));
process.stdout.write(JSON.stringify(answers));
