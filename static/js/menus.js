// Menus are <details>: they open without scripts; here they also close, one at a time.
(() => {
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
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select, [contenteditable]")) return;
    const field = event.key.length === 1 && document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`);
    if (!field || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    if (field.matches("a, button")) field.click();
    else field.focus();
  });
})();
