import "/assets/live.js";
import "/assets/lab.js";

// Keys for those who like them. Everything can be done without.
const typing = () => document.activeElement?.matches("input, select, textarea");
const follow = name => document.querySelector(`a[data-key="${name}"]`)?.click();
// The answer that keys label: the one that has the focus, else the first.
const label = () => document.activeElement?.closest("form[data-label]") ?? document.querySelector("form[data-label]");
// What is taken back is what has the focus, else what was said of the case, else of the answer.
const undo = () => [document.activeElement?.closest("form"), document.querySelector("form[data-review]"), label()]
  .map(form => form?.querySelector("button[data-key=u]")).find(Boolean);
const dialog = document.getElementById("keys");
const opener = document.querySelector("button.keys");

if (opener && dialog) {
  opener.hidden = false;
  opener.addEventListener("click", () => dialog.showModal());
}

// Arrows move from cell to cell as they stand in the table.
function move(cell, across, down) {
  const row = cell.parentElement;
  const rows = [...row.parentElement.rows];
  for (let r = rows.indexOf(row) + down, c = cell.cellIndex + across; rows[r]; r += down, c += across) {
    const next = rows[r].cells[c];
    if (!next) return;
    const link = next.querySelector("a");
    if (link) {
      link.focus();
      link.scrollIntoView({ block: "nearest", inline: "nearest" });
      return;
    }
  }
}

const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing() || dialog?.open) return;
  const cell = document.activeElement?.closest(".matrix tbody td, .matrix tbody th");
  if (arrows[event.key] && cell) {
    event.preventDefault();
    move(cell, ...arrows[event.key]);
    return;
  }
  switch (event.key) {
    case "/": {
      const find = document.querySelector("input[type=search]");
      if (find) {
        event.preventDefault();
        find.select();
      }
      break;
    }
    case "?": dialog?.showModal(); break;
    case "j": follow("next"); break;
    case "k": follow("before"); break;
    case "c": follow("cases"); break;
    case "o": follow("long"); break;
    case "1": case "2": case "3": document.querySelector(`form[data-review] button[data-key="${event.key}"]`)?.click(); break;
    case "r": case "w": case "t": label()?.querySelector(`button[data-key="${event.key}"]`)?.click(); break;
    case "u": undo()?.click(); break;
    case "n": {
      const note = label()?.querySelector("input[name=note]");
      if (note) {
        event.preventDefault();
        note.select();
      }
      break;
    }
  }
});

// A choice from a list is followed at once where a script runs.
for (const list of document.querySelectorAll("select[data-go]")) {
  list.addEventListener("change", () => list.form.requestSubmit());
}

// A part that was opened stands in the address, and is open where that names it.
function named() {
  const part = document.getElementById(location.hash.slice(1));
  if (part?.matches("details")) part.open = true;
}
named();
addEventListener("hashchange", named);
addEventListener("click", event => {
  const part = event.target.closest?.("details[id] > summary")?.parentElement;
  // It opens or closes behind this event.
  if (part) history.replaceState(history.state, "", part.open ? location.pathname + location.search : `#${part.id}`);
});

// A word is explained where it stands; without a script its link leads to the page of words.
addEventListener("click", event => {
  const word = event.target.closest?.("a.word-of");
  const meaning = word?.nextElementSibling;
  if (!meaning?.showPopover || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  meaning.togglePopover({ source: word });
});
addEventListener("toggle", event => {
  if (event.target.classList?.contains("popover")) {
    event.target.previousElementSibling.setAttribute("aria-expanded", String(event.newState === "open"));
  }
}, true);
