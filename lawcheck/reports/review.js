(function () {
  "use strict";
  var bar = document.querySelector("#findings .filterbar");
  var folds = Array.prototype.slice.call(document.querySelectorAll("details:not(.fold)"));
  window.addEventListener("beforeprint", function () { folds.forEach(function (d) { d.open = true; }); });
  if (!bar) { return; }
  var search = bar.querySelector(".search");
  var shown = bar.querySelector(".shown");
  var cards = Array.prototype.slice.call(document.querySelectorAll(".card"));
  var boxes = Array.prototype.slice.call(document.querySelectorAll("#findings > .filter"));
  function update() {
    var word = search.value.trim();
    cards.forEach(function (card) { card.hidden = word !== "" && card.textContent.indexOf(word) < 0; });
    var visible = cards.filter(function (card) { return card.offsetParent !== null; }).length;
    shown.textContent = "显示 " + visible + " / " + cards.length + " 个";
  }
  search.hidden = false;
  search.addEventListener("input", update);
  boxes.forEach(function (box) { box.addEventListener("change", update); });
  update();
}());
