// Dialogs open and close by `commandfor`; browsers that do not know it get the same here.
(() => {
  const knowsCommands = "commandForElement" in HTMLButtonElement.prototype;

  document.addEventListener("click", (event) => {
    if (event.target.matches("dialog[data-dialog]")) {
      const box = event.target.getBoundingClientRect();
      const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (!inside) event.target.close();
    }
    if (knowsCommands) return;
    const button = event.target.closest("button[commandfor]");
    const dialog = button && document.getElementById(button.getAttribute("commandfor"));
    if (!dialog) return;
    if (button.getAttribute("command") === "show-modal") dialog.showModal();
    else dialog.close();
  });

  // A form inside that came back with errors must be seen.
  function reopen() {
    for (const dialog of document.querySelectorAll("dialog[data-dialog]:not([open])")) {
      if (dialog.querySelector("[data-form-errors], [aria-invalid='true']")) dialog.showModal();
    }
  }
  document.addEventListener("DOMContentLoaded", reopen);
  document.addEventListener("htmx:afterSettle", reopen);
})();
