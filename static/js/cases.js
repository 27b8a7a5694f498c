// A morning's cases by keyboard. A key means the row that has the focus, or those that are ticked; see keys.js and menus.js.
// After an act the focus stands on the row that followed, and what was done is said aloud.
(() => {
  const table = document.querySelector("table[data-cases]");
  const isOff = () => document.documentElement.dataset.keys === "off";
  const boxes = () => [...document.querySelectorAll("table[data-cases] input[name=ids]")];

  function rowOf(element) {
    return (element && element.closest("tr[id]")) || document.querySelector("table[data-cases] tr[id]");
  }

  function pickRow() {
    if (boxes().some((box) => box.checked)) return;
    const box = rowOf(document.activeElement.closest("table[data-cases]") && document.activeElement)?.querySelector("input[name=ids]");
    if (box) box.click();
  }

  // Before the shortcut itself is followed: the act needs to know what it is about.
  document.addEventListener("keydown", (event) => {
    if (!table || event.ctrlKey || event.metaKey || event.altKey || isOff() || document.querySelector("dialog[open]")) return;
    if (event.target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    if ("aseg".includes(event.key) && event.key.length === 1) pickRow();
    if (event.key !== "c") return;
    const link = rowOf(document.activeElement).querySelector("th a");
    event.preventDefault();
    if (link) location.assign(`${link.href}#contact`);
  }, true);

  // Where to stand afterwards: the row below the last that is ticked, or the one above the first.
  document.addEventListener("submit", (event) => {
    const then = event.target.querySelector("input[name=then]");
    if (!then) return;
    const all = boxes();
    const ticked = all.filter((box) => box.checked);
    const below = all.slice(all.indexOf(ticked.at(-1)) + 1)[0];
    const above = all.slice(0, Math.max(0, all.indexOf(ticked[0]))).at(-1);
    then.value = (below || above || { value: "" }).value;
  });

  // A case that was just dealt with leaves the list; the place to stand is a part of the address.
  function stand() {
    const aim = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (!aim) return;
    const first = aim.matches("tr") ? aim.querySelector("th a") : aim.querySelector("select, input:not([type=hidden])");
    if (first) first.focus();
  }

  // Words that are there when a page opens are not said by themselves.
  function say() {
    const box = document.getElementById("messages");
    const words = [...box.querySelectorAll("[data-toast]")].map((toast) => toast.innerText.trim()).join(" ");
    if (!words) return;
    const line = document.createElement("p");
    line.className = "visually-hidden";
    line.setAttribute("role", "status");
    document.body.append(line);
    setTimeout(() => { line.textContent = words; }, 300);
  }

  window.addEventListener("hashchange", stand);
  document.addEventListener("DOMContentLoaded", say);
  // Browsers take the focus away when they scroll to a part of the page, as late as when all of it is there.
  window.addEventListener("load", () => requestAnimationFrame(stand));
})();
