(function () {
  "use strict";
  var net = document.querySelector("svg.net");
  function key(cell) {
    var value = cell.getAttribute("data-v");
    return value === null ? cell.textContent.trim().toLowerCase() : parseFloat(value);
  }
  function sort(table, column, button) {
    var head = button.closest("th"), down = head.getAttribute("aria-sort") !== "descending";
    var rows = Array.prototype.slice.call(table.tBodies[0].rows);
    rows.sort(function (a, b) {
      var x = key(a.cells[column]), y = key(b.cells[column]);
      if (x !== x) { return 1; }
      if (y !== y) { return -1; }
      var order = typeof x === "number" ? x - y : x.localeCompare(y, document.documentElement.lang);
      return down ? -order : order;
    });
    table.querySelectorAll("th[aria-sort]").forEach(function (th) { th.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    rows.forEach(function (row) { table.tBodies[0].appendChild(row); });
  }
  document.querySelectorAll("table[data-sort]").forEach(function (table) {
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (th, column) {
      var button = document.createElement("button");
      button.type = "button";
      button.append.apply(button, Array.prototype.slice.call(th.childNodes));
      th.append(button);
      button.addEventListener("click", function () { sort(table, column, button); });
    });
  });
  document.querySelectorAll(".tools").forEach(function (tools) {
    var table = document.getElementById(tools.getAttribute("data-for")), said = tools.querySelector("output");
    tools.hidden = false;
    function filter() {
      var text = tools.querySelector("input").value.trim().toLowerCase(), shown = 0;
      var pick = tools.querySelector("select"), kind = pick ? pick.value : "";
      Array.prototype.forEach.call(table.tBodies[0].rows, function (row) {
        var fits = row.textContent.toLowerCase().indexOf(text) >= 0 && (!kind || row.getAttribute("data-k") === kind);
        row.hidden = !fits;
        shown += fits ? 1 : 0;
      });
      said.textContent = shown + " / " + table.tBodies[0].rows.length;
    }
    tools.addEventListener("input", filter);
    filter();
  });
  function light(place) {
    if (!net) { return; }
    net.classList.toggle("pick", place !== null);
    net.querySelectorAll(".on").forEach(function (one) { one.classList.remove("on"); });
    if (place === null) { return; }
    var near = {};
    near[place] = true;
    net.querySelectorAll('.t[data-a="' + place + '"],.t[data-b="' + place + '"]').forEach(function (line) {
      line.classList.add("on");
      near[line.getAttribute("data-a")] = near[line.getAttribute("data-b")] = true;
    });
    Object.keys(near).forEach(function (at) {
      net.querySelectorAll('[data-o="' + at + '"]').forEach(function (one) { one.classList.add("on"); });
    });
  }
  function follow(area, attribute) {
    if (!area) { return; }
    area.addEventListener("mouseover", function (event) {
      var one = event.target.closest("[" + attribute + "]");
      light(one ? one.getAttribute(attribute) : null);
    });
    area.addEventListener("mouseleave", function () { light(null); });
  }
  follow(net, "data-o");
  follow(document.getElementById("organisations"), "data-o");
}());
