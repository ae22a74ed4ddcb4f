(function () {
  "use strict";
  var frames = Array.prototype.slice.call(document.querySelectorAll("[data-schuift]"));
  var phone = window.matchMedia("(max-width: 48rem)");
  var ROLES = { table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", td: "cell" };
  function tooWide(frame) { return frame.scrollWidth > frame.clientWidth + 1; }
  function each(frame, selector, act) { Array.prototype.forEach.call(frame.querySelectorAll(selector), act); }
  /* op een telefoon staat elke rij van een te brede tabel onder elkaar, elk getal met de naam van zijn kolom */
  function name(frame) {
    if (frame.dataset.kop) { return; }
    frame.dataset.kop = "ja";
    var heads = Array.prototype.map.call(frame.querySelectorAll("thead th"), function (head) { return head.textContent.trim(); });
    each(frame, "tbody tr", function (row) {
      Array.prototype.forEach.call(row.cells, function (cell, place) {
        if (cell.tagName === "TD" && heads[place]) { cell.dataset.kop = heads[place]; }
      });
    });
    Object.keys(ROLES).forEach(function (tag) { each(frame, tag, function (node) { node.setAttribute("role", ROLES[tag]); }); });
    each(frame, "thead th", function (head) { head.setAttribute("role", "columnheader"); });
    each(frame, "tbody th", function (head) { head.setAttribute("role", "rowheader"); });
  }
  function stack(frame) {
    frame.classList.remove("stapel");
    if (phone.matches && frame.querySelector("thead th") && tooWide(frame)) {
      name(frame);
      frame.classList.add("stapel");
    }
  }
  function judge(frame) {
    stack(frame);
    if (tooWide(frame)) {
      frame.tabIndex = 0;
      frame.setAttribute("role", "region");
      frame.setAttribute("aria-label", frame.dataset.schuift);
    } else {
      ["tabindex", "role", "aria-label"].forEach(function (name) { frame.removeAttribute(name); });
    }
  }
  function judgeAll() { frames.forEach(judge); }
  judgeAll();
  window.addEventListener("load", judgeAll);
  window.addEventListener("resize", judgeAll);
  document.addEventListener("toggle", judgeAll, true);
}());
