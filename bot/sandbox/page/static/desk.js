// The clock, what is due, the stories.

import { act } from "./api.js";
import { make } from "./dom.js";

const find = (id) => document.getElementById(id);
const VERBS = { taps: "taps", writes: "writes", opens: "opens her link", sees: "sees", saw: "heard", misses: "does not see" };

export class Desk {
  constructor() {
    for (const key of document.querySelectorAll("[data-clock]")) {
      key.addEventListener("click", () => this.busy(key, { act: "clock", to: key.dataset.clock }));
    }
    find("pause").addEventListener("click", () => act({ act: this.paused ? "run" : "pause" }));
    find("stop").addEventListener("click", () => act({ act: "stop" }));
    find("again").addEventListener("click", (event) => this.busy(event.currentTarget, { act: "again" }));
    find("add").addEventListener("click", (event) => this.busy(event.currentTarget, { act: "add" }));
    const wide = matchMedia("(min-width: 901px)");
    const fold = () => { find("more").open = wide.matches; };
    wide.addEventListener("change", fold);
    fold();
  }

  async busy(key, body) {
    if (key.getAttribute("aria-busy") === "true") return;
    key.setAttribute("aria-busy", "true");
    await act(body);
    key.removeAttribute("aria-busy");
  }

  draw(state) {
    this.drawStories(state);
    if (!state.ready) return;
    find("time").textContent = state.clock.time;
    find("day").textContent = state.clock.day;
    find("zone").textContent = state.clock.zone;
    find("moving").hidden = state.clock.share === null;
    find("moving").value = state.clock.share ?? 0;
    this.drawDue(state.due);
    this.drawPlaying(state);
  }

  drawDue(due) {
    const now = JSON.stringify(due);
    if (now === this.dueDrawn) return;
    this.dueDrawn = now;
    const rows = due.map(({ at, who, what }) => make("li", {}, make("time", {}, at), ` ${who} ${what}`));
    find("due").replaceChildren(...(rows.length ? rows : [make("li", {}, "Nothing is due.")]));
  }

  drawStories({ stories }) {
    if (find("stories").childElementCount === stories.length) return;
    find("stories").replaceChildren(...stories.map(({ name, title }) =>
      make("button", { type: "button", "data-story": name, onclick: (event) => this.begin(event.currentTarget, name) }, title)));
  }

  async begin(key, name) {
    await this.busy(key, { act: "story", name });
    if (matchMedia("(max-width: 900px)").matches) find("more").open = false;
  }

  drawPlaying({ story, phones }) {
    const playing = story !== null && story.ended === null;
    this.paused = playing && story.paused;
    find("playing").hidden = story === null;
    document.body.classList.toggle("story", playing);
    find("pause").disabled = !playing;
    find("pause").textContent = this.paused ? "Go on" : "Pause";
    for (const key of document.querySelectorAll("[data-clock], #add")) key.disabled = playing;
    find("story-keys").hidden = find("story-doing").hidden = !playing;
    if (story === null) return;
    find("story-title").textContent = story.title;
    find("scenes").value = story.scene / story.scenes;
    setText(find("story-says"), ended(story) || story.says);
    setText(find("story-doing"), playing ? doing(story.doing, phones) : "");
  }
}

function ended(story) {
  if (story.ended === null) return "";
  if (story.ended === "told") return "The story went as told. The phones are yours: tap, write, move the clock.";
  if (story.ended === "stopped") return "Stopped here. The phones are yours.";
  return story.ended;
}

function doing(it, phones) {
  if (!it) return "";
  const name = phones.find(({ id }) => id === it.phone)?.name ?? "";
  if (it.verb === "opens") return `${name} ${VERBS.opens}`;
  return `${name} ${VERBS[it.verb]} “${it.what}”`;
}

function setText(place, words) {
  if (place.textContent !== words) place.textContent = words;
}
