// Looks at a report in a real browser: node page.cjs NODE_MODULES CHROMIUM PAGE. Prints what it saw as JSON.
"use strict";
const path = require("path");
const [modules, browser, page] = process.argv.slice(2);
const { chromium } = require(path.join(modules, "playwright-core"));
const axe = require.resolve(path.join(modules, "axe-core", "axe.min.js"));

async function look(open, scheme) {
  const context = await open.newContext({ colorScheme: scheme, viewport: { width: 1000, height: 900 }, bypassCSP: false });
  const tab = await context.newPage();
  const seen = { requests: [], errors: [] };
  tab.on("request", (one) => seen.requests.push(one.url()));
  tab.on("pageerror", (one) => seen.errors.push(one.message));
  tab.on("console", (one) => seen.errors.push(one.text()));
  tab.on("dialog", (one) => { seen.errors.push(`dialog: ${one.message()}`); one.dismiss(); });
  await tab.goto(`file://${page}`);
  return { context, tab, seen };
}

async function accessible(open, scheme) {
  const context = await open.newContext({ colorScheme: scheme, bypassCSP: true });
  const tab = await context.newPage();
  await tab.goto(`file://${page}`);
  await tab.addScriptTag({ path: axe });
  const found = await tab.evaluate(async () => (await axe.run()).violations);
  await context.close();
  return found.map((one) => `${scheme}: ${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}

const visible = (tab) => tab.locator("article:visible h3").allInnerTexts();

(async () => {
  const open = await chromium.launch({ executablePath: browser, args: ["--no-sandbox"] });
  const out = { axe: [...(await accessible(open, "light")), ...(await accessible(open, "dark"))] };
  const { context, tab, seen } = await look(open, "dark");
  out.dark = await tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
  out.all = await visible(tab);
  await tab.fill("#words", "calm down");
  out.words = await visible(tab);
  out.told = await tab.innerText("#shown");
  await tab.fill("#words", "");
  await tab.selectOption("#severity", "error");
  out.errors = await visible(tab);
  const hidden = await tab.evaluate(() => [...document.querySelectorAll(".first a")].findIndex(
    (link) => document.querySelector(link.getAttribute("href")).closest("article").hidden));
  await tab.locator(".first a").nth(hidden).click(); // leads to a card that the filter hides
  out.revealed = (await visible(tab)).length;
  const costs = tab.locator(".stands a");
  out.costs = await costs.count();
  await costs.last().click(); // leads to what is said of the violation, as the marks in the text do
  out.cost = await tab.evaluate(() => location.hash.slice(1));
  out.reached = await tab.evaluate(() => {
    const box = document.getElementById(location.hash.slice(1)).getBoundingClientRect();
    return box.top >= 0 && box.top < innerHeight;
  });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const button = tab.locator(".try button:visible").first();
  out.offered = await button.getAttribute("data-copy");
  await button.click();
  out.copied = await tab.evaluate(() => navigator.clipboard.readText());
  out.said = await tab.innerText("#said");
  const narrow = await open.newPage({ viewport: { width: 340, height: 700 } });
  await narrow.goto(`file://${page}`);
  out.overflow = await narrow.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  const paper = await open.newPage();
  await paper.goto(`file://${page}`);
  await paper.emulateMedia({ media: "print", colorScheme: "dark" });
  out.printed = await paper.evaluate(() => ({
    background: getComputedStyle(document.body).backgroundColor,
    find: document.querySelector(".find").checkVisibility(),
    cards: [...document.querySelectorAll("article")].filter((card) => card.checkVisibility()).length,
  }));
  out.pages = (await paper.pdf({ format: "A4" })).length;
  const plain = await (await open.newContext({ javaScriptEnabled: false })).newPage();
  await plain.goto(`file://${page}`);
  out.withoutScript = { cards: (await visible(plain)).length, buttons: await plain.locator("button:visible").count() };
  out.requests = seen.requests.filter((url) => url.split("#")[0] !== `file://${encodeURI(page)}`);
  out.problems = seen.errors;
  await open.close();
  console.log(JSON.stringify(out));
})().catch((error) => { console.error(error); process.exit(1); });
