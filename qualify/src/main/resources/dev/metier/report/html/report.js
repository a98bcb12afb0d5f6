"use strict";
for (const cases of document.querySelectorAll(".cases")) {
  const filter = cases.querySelector(".filter");
  filter.hidden = false;
  filter.addEventListener("click", event => {
    const pressed = event.target.closest("button");
    if (!pressed) return;
    for (const button of filter.children) button.setAttribute("aria-pressed", button === pressed);
    const show = pressed.dataset.show;
    for (const one of cases.querySelectorAll(".case")) one.hidden = show !== "all" && one.dataset.kind !== show;
  });
}
addEventListener("beforeprint", () => document.querySelectorAll(".asked").forEach(one => { one.open = true; }));
