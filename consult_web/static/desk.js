/* What the desk can do beyond plain pages: progress without reloading. */
(function () {
  "use strict";
  var POLL_MS = 700;

  function each(nodes, action) { Array.prototype.forEach.call(nodes, action); }

  function read(url) {
    return fetch(url, { credentials: "same-origin", headers: { "Accept": "application/json" } }).then(function (answer) {
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return answer;
    });
  }

  function paint(node, info) {
    var text = node.querySelector("[data-text]");
    var bar = node.querySelector("progress");
    var badge = node.querySelector(".badge");
    if (bar) { bar.value = info.step; }
    if (text && text.textContent !== info.text) { text.textContent = info.text; }
    if (badge && badge.textContent !== info.label) { badge.textContent = info.label; badge.className = "badge is-" + info.state; }
  }

  function watchJob(node) {
    read(node.dataset.watch).then(function (answer) { return answer.json(); }).then(function (info) {
      if (!info.active) { window.location.reload(); return; }
      paint(node, info);
      window.setTimeout(watchJob, POLL_MS, node);
    }).catch(function () { window.setTimeout(watchJob, 4 * POLL_MS, node); });
  }

  function watchList(box) {
    var active = box.querySelectorAll("[data-state=queued], [data-state=running]");
    if (!active.length) { return; }
    read(box.dataset.status).then(function (answer) { return answer.json(); }).then(function (all) {
      var over = [];
      each(active, function (node) {
        var info = all[node.dataset.job];
        if (info && info.active) { paint(node, info); } else { over.push([node.dataset.name, info ? info.label : ""]); }
      });
      return over.length ? renew(box, over) : undefined;
    }).catch(function () { return undefined; }).then(function () { window.setTimeout(watchList, POLL_MS, box); });
  }

  function renew(box, over) {
    var live = document.querySelector("[data-live]");
    return read(box.dataset.recent).then(function (answer) { return answer.text(); }).then(function (html) {
      box.innerHTML = html;
      live.textContent = over.map(function (item) {
        return live.dataset.finished.split("#name").join(item[0]).split("#state").join(item[1]);
      }).join("；");
    });
  }

  each(document.querySelectorAll("[data-watch]"), watchJob);
  each(document.querySelectorAll("[data-recent]"), watchList);
}());
