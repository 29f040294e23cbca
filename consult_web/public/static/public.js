/* Citizens' pages: words that are selected, work that proves a browser, quotes like the one being typed. All of it is
   help: every page works without. */
(() => {
  "use strict";
  const { announce, enhance, openSheet } = window.lawcheck;

  /* Selected words of a clause open the same form with the quote filled in. */
  const label = document.querySelector("[data-select-label]");
  let button = null;

  function selection() {
    const chosen = window.getSelection();
    if (!chosen || chosen.isCollapsed || !chosen.rangeCount) { return null; }
    const range = chosen.getRangeAt(0);
    const node = range.commonAncestorContainer;
    const text = (node.nodeType === 1 ? node : node.parentElement).closest("[data-text]");
    const clause = text && text.closest("[data-quotes]");
    const quote = chosen.toString().replace(/^[\s\u3000]+|[\s\u3000]+$/g, "").split("\n")[0];
    if (!clause || quote.length < 2 || quote.length > 600) { return null; }
    return { clause, quote, range };
  }

  function offer() {
    const found = label && selection();
    if (!found) { if (button) { button.hidden = true; } return; }
    if (!button) {
      button = document.createElement("a");
      button.className = "button primary small select-button";
      button.textContent = label.dataset.selectLabel;
      button.dataset.sheetOpen = "";
      document.body.append(button);
      enhance(document.body);
    }
    const box = found.range.getBoundingClientRect();
    button.href = `${found.clause.dataset.quotes}?quote=${encodeURIComponent(found.quote)}#side`;
    button.hidden = false;
    button.style.top = `${window.scrollY + box.bottom + 8}px`;
    button.style.left = `${Math.max(8, Math.min(window.scrollX + box.left, document.documentElement.clientWidth - button.offsetWidth - 8))}px`;
  }

  if (label) {
    let timer = 0;
    document.addEventListener("selectionchange", () => { window.clearTimeout(timer); timer = window.setTimeout(offer, 250); });
  }

  /* Proof of work: the number behind the salt whose SHA-256 is the challenge. */
  const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  async function solve(salt, target, most) {
    const encoder = new TextEncoder();
    for (let start = 0; start <= most; start += 200) {
      const digests = await Promise.all(Array.from({ length: 200 }, (_, at) => crypto.subtle.digest("SHA-256", encoder.encode(`${salt}${start + at}`))));
      const found = digests.findIndex((digest) => hex(digest) === target);
      if (found >= 0) { return start + found; }
    }
    return "";
  }

  async function prove(form) {
    const state = form.querySelector("[data-proof-state]");
    if (!window.crypto || !crypto.subtle) { return; }
    state.textContent = form.dataset.working;
    form.elements.answer.value = await solve(form.dataset.salt, form.dataset.proof, Number(form.dataset.most));
    state.textContent = form.dataset.worked;
    form.dataset.done = "1";
  }

  document.querySelectorAll("form[data-proof]").forEach(prove);

  /* Released quotes like what is being typed. */
  function similar(form) {
    const list = form.querySelector("[data-similar-list]");
    const area = form.elements.text;
    if (!form.dataset.similar || !list || !area || form.similarOn) { return; }
    form.similarOn = true;
    let timer = 0;
    let last = "";
    const look = async () => {
      const text = area.value.trim();
      if (text === last) { return; }
      last = text;
      if (text.length < 6) { list.replaceChildren(); return; }
      const body = new FormData();
      body.set("csrf_token", form.elements.csrf_token.value);
      body.set("text", text);
      body.set("root", form.dataset.root);
      const answer = await fetch(form.dataset.similar, { method: "POST", body, credentials: "same-origin" }).catch(() => null);
      if (!answer || !answer.ok || text !== area.value.trim()) { return; }
      show(form, list, await answer.json());
    };
    area.addEventListener("input", () => { window.clearTimeout(timer); timer = window.setTimeout(look, 700); });
  }

  function show(form, list, found) {
    list.replaceChildren();
    if (!found.length) { return; }
    const title = document.createElement("p");
    title.innerHTML = "<b></b>";
    title.firstChild.textContent = found[0].words;
    const hint = document.createElement("p");
    hint.textContent = list.dataset.hint;
    list.append(title, hint);
    found.slice(0, 2).forEach((one) => {
      const quote = document.createElement("blockquote");
      quote.textContent = one.text;
      const go = document.createElement("button");
      go.type = "submit";
      go.className = "button small";
      go.setAttribute("form", `join-${one.id}`);
      go.textContent = one.button;
      list.append(quote, join(form, one), go);
    });
    announce(found[0].words);
  }

  /* A form cannot stand inside another: it is put at the end of the page and named by its button. */
  function join(form, one) {
    const id = `join-${one.id}`;
    if (!document.getElementById(id)) {
      const own = document.createElement("form");
      own.id = id;
      own.method = "post";
      own.action = form.dataset.similar.replace("similar.json", "support");
      [["csrf_token", form.elements.csrf_token.value], ["comment", one.id], ["back", window.location.pathname]].forEach(([name, value]) => {
        const field = document.createElement("input");
        field.type = "hidden";
        field.name = name;
        field.value = value;
        own.append(field);
      });
      document.body.append(own);
    }
    return "";
  }

  function wire(root) { root.querySelectorAll("form[data-similar]").forEach(similar); }
  document.addEventListener("lawcheck:enhance", (event) => wire(event.detail));
  wire(document);
  if (document.querySelector(".bench.writing") && window.location.hash === "#side") { openSheet(); }
})();
