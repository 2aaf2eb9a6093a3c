// Makes copies of a text with faults planted: node copies.mjs SOURCE FOLDER COPIES FAULTS
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const [source, folder, copies, faults] = process.argv.slice(2);
const lines = readFileSync(source, "utf8").split("\n");
const items = lines.flatMap((line, i) => (/^\s*•/.test(line) && line.length > 60 ? [i] : []));

const words = (line, at) => {
  const parts = line.split(" ");
  const long = parts.flatMap((word, i) => (word.length > 5 && /^[a-z]+$/.test(word) ? [i] : []));
  return [parts, long[at % long.length] ?? 0];
};
const plant = [
  (line, n) => { const [w, i] = words(line, n); w[i] = w[i].slice(0, 2) + "0" + w[i].slice(2); return w.join(" "); },
  (line, n) => { const [w, i] = words(line, n); w[i] = "some"; return w.join(" "); },
  (line, n) => { const [w, i] = words(line, n); w.splice(i, 0, "<b onclick=alert(1)>truly</b>"); return w.join(" "); },
  () => null,
];

mkdirSync(folder, { recursive: true });
for (let copy = 0; copy < Number(copies); copy++) {
  const text = [...lines];
  for (let n = 0; n < Number(faults); n++) {
    const at = items[(copy * 3 + n) % items.length];
    text[at] = text[at] && plant[(copy + n) % plant.length](text[at], copy + n);
  }
  const kept = text.filter((line) => line !== null).join("\n");
  writeFileSync(`${folder}/force-${String(copy + 1).padStart(2, "0")}.txt`, kept);
}
