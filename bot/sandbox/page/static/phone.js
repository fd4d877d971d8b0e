// One phone: a chat with the bot, its menu, its field to write in.

import { act, notice } from "./api.js";
import { make } from "./dom.js";
import { Message } from "./message.js";

const LARGEST_FILE = 2 * 1024 * 1024;
const TOAST_SHOWN = 3500;

export class Phone {
  constructor(state) {
    this.id = state.id;
    this.name = state.name;
    this.role = state.role === "physio" ? "physiotherapist" : "runner";
    this.messages = new Map();
    this.toasts = null;
    this.stays = true;
    this.unread = false;
    this.build();
  }

  build() {
    this.status = make("span", { class: "status" }, "bot");
    this.log = make("div", { class: "log", role: "log", tabindex: "0", "aria-label": `${this.name}'s chat with Kneecheck` });
    this.toast = make("div", { class: "toast", role: "status" });
    this.down = make("button", { type: "button", class: "down", hidden: true, "aria-label": "To the newest message", onclick: () => this.toEnd() }, "↓");
    this.root = make("section", { class: `phone ${this.role}`, "aria-label": `${this.name}'s phone` },
      make("h2", { class: "holder" }, this.name, make("span", {}, ` · ${this.role}`)),
      make("div", { class: "glass" },
        make("div", { class: "chat-head" },
          make("span", { class: "face", "aria-hidden": "true" }, "K"),
          make("div", {}, make("span", { class: "partner" }, "Kneecheck"), this.status)),
        make("div", { class: "wall" }, this.log, this.down, this.toast),
        this.buildFoot()));
    this.log.addEventListener("scroll", () => this.scrolled());
    new ResizeObserver(() => { this.height = this.log.clientHeight; if (this.stays) this.toEnd(); }).observe(this.log);
    this.acceptDrops();
  }

