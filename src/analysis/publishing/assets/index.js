(function () {
  "use strict";
  var table = document.getElementById("ikcs");
  if (!table) { return; }
  var body = table.tBodies[0], heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
  var order = document.getElementById("volgorde"), said = document.getElementById("gesorteerd");
  var alphabet = order.textContent, collator = new Intl.Collator("nl");
  var box = document.getElementById("zoek"), found = document.getElementById("gevonden");
  var field = document.getElementById("zoekveld"), jok = document.getElementById("keuze-jok");
  var verdict = document.getElementById("keuze-oordeel"), indicator = document.getElementById("keuze-indicator");
  var records = [], sorted = [], shown = [], size = 0, page = 0, pagers = [];

  function fold(text) { return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, ""); }
  function points(number) { return String(number).replace(/\B(?=(\d{3})+$)/g, "."); }

  /* een rij: tekst om in te zoeken, waarden om op te sorteren, oordelen om uit te kiezen, en hoe zij eruitziet */
  function fromPage(row) {
    var cells = Array.prototype.slice.call(row.cells);
    return {
      text: fold(row.textContent + " " + row.id.slice(4)),
      jok: row.dataset.jok,
      keys: cells.map(function (cell) { return cell.dataset.waarde; }),
      verdicts: cells.slice(3, -1).map(function (cell) { return cell.dataset.woord; }),
      node: function () { return row; }
    };
  }
  function make(tag, role, attributes, text) {
    var node = document.createElement(tag);
    if (role) { node.setAttribute("role", role); }
    Object.keys(attributes).forEach(function (name) { node.setAttribute(name, attributes[name]); });
    if (text) { node.append(text); }
    return node;
  }
  function more(cell, text) {
    if (text) { cell.append(" ", make("span", "", { "class": "reden" }, text)); }
    return cell;
  }
  function named(name, text, value) {
    return make("td", "cell", text ? { "data-kop": name, "data-waarde": value }
      : { "data-kop": name, "data-waarde": value, "class": "leeg" }, text);
  }
  function fromData(data) {
    var folded = data.woorden.map(function (word) { return fold(Array.isArray(word) ? word[1] : word); });
    var labels = data.indicatoren, first = 7;
    return function (row) {
      var code = row[0], name = row[1], children = row[3], files = data.bestanden[row[row.length - 1]];
      var state = data.woorden[row[6]], failed = data.fouten[code] || [], node = null;
      var words = row.slice(4, -1).map(function (place) { return data.woorden[place]; });
      var counted = children < 0 ? "niet getoond" : points(children);
      var last = files.length ? files.map(function (file) { return file[1]; }).join(" ") : state[1];
      function build() {
        var tr = make("tr", "row", { id: "ikc-" + code, "data-jok": row[2] });
        tr.append(more(make("th", "rowheader", { scope: "row" }, name), words[0]));
        tr.append(named("Jeugdondersteuner", words[1], words[1]));
        tr.append(make("td", "cell", { "data-kop": "Kinderen", "class": "getal", "data-waarde": children }, counted));
        labels.forEach(function (label, place) {
          var word = words[3 + 2 * place], why = words[4 + 2 * place], cell = named(label, word, word + why);
          cell.dataset.woord = word;
          tr.append(more(cell, why));
        });
        tr.append(reports());
        return tr;
      }
      function reports() {
        var cell = make("td", "cell", { "class": "links" });
        files.forEach(function (file) {
          var path = file[0].replace(/^\*\//, function () { return code + "/"; });
          cell.append(make("a", "", { href: path, "aria-label": file[1] + ": " + name }, file[1]), " ");
        });
        if (!files.length && state[0] !== "klaar") {
          cell.append(make("span", "", { "class": "staat staat-" + state[0] }, state[1]), " ");
          failed.forEach(function (line) { cell.append(make("span", "", { "class": "fout" }, line), " "); });
        }
        return cell;
      }
      return {
        text: [fold(name), fold(code), folded[row[4]], folded[row[5]], counted, fold(last), fold(failed.join(" "))]
          .concat(row.slice(first, -1).map(function (place) { return folded[place]; })).join(" "),
        jok: row[2],
        keys: ["", words[1], children].concat(labels.map(function (_, place) { return words[3 + 2 * place] + words[4 + 2 * place]; })),
        verdicts: labels.map(function (_, place) { return words[3 + 2 * place]; }),
        node: function () { node = node || build(); return node; }
      };
    };
  }

  /* kiezen */
  function matches() {
    var words = fold(field.value).split(/\s+/).filter(Boolean), column = indicator.selectedIndex - 1;
    return function (record) {
      if (jok.value && record.jok !== jok.value) { return false; }
      if (verdict.value && !(column < 0 ? record.verdicts.indexOf(verdict.value) >= 0
        : record.verdicts[column] === verdict.value)) { return false; }
      return words.every(function (word) { return record.text.indexOf(word) >= 0; });
    };
  }
  function chosen() { return field.value.trim() || jok.value || verdict.value; }
  function filter() {
    shown = sorted.filter(matches());
    page = 0;
    draw();
  }

  /* tekenen: alles, of een bladzijde daarvan */
  function pages() { return size ? Math.max(Math.ceil(shown.length / size), 1) : 1; }
  function draw() {
    var part = size ? shown.slice(page * size, (page + 1) * size) : shown;
    body.replaceChildren.apply(body, part.map(function (record) { return record.node(); }));
    var count = points(shown.length) + " van " + points(records.length) + " IKC’s";
    var turned = "bladzijde " + points(page + 1) + " van " + points(pages());
    found.textContent = size ? count + ", " + turned + (shown.length ? "." : ". Haal een woord of een keuze weg.")
      : chosen() ? count : "";
    pagers.forEach(function (pager) { pager.tell(turned); });
  }

  /* sorteren: op de plaats in het alfabet, een getal, of de plaats van een woord tussen de andere */
  function ranks(column) {
    var words = Array.from(new Set(records.map(function (record) { return record.keys[column]; }))).sort(collator.compare);
    return new Map(words.map(function (word, place) { return [word, place]; }));
  }
  function keyOf(column) {
    var kind = heads[column].dataset.sort, words = kind === "tekst" ? ranks(column) : null;
    return function (record, place) {
      return kind === "plaats" ? place : kind === "getal" ? Number(record.keys[column]) : words.get(record.keys[column]);
    };
  }
  function told(column, up) {
    if (column === 0 && up) { return alphabet; }
    var way = heads[column].dataset.sort === "getal" ? (up ? "van weinig naar veel" : "van veel naar weinig")
      : (up ? "van a tot z" : "van z tot a");
    return "De IKC’s staan op volgorde van “" + heads[column].textContent + "”, " + way + ". Dit is geen ranglijst.";
  }
  function sort(column) {
    var up = heads[column].getAttribute("aria-sort") !== "ascending", key = keyOf(column);
    heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
    heads[column].setAttribute("aria-sort", up ? "ascending" : "descending");
    sorted = records.map(function (record, place) { return [key(record, place), place, record]; })
      .sort(function (a, b) { return (up ? a[0] - b[0] : b[0] - a[0]) || a[1] - b[1]; })
      .map(function (item) { return item[2]; });
    order.textContent = said.textContent = told(column, up);
    filter();
  }

  /* bladeren: knoppen boven de tabel, en dezelfde eronder, die naar boven brengen */
  function turn(to) {
    var next = Math.min(Math.max(to, 0), pages() - 1);
    if (next !== page) { page = next; draw(); }
  }
  function pager(name, upper) {
    var nav = make("nav", "", { "class": "doorbladeren", "aria-label": name }), place = make("span", "", { "class": "bladzijde" });
    var ways = [["Eerste", function () { return 0; }], ["Vorige", function () { return page - 1; }],
      ["Volgende", function () { return page + 1; }], ["Laatste", function () { return pages() - 1; }]];
    var buttons = ways.map(function (way, number) {
      var button = make("button", "", { type: "button" }, way[0]);
      button.addEventListener("click", function () {
        turn(way[1]());
        if (upper) { upper.buttons[number].focus({ preventScroll: true }); upper.nav.scrollIntoView(); }
      });
      return button;
    });
    nav.append(buttons[0], buttons[1], place, buttons[2], buttons[3]);
    return { nav: nav, buttons: buttons, tell: function (words) {
      place.textContent = words.charAt(0).toUpperCase() + words.slice(1);
      buttons.forEach(function (button, number) {
        button.setAttribute("aria-disabled", String(number < 2 ? page === 0 : page >= pages() - 1));
      });
      nav.hidden = pages() < 2;
    } };
  }

  function start(made, atOnce) {
    records = sorted = shown = made;
    size = atOnce;
    heads.forEach(function (head, column) {
      if (!head.dataset.sort) { return; }
      var button = make("button", "", { type: "button" }, head.textContent);
      button.addEventListener("click", function () { sort(column); });
      head.replaceChildren(button);
    });
    if (size) {
      pagers = [pager("Bladeren door de IKC’s")];
      pagers.push(pager("Bladeren door de IKC’s, onder de tabel", pagers[0]));
      table.before(pagers[0].nav);
      table.after(pagers[1].nav);
      document.getElementById("lijsten").hidden = true;
      draw();
    }
    table.classList.add("sorteerbaar");
    box.hidden = false;
    field.addEventListener("input", filter);
    [jok, verdict, indicator].forEach(function (choice) { choice.addEventListener("change", filter); });
    if (chosen()) { filter(); }
  }

  /* van veel IKC's staan de gegevens apart; komen zij niet, dan blijven de lijsten staan */
  function load(name) {
    var script = document.createElement("script");
    if (/^https?:$/.test(location.protocol)) { script.integrity = table.dataset.hash; }
    script.addEventListener("load", function () {
      var data = self.IKC_GEGEVENS;
      if (data) { start(data.rijen.map(fromData(data)), Number(table.dataset.aantal)); }
    });
    script.src = name + "?" + table.dataset.hash.slice(7, 19).replace(/\W/g, "");
    document.head.append(script);
  }
  if (table.dataset.gegevens) { load(table.dataset.gegevens); }
  else { start(Array.prototype.slice.call(body.rows).map(fromPage), 0); }
}());
