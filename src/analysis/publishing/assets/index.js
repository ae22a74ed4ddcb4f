(function () {
  "use strict";
  var table = document.getElementById("ikcs");
  if (!table) { return; }
  var body = table.tBodies[0], rows = Array.prototype.slice.call(body.rows);
  var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
  var box = document.getElementById("zoek"), field = document.getElementById("zoekveld");
  var found = document.getElementById("gevonden");
  var order = document.getElementById("volgorde"), said = document.getElementById("gesorteerd");
  var alphabet = order.textContent;
  function fold(text) { return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, ""); }
  function filter() {
    var words = fold(field.value).split(/\s+/).filter(Boolean), count = 0;
    rows.forEach(function (row) {
      var text = fold(row.textContent);
      row.hidden = !words.every(function (word) { return text.indexOf(word) >= 0; });
      row.style.display = row.hidden ? "none" : "";
      if (!row.hidden) { count += 1; }
    });
    found.textContent = words.length ? count + " van " + rows.length + " IKC’s" : "";
  }
  function told(column, up) {
    if (column === 0 && up) { return alphabet; }
    var way = heads[column].dataset.sort === "getal" ? (up ? "van weinig naar veel" : "van veel naar weinig")
      : (up ? "van a tot z" : "van z tot a");
    return "De IKC’s staan op volgorde van “" + heads[column].textContent + "”, " + way + ". Dit is geen ranglijst.";
  }
  function sort(column) {
    var head = heads[column], up = head.getAttribute("aria-sort") !== "ascending";
    var numeric = head.dataset.sort === "getal";
    heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    rows.sort(function (a, b) {
      var x = a.cells[column].dataset.waarde, y = b.cells[column].dataset.waarde;
      var way = numeric ? x - y : x.localeCompare(y, "nl");
      return up ? way : -way;
    }).forEach(function (row) { body.appendChild(row); });
    order.textContent = said.textContent = told(column, up);
  }
  heads.forEach(function (head, column) {
    if (!head.dataset.sort) { return; }
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", function () { sort(column); });
    head.textContent = "";
    head.appendChild(button);
  });
  table.classList.add("sorteerbaar");
  box.hidden = false;
  field.addEventListener("input", filter);
}());
