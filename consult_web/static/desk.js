/* What the desk can do beyond plain forms: drag and drop, the list of chosen files, progress without reloading. */
(function () {
  "use strict";
  var POLL_MS = 700;

  function megabytes(size) { return size < 1048576 ? Math.max(1, Math.round(size / 1024)) + " KB" : (size / 1048576).toFixed(1) + " MB"; }

  function each(nodes, action) { Array.prototype.forEach.call(nodes, action); }

  function upload(form) {
    var input = form.querySelector("input[type=file]");
    var drop = form.querySelector("[data-drop]");
    var list = form.querySelector("[data-chosen-list]");
    var problem = form.querySelector("[data-problem]");
    var button = form.querySelector("button[type=submit]");
    var label = button.textContent;

    drop.classList.add("scripted");

    function total() { return Array.prototype.reduce.call(input.files, function (sum, file) { return sum + file.size; }, 0); }

    function show() {
      var tooLarge = total() > Number(form.dataset.limit);
      list.textContent = "";
      if (input.files.length) {
        var heading = document.createElement("p");
        var items = document.createElement("ul");
        heading.textContent = form.dataset.chosen.replace("#", input.files.length);
        each(input.files, function (file) {
          var item = document.createElement("li");
          item.textContent = file.name + " · " + megabytes(file.size);
          items.appendChild(item);
        });
        list.append(heading, items);
      }
      drop.classList.toggle("has-files", input.files.length > 0);
      problem.hidden = !tooLarge;
      problem.textContent = tooLarge ? form.dataset.tooLarge : "";
      return !tooLarge;
    }

    drop.addEventListener("dragover", function (event) { event.preventDefault(); drop.classList.add("over"); });
    drop.addEventListener("dragleave", function () { drop.classList.remove("over"); });
    drop.addEventListener("drop", function (event) {
      event.preventDefault();
      drop.classList.remove("over");
      if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; show(); button.focus(); }
    });
    input.addEventListener("change", show);
    form.addEventListener("submit", function (event) {
      if (!show()) { event.preventDefault(); return; }
      button.disabled = true;
      button.textContent = form.dataset.sending;
    });
    window.addEventListener("pageshow", function () { button.disabled = false; button.textContent = label; show(); });
    // A file dropped beside the box must not replace the page.
    ["dragover", "drop"].forEach(function (name) { document.addEventListener(name, function (event) { event.preventDefault(); }); });
  }

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

  each(document.querySelectorAll("#upload"), upload);
  each(document.querySelectorAll("[data-watch]"), watchJob);
  each(document.querySelectorAll("[data-recent]"), watchList);
}());
