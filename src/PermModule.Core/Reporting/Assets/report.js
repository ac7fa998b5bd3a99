"use strict";
(() => {
  const boxes = Array.from(document.querySelectorAll(".scroll"));
  const measure = () => boxes.forEach(box => box.classList.toggle("wide", box.scrollWidth > box.clientWidth + 1));
  addEventListener("resize", measure);
  document.addEventListener("toggle", measure, true);
  measure();
})();
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  const rules = Array.from(document.querySelectorAll(".rule"));
  const status = document.getElementById("filter-status");
  const update = () => {
    const severities = Array.from(form.querySelectorAll("input:checked"), box => box.value);
    const category = form.querySelector("select").value;
    let shown = 0;
    let all = 0;
    for (const rule of rules) {
      const count = Number(rule.dataset.count);
      const matches = severities.includes(rule.dataset.severity) && (category === "" || category === rule.dataset.category);
      rule.hidden = !matches;
      all += count;
      shown += matches ? count : 0;
    }
    status.textContent = `${shown.toLocaleString("en")} of ${all.toLocaleString("en")} findings match.`;
  };
  form.addEventListener("input", update);
  form.addEventListener("submit", event => event.preventDefault());
  form.hidden = false;
  form.reset();
  update();
})();
