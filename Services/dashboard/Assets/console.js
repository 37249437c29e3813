// What the console's pages gain when scripts run. Every page works without this file, save for the
// transcript that follows the recording and rows that arrive live. The server's HTML is escaped and trusted.

const root = document.documentElement;
root.classList.add("js");

const clock = (seconds) => {
  const s = Math.max(0, Math.floor(seconds || 0));
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(s / 3600);
  const minutes = Math.floor((s % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(s % 60)}` : `${minutes}:${two(s % 60)}`;
};

// Player and transcript

const FIELD = "input:not([type=range]), select, textarea, [contenteditable]";
const PRESSABLE = "button, a, summary, input, [role=button]";
const HANDS_OFF_MS = 5000;

/** Keeps the turn that is being spoken marked, and in view inside the transcript's own scroll box. */
function transcript(box) {
  const turns = [...box.querySelectorAll("li[data-start]")];
  const starts = turns.map((turn) => Number(turn.dataset.start));
  let current = -1;
  let touched = -Infinity;
  for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    box.addEventListener(kind, () => { touched = performance.now(); }, { passive: true });
  }

  const reveal = (turn) => {
    if (performance.now() - touched < HANDS_OFF_MS) return;
    const outer = box.getBoundingClientRect();
    const inner = turn.getBoundingClientRect();
    if (inner.top >= outer.top + 8 && inner.bottom <= outer.bottom - 48) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    box.scrollTo({ top: box.scrollTop + inner.top - outer.top - outer.height / 4, behavior: calm ? "auto" : "smooth" });
  };

  return {
    follow(seconds, playing) {
      let next = -1;
      while (next + 1 < starts.length && starts[next + 1] <= seconds + 0.05) next += 1;
      if (next === current) return;
      turns[current]?.removeAttribute("aria-current");
      turns[next]?.setAttribute("aria-current", "true");
      current = next;
      if (playing && turns[next]) reveal(turns[next]);
    },
    release() { touched = -Infinity; },
  };
}

function player(host) {
  const audio = host.querySelector("audio");
  const bar = host.querySelector("[data-bar]");
  if (!audio || !bar) return;
  const play = bar.querySelector("[data-play]");
  const seek = bar.querySelector("[data-seek]");
  const now = bar.querySelector("[data-now]");
  const total = bar.querySelector("[data-total]");
  const box = document.querySelector("[data-transcript]");
  const text = box && transcript(box);
  let dragging = false;

  const length = () => (Number.isFinite(audio.duration) ? audio.duration : Number(host.dataset.duration) || 0);
  const show = () => {
    const at = audio.currentTime;
    if (!dragging && seek) {
      seek.value = String(at);
      seek.setAttribute("aria-valuetext", `${clock(at)} / ${clock(length())}`);
    }
    if (now) now.textContent = clock(at);
    text?.follow(at, !audio.paused);
  };
  const measure = () => {
    if (seek) seek.max = String(length());
    if (total) total.textContent = clock(length());
    show();
  };
  const to = (seconds) => {
    const at = Math.min(Math.max(0, seconds), length() || seconds);
    audio.currentTime = at;
    text?.release();
    show();
  };
  const toggle = () => (audio.paused ? audio.play().catch(() => {}) : audio.pause());
  const state = () => {
    host.toggleAttribute("data-playing", !audio.paused);
    const label = audio.paused ? play?.dataset.labelPlay : play?.dataset.labelPause;
    if (label) play.setAttribute("aria-label", label);
  };

  audio.removeAttribute("controls");
  bar.hidden = false;
  for (const kind of ["play", "pause", "ended"]) audio.addEventListener(kind, state);
  audio.addEventListener("timeupdate", show);
  audio.addEventListener("seeked", show);
  audio.addEventListener("loadedmetadata", measure);
  audio.addEventListener("durationchange", measure);
  audio.addEventListener("error", () => {
    const failure = host.querySelector("[data-failure]");
    if (failure) failure.hidden = false;
  });
  play?.addEventListener("click", toggle);
  for (const button of bar.querySelectorAll("[data-skip]")) {
    button.addEventListener("click", () => to(audio.currentTime + Number(button.dataset.skip)));
  }
  seek?.addEventListener("input", () => { dragging = true; if (now) now.textContent = clock(Number(seek.value)); });
  seek?.addEventListener("change", () => { dragging = false; to(Number(seek.value)); });
  bar.querySelector("[data-speed]")?.addEventListener("change", (event) => {
    audio.playbackRate = Number(event.target.value);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-to]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    to(Number(link.dataset.to));
    audio.play().catch(() => {});
  });
  document.addEventListener("keydown", (event) => {
    // Single-key shortcuts can be turned off in the account's settings (WCAG 2.2, 2.1.4).
    if (root.dataset.keys === "off" || event.defaultPrevented) return;
    if (event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return;
    const target = event.target;
    if (target.closest?.(FIELD)) return;
    if (event.key === " " && target.closest?.(PRESSABLE)) return;
    if (event.key.startsWith("Arrow") && target.closest?.("input")) return;
    const action = {
      " ": toggle, k: toggle,
      j: () => to(audio.currentTime - 10), ArrowLeft: () => to(audio.currentTime - 10),
      l: () => to(audio.currentTime + 10), ArrowRight: () => to(audio.currentTime + 10),
    }[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });

  const start = Number(new URLSearchParams(location.search).get("t"));
  if (start > 0) {
    // A position set before the metadata is there is forgotten by some browsers.
    if (audio.readyState > 0) to(start);
    else audio.addEventListener("loadedmetadata", () => to(start), { once: true });
    if (audio.preload === "none") audio.preload = "metadata";
  }
  measure();
  state();
}

// Live rows

function live(host) {
  const rows = host.querySelector("[data-live-rows]");
  const region = host.querySelector("[data-live-bar]");
  if (!rows || !region) return;
  const waiting = new Map();

  const parse = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html.trim();
    return template.content.firstElementChild;
  };
  const announce = () => {
    const words = waiting.size === 1 ? region.dataset.one : region.dataset.many;
    let button = region.querySelector("button");
    if (!button) {
      button = document.createElement("button");
      button.type = "button";
      button.addEventListener("click", insert);
      region.append(button);
    }
    button.textContent = (words ?? "{n}").replace("{n}", String(waiting.size));
  };
  function insert() {
    const fresh = [...waiting.values()].reverse().map(parse).filter(Boolean);
    waiting.clear();
    region.replaceChildren();
    const heading = rows.querySelector("tr.day");
    if (heading) {
      heading.hidden = false;
      heading.after(...fresh);
    } else {
      rows.prepend(...fresh);
    }
    host.querySelector("[data-live-empty]")?.remove();
    for (const row of fresh) row.classList.add("new");
    fresh[0]?.querySelector("a, button")?.focus();
  }
  const replace = (old, html) => {
    const row = parse(html);
    if (!row) return;
    const focused = old.contains(document.activeElement);
    if (old.classList.contains("new")) row.classList.add("new");
    old.replaceWith(row);
    if (focused) row.querySelector("a, button")?.focus({ preventScroll: true });
  };

  let source;
  const open = () => {
    source = new EventSource(host.dataset.live);
    source.addEventListener("call", (event) => {
      let call;
      try { call = JSON.parse(event.data); } catch { return; }
      const old = document.getElementById(`call-${call.id}`);
      if (old) replace(old, call.html);
      else if (waiting.has(call.id)) waiting.set(call.id, call.html);
      else if (call.isNew) { waiting.set(call.id, call.html); announce(); }
    });
  };
  open();
  // An open stream would keep the page out of the back/forward cache, and a browser allows six to one host.
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => { if (event.persisted) open(); });
}

// Small conveniences

const theme = {
  read() { try { return localStorage.getItem("theme") ?? ""; } catch { return ""; } },
  apply(choice) {
    if (choice === "light" || choice === "dark") root.dataset.theme = choice;
    else delete root.dataset.theme;
  },
  keep(choice) {
    try { localStorage.setItem("theme", choice); } catch { /* Storage may be refused; the choice then lasts for this page. */ }
    // The server reads the cookie, so that the next page arrives in the right colours.
    document.cookie = `theme=${choice}; Path=/; Max-Age=31536000; SameSite=Lax`;
    theme.apply(choice);
  },
};

async function copy(button) {
  const source = document.querySelector(button.dataset.copy);
  if (!source) return;
  const words = button.querySelector("[aria-live]") ?? button;
  const before = words.textContent;
  try {
    await navigator.clipboard.writeText("value" in source ? source.value : source.textContent.trim());
  } catch {
    getSelection()?.selectAllChildren(source);
    return;
  }
  if (!button.dataset.done || before === button.dataset.done) return;
  words.textContent = button.dataset.done;
  setTimeout(() => { words.textContent = before; }, 2000);
}

if (theme.read()) theme.apply(theme.read());
for (const host of document.querySelectorAll("[data-player]")) player(host);
for (const host of document.querySelectorAll("[data-live]")) live(host);
for (const select of document.querySelectorAll("[data-theme-choice]")) {
  select.value = theme.read();
  select.addEventListener("change", () => theme.keep(select.value));
}
for (const select of document.querySelectorAll("select[data-submit]")) {
  select.addEventListener("change", () => select.form?.requestSubmit());
}
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (button) copy(button);
});
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-busy]");
  if (!form || event.defaultPrevented) return;
  // After the event, so that the pressed button's own value is still sent.
  setTimeout(() => {
    for (const button of form.querySelectorAll("button:not([type=button])")) {
      button.disabled = true;
      button.setAttribute("aria-busy", "true");
    }
  });
});
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const button of document.querySelectorAll("button[aria-busy]")) {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
});
