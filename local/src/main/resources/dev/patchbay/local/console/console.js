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
    const [events, refusals, arrivals] = await Promise.all(
      [data("data/events"), data("data/refusals"), data("data/inbox?after=" + lastArrival)]);
    byId("events").replaceChildren(...events.map(eventItem));
    byId("no-events").hidden = events.length > 0;
    byId("refusals").replaceChildren(...refusals.map(refusalItem));
    byId("refusals-title").hidden = refusals.length === 0;
    for (const arrival of arrivals) {
      byId("inbox").prepend((shapes[arrival.kind] || plainShape)(arrival));
      lastArrival = arrival.number;
    }
    byId("no-inbox").hidden = lastArrival > 0;
    if (chosen === null && events.length > 0) chosen = events[0].event;
    if (chosen !== null) {
      const trace = await data("data/trace?key=" + encodeURIComponent(chosen));
      byId("trace").replaceChildren(element("p", "meta", chosen),
        ...(trace.deliveries.length > 0 ? trace.deliveries.map(deliveryCard)
          : [element("p", "empty", "No route took this event.")]));
    }
    byId("status").textContent = "live";
  } catch (error) {
    byId("status").textContent = "the hub does not answer: " + error.message;
  }
}

refresh();
setInterval(refresh, 1000);
