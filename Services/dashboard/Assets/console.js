// What the console's pages gain when scripts run. Every page works without this file, save for the
// transcript that follows the recording and rows that arrive live. The server's HTML is escaped and trusted.

const root = document.documentElement;
root.classList.add("js");

const clock = (seconds) => {
  const s = Math.max(0, Math.floor(seconds || 0));
  const parts = [Math.floor((s % 3600) / 60), s % 60];
  if (s >= 3600) parts.unshift(Math.floor(s / 3600));
  return parts.map((part, i) => (i > 0 ? String(part).padStart(2, "0") : part)).join(":");
};

const on = (target, kinds, act, options) => {
  for (const kind of kinds.split(" ")) target.addEventListener(kind, act, options);
};

// Player and transcript

const FIELD = "input:not([type=range]), select, textarea, [contenteditable]";
const PRESSABLE = "button, a, summary, input, [role=button]";
const HANDS_OFF_MS = 5000;

/** Keeps the turn that is being spoken marked, and in view inside the transcript's own scroll box. */
function transcript(box) {
  const turns = [...box.querySelectorAll("li[data-start]")];
  const starts = turns.map((turn) => Number(turn.dataset.start));
  // The next turn of the call may be in another part of the transcript.
  const ends = turns.map((turn) => Number(turn.dataset.end ?? Infinity));
  let current = -1;
  let shown = false;
  let touched = -Infinity;
  on(box, "wheel touchmove pointerdown keydown", () => { touched = performance.now(); }, { passive: true });

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
      if (seconds + 0.05 >= ends[next]) next = -1;
      if (next !== current) {
        turns[current]?.removeAttribute("aria-current");
        turns[next]?.setAttribute("aria-current", "true");
        current = next;
        shown = false;
      }
      if (!playing || shown) return;
      shown = true;
      if (turns[next]) reveal(turns[next]);
    },
    release() { touched = -Infinity; },
  };
}

