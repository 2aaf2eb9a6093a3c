// Opens a report in Chromium with and without script, in light, dark and print, and says what is
// wrong: node check.mjs REPORT [FOLDER FOR PICTURES]; CHROMIUM names the browser.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import puppeteer from "puppeteer-core";

const [report, pictures] = process.argv.slice(2);
const address = "file://" + resolve(report);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const faults = [];
const expect = (name, good, shown = "") => {
  console.log(`${good ? "ok  " : "FAIL"} ${name} ${shown}`);
  if (!good) faults.push(name);
};
if (pictures) mkdirSync(pictures, { recursive: true });

const open = async ({ script = true, scheme = "light", media = "screen", hash = "", width = 1280 } = {}) => {
  const page = await browser.newPage();
  await page.setViewport({ width, height: 900 });
  await page.setJavaScriptEnabled(script);
  await page.emulateMediaType(media);
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  const said = [];
  page.on("console", (m) => said.push(m.text()));
  page.on("pageerror", (e) => said.push(String(e)));
  page.on("dialog", (d) => { said.push("a dialog"); d.dismiss(); });
  page.on("request", (r) => { if (!r.url().startsWith("data:") && r.url().split("#")[0] !== address) said.push("request " + r.url()); });
  const start = Date.now();
  await page.goto(address + hash, { waitUntil: "load" });
  return { page, said, took: Date.now() - start };
};
const picture = (page, name) => pictures && page.screenshot({ path: `${pictures}/${name}.png` });
const visible = (page) => page.$$eval("article.finding", (all) => all.filter((f) => !f.hidden).length);

for (const [name, options] of Object.entries({
  light: {}, dark: { scheme: "dark" }, print: { media: "print" }, "no script": { script: false }, narrow: { width: 400 },
})) {
  const { page, said, took } = await open(options);
  expect(`${name}: loads in 2 s`, took < 2000, `${took} ms`);
  expect(`${name}: nothing said, nothing requested`, said.length === 0, said.slice(0, 3).join("; "));
  await picture(page, name.replace(" ", "-"));
  if (options.script !== false) {
    const finding = await page.$("article.finding");
    if (finding && pictures) {
      await finding.scrollIntoView();
      await picture(page, `${name}-finding`);
    }
    const broad = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    expect(`${name}: no sideways scrolling`, !broad);
  }
  if (options.script !== false && name !== "print") {
    // The page's policy forbids what is not its own; the checker comes in from outside it.
    await page.setBypassCSP(true);
    await page.reload({ waitUntil: "load" });
    await page.evaluate(axe);
    const result = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
    const serious = result.violations.filter((v) => ["serious", "critical"].includes(v.impact));
    expect(`${name}: no serious violation`, serious.length === 0, serious.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 150)} ${v.nodes[0].failureSummary}`).join("\n"));
    const minor = result.violations.filter((v) => !serious.includes(v)).map((v) => v.id);
    if (minor.length) console.log("     minor:", minor.join(", "));
  }
  await page.close();
}

const { page, said } = await open();
const all = await visible(page);
for (const key of ["copy", "severity", "rule", "competency", "level"]) {
  const value = await page.$eval(`select[data-key=${key}]`, (s) => s.options[1].value);
  await page.select(`select[data-key=${key}]`, value);
  const fits = await page.$$eval("article.finding", (list, k, v) => list.every((f) => f.hidden === (f.dataset[k] !== v)), key, value);
  expect(`filter by ${key}`, fits && (await visible(page)) > 0, await page.$eval("#shown", (o) => o.value));
  await page.keyboard.press("Escape");
  await page.click("#reset");
}
expect("all are shown again", (await visible(page)) === all);
await page.evaluate(() => document.activeElement.blur());
await page.keyboard.press("/");
await page.keyboard.type("truly");
expect("search", (await visible(page)) > 0 && (await visible(page)) < all, await page.$eval("#shown", (o) => o.value));
await page.keyboard.press("Escape");
await page.keyboard.press("x");
expect("x shows all", (await visible(page)) === all);
const focused = () => page.evaluate(() => document.activeElement.id);
await page.keyboard.press("j");
const first = await focused();
await page.keyboard.press("j");
const second = await focused();
await page.keyboard.press("k");
expect("j and k go through the findings", first.startsWith("f-") && second !== first && (await focused()) === first, `${first} ${second}`);
await page.keyboard.press("e");
expect("e goes to an error", await page.evaluate(() => document.activeElement.dataset.severity === "error"));
await page.keyboard.press("v");
expect("v shows both texts as one", await page.$eval("body", (b) => b.classList.contains("inline")));
await picture(page, "inline");
await page.keyboard.press("?");
expect("? shows the keys", await page.$eval("#keys", (k) => k.open));
await page.evaluate(() => document.activeElement.blur());
const errors = await page.$("a[data-filter^='severity=error']");
if (errors) {
  const number = Number(await errors.$eval("b", (b) => b.textContent));
  await errors.click();
  expect("a number of the overview shows what it counts", (await visible(page)) === number, String(number));
  await page.keyboard.press("x");
}
expect("every link leads somewhere", await page.$$eval('a[href^="#"]', (links) => links.every((a) => document.getElementById(a.hash.slice(1)))));
expect("nothing was said", said.length === 0, said.join("; "));
await page.close();

const deep = await open({ hash: "#" + second });
expect("a deep link shows its finding", await deep.page.evaluate((id) => {
  const box = document.getElementById(id).getBoundingClientRect();
  return document.activeElement.id === id && box.top >= 0 && box.top < innerHeight;
}, second));
await picture(deep.page, "deep-link");
if (await deep.page.$("#questions")) {
  const questions = await open({ hash: "#questions" });
  expect("a deep link unfolds the questions", await questions.page.$eval("#questions", (h) => h.closest("details").open));
}
const size = readFileSync(report).length;
const limit = (2_000_000 * Math.max(all, 20)) / 20;
expect("size", size < limit, `${(size / 1e6).toFixed(2)} MB for ${all} findings`);
await browser.close();
process.exit(faults.length ? 1 : 0);
