// Everything shown comes from payloads of strangers: it enters the page as text nodes only.
"use strict";

const byId = (id) => document.getElementById(id);
let chosen = null;
let lastArrival = 0;

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const clock = (iso) => (iso ? new Date(iso).toLocaleTimeString() : "");

async function data(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(path + ": " + answer.status);
  return answer.json();
}

// Each button runs a command; what it was and what it said shows under the header.
async function act(action, wishes) {
  for (const button of document.querySelectorAll("button.do, #send button")) button.disabled = true;
  byId("done").hidden = false;
  byId("done").replaceChildren(element("p", "meta", action + " …"));
  try {
    const answer = await fetch("do/" + action, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Patchbay-Console": "1" },
      body: JSON.stringify(wishes),
    });
    const said = await answer.json();
    const close = element("button", "close", "×");
    close.type = "button";
    close.setAttribute("aria-label", "close");
    close.addEventListener("click", () => { byId("done").hidden = true; });
    byId("done").replaceChildren(close,
      element("code", said.done ? "delivered" : "dead", said.command || action),
      element("pre", "meta", said.error || said.output || ""));
  } catch (error) {
    byId("done").replaceChildren(element("p", "dead", action + ": " + error.message));
  }
  for (const button of document.querySelectorAll("button.do, #send button")) button.disabled = false;
  refresh();
}

function doing(label, action, wishes, question) {
  const button = element("button", "do", label);
  button.type = "button";
  button.addEventListener("click", () => {
    if (!question || confirm(question)) act(action, wishes);
  });
  return button;
}

function state(name, label) {
  return element("span", "state " + name, label);
}

function eventItem(event) {
  const states = element("div", "states");
  for (const delivery of event.deliveries) {
    states.append(state(delivery.state, delivery.connector + " " + delivery.state));
  }
  const button = element("button", "",
    element("div", "title", event.title || event.type),
    element("div", "meta", clock(event.at) + " · " + event.source + " · " + event.type + (event.subject ? " · " + event.subject : "")),
    states);
  button.type = "button";
  button.setAttribute("aria-pressed", String(event.event === chosen));
  button.addEventListener("click", () => { chosen = event.event; refresh(); });
  return element("li", "", button);
}

function refusalItem(refusal) {
  return element("li", "card",
    element("div", "title refused", refusal.cause),
    element("div", "meta", clock(refusal.at) + " · " + refusal.source + (refusal.detail ? " · " + refusal.detail : "")),
    element("pre", "meta", Object.entries(refusal.headers || {}).map(([name, value]) => name + ": " + value).join("\n")));
}

function letterItem(letter) {
  const what = [letter.connector || letter.queue, letter.route, letter.event].filter(Boolean).join(" · ");
  return element("li", "card",
    element("div", "title refused", letter.reason),
    element("div", "meta", clock(letter.lastAt) + " · " + what + " · " + (letter.attempts === "1" ? "1 attempt" : letter.attempts + " attempts")),
    element("div", "doings",
      doing("Redrive", "redrive", { ids: [letter.id] }),
      doing("Discard", "discard", { ids: [letter.id] }, "Delete this dead letter for good?")));
}

function lettersOf(letters) {
  const ids = letters.map((letter) => letter.id);
  byId("letters").replaceChildren(...letters.map(letterItem));
  byId("letters-title").hidden = letters.length === 0;
  byId("letters-all").hidden = letters.length < 2;
  byId("letters-all").replaceChildren(doing("Redrive all " + ids.length, "redrive", { ids }));
}

function replayOf(event) {
  const wishes = { event: event.event, at: event.at };
  byId("replay").replaceChildren(
    doing("Rehearse a replay", "replay", { ...wishes, "dry-run": true }),
    doing("Replay", "replay", wishes),
    doing("Replay, to who got it too", "replay", { ...wishes, again: true },
      "Make every delivery of this event again, also those that were made?"));
  byId("replay").hidden = false;
}

// Live lists are drawn anew only when they have changed, so that nothing moves under a pointer.
const drawn = {};
function changed(name, value) {
  const text = JSON.stringify(value);
  if (drawn[name] === text) return false;
  drawn[name] = text;
  return true;
}

function alarmItem(alarm) {
  return element("li", "card",
    element("div", "title refused", alarm.alarm),
    element("div", "meta", "since " + clock(alarm.since) + " · " + alarm.description));
}

