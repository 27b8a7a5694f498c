// A list by keyboard: j and k walk through the rows, x picks one. Enter opens the link that has the focus.
// The arrows do the same while a row has the focus. Other keys are links and fields with data-shortcut, see menus.js. Everything works without this.
(() => {
  const linkOf = (row) => row.querySelector("th a, th [tabindex]");
  const rows = () => [...document.querySelectorAll("table[data-keys] tbody tr")].filter(linkOf); // headings of groups are no rows to stand on

  function step(by) {
    const all = rows();
    const at = all.findIndex((row) => row.contains(document.activeElement));
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by;
    const link = all[next] && linkOf(all[next]);
    if (!link) return;
    link.focus();
    link.scrollIntoView({ block: "nearest" });
  }

  function pick() {
    const row = rows().find((one) => one.contains(document.activeElement));
    const box = row && row.querySelector("input[name=ids]");
    if (box) box.click();
  }

  const acts = { j: () => step(1), k: () => step(-1), x: pick };
  const arrows = { ArrowDown: acts.j, ArrowUp: acts.k };

  document.addEventListener("keydown", (event) => {
    const act = acts[event.key] || (event.target.closest("table[data-keys] tbody") && arrows[event.key]);
    if (!act || event.ctrlKey || event.metaKey || event.altKey || document.documentElement.dataset.keys === "off") return;
    if (event.target.matches("textarea, select, input:not([type=checkbox]), [contenteditable]") || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    act();
  });

  function tell(form) {
    const line = form.querySelector("[data-picked]");
    const everybody = form.querySelector("input[name=all]:checked");
    const count = form.querySelectorAll("input[name=ids]:checked").length;
    line.dataset.asking ||= line.textContent;
    line.textContent = count && !everybody ? line.dataset.picked.replace("{n}", count) : line.dataset.asking;
  }

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-picks]");
    if (form) tell(form);
  });

  function start() {
    document.querySelectorAll("form[data-picks]").forEach(tell);
    for (const choice of document.querySelectorAll("[data-keys-choice]")) choice.hidden = false;
    for (const box of document.querySelectorAll("[data-keys-switch]")) box.checked = document.documentElement.dataset.keys !== "off";
  }
  document.addEventListener("DOMContentLoaded", start);
  window.addEventListener("pageshow", start);

  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-keys-switch]")) return;
    document.documentElement.dataset.keys = event.target.checked ? "on" : "off";
    try {
      localStorage.setItem("keys", document.documentElement.dataset.keys);
    } catch {
      // A browser that keeps nothing still follows on this page.
    }
  });

  // What was asked for takes the focus when it is there.
  document.addEventListener("htmx:afterSettle", (event) => {
    const first = event.target.querySelector?.("[data-focus]");
    if (first) first.focus();
  });
})();
