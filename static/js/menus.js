// Menus are <details>: they open without scripts; here they also close, one at a time.
(() => {
  try {
    document.documentElement.dataset.keys = localStorage.getItem("keys") || "on";
  } catch {
    // A browser that keeps nothing has the keys.
  }

  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (menu !== except && !menu.contains(except)) menu.open = false;
    }
  }

  document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const open = document.querySelector("details[data-menu][open]");
      if (!open) return;
      open.open = false;
      open.querySelector("summary").focus();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
    if (event.target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]") || document.documentElement.dataset.keys === "off") return;
    const named = `[data-shortcut="${CSS.escape(event.key)}"]`;
    const field = document.querySelector(`main ${named}`) || document.querySelector(named); // the page's own first
    if (!field || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    if (field.matches("a, button, summary")) field.click();
    if (field.matches("summary")) (field.parentElement.querySelector("[open] select, [open] input") || field).focus();
    else if (!field.matches("a, button")) field.focus();
  });
})();