function deliveryCard(delivery) {
  const attempts = element("ol", "attempts");
  for (const attempt of delivery.log || []) {
    attempts.append(element("li", "meta", clock(attempt.at) + " " + attempt.outcome
      + (attempt.reason ? ": " + attempt.reason : "") + (attempt.receipt ? " → " + attempt.receipt : "")));
  }
  return element("div", "card",
    element("div", "title", delivery.connector + " "),
    element("div", "meta", "route " + delivery.route),
    element("div", "states", state(delivery.state, delivery.state),
      delivery.receipt ? state("", "receipt " + delivery.receipt) : null),
    delivery.reason ? element("div", "meta", delivery.reason) : null,
    delivery.answer ? element("div", "meta", "answered: " + delivery.answer) : null,
    delivery.nextAt && delivery.state === "waiting" ? element("div", "meta", "next attempt " + clock(delivery.nextAt)) : null,
    attempts);
}

// Slack's own mark-up, as far as messages use it: links, bold, italic, code.
function mrkdwn(text) {
  const plain = (part) => part.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  const nodes = [];
  const marks = /<(https?:[^|>]+)(?:\|([^>]*))?>|\*([^*\n]+)\*|_([^_\n]+)_|`([^`\n]+)`/g;
  let from = 0;
  for (const match of text.matchAll(marks)) {
    nodes.push(plain(text.slice(from, match.index)));
    if (match[1]) {
      const link = element("a", "", plain(match[2] || match[1]));
      link.href = plain(match[1]);
      link.rel = "noreferrer";
      link.target = "_blank";
      nodes.push(link);
    } else {
      const name = match[3] ? "strong" : match[4] ? "em" : "code";
      nodes.push(element(name, "", plain(match[3] || match[4] || match[5])));
    }
    from = match.index + match[0].length;
  }
  nodes.push(plain(text.slice(from)));
  return nodes;
}

const shapes = {
  chat: (it) => element("li", "card chat", element("div", "avatar", "P"),
    element("div", "", element("div", "meta", (it.from || "Patchbay") + " in " + it.to + " · " + clock(it.at)),
      element("div", "text", ...mrkdwn(it.text || "")))),
  sms: (it) => element("li", "card sms",
    element("div", "meta", "SMS " + (it.from || "") + " → " + it.to + " · " + clock(it.at)),
    element("div", "bubble", it.text || "")),
};

function plainShape(it) {
  return element("li", "card " + it.kind,
    element("div", "", it.connector + (it.name ? " · " + it.name : "") + (it.to ? " · " + it.to : "")),
    element("div", "meta", clock(it.at) + (it.receipt ? " · " + it.receipt : "")),
    element("pre", "", (it.text || "").slice(0, 4000)));
}

async function refresh() {
  try {
    const [events, alarms, refusals, letters, arrivals] = await Promise.all(
      [data("data/events"), data("data/alarms"), data("data/refusals"), data("data/deadletters"), data("data/inbox?after=" + lastArrival)]);
    if (chosen === null && events.length > 0) chosen = events[0].event;
    if (changed("events", [events, chosen])) byId("events").replaceChildren(...events.map(eventItem));
    byId("no-events").hidden = events.length > 0;
    if (changed("alarms", alarms)) byId("alarms").replaceChildren(...alarms.map(alarmItem));
    byId("alarms-title").hidden = alarms.length === 0;
    if (changed("letters", letters)) lettersOf(letters);
    if (changed("refusals", refusals)) byId("refusals").replaceChildren(...refusals.map(refusalItem));
    byId("refusals-title").hidden = refusals.length === 0;
    for (const arrival of arrivals) {
      byId("inbox").prepend((shapes[arrival.kind] || plainShape)(arrival));
      lastArrival = arrival.number;
    }
    byId("no-inbox").hidden = lastArrival > 0;
    if (chosen !== null) {
      const trace = await data("data/trace?key=" + encodeURIComponent(chosen));
      if (trace.at && changed("replay", trace.event)) replayOf(trace);
      if (changed("trace", trace)) byId("trace").replaceChildren(element("p", "meta", chosen),
        ...(trace.deliveries.length > 0 ? trace.deliveries.map(deliveryCard)
          : [element("p", "empty", "No route took this event.")]));
    }
    byId("status").textContent = "live";
  } catch (error) {
    byId("status").textContent = "the hub does not answer: " + error.message;
  }
}

async function offerSamples() {
  const samples = await data("data/samples");
  const option = (name) => element("option", "", name);
  const offered = () => byId("sample").replaceChildren(...samples[byId("source").value].map(option));
  byId("source").replaceChildren(...Object.keys(samples).map(option));
  byId("source").value = "github";
  byId("source").addEventListener("change", offered);
  offered();
  byId("send").addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    act("send", { source: byId("source").value, sample: byId("sample").value });
  });
}

offerSamples();
refresh();
setInterval(refresh, 1000);
