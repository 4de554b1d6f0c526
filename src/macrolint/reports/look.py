"""How the report for people looks, and the little that it does: a style sheet and a script, both inside the page."""

from __future__ import annotations

import base64
import hashlib

STYLE = """\
:root { color-scheme: light dark; --page: #fff; --text: #1b1f24; --quiet: #57606a; --line: #d0d7de; --band: #f4f6f8;
  --error: #b42318; --error-band: #ffe3e0; --warning: #7a4d00; --warning-band: #fff1c9; --info: #0b5394;
  --info-band: #dcecff; --good: #116329; --lack: #8a4b00; }
@media (prefers-color-scheme: dark) {
  :root { --page: #0d1117; --text: #e6edf3; --quiet: #a5aeb8; --line: #3a424b; --band: #1a2028; --error: #ff9d94;
    --error-band: #4c1512; --warning: #f2cc60; --warning-band: #3d2e00; --info: #9ecbff; --info-band: #0c2d4d;
    --good: #7ee787; --lack: #f0b45c; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.55 system-ui, sans-serif; }
header, main, footer { max-width: 68rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 1rem; }
main { padding-bottom: 2rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: .5rem 0; }
h2 { font-size: 1.25rem; margin: 2.2rem 0 .6rem; }
h3 { font-size: 1.05rem; margin: .2rem 0; overflow-wrap: anywhere; }
small, .quiet { color: var(--quiet); font-size: .9rem; overflow-wrap: anywhere; }
a { color: var(--info); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .7rem;
  margin: 1rem 0; padding: 0; list-style: none; }
.tiles li { background: var(--band); border: 1px solid var(--line); border-radius: .5rem;
  padding: .5rem .8rem; line-height: 1.3; }
.tiles b { display: block; font-size: 1.7rem; line-height: 1.2; }
.tiles .error b { color: var(--error); }
.tiles .warning b { color: var(--warning); }
.tiles .good b { color: var(--good); }
.tiles .score { border-color: var(--info); }
.bars { display: grid; gap: 1.5rem; align-items: start;
  grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--quiet); padding: .3rem 0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .5rem; border-bottom: 1px solid var(--line); }
tbody th { font-weight: 400; overflow-wrap: anywhere; }
.bars td.number { text-align: right; width: 3rem; font-variant-numeric: tabular-nums; }
.bars td.bar { width: 40%; }
.bars small { white-space: nowrap; }
.bars tbody th { overflow-wrap: break-word; hyphens: auto; }
.bars tbody :is(th, td) { vertical-align: middle; }
.bar span { display: block; height: .8rem; min-width: 2px; border-radius: .2rem; background: var(--info); }
.first { padding-left: 2rem; }
.first li { margin: .45rem 0; overflow-wrap: anywhere; }
.promises { max-height: 36rem; overflow: auto; border: 1px solid var(--line); border-radius: .5rem;
  padding: 0 .5rem; }
.promises tbody th { background: var(--band); }
.promises table { min-width: 46rem; }
.promises td.said { min-width: 14rem; }
.lack { color: var(--lack); }
.find { display: flex; flex-wrap: wrap; gap: .7rem; align-items: end; margin: .6rem 0 1rem; }
.find label { display: grid; font-size: .9rem; color: var(--quiet); }
.find [type=search] { width: 16rem; }
.find input, .find select { max-width: 100%; }
.find label { max-width: 100%; grid-template-columns: minmax(0, auto); }
input, select, button { font: inherit; color: inherit; background: var(--page); border: 1px solid var(--quiet);
  border-radius: .35rem; padding: .25rem .5rem; }
button { cursor: pointer; font-size: .85rem; background: var(--band); }
button.aside { background: none; border-color: transparent; color: var(--quiet); padding: 0 .25rem;
  text-decoration: underline dotted; text-underline-offset: .2em; }
:focus-visible { outline: 3px solid var(--info); outline-offset: 2px; }
[hidden] { display: none !important; }
article { border: 1px solid var(--line); border-radius: .6rem; margin: 1rem 0; padding: .6rem 1rem 1rem; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--band); border-radius: .4rem;
  padding: .7rem .8rem; margin: .5rem 0; }
article > p { margin: .2rem 0; }
.stands { font-size: .95rem; }
.stands b { font-size: 1.15rem; }
.band-A, .band-B { color: var(--good); }
.band-C { color: var(--warning); }
.band-D { color: var(--error); }
.role { color: var(--quiet); font-size: .9rem; margin: .6rem 0 0; }
mark { color: inherit; border-radius: .15em; text-decoration: underline 2px; text-underline-offset: .15em; }
mark.error { background: var(--error-band); text-decoration-color: var(--error); }
mark.warning { background: var(--warning-band); text-decoration-color: var(--warning);
  text-decoration-style: wavy; text-decoration-thickness: 1px; }
mark.info { background: var(--info-band); text-decoration-color: var(--info); text-decoration-style: dotted; }
sup { line-height: 0; }
sup a { font-weight: 600; padding: 0 .15em; text-decoration: none; }
article ol { padding-left: 1.6rem; margin: .5rem 0 0; }
article ol > li { margin: .7rem 0; overflow-wrap: anywhere; }
li p { margin: .15rem 0; }
li:target, article:target { outline: 3px solid var(--info); outline-offset: 3px; border-radius: .3rem; }
.tag { display: inline-block; border: 1px solid currentColor; border-radius: 1rem; padding: 0 .55rem;
  font-size: .82rem; font-weight: 600; }
.tag.error { color: var(--error); }
.tag.warning { color: var(--warning); }
.tag.info { color: var(--info); }
.try { border-left: 4px solid var(--good); padding-left: .6rem; }
.clean { columns: 18rem; padding-left: 1.2rem; }
@media print {
  :root { color-scheme: light; --page: #fff; --text: #000; --quiet: #444; --line: #999; --band: #f4f4f4;
    --error: #8f1a10;
    --error-band: #ffe3e0; --warning: #5e3b00; --warning-band: #fff1c9; --info: #083c6b; --info-band: #dcecff;
    --good: #0d4d20; --lack: #000; }
  @page { margin: 1.5cm; }
  :root { font-size: 9.5pt; }
  header, main, footer { max-width: none; padding: 0; }
  .bar span, mark, .tiles li { print-color-adjust: exact; }
  .promises { max-height: none; overflow: visible; border: 0; padding: 0; }
  .promises table { min-width: 0; }
  .tiles { grid-template-columns: repeat(auto-fit, minmax(6rem, 1fr)); }
  .find, button { display: none; }
  .text { border: 1px solid var(--line); }
  h2, h3 { break-after: avoid; }
  tr, .tiles li, article ol > li { break-inside: avoid; }
}
"""

