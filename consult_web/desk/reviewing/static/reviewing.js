/* The workbench: a verdict is sent without leaving the page, evidence is fetched when it is opened. All of it works without this file. */
(() => {
  "use strict";
  const say = (name) => document.querySelector(`#review-say [data-name="${name}"]`) || document.getElementById("review-say").content.querySelector(`[data-name="${name}"]`);

  async function send(form, button) {
    const card = form.closest(".finding");
    const error = card.querySelector("[data-verdict-error]");
    const body = new FormData(form);
    body.set(button.name, button.value);
    error.hidden = true;
    const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin", headers: { "X-Part": "finding" } }).catch(() => null);
    const text = answer ? await answer.text() : "";
    if (!answer || !answer.ok) {
      const told = answer && answer.status < 500 && text.length < 400;
      error.textContent = told ? text : say(answer && answer.status < 500 ? "expired" : "unreachable").textContent;
      error.hidden = false;
      return;
    }
    const part = new DOMParser().parseFromString(text, "text/html").querySelector("[data-left-now]");
    const fresh = part && part.querySelector(".finding");
    if (!fresh) { window.location.reload(); return; }
    const current = card.classList.contains("is-current");
    card.replaceWith(fresh);
    fresh.classList.toggle("is-current", current);
    fresh.tabIndex = -1;
    fresh.focus({ preventScroll: true });
    window.lawcheck.enhance(fresh);
    const left = document.querySelector("[data-left]");
    if (left) { left.textContent = say("left").textContent.replace("#", part.dataset.leftNow); }
    window.lawcheck.announce(say("saved").textContent);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-verdict]") || !event.submitter) { return; }
    event.preventDefault();
    send(form, event.submitter);
  }, true);

  document.addEventListener("toggle", async (event) => {
    const fold = event.target;
    if (!fold.open || !fold.dataset || !fold.dataset.evidence || fold.fetched) { return; }
    fold.fetched = true;
    const place = fold.querySelector("[data-evidence-body]");
    const answer = await fetch(fold.dataset.evidence, { credentials: "same-origin" }).catch(() => null);
    if (!answer || !answer.ok) { fold.fetched = false; return; }
    const card = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".evidence");
    if (card) { place.prepend(card); }
  }, true);
})();
