// Sliders that must add up to 100: say the sum while they move. The server checks it again.
(() => {
  function update(group) {
    const sum = [...group.querySelectorAll("input[type=range][name^=weight_]")].reduce((total, input) => total + Number(input.value), 0);
    const output = group.querySelector("[data-weights-sum]");
    output.value = sum === 100 ? output.dataset.good : output.dataset.wrong.replace("{sum}", sum);
    output.className = sum === 100 ? "status status--long status--good" : "status status--long status--error";
  }

  document.addEventListener("input", (event) => {
    const group = event.target.closest("[data-weights]");
    if (group) update(group);
  });
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-weights]").forEach(update));
})();
