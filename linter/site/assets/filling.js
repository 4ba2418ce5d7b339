/* Values from the address fill the placeholders in code blocks: `?namespace=shop` fills `$NAMESPACE`. */
(function () {
  "use strict";

  var linter = window.runbookLinter;
  var originals = new WeakMap();

  /* The block's text as its author wrote it, without the last line break. */
  function original(code) {
    var kept = originals.get(code);
    return (kept ? kept.text : code.textContent).replace(/\n$/, "");
  }

  /* A range over `start` to `end` of the element's text, however many elements it is spread over. */
  function rangeOf(code, start, end) {
    var range = document.createRange();
    var walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
    var at = 0;
    var node;
    var started = false;
    while ((node = walker.nextNode())) {
      var next = at + node.data.length;
      if (!started && start < next) {
        range.setStart(node, start - at);
        started = true;
      }
      if (started && end <= next) {
        range.setEnd(node, end - at);
        return range;
      }
      at = next;
    }
    return null;
  }

  /* Fill a block: {used: {name: value}, left: {name: reason}}. Placeholders without a value stay. */
  function apply(code, values) {
    var text = code.textContent;
    var used = {};
    var left = {};
    var edits = [];
    linter.shell.placeholders(text).forEach(function (placeholder) {
      var value = linter.shell.valueFor(placeholder.name, values);
      if (value === undefined) return;
      var edit = linter.shell.written(text, placeholder, value);
      if (edit.reason) {
        left[placeholder.name] = edit.reason;
        return;
      }
      used[placeholder.name] = value;
      edit.shown = placeholder.shown;
      edits.push(edit);
    });
    if (edits.length && !originals.has(code)) originals.set(code, { text: text, nodes: Array.from(code.childNodes, copyOf) });
    edits.reverse().forEach(function (edit) {
      var range = rangeOf(code, edit.start, edit.end);
      if (!range) return;
      var filled = linter.make("span", "rl-filled", edit.text);
      filled.title = edit.shown;
      range.deleteContents();
      range.insertNode(filled);
    });
    return { used: used, left: left };
  }

  function copyOf(node) {
    return node.cloneNode(true);
  }

  function restore(code) {
    var kept = originals.get(code);
    if (!kept) return;
    code.replaceChildren.apply(code, kept.nodes.map(copyOf));
    originals.delete(code);
  }

  function listed(pairs) {
    return Object.keys(pairs)
      .map(function (name) {
        return name + " = " + pairs[name];
      })
      .join(", ");
  }

  function banner(root, blocks, used, left) {
    var box = linter.make("div", "rl-fill");
    box.setAttribute("role", "status");
    var said = Object.keys(used).length ? "Filled in from the address: " + listed(used) + "." : "";
    var reasons = Object.keys(left).map(function (name) {
      return name + " (" + left[name] + ")";
    });
    if (reasons.length) said += (said ? " " : "") + "Not filled in: " + reasons.join(", ") + ".";
    box.append(linter.make("span", "", said));
    var reset = linter.make("button", "", "Reset");
    reset.type = "button";
    reset.addEventListener("click", function () {
      blocks.forEach(restore);
      history.replaceState(history.state, "", location.pathname + location.hash);
      box.remove();
    });
    box.append(reset);
    var before = root.querySelector(".rl-notice") || root.querySelector(".rl-strip") || root.querySelector("h1");
    if (before) before.after(box);
    else root.prepend(box);
  }

  function fillFromAddress(root) {
    var values = {};
    new URLSearchParams(location.search).forEach(function (value, name) {
      if (!(name in values) && name !== "q" && name !== "h") values[name] = value;
    });
    if (!Object.keys(values).length) return;
    var blocks = linter.codeBlocks(root);
    var used = {};
    var left = {};
    blocks.forEach(function (code) {
      var done = apply(code, values);
      Object.assign(used, done.used);
      Object.assign(left, done.left);
    });
    if (Object.keys(used).length || Object.keys(left).length) banner(root, blocks, used, left);
  }

  linter.fill = { apply: apply, original: original };
  linter.onPage(fillFromAddress);
})();