SCRIPT = """\
"use strict";
const cards = [...document.querySelectorAll("article")];
const find = document.querySelector(".find");
const said = document.getElementById("said");
const texts = new Map(cards.map((card) => [card, card.textContent.toLowerCase()]));
function filter() {
  const words = document.getElementById("words").value.toLowerCase().trim();
  const severity = document.getElementById("severity").value;
  const group = document.getElementById("group").value;
  let shown = 0;
  for (const card of cards) {
    const has = (name, value) => !value || card.dataset[name].split(" ").includes(value);
    card.hidden = !(texts.get(card).includes(words) && has("severities", severity) && has("groups", group));
    shown += card.hidden ? 0 : 1;
  }
  document.getElementById("shown").textContent = `${shown} of ${cards.length} shown`;
}
function reveal() {
  const target = document.getElementById(location.hash.slice(1));
  const card = target && target.closest("article");
  if (card && card.hidden) {
    find.querySelectorAll("input, select").forEach((field) => { field.value = ""; });
    filter();
    target.scrollIntoView();
  }
}
async function copy(button) {
  const text = button.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
  }
  said.textContent = `Copied: ${text}`;
  const label = button.textContent;
  button.textContent = "Copied";
  setTimeout(() => { button.textContent = label; }, 1500);
}
if (find) {
  find.hidden = false;
  find.addEventListener("input", filter);
  window.addEventListener("hashchange", reveal);
  filter();
}
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => { if (button.textContent !== "Copied") copy(button); });
}
"""


def policy() -> str:
    """Return what the page may do: use its own style, run its own script, and fetch nothing."""
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; base-uri 'none';"
        " form-action 'none'"
    )
