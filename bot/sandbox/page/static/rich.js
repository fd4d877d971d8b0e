// A text and its entities as elements. Offsets count UTF-16 units, as strings here do.

import { make } from "./dom.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", date_time: "time",
};
const LINKS = /https?:\/\/[^\s]+|(?<![\w/])\/[a-z0-9_]{1,32}(?![\w/])/g;

export function rich(text, entities, on) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return part(text, 0, text.length, sorted, on);
}

function part(text, from, to, entities, on) {
  const nodes = [];
  let at = from;
  for (let i = 0; i < entities.length; i++) {
    const entity = entities[i];
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at || entity.offset >= to) continue;
    nodes.push(...plain(text.slice(at, entity.offset), on));
    nodes.push(wrap(entity, text, end, entities.slice(i + 1), on));
    at = end;
  }
  nodes.push(...plain(text.slice(at, to), on));
  return nodes;
}

function wrap(entity, text, end, inner, on) {
  const words = text.slice(entity.offset, end);
  if (entity.type === "bot_command") return command(words, on);
  if (entity.type === "text_link") return link(entity.url, words, on);
  if (entity.type === "spoiler") return spoiler(part(text, entity.offset, end, inner, on));
  const tag = TAGS[entity.type] || "span";
  return make(tag, {}, ...part(text, entity.offset, end, inner, on));
}

// As Telegram does, addresses and commands in plain words can be tapped.
function plain(words, on) {
  const nodes = [];
  let at = 0;
  for (const found of words.matchAll(LINKS)) {
    if (found.index > at) nodes.push(words.slice(at, found.index));
    const word = found[0];
    nodes.push(word.startsWith("/") ? command(word, on) : link(word, word, on));
    at = found.index + word.length;
  }
  if (at < words.length) nodes.push(words.slice(at));
  return nodes;
}

function command(word, on) {
  return make("button", { type: "button", class: "link", onclick: () => on.command(word) }, word);
}

function link(url, words, on) {
  if (/^https:\/\/t\.me\/\w+\?start=/.test(url)) {
    const does = "opens on a new runner's phone";
    return make("button", { type: "button", class: "link", title: does, onclick: () => on.invite(url) },
      words, make("span", { class: "unseen" }, `, ${does}`));
  }
  if (!/^(https?|tel|mailto):/.test(url)) return make("span", {}, words);
  return make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, words);
}

function spoiler(nodes) {
  const hidden = make("button", { type: "button", class: "spoiler", "aria-label": "Hidden words: show" }, ...nodes);
  hidden.addEventListener("click", () => hidden.replaceWith(...hidden.childNodes), { once: true });
  return hidden;
}
