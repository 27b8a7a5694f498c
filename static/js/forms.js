// Forms work without scripts. With them: no second submit, no lost draft, copy buttons, live sliders.
(() => {
  const dirty = new Set();

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (form) dirty.add(form);
    if (event.target.type === "range") {
      const output = event.target.parentElement.querySelector("[data-range-output]");
      if (output) output.value = event.target.value;
    }
  });

  // Without a connection the page would be gone, and what was typed with it. Who insists is believed.
  function isHeldBack(form) {
    if (navigator.onLine || form.method !== "post" || "isInsisted" in form.dataset) return false;
    form.dataset.isInsisted = "";
    document.dispatchEvent(new CustomEvent("htmx:sendError"));
    return true;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (isHeldBack(form)) return event.preventDefault();
    dirty.delete(form);
    if (form.method !== "post" || form.matches("[hx-post], [data-hx-post]")) return;
    if (form.classList.contains("is-sending")) event.preventDefault();
    form.classList.add("is-sending");
  });

  // What is kept while one types comes from there: gone back to, a box must not hold what was sent from it.
  function forgetWhatWasSent() {
    if (performance.getEntriesByType("navigation")[0]?.type !== "back_forward") return;
    for (const box of document.querySelectorAll("[hx-post] textarea")) box.value = box.defaultValue;
  }

  window.addEventListener("pageshow", (event) => {
    for (const form of document.querySelectorAll("form.is-sending")) form.classList.remove("is-sending");
    if (!event.persisted) forgetWhatWasSent();
  });

  window.addEventListener("beforeunload", (event) => {
    for (const form of dirty) if (form.isConnected) event.preventDefault();
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    button.dataset.copied = "";
    setTimeout(() => delete button.dataset.copied, 2000);
  });

  // Filters apply as soon as they change; without scripts their button does it.
  // Those in a fold wait until it is closed: several are chosen at once.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-autosubmit]");
    const fold = form && event.target.closest("details");
    if (fold) fold.dataset.isChanged = "";
    else if (form) form.requestSubmit();
  });
  document.addEventListener("toggle", (event) => {
    const fold = event.target;
    if (fold.open || !("isChanged" in fold.dataset)) return;
    delete fold.dataset.isChanged;
    fold.closest("form").requestSubmit();
  }, true);

  // What somebody ticks in a found list stays: an answer that was asked for before the tick knows nothing of it.
  const ticked = new WeakSet();
  document.addEventListener("change", (event) => {
    const list = event.target.closest("fieldset[id]");
    if (list) ticked.add(list);
  });
  document.addEventListener("htmx:beforeRequest", (event) => ticked.delete(event.detail.target));
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (ticked.has(event.detail.target)) event.detail.shouldSwap = false;
  });

  // The first box of a table picks all rows.
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-pick-all]")) return;
    for (const box of event.target.form.querySelectorAll(`input[name="${CSS.escape(event.target.dataset.pickAll)}"]`)) box.checked = event.target.checked;
  });

  // What was answered while this page still loaded is saved like any later change.
  const isChanged = (control) => (control.matches("[type=radio], [type=checkbox]") ? control.checked !== control.defaultChecked : "defaultValue" in control && control.value !== control.defaultValue);
  function saveEarly() {
    if (performance.getEntriesByType("navigation")[0]?.type !== "navigate") return; // elsewhere browsers restore what was typed before
    for (const control of document.querySelectorAll("[hx-trigger*=change] :is(input, textarea)")) if (isChanged(control)) control.dispatchEvent(new Event("change", { bubbles: true }));
  }
  document.addEventListener("DOMContentLoaded", () => document.body.addEventListener("htmx:load", saveEarly, { once: true }));

  function start() {
    if (navigator.clipboard) for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
    const errors = document.querySelector("[data-form-errors]");
    if (errors) errors.focus();
  }
  document.addEventListener("DOMContentLoaded", start);
  document.addEventListener("htmx:afterSettle", start);
})();