  buildFoot() {
    this.menu = make("div", { class: "menu", role: "group", "aria-label": "Commands", hidden: true });
    this.menuKey = make("button", { type: "button", class: "round menu-key", "aria-expanded": "false", onclick: () => this.toggleMenu() }, "Menu");
    this.field = make("input", { type: "text", name: "text", autocomplete: "off", maxlength: "4096", placeholder: "Message", "aria-label": `Message from ${this.name}` });
    this.picker = make("input", { type: "file", hidden: true, tabindex: "-1", "aria-label": "File to send" });
    this.picker.addEventListener("change", () => { this.sendFile(this.picker.files[0]); this.picker.value = ""; });
    const clip = make("button", { type: "button", class: "round clip", "aria-label": "Send a file", onclick: () => this.picker.click() });
    this.form = make("form", { class: "foot" }, this.menuKey, this.field, this.picker, clip,
      make("button", { type: "submit", class: "round send", "aria-label": "Send" }));
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.write(this.field.value); });
    this.startKey = make("button", { type: "button", class: "start", hidden: true, onclick: () => act({ act: "start", phone: this.id }) }, "Start");
    return make("div", { class: "below" }, this.menu, this.form, this.startKey);
  }

  draw(state) {
    const wasAtEnd = this.stays;
    const first = this.messages.size === 0;
    this.log.setAttribute("aria-busy", String(first));
    const news = this.drawMessages(state.messages);
    this.status.textContent = state.typing ? "typing…" : "bot";
    this.startKey.hidden = !state.start;
    this.form.hidden = state.start;
    this.drawMenu(state.commands);
    this.drawToast(state);
    if (news && (wasAtEnd || first || news === "mine")) this.toEnd();
    this.down.hidden = this.atEnd();
    return news && !first ? news : null;
  }

  // "theirs" or "mine" if a message is new, "changed" if one was redrawn.
  drawMessages(list) {
    let news = null;
    const seen = new Set();
    let day = null;
    let place = this.log.firstChild;
    const put = (node) => {
      if (node === place) place = place.nextSibling;
      else this.log.insertBefore(node, place);
    };
    for (const state of list) {
      if (state.day !== day) { day = state.day; put(this.dayChip(day)); seen.add(day); }
      let message = this.messages.get(state.id);
      const isNew = !message;
      if (isNew) {
        message = new Message(this.on(), this.name);
        this.messages.set(state.id, message);
      }
      const changed = message.draw(state);
      if (isNew) news = state.mine ? "mine" : "theirs";
      else if (changed && !news) news = "changed";
      put(message.root);
      seen.add(state.id);
    }
    for (const [id, message] of this.messages) {
      if (!seen.has(id)) { message.root.remove(); this.messages.delete(id); }
    }
    for (const [name, chip] of this.chips()) if (!seen.has(name)) { chip.remove(); this.days.delete(name); }
    return news;
  }

  chips() {
    this.days ||= new Map();
    return this.days;
  }

  dayChip(day) {
    if (!this.chips().has(day)) this.days.set(day, make("p", { class: "day" }, make("span", {}, day)));
    return this.days.get(day);
  }

  on() {
    this.handlers ||= {
      tap: (message, label) => act({ act: "tap", phone: this.id, message, label }),
      command: (word) => act({ act: "text", phone: this.id, text: word }),
      invite: (link) => act({ act: "forward", link }),
    };
    return this.handlers;
  }

  drawMenu(commands) {
    const now = JSON.stringify(commands);
    if (now === this.menuDrawn) return;
    this.menuDrawn = now;
    this.menuKey.hidden = commands.length === 0;
    this.menu.replaceChildren(...commands.map(({ name, does }) =>
      make("button", { type: "button", onclick: () => { this.toggleMenu(false); this.write(`/${name}`); } },
        make("span", { class: "does" }, does), make("span", { class: "command" }, `/${name}`))));
  }

  toggleMenu(open = this.menu.hidden) {
    this.menu.hidden = !open;
    this.menuKey.setAttribute("aria-expanded", String(open));
    if (open) this.menu.querySelector("button")?.focus();
    else this.menuKey.focus();
  }

  drawToast(state) {
    if (this.toasts !== null && state.toasts > this.toasts && state.toast) this.showToast(state.toast);
    this.toasts = state.toasts;
  }

  showToast({ text, alert }) {
    clearTimeout(this.toastTimer);
    this.toast.replaceChildren(text);
    this.toast.classList.add("shown");
    const away = () => this.toast.classList.remove("shown");
    if (alert) this.toast.append(make("button", { type: "button", onclick: away }, "OK"));
    else this.toastTimer = setTimeout(away, TOAST_SHOWN);
  }

  async write(words) {
    if (!words.trim()) return;
    this.field.value = "";
    if (!await act({ act: "text", phone: this.id, text: words })) this.field.value = words;
  }

  async sendFile(file) {
    if (!file) return;
    if (file.size > LARGEST_FILE || file.size === 0) { notice("A file here has 1 byte to 2 MB."); return; }
    const bytes = new Uint8Array(await file.arrayBuffer());
    let binary = "";
    for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    await act({ act: "file", phone: this.id, name: file.name.slice(0, 200), content: btoa(binary) });
  }

  acceptDrops() {
    this.root.addEventListener("dragover", (event) => { event.preventDefault(); this.root.classList.add("dropping"); });
    this.root.addEventListener("dragleave", () => this.root.classList.remove("dropping"));
    this.root.addEventListener("drop", (event) => {
      event.preventDefault();
      this.root.classList.remove("dropping");
      this.sendFile(event.dataTransfer.files[0]);
    });
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !this.menu.hidden) this.toggleMenu(false);
    });
  }

  // What a story is about to do here.
  hint(doing) {
    for (const message of this.messages.values()) message.release();
    const mine = doing && doing.phone === this.id ? doing : null;
    this.root.classList.toggle("acting", Boolean(mine));
    this.field.value = mine?.verb === "writes" ? mine.what : this.hinted ? "" : this.field.value;
    this.hinted = mine?.verb === "writes";
    if (mine?.verb !== "taps") return;
    const newest = [...this.messages.values()].reverse().find((message) => message.has(mine.what));
    newest?.press(mine.what);
  }

  // Who reads further up stays there; a menu that opens below moves nobody away from the end.
  scrolled() {
    if (this.log.clientHeight !== this.height) return;
    this.stays = this.atEnd();
    this.down.hidden = this.stays;
  }

  atEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 40;
  }

  toEnd() {
    this.stays = true;
    this.log.scrollTop = this.log.scrollHeight;
  }
}
