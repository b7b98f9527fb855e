// What was written on this day, by the reader's clock.
import { data, fill, path } from "./load.js";

const today = document.querySelector(".today");
const now = new Date();

// days are the notes of this month by their day, where the page shows them.
export const days = today && data("days/" + (now.getMonth() + 1));

if (today) {
  const make = (name, of, ...inside) => {
    const e = Object.assign(document.createElement(name), of);
    e.append(...inside);
    return e;
  };
  const more = (n) => fill(forms("backlinks.rest"), n);
  days.then((days) => {
    const [count, place, notes] = days[now.getDate()] || [0];
    if (!count) return;
    const link = ([year, title, address]) => [make("a", { href: path(address) }, title), " ", make("span", { className: "why" }, year)];
    const line = make("p", {}, make("b", {}, word("calendar.today")), " ", ...link(notes[0]));
    today.append(line);
    today.classList.add("some");
    if (count < 2) return;
    // The others come when they are asked for, so that nothing moves by itself.
    const rest = make("ul", { className: "titles", hidden: true }, ...notes.slice(1).map((n) => make("li", {}, ...link(n))));
    if (count > notes.length) {
      const [page, id] = place.split("#");
      rest.append(make("li", {}, make("a", { href: path(page) + "#" + id }, more(count - notes.length))));
    }
    const button = make("button", { type: "button", title: more(count - 1), ariaLabel: "+" + (count - 1) + ", " + more(count - 1) }, "+" + (count - 1));
    const set = (open) => { rest.hidden = !open; button.setAttribute("aria-expanded", open); };
    button.addEventListener("click", () => set(rest.hidden));
    set(false);
    line.append(" ", button);
    today.append(rest);
  }, () => { /* a day without notes */ });
}
