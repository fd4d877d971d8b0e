// One message: its bubble and the buttons under it. Drawn anew only where it has changed.

import { make } from "./dom.js";
import { rich } from "./rich.js";

export class Message {
  constructor(on, who) {
    this.on = on;
    this.who = who;
    this.bubble = make("div", { class: "bubble" });
    this.keyboard = make("div", { class: "keyboard" });
    this.root = make("article", { tabindex: "-1" }, this.bubble, this.keyboard);
    this.drawn = { words: "", keys: "" };
  }

  // True if anything has changed.
  draw(state) {
    const words = JSON.stringify([state.text, state.entities, state.file, state.edited, state.time]);
    const keys = JSON.stringify(state.buttons);
    const changed = words !== this.drawn.words || keys !== this.drawn.keys;
    if (words !== this.drawn.words) this.drawBubble(state);
    if (keys !== this.drawn.keys) this.drawKeyboard(state);
    this.drawn = { words, keys };
    return changed;
  }

  drawBubble(state) {
    const from = state.mine ? this.who : "Kneecheck";
    this.root.className = `message ${state.mine ? "mine" : "theirs"} ${state.kind}`;
    this.root.setAttribute("aria-label", `${from}, ${state.time}`);
    this.bubble.replaceChildren(
      ...media(state),
      make("div", { class: "words" }, ...rich(state.text, state.entities, this.on),
        make("span", { class: "meta" }, state.edited ? `edited ${state.time}` : state.time)),
    );
  }

  drawKeyboard(state) {
    const held = this.held();
    const rows = state.buttons.map((row) =>
      make("div", { class: "keyrow" }, ...row.map((button) => this.key(state, button))));
    this.keyboard.replaceChildren(...rows);
    this.keyboard.hidden = rows.length === 0;
    this.root.classList.toggle("with-keys", rows.length > 0);
    if (held) this.hold(held);
  }

  key(state, button) {
    if (button.url) {
      return make("a", { class: "key", href: button.url, target: "_blank", rel: "noopener noreferrer" }, button.label);
    }
    const key = make("button", { type: "button", class: `key ${button.style || ""}`, disabled: button.off }, button.label);
    key.addEventListener("click", async () => {
      key.classList.add("waiting");
      await this.on.tap(state.id, button.label);
      key.classList.remove("waiting");
    });
    return key;
  }

  // Who works by keyboard keeps her place when a tap redraws the buttons.
  held() {
    const active = document.activeElement;
    if (!this.keyboard.contains(active)) return null;
    return { label: active.textContent };
  }

  hold({ label }) {
    const keys = [...this.keyboard.querySelectorAll(".key:not(:disabled)")];
    const same = keys.find((key) => key.textContent.replace(/^✓ /, "") === label.replace(/^✓ /, ""));
    (same || keys[0] || this.root).focus({ preventScroll: true });
  }

  press(label) {
    for (const key of this.keyboard.querySelectorAll(".key")) {
      const pressed = key.textContent === label;
      key.classList.toggle("pressed", pressed);
      if (pressed) key.scrollIntoView({ block: "nearest" });
    }
  }

  has(label) {
    return [...this.keyboard.querySelectorAll(".key")].some((key) => key.textContent === label);
  }

  release() {
    for (const key of this.keyboard.querySelectorAll(".pressed")) key.classList.remove("pressed");
  }
}

function media(state) {
  if (!state.file) return [];
  const { url, name, size } = state.file;
  if (state.kind === "photo") {
    return [make("img", { src: url, alt: state.text || "A picture" })];
  }
  const kilobytes = size < 1024 ? `${size} bytes` : `${Math.round(size / 1024)} kB`;
  return [make("a", { class: "document", href: url, download: name || "file" },
    make("span", { class: "paper", "aria-hidden": "true" }),
    make("span", {}, make("span", { class: "name" }, name || "file"), make("span", { class: "size" }, kilobytes)))];
}
