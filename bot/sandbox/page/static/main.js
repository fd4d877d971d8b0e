// Draws each state that comes: the desk, the phones, and which of them is shown.

import { listen } from "./api.js";
import { Desk } from "./desk.js";
import { make } from "./dom.js";
import { Phone } from "./phone.js";

const desk = new Desk();
const place = document.getElementById("phones");
const who = document.getElementById("who");
const narrow = matchMedia("(max-width: 900px)");
const starting = document.getElementById("starting");
let phones = new Map();
let round = 0;
let runner = null; // whose phone stands beside the physiotherapist's
let tab = null; // the one phone a narrow window shows

function draw(state) {
  desk.draw(state);
  starting.hidden = state.ready;
  if (!state.ready) return;
  if (state.round !== round) clear(state.round);
  const known = new Set(phones.keys());
  for (const one of state.phones) drawPhone(one);
  const added = state.phones.find(({ id, role }) => role === "runner" && !known.has(id));
  if (known.size && added) show(added.id);
  const acting = state.story?.doing?.phone;
  if (acting && acting !== desk.acting) show(acting);
  desk.acting = acting;
  for (const phone of phones.values()) phone.hint(state.story?.doing);
  drawWho();
}

function clear(now) {
  round = now;
  phones = new Map();
  place.replaceChildren();
  runner = null;
  tab = null;
}

function drawPhone(state) {
  let phone = phones.get(state.id);
  if (!phone) {
    phone = new Phone(state);
    phones.set(state.id, phone);
    const physio = [...place.children].find((one) => one.classList.contains("physiotherapist"));
    place.insertBefore(phone.root, phone.role === "runner" ? physio ?? null : null);
    if (phone.role === "runner") runner ??= phone.id;
    tab ??= phone.id;
  }
  phone.root.classList.toggle("beside", phone.role !== "runner" || phone.id === runner);
  phone.root.classList.toggle("alone", phone.id === tab);
  const news = phone.draw(state);
  if ((news === "theirs" || news === "changed") && !visible(phone)) phone.unread = true;
}

function visible(phone) {
  return phone.root.offsetParent !== null;
}

function show(id) {
  const phone = phones.get(id);
  if (phone.role === "runner") runner = id;
  tab = id;
  for (const one of phones.values()) {
    one.root.classList.toggle("beside", one.role !== "runner" || one.id === runner);
    one.root.classList.toggle("alone", one.id === tab);
  }
  phone.unread = false;
  phone.toEnd();
  drawWho();
}

function drawWho() {
  const order = [...phones.values()].sort((a, b) => (a.role === "runner" ? 0 : 1) - (b.role === "runner" ? 0 : 1));
  const now = JSON.stringify([order.map(({ id, unread }) => [id, unread]), runner, tab, narrow.matches]);
  if (who.dataset.drawn === now) return;
  who.dataset.drawn = now;
  const held = who.contains(document.activeElement) ? document.activeElement.dataset.phone : null;
  who.classList.toggle("many", [...phones.values()].filter(({ role }) => role === "runner").length > 1);
  who.replaceChildren(...order.map(tabOf));
  if (held) who.querySelector(`[data-phone="${held}"]`)?.focus();
}

function tabOf(phone) {
  const label = [phone.name, make("span", { class: "role" }, ` ${phone.role === "runner" ? "runner" : "physio"}`)];
  if (phone.unread) label.push(make("span", { class: "dot" }), make("span", { class: "unseen" }, ", something new"));
  return make("button", {
    type: "button", "data-phone": phone.id, class: phone.role,
    "aria-pressed": String(phone.id === (narrow.matches ? tab : runner)), onclick: () => show(phone.id),
  }, ...label);
}

narrow.addEventListener("change", () => phones.size && drawWho());
listen(draw);
