// Talks to the demo's server: acts out, states in.

export async function act(body) {
  let answer;
  try {
    answer = await fetch("/act", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    notice("The demo has ended. Start it again in its terminal.");
    return false;
  }
  if (answer.ok) return true;
  notice((await answer.json()).error);
  return false;
}

export function listen(draw) {
  const source = new EventSource("/events");
  source.onmessage = (event) => draw(JSON.parse(event.data));
  source.onerror = () => notice("The demo has ended, or is starting again.");
}

let hide = 0;

export function notice(words) {
  const place = document.getElementById("notice");
  place.textContent = words;
  place.classList.add("shown");
  clearTimeout(hide);
  hide = setTimeout(() => place.classList.remove("shown"), 5000);
}
