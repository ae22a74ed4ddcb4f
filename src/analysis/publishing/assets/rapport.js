(function () {
  "use strict";
  var frames = Array.prototype.slice.call(document.querySelectorAll("[data-schuift]"));
  function judge(frame) {
    if (frame.scrollWidth > frame.clientWidth + 1) {
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
