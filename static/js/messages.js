// Toasts leave by themselves unless something can still be done about them.
(() => {
  const SECONDS = 8;

  function leaveLater(toast) {
    if (toast.dataset.toast === "seen" || toast.hasAttribute("data-toast-stays")) return;
    toast.dataset.toast = "seen";
    const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, 1000) : toast.remove());
    setTimeout(leave, SECONDS * 1000);
  }

  function watch() {
    for (const toast of document.querySelectorAll(".toasts [data-toast]")) leaveLater(toast);
  }

  function say(id) {
    const box = document.getElementById("messages");
    box.replaceChildren(document.getElementById(id).content.cloneNode(true));
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-toast-close]")) event.target.closest("[data-toast]").remove();
  });
  document.addEventListener("DOMContentLoaded", watch);
  document.addEventListener("htmx:afterSettle", watch);
  document.addEventListener("htmx:sendError", () => say("request-failed"));
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    say("key-failed");
  });
  document.addEventListener("htmx:responseError", (event) => {
    // 401: nobody is signed in any more. 409: the page was drawn for a role that was changed in another tab.
    const known = { 401: "request-signed-out", 409: "request-for-another" };
    say(known[event.detail.xhr.status] ?? "request-refused");
  });
})();
