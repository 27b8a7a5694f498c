// One's own profile works without scripts. With them: needs are dragged, hours are drawn on a week, long texts are counted.
(() => {
  // Needs: drag by the handle; the new order is saved like any other change.
  document.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-rank-handle]");
    if (!handle || event.button) return;
    const item = handle.closest("li"), list = item.parentElement, before = [...list.children].indexOf(item);
    event.preventDefault();
    item.classList.add("is-dragged");
    const move = (moved) => {
      const next = [...list.children].find((one) => one !== item && moved.clientY < one.getBoundingClientRect().top + one.offsetHeight / 2);
      if (next !== item.nextElementSibling) list.insertBefore(item, next ?? null);
    };
    const end = () => {
      document.removeEventListener("pointermove", move);
      item.classList.remove("is-dragged");
      const changed = [...list.children].indexOf(item) !== before;
      if (changed) item.querySelector("input").dispatchEvent(new Event("change", { bubbles: true }));
    };
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", end, { once: true });
    document.addEventListener("pointercancel", end, { once: true });
  });

  function count(area) {
    const output = document.querySelector(`[data-count-for="${area.id}"]`);
    const most = Number(area.dataset.count), length = [...area.value].length;
    output.value = area.dataset.countWords.replace("{n}", length.toLocaleString()).replace("{most}", most.toLocaleString());
    output.classList.toggle("unsaved", length > most);
  }

  // Hours: a click chooses one corner, the next one the other; the plain controls stay the truth.
  const FIRST = 6, LAST = 22;
  const hourOf = (text, otherwise) => (text ? Number(text.slice(0, 2)) + Number(text.slice(3)) / 60 : otherwise);

  function draw(week) {
    const days = [...week.querySelectorAll("[data-week-day]")];
    const from = hourOf(week.querySelector("[data-week-from]").value), to = hourOf(week.querySelector("[data-week-to]").value);
    for (const cell of week.querySelectorAll("[data-hour]")) {
      const hour = Number(cell.dataset.hour);
      const inside = from < to ? hour + 1 > from && hour < to : hour + 1 > from || hour < to;
      cell.setAttribute("aria-pressed", String(days[cell.dataset.day].checked && from !== undefined && to !== undefined && inside));
    }
  }

  function build(week) {
    if (week.querySelector("table")) return;
    const days = [...week.querySelectorAll("[data-week-day]")];
    const table = document.createElement("table");
    table.className = "week__grid";
    table.createCaption().textContent = week.dataset.weekLabel;
    const head = table.createTHead().insertRow();
    head.insertCell();
    for (const day of days) {
      const cell = head.appendChild(document.createElement("th"));
      cell.scope = "col";
      cell.textContent = day.dataset.weekDay.slice(0, 2);
      cell.setAttribute("aria-label", day.dataset.weekDay);
    }
    const body = table.createTBody();
    for (let hour = FIRST; hour < LAST; hour += 1) {
      const row = body.insertRow();
      const time = row.appendChild(document.createElement("th"));
      time.scope = "row";
      time.textContent = `${String(hour).padStart(2, "0")}:00`;
      days.forEach((day, number) => {
        const button = row.insertCell().appendChild(document.createElement("button"));
        button.type = "button";
        button.dataset.day = number;
        button.dataset.hour = hour;
        button.tabIndex = number || hour !== FIRST ? -1 : 0;
        button.setAttribute("aria-label", `${day.dataset.weekDay} ${time.textContent}`);
      });
    }
    week.append(table);
    draw(week);
  }

  function choose(week, cell) {
    const corner = week.corner ?? cell;
    week.corner = week.corner ? undefined : cell;
    const [firstDay, lastDay] = [corner.dataset.day, cell.dataset.day].map(Number).sort((a, b) => a - b);
    const [firstHour, lastHour] = [corner.dataset.hour, cell.dataset.hour].map(Number).sort((a, b) => a - b);
    week.querySelectorAll("[data-week-day]").forEach((day, number) => { day.checked = number >= firstDay && number <= lastDay; });
    const text = (hour) => `${String(hour).padStart(2, "0")}:00`;
    week.querySelector("[data-week-from]").value = text(firstHour);
    week.querySelector("[data-week-to]").value = text(lastHour + 1);
    draw(week);
    // The first corner alone is half an answer: it is kept when the second is chosen.
    if (!week.corner) week.querySelector("[data-week-to]").dispatchEvent(new Event("change", { bubbles: true }));
  }

  document.addEventListener("click", (event) => {
    const cell = event.target.closest("[data-week] [data-hour]");
    if (cell) choose(cell.closest("[data-week]"), cell);
  });

  const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  document.addEventListener("keydown", (event) => {
    const cell = event.target.closest("[data-week] [data-hour]");
    const step = STEPS[event.key];
    if (!cell || !step) return;
    event.preventDefault();
    const sign = document.dir === "rtl" ? -1 : 1;
    const next = cell.closest("table").querySelector(`[data-day="${Number(cell.dataset.day) + sign * step[0]}"][data-hour="${Number(cell.dataset.hour) + step[1]}"]`);
    if (!next) return;
    cell.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });

  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-count]")) count(event.target);
    const week = event.target.closest("[data-week]");
    if (week) draw(week);
  });

  function mark() {
    for (const field of document.querySelectorAll(".profile-field")) {
      const wrong = field.querySelector(".profile-said .field__error") !== null;
      for (const input of field.querySelectorAll(".input")) input.setAttribute("aria-invalid", String(wrong));
    }
  }

  function start() {
    document.querySelectorAll("[data-count]").forEach(count);
    document.querySelectorAll("[data-week]").forEach(build);
    mark();
  }
  // The part that is open stands in sight in the line of parts, which is wider than a phone.
  function show() {
    const here = document.querySelector(".profile-nav [aria-current]"), line = here?.closest(".profile-nav");
    if (line) line.scrollLeft += here.getBoundingClientRect().left - line.getBoundingClientRect().left - (line.clientWidth - here.offsetWidth) / 2;
  }
  document.addEventListener("DOMContentLoaded", () => { start(); show(); });
  window.addEventListener("resize", show); // a phone is turned
  document.addEventListener("htmx:afterSettle", start);
})();
