"use strict";
// The page is whole without this script. With it, the page follows the server, and digests can be copied by a button.
(() => {
  const INTERVAL = 2000;
  const PATIENCE = 10000;
  const main = document.getElementById("main");
  const notice = document.getElementById("notice");
  const pause = document.getElementById("pause");
  let timer = 0;
  let lastAnswer = new Date();
  let unreachable = false;

  document.documentElement.classList.add("scripted");

  // -- Bringing <main> up to date, node by node: what has not changed keeps its focus, its selection and its place.

  const isSelected = (node) => {
    const selection = document.getSelection();
    return selection !== null && !selection.isCollapsed && selection.containsNode(node, true);
  };

  const keyOf = (node) => node.nodeType === Node.ELEMENT_NODE ? node.id || node.dataset.key || "" : "";

  const updateAttributes = (old, fresh) => {
    for (const { name } of [...old.attributes]) {
      // What somebody has unfolded stays so.
      if (!fresh.hasAttribute(name) && !(name === "open" && old.nodeName === "DETAILS")) old.removeAttribute(name);
    }
    for (const { name, value } of fresh.attributes) {
      if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
  };

  const move = (parent, node, before) =>
    parent.moveBefore ? parent.moveBefore(node, before) : parent.insertBefore(node, before);

  const updateChildren = (old, fresh) => {
    const freshKeys = new Set([...fresh.childNodes].map(keyOf));
    const keyed = new Map();
    for (const child of [...old.childNodes]) {
      const key = keyOf(child);
      if (key && !freshKeys.has(key)) child.remove();
      else if (key) keyed.set(key, child);
    }
    let cursor = old.firstChild;
    for (const child of fresh.childNodes) {
      const key = keyOf(child);
      const same = key ? keyed.get(key)
        : cursor && !keyOf(cursor) && cursor.nodeName === child.nodeName ? cursor : null;
      if (!same) {
        old.insertBefore(document.importNode(child, true), cursor);
        continue;
      }
      if (same === cursor) cursor = cursor.nextSibling;
      else move(old, same, cursor);
      update(same, child);
    }
    while (cursor) {
      const next = cursor.nextSibling;
      cursor.remove();
      cursor = next;
    }
  };

  const update = (old, fresh) => {
    if (old.nodeType === Node.TEXT_NODE) {
      if (old.nodeValue !== fresh.nodeValue && !isSelected(old)) old.nodeValue = fresh.nodeValue;
    } else if (!old.isEqualNode(fresh)) {
      updateAttributes(old, fresh);
      updateChildren(old, fresh);
    }
  };

  // -- Asking the server

  const say = (text, trouble) => {
    // Only what is new is said, so that a screen reader is not made to repeat itself.
    if (notice.textContent !== text) notice.textContent = text;
    notice.classList.toggle("trouble", trouble);
  };

  const styleOf = (page) => page.querySelector("link[rel=stylesheet]").getAttribute("href");

  const refresh = async () => {
    try {
      const answer = await fetch(location.pathname + location.search, {
        headers: { Accept: "text/html" }, cache: "no-store", signal: AbortSignal.timeout(PATIENCE),
      });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("main");
      if (!answer.ok || !fresh) throw new Error("not the status page");
      if (styleOf(page) !== styleOf(document)) {
        // Another version of the server: its page wants its own style and script.
        location.reload();
        return;
      }
      update(main, fresh);
      lastAnswer = new Date();
      if (unreachable) say("The server answers again.", false);
      unreachable = false;
    } catch {
      unreachable = true;
      say(`The server cannot be reached. This is how it was at ${lastAnswer.toLocaleTimeString()}; trying again.`, true);
    }
    schedule(INTERVAL);
  };

  const isPaused = () => pause.getAttribute("aria-pressed") === "true";

  const schedule = (delay) => {
    clearTimeout(timer);
    if (!document.hidden && !isPaused()) timer = setTimeout(refresh, delay);
  };

  document.addEventListener("visibilitychange", () => schedule(0));

  pause.setAttribute("aria-pressed", "false");
  pause.addEventListener("click", () => {
    pause.setAttribute("aria-pressed", String(!isPaused()));
    say(isPaused() ? "Updates are paused." : "", false);
    schedule(0);
  });

  // -- Copying digests

  const copyBySelection = (text) => {
    // navigator.clipboard is there on https and localhost only, and boot servers mostly speak plain http.
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "for-readers";
    field.setAttribute("readonly", "");
    const focused = document.activeElement;
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    focused?.focus({ preventScroll: true });
    return copied;
  };

  const copy = async (text) => {
    if (navigator.clipboard) {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch {
        // Not allowed: the old way may be.
      }
    }
    return copyBySelection(text);
  };

  main.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copy]");
    if (!button) return;
    const copied = await copy(button.dataset.copy);
    say(copied ? "The digest has been copied." : "This browser does not let the page copy; select the digest instead.",
      !copied);
    setTimeout(() => unreachable || isPaused() || say("", false), 4000);
  });

  schedule(INTERVAL);
})();