function player(host) {
  const audio = host.querySelector("audio");
  const bar = host.querySelector("[data-bar]");
  if (!audio || !bar) return;
  const [play, seek, speed, now, total] =
    ["play", "seek", "speed", "now", "total"].map((name) => bar.querySelector(`[data-${name}]`));
  const box = document.querySelector("[data-transcript]");
  const text = box && transcript(box);
  let dragging = false;

  const length = () => (Number.isFinite(audio.duration) ? audio.duration : Number(host.dataset.duration) || 0);
  const show = () => {
    const at = audio.currentTime;
    if (!dragging) {
      seek.value = at;
      seek.ariaValueText = `${clock(at)} / ${clock(length())}`;
      now.textContent = clock(at);
    }
    text?.follow(at, !audio.paused);
  };
  const measure = () => {
    seek.max = length();
    total.textContent = clock(length());
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
    play.ariaLabel = audio.paused ? play.dataset.labelPlay : play.dataset.labelPause;
  };

  audio.removeAttribute("controls");
  bar.hidden = false;
  on(audio, "play pause ended", state);
  on(audio, "timeupdate seeked", show);
  on(audio, "loadedmetadata durationchange", measure);
  const failure = host.querySelector("[data-failure]");
  on(audio, "error", () => { failure.hidden = false; });
  on(audio, "playing", () => { failure.hidden = true; });
  on(play, "click", toggle);
  on(bar, "click", (event) => {
    const skip = event.target.closest("[data-skip]");
    if (skip) to(audio.currentTime + Number(skip.dataset.skip));
  });
  on(seek, "input", () => { dragging = true; now.textContent = clock(seek.value); });
  on(seek, "change", () => { dragging = false; to(Number(seek.value)); });
  on(speed, "change", () => { audio.playbackRate = Number(speed.value); });
  on(document, "click", (event) => {
    const link = event.target.closest?.("[data-to]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return; // A new tab or window.
    event.preventDefault();
    to(Number(link.dataset.to));
    audio.play().catch(() => {});
  });
  on(document, "keydown", (event) => {
    // Single-key shortcuts can be turned off in the account's settings (WCAG 2.2, 2.1.4).
    if (root.dataset.keys === "off" || event.defaultPrevented) return;
    if (event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return;
    const within = (selector) => event.target.closest?.(selector);
    if (within(FIELD) || (event.key === " " && within(PRESSABLE)) || (event.key.startsWith("Arrow") && within("input"))) return;
    const step = { j: -10, ArrowLeft: -10, l: 10, ArrowRight: 10 }[event.key];
    if (step) to(audio.currentTime + step);
    else if (event.key === " " || event.key === "k") toggle();
    else return;
    event.preventDefault();
  });

  const start = Number(new URLSearchParams(location.search).get("t"));
  if (start > 0) {
    // A position set before the metadata is there is forgotten by some browsers.
    if (audio.readyState > 0) to(start);
    else on(audio, "loadedmetadata", () => to(start), { once: true });
    if (audio.preload === "none") audio.preload = "metadata";
  }
  measure();
  state();
}

// Live rows

const REOPEN_MS = 5000;
const REOPEN_MOST_MS = 60000;

function live(host) {
  const rows = host.querySelector("[data-live-rows]");
  const region = host.querySelector("[data-live-bar]");
  if (!rows || !region) return;
  const waiting = new Map();
  let isStale = false;

  const parse = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html.trim();
    return template.content.firstElementChild;
  };
  const time = (row) => row.querySelector("time")?.dateTime ?? "";

  const announce = () => {
    region.replaceChildren();
    if (waiting.size > 0) {
      const button = document.createElement("button");
      button.type = "button";
      const words = waiting.size === 1 ? region.dataset.one : region.dataset.many;
      button.textContent = words.replace("{n}", waiting.size);
      on(button, "click", insert);
      region.append(button);
    }
    if (isStale) {
      const link = document.createElement("a");
      link.href = location.href;
      link.textContent = region.dataset.stale;
      region.append(link);
    }
  };
  const stale = () => {
    if (isStale) return;
    isStale = true;
    announce();
  };
  function insert() {
    const fresh = [...waiting.values()].map(parse).filter(Boolean).sort((a, b) => (time(a) < time(b) ? 1 : -1));
    waiting.clear();
    announce();
    const heading = rows.querySelector("tr.day");
    if (heading) heading.hidden = false;
    for (const row of fresh) {
      row.classList.add("new");
      const older = [...rows.querySelectorAll("tr[id]")].find((other) => time(other) < time(row));
      if (older) older.before(row);
      else rows.append(row);
    }
    host.querySelector("[data-live-empty]")?.remove();
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
  const take = (call) => {
    const old = document.getElementById(`call-${call.id}`);
    if (!call.html) {
      // It stays where somebody may be about to press it.
      old?.classList.add("gone");
      if (waiting.delete(call.id)) announce();
      if (old) stale();
    } else if (old) replace(old, call.html);
    else if (waiting.has(call.id)) waiting.set(call.id, call.html);
    else if (call.isNew && call.isToday) {
      waiting.set(call.id, call.html);
      announce();
    } else if (call.isNew) stale();
  };

  let source;
  let last = "";
  let pause = REOPEN_MS;
  const open = () => {
    source = new EventSource(last ? `${host.dataset.live}&last=${last}` : host.dataset.live);
    on(source, "open", () => {
      host.dataset.open = "";
      pause = REOPEN_MS;
    });
    on(source, "call", (event) => {
      last = event.lastEventId || last;
      let call;
      try { call = JSON.parse(event.data); } catch { return; }
      take(call);
    });
    on(source, "stale", stale);
    on(source, "error", () => {
      // After an answer that is no stream, which comes while something is away, a browser does not try again by itself.
      if (source.readyState !== EventSource.CLOSED) return;
      setTimeout(() => { if (source.readyState === EventSource.CLOSED) open(); }, pause);
      pause = Math.min(2 * pause, REOPEN_MOST_MS);
    });
  };
  open();
  // An open stream would keep the page out of the back/forward cache, and a browser allows six to one host.
  on(window, "pagehide", () => source.close());
  on(window, "pageshow", (event) => { if (event.persisted) open(); });
}

// What goes on elsewhere

const PROGRESS_MS = 3000;

/** Renews what is said of something under way until it is over, and leaves the rest of the page alone. */
function progress(region) {
  const refresh = document.querySelector("[data-refresh]");
  const show = (yes) => { if (refresh) refresh.hidden = !yes; };
  const look = async () => {
    if (document.hidden) return true;
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (answer.status >= 500) return true;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-progress]");
    if (fresh?.innerHTML === region.innerHTML) return true;
    if (fresh) region.replaceChildren(...fresh.childNodes);
    else region.textContent = region.dataset.progress;
    return Boolean(fresh);
  };
  const again = async () => {
    // Whoever has no connection right now may have one later.
    const goesOn = await look().catch(() => true);
    if (goesOn) setTimeout(again, PROGRESS_MS);
    else show(true);
  };
  show(false);
  setTimeout(again, PROGRESS_MS);
}

// Small conveniences

async function copy(button) {
  const source = document.querySelector(button.dataset.copy);
  if (!source) return;
  const words = button.querySelector("[aria-live]") ?? button;
  const before = words.textContent;
  try {
    await navigator.clipboard.writeText("value" in source ? source.value : source.textContent.trim());
  } catch {
    getSelection().selectAllChildren(source);
    return;
  }
  if (before === button.dataset.done) return;
  words.textContent = button.dataset.done;
  setTimeout(() => { words.textContent = before; }, 2000);
}

for (const host of document.querySelectorAll("[data-player]")) player(host);
for (const host of document.querySelectorAll("[data-live]")) live(host);
for (const region of document.querySelectorAll("[data-progress]")) progress(region);
on(document, "click", (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (button) copy(button);
});
const busy = (form, yes) => {
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    button.disabled = yes;
    button.ariaBusy = yes ? "true" : null;
  }
};
on(document, "submit", ({ target, submitter }) => {
  // What opens in a tab of its own leaves this page as it is.
  if (submitter?.formTarget === "_blank") return;
  // After the event, so that the pressed button's own value is still sent.
  if (target.matches("[data-busy]")) setTimeout(() => busy(target, true));
});
on(window, "pageshow", ({ persisted }) => {
  if (persisted) for (const form of document.querySelectorAll("form[data-busy]")) busy(form, false);
});
