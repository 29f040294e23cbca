/* What pages can do beyond plain forms and links. Every page works without this file.
   Rooms use window.lawcheck (announce, enhance, openSheet, closeSheet, codePoints) and the event "lawcheck:enhance",
   which tells that a part of the page was put in anew. */
(() => {
  "use strict";
  const PHONE = window.matchMedia("(max-width: 56.24rem)");
  const words = document.getElementById("say");
  const all = (root, selector) => [...root.querySelectorAll(selector)];
  const say = (name) => words.content.querySelector(`[data-name=${name}]`).textContent;
  const codePoints = (text) => [...text].length;

  function make(name, attributes, ...children) {
    const node = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
    node.append(...children);
    return node;
  }

  /* Tell those who hear the page. */
  function announce(text) {
    const live = document.getElementById("live");
    live.textContent = "";
    window.setTimeout(() => { live.textContent = text; }, 60);
  }

  const kept = {
    read(name) { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } },
    write(name, value) { try { localStorage.setItem(name, JSON.stringify(value)); return true; } catch { return false; } },
    drop(name) { try { localStorage.removeItem(name); } catch { /* storage is off */ } },
  };

  /* Drafts of forms: kept in this browser for two days, and posted to data-save-url where the page gives one. */
  const DRAFT_DAYS = 2;
  const NOT_KEPT = new Set(["csrf_token", "website"]);

  function values(form) {
    return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_KEPT.has(name)
      && !form.querySelector(`[type=password][name="${CSS.escape(name)}"]`));
  }

  function restore(form, fields) {
    all(form, "textarea, select, input:not([type=hidden], [type=file], [type=password])").forEach((control) => {
      const found = fields.filter(([name]) => name === control.name).map(([, value]) => value);
      if (control.type === "checkbox" || control.type === "radio") { control.checked = found.includes(control.value); }
      else if (found.length) { control.value = found[0]; }
      control.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  function autosave(form) {
    const name = `draft:${form.dataset.autosave}`;
    const state = form.querySelector("[data-autosave-state]");
    const tell = (text, button) => { state.hidden = false; state.replaceChildren(text, ...(button ? [" ", button] : [])); };
    const empty = JSON.stringify(values(form));
    const draft = kept.read(name);
    if (draft && Date.now() - draft.at < DRAFT_DAYS * 864e5 && !form.querySelector(".has-error") && JSON.stringify(draft.fields) !== empty) {
      const discard = make("button", { type: "button", class: "button quiet small" }, say("discard"));
      discard.addEventListener("click", () => { restore(form, JSON.parse(empty)); kept.drop(name); form.dirty = false; state.hidden = true; });
      restore(form, draft.fields);
      tell(say("found"), discard);
    }
    let timer = 0;
    const save = async () => {
      let stored = kept.write(name, { at: Date.now(), fields: values(form) });
      if (form.dataset.saveUrl) {
        const body = new FormData(form);
        body.set("autosave", "1");
        stored = await fetch(form.dataset.saveUrl, { method: "POST", body, credentials: "same-origin" }).then((a) => a.ok, () => false) || stored;
      }
      const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
      tell(stored ? say("saved").replace("#", time) : say("unsaved"));
    };
    form.addEventListener("input", () => { window.clearTimeout(timer); timer = window.setTimeout(save, 900); });
  }

  /* A form that was refused since the log-in had ended: what was typed waits in this tab until its page is open again. */
  const unsentName = (address) => `unsent:${new URL(address, window.location.href).pathname}`;

  function keepUnsent(node) {
    try { sessionStorage.setItem(unsentName(node.dataset.unsent), node.innerHTML.trim()); } catch { /* storage is off */ }
  }

  function refill(form) {
    const name = unsentName(form.getAttribute("action") || window.location.href);
    let fields = null;
    try { fields = JSON.parse(sessionStorage.getItem(name)); } catch { return; }
    if (!fields || !fields.every(([field]) => form.elements.namedItem(field))) { return; }
    sessionStorage.removeItem(name);
    restore(form, fields);
    form.dirty = true;
    form.prepend(make("p", { class: "notice info", role: "status" }, say("filled")));
  }

  /* Forms: unsent text is not left unasked, one click sends once, acts that cannot be undone are asked about. */
  function guard(form) {
    form.addEventListener("input", (event) => { if (event.isTrusted) { form.dirty = true; } });
    form.addEventListener("submit", () => { form.dirty = false; });
  }

  function sendOnce(event) {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") { return; }
    if (form.sent) { event.preventDefault(); return; }
    form.sent = true;
    all(form, "button[type=submit]").forEach((button) => button.setAttribute("aria-disabled", "true"));
    if (form.enctype === "multipart/form-data") { announce(say("sending")); }
  }

  function ask(text, yes) {
    const cancel = make("button", { type: "submit", class: "button", value: "" }, say("cancel"));
    const go = make("button", { type: "submit", class: "button primary", value: "yes" }, say("confirm"));
    const dialog = make("dialog", { "aria-label": text },
      make("form", { method: "dialog" }, make("p", {}, text), make("div", { class: "actions" }, go, cancel)));
    dialog.addEventListener("close", () => { dialog.remove(); if (dialog.returnValue === "yes") { yes(); } });
    document.body.append(dialog);
    dialog.showModal();
    cancel.focus();
  }

  function confirmed(form) {
    form.addEventListener("submit", (event) => {
      if (form.confirmed) { return; }
      event.preventDefault();
      event.stopPropagation();
      const button = event.submitter;
      ask(form.dataset.confirm, () => { form.confirmed = true; form.requestSubmit(button || undefined); });
    });
  }

  /* Fields */
  function counter(note) {
    const area = document.getElementById(note.dataset.countFor);
    const show = () => {
      const left = Number(area.dataset.limit) - codePoints(area.value);
      note.textContent = (left < 0 ? note.dataset.over : note.dataset.left).replace("#", String(Math.abs(left)));
      note.classList.toggle("over", left < 0);
    };
    area.addEventListener("input", show);
    show();
  }

  function grow(area) {
    const fit = () => {
      if (!area.offsetParent) { return; }
      area.style.height = "auto";
      area.style.height = `${Math.min(area.scrollHeight + 4, window.innerHeight * 0.7)}px`;
    };
    area.addEventListener("input", fit);
    if (area.value) { fit(); }
  }

  function reveal(input) {
    const box = make("input", { type: "checkbox", id: `${input.id}-reveal` });
    box.addEventListener("change", () => { input.type = box.checked ? "text" : "password"; });
    input.after(make("div", { class: "choice reveal" }, box, make("label", { for: box.id }, input.dataset.reveal)));
  }

  const size = (bytes) => (bytes < 1 << 20 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / (1 << 20)).toFixed(1)} MB`);

  function drop(box) {
    const input = box.querySelector("input[type=file]");
    const list = box.querySelector("[data-chosen-list]");
    const problem = box.querySelector("[data-problem]");
    const show = () => {
      const files = [...input.files];
      const heavy = Boolean(box.dataset.bytes) && files.reduce((sum, file) => sum + file.size, 0) > Number(box.dataset.bytes);
      list.replaceChildren(...(files.length ? [make("p", {}, box.dataset.chosen.replace("#", files.length)),
        make("ul", {}, ...files.map((file) => make("li", {}, `${file.name} · ${size(file.size)}`)))] : []));
      box.classList.toggle("has-files", files.length > 0);
      problem.hidden = !heavy;
      problem.textContent = heavy ? box.dataset.tooLarge : "";
      return !heavy;
    };
    const take = (files) => {
      if (!files.length) { return; }
      const transfer = new DataTransfer();
      [...files].slice(0, input.multiple ? files.length : 1).forEach((file) => transfer.items.add(file));
      input.files = transfer.files;
      show();
    };
    box.classList.add("scripted");
    box.addEventListener("dragover", (event) => { event.preventDefault(); box.classList.add("over"); });
    box.addEventListener("dragleave", () => box.classList.remove("over"));
    box.addEventListener("drop", (event) => { event.preventDefault(); box.classList.remove("over"); take(event.dataTransfer.files); });
    input.addEventListener("change", show);
    input.form.addEventListener("submit", (event) => { if (!show()) { event.preventDefault(); event.stopPropagation(); problem.scrollIntoView({ block: "center" }); } });
    window.addEventListener("pageshow", show);
    // A file that is dropped beside the box must not replace the page.
    ["dragover", "drop"].forEach((name) => document.addEventListener(name, (event) => event.preventDefault()));
  }

  /* A job in the background: its element is taken anew from this very page until it is done. */
  function poll(node) {
    const wait = Number(node.dataset.poll) * 1000 || 2000;
    const again = (next, factor = 1) => window.setTimeout(() => poll(next), wait * factor);
    if (document.hidden) { again(node); return; }
    fetch(window.location.href, { credentials: "same-origin" }).then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status))).then((html) => {
      const next = new DOMParser().parseFromString(html, "text/html").getElementById(node.id);
      const unsent = all(document, "form[data-guard]").some((form) => form.dirty);
      if (!next || !("poll" in next.dataset)) { if (!unsent) { window.location.reload(); } return; }
      renew(node, next);
      again(node);
    }).catch(() => again(node, 4));
  }

  function renew(node, next) {
    const [bar, nextBar] = [node.querySelector("progress"), next.querySelector("progress")];
    const [text, nextText] = [node.querySelector(".progress-text"), next.querySelector(".progress-text")];
    if (!bar || !nextBar || !text || !nextText) { node.innerHTML = next.innerHTML; enhance(node); return; }
    bar.max = nextBar.max;
    bar.value = nextBar.value;
    if (text.textContent !== nextText.textContent) { text.innerHTML = nextText.innerHTML; }
  }

  /* Right pane as a bottom sheet, left pane as a drawer (phones). */
  let opener = null;

  function openSheet(from) {
    const sheet = document.querySelector("[data-sheet]");
    if (!sheet) { return; }
    opener = from || document.activeElement;
    if (PHONE.matches && !sheet.classList.contains("is-open")) {
      const scrim = make("button", { type: "button", class: "scrim", "aria-label": say("close"), tabindex: "-1" });
      scrim.addEventListener("click", closeSheet);
      sheet.before(scrim);
      sheet.classList.add("is-open");
      sheet.setAttribute("role", "dialog");
      sheet.setAttribute("aria-modal", "true");
      around(sheet).forEach((node) => { node.inert = true; });
    }
    const first = sheet.querySelector("[autofocus], .pane-scroll :is(input:not([type=hidden]), textarea, select, button, a[href])");
    (first || sheet).focus();
  }

  function around(sheet) {
    const others = [];
    for (let node = sheet; node !== document.body; node = node.parentElement) {
      others.push(...[...node.parentElement.children].filter((one) => one !== node && !one.classList.contains("scrim") && one.id !== "live" && one.tagName !== "SCRIPT"));
    }
    return others;
  }

  function closeSheet() {
    const sheet = document.querySelector("[data-sheet].is-open");
    if (!sheet) { return; }
    sheet.classList.remove("is-open");
    sheet.removeAttribute("role");
    sheet.removeAttribute("aria-modal");
    all(document, ".scrim").forEach((node) => node.remove());
    around(sheet).forEach((node) => { node.inert = false; });
    if (opener && opener.isConnected) { opener.focus(); }
  }

  /* A link into the side pane: the pane of the linked page is shown in this page. */
  function sheetLink(link) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) { return; }
      const sheet = document.querySelector("[data-sheet]");
      if (!sheet) { return; }
      event.preventDefault();
      if (link.getAttribute("href").startsWith("#")) { openSheet(link); return; }
      fetch(link.href, { credentials: "same-origin" }).then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status))).then((html) => {
        const body = new DOMParser().parseFromString(html, "text/html").querySelector("[data-sheet] .pane-scroll");
        const own = sheet.querySelector(".pane-scroll");
        if (!body) { throw new Error("no side pane"); }
        own.replaceChildren(...body.childNodes);
        own.scrollTop = 0;
        enhance(own);
        openSheet(link);
      }).catch(() => { window.location.assign(link.href); });
    });
  }

  function bench(node) {
    const drawer = node.querySelector("[data-drawer]");
    node.classList.add("scripted-bench");
    const fit = () => { closeSheet(); if (drawer) { drawer.open = !PHONE.matches; } };
    PHONE.addEventListener("change", fit);
    fit();
    if (drawer) { drawer.addEventListener("click", (event) => { if (PHONE.matches && event.target.closest("a")) { drawer.open = false; } }); }
    all(node, "[data-sheet-close]").forEach((button) => {
      const show = () => { button.hidden = !PHONE.matches; };
      PHONE.addEventListener("change", show);
      show();
      button.addEventListener("click", closeSheet);
    });
  }

  /* Keys: j and k walk over [data-step], any other key presses the [data-key] of the current step, ? tells them. */
  const typing = (node) => node.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], dialog");
  const visible = (node) => node.offsetParent !== null;

  function step(forward) {
    const steps = all(document, "[data-step]").filter(visible);
    const now = steps.findIndex((node) => node.contains(document.activeElement) || node.classList.contains("is-current"));
    const next = steps[now < 0 ? 0 : Math.min(Math.max(now + forward, 0), steps.length - 1)];
    if (!next) { return; }
    steps.forEach((node) => node.classList.toggle("is-current", node === next));
    if (!next.hasAttribute("tabindex")) { next.tabIndex = -1; }
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
  }

  function press(key) {
    const now = document.querySelector("[data-step].is-current") || document.activeElement.closest("[data-step]");
    const selector = `[data-key="${CSS.escape(key)}"]`;
    const target = (now && now.querySelector(selector)) || all(document, selector).find(visible);
    if (target) { target.click(); }
    return Boolean(target);
  }

  function help() {
    const rows = [["j", say("keyNext")], ["k", say("keyPrevious")], ["?", say("keyHelp")]];
    const seen = new Set();
    all(document, "[data-key]").filter(visible).forEach((node) => {
      if (!seen.has(node.dataset.key)) { seen.add(node.dataset.key); rows.push([node.dataset.key, node.textContent.trim()]); }
    });
    const box = make("input", { type: "checkbox", id: "keys-on" });
    box.checked = kept.read("keys") !== "off";
    box.addEventListener("change", () => kept.write("keys", box.checked ? "on" : "off"));
    const list = make("dl", { class: "facts" }, ...rows.map(([key, text]) => make("div", {}, make("dt", {}, make("kbd", {}, key)), make("dd", {}, text))));
    const form = make("form", { method: "dialog" }, make("h2", {}, say("keys")), list,
      make("div", { class: "choice" }, box, make("label", { for: "keys-on" }, say("keysOn"))),
      make("div", { class: "actions" }, make("button", { class: "button primary", type: "submit" }, say("close"))));
    const dialog = make("dialog", { "aria-label": say("keys") }, form);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  function keyed(event) {
    if (event.key === "Escape") { closeSheet(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) { return; }
    if (!document.querySelector("[data-step], [data-key]")) { return; }
    if (event.key === "?") { help(); return; }
    if (kept.read("keys") === "off") { return; }
    if (event.key === "j" || event.key === "k") { event.preventDefault(); step(event.key === "j" ? 1 : -1); return; }
    if (event.key.length === 1 && press(event.key)) { event.preventDefault(); }
  }

  function copy(button) {
    if (!navigator.clipboard) { return; }
    button.hidden = false;
    button.addEventListener("click", () => navigator.clipboard.writeText(button.dataset.copy).then(() => announce(say("copied"))));
  }

  function print(button) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  function enhance(root) {
    const once = (selector, action) => all(root, selector).forEach((node) => {
      const done = (node.enhanced = node.enhanced || new Set());
      if (!done.has(action)) { done.add(action); action(node); }
    });
    once("form[data-confirm]", confirmed);
    once("form[data-guard]", guard);
    once("[data-drop]", drop);
    once("form[data-autosave]", autosave);
    once("form[method=post]", refill);
    once("[data-count-for]", counter);
    once("textarea[data-grow]", grow);
    once("[data-reveal]", reveal);
    once("[data-bench]", bench);
    once("[data-sheet-open]", sheetLink);
    once("[data-copy]", copy);
    once("[data-print]", print);
    once("[data-poll][id]", (node) => window.setTimeout(poll, 1000, node));
    document.dispatchEvent(new CustomEvent("lawcheck:enhance", { detail: root }));
  }

  window.lawcheck = Object.freeze({ announce, enhance, openSheet, closeSheet, codePoints, ask });
  all(document, "[data-autosave-clear]").forEach((node) => kept.drop(`draft:${node.dataset.autosaveClear}`));
  all(document, "template[data-unsent]").forEach(keepUnsent);
  enhance(document);
  document.addEventListener("submit", sendOnce);
  document.addEventListener("keydown", keyed);
  const release = () => all(document, "form").forEach((form) => {
    form.sent = false;
    form.confirmed = false;
    all(form, "[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  });
  window.addEventListener("pageshow", release);
  window.addEventListener("beforeunload", (event) => {
    if (!all(document, "form[data-guard]").some((form) => form.dirty)) { return; }
    event.preventDefault();
    window.setTimeout(release, 0);  // runs only where the visitor stays, whose other buttons work again
  });
  all(document, ".mast-nav, .tabs ul").forEach((strip) => {
    const now = strip.querySelector("[aria-current]");
    const list = now && now.closest("ul");
    if (list) { list.scrollLeft = now.offsetLeft - list.offsetLeft - (list.clientWidth - now.offsetWidth) / 2; }
  });
  const flashes = all(document, "[data-flash]").map((node) => node.textContent).join(" ");
  if (flashes) { announce(flashes); }
  const summary = document.querySelector("[data-focus]");
  if (summary) {  // a form that came back: on a phone it stands in the sheet, which is closed at first
    if (summary.closest("[data-sheet]")) { openSheet(); }
    summary.focus();
    summary.scrollIntoView({ block: "nearest" });
  }
})();
