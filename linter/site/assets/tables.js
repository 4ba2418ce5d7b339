/* Tables that sort and filter. Without this script they are plain tables in a useful order. */
(function () {
  "use strict";

  var SEPARATOR = "\u001f";
  // So many rows are searched by eye no more.
  var LONG = 12;
  var byText = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

  function orderOf(row, index) {
    var cell = row.cells[index];
    return cell.hasAttribute("data-rl-order") ? cell.getAttribute("data-rl-order") : cell.textContent.trim();
  }

  function sortBy(table, index, kind, descending) {
    var body = table.tBodies[0];
    var rows = Array.from(body.rows);
    rows.sort(function (one, other) {
      var a = orderOf(one, index);
      var b = orderOf(other, index);
      // What has no value comes last, whichever way the others go.
      if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1);
      var order = kind === "number" ? Number(a) - Number(b) : byText.compare(a, b);
      return descending ? -order : order;
    });
    rows.forEach(function (row) {
      body.appendChild(row);
    });
  }

  function makeSortable(table) {
    Array.from(table.tHead.rows[0].cells).forEach(function (head, index) {
      var button = document.createElement("button");
      button.type = "button";
      button.append.apply(button, Array.from(head.childNodes));
      head.append(button);
      button.addEventListener("click", function () {
        var descending = head.getAttribute("aria-sort") === "ascending";
        Array.from(table.tHead.rows[0].cells).forEach(function (other) {
          other.removeAttribute("aria-sort");
        });
        head.setAttribute("aria-sort", descending ? "descending" : "ascending");
        sortBy(table, index, head.getAttribute("data-rl-kind"), descending);
      });
    });
  }

  function labelled(text, control) {
    var label = document.createElement("label");
    label.append(text, control);
    return label;
  }

  function valuesOf(cell) {
    return (cell.getAttribute("data-rl-values") || "").split(SEPARATOR);
  }

  function chooser(table, head, index) {
    var select = document.createElement("select");
    var values = new Set();
    Array.from(table.tBodies[0].rows).forEach(function (row) {
      valuesOf(row.cells[index]).forEach(function (value) {
        if (value) values.add(value);
      });
    });
    if (values.size < 2) return null;
    select.append(new Option("all", ""));
    Array.from(values).sort(byText.compare).forEach(function (value) {
      select.append(new Option(value, value));
    });
    // A link may name what to show: `?service=orders`.
    var asked = new URLSearchParams(location.search).get(head.getAttribute("data-rl-key"));
    if (asked !== null && values.has(asked)) select.value = asked;
    return select;
  }

  function makeFilterable(table) {
    var rows = Array.from(table.tBodies[0].rows);
    if (rows.length < (table.querySelector("th[data-rl-filter]") ? 2 : LONG)) return;
    var bar = document.createElement("div");
    bar.className = "rl-filters";
    var words = document.createElement("input");
    words.type = "search";
    bar.append(labelled("Filter", words));
    var choosers = [];
    Array.from(table.tHead.rows[0].cells).forEach(function (head, index) {
      if (!head.hasAttribute("data-rl-filter")) return;
      var select = chooser(table, head, index);
      if (!select) return;
      choosers.push({ select: select, index: index });
      bar.append(labelled(head.textContent, select));
    });
    var shown = document.createElement("output");
    bar.append(shown);

    function apply() {
      var wanted = words.value.trim().toLowerCase().split(/\s+/);
      var count = 0;
      rows.forEach(function (row) {
        var text = row.textContent.toLowerCase();
        var fits =
          wanted.every(function (word) {
            return text.includes(word);
          }) &&
          choosers.every(function (chosen) {
            return !chosen.select.value || valuesOf(row.cells[chosen.index]).includes(chosen.select.value);
          });
        row.hidden = !fits;
        if (fits) count += 1;
      });
      shown.textContent = count === rows.length ? rows.length + " rows" : count + " of " + rows.length + " rows";
    }

    bar.addEventListener("input", apply);
    table.parentElement.before(bar);
    apply();
  }

  window.runbookLinter.onPage(function (root) {
    root.querySelectorAll("table.rl-table:not([data-rl-ready])").forEach(function (table) {
      table.setAttribute("data-rl-ready", "");
      makeFilterable(table);
      makeSortable(table);
    });
  });
})();
