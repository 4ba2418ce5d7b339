/* The copy button: the command alone, without prompt and output; a destructive one asks for what is missing. */
(function () {
  "use strict";

  var linter = window.runbookLinter;
  var OUTPUT = -1;
  var number = 0;

  /* What a reader types of a block: its prompts are cut off, its output is left out. */
  function commandOf(code, known) {
    var lines = code.textContent.replace(/\n$/, "").split("\n");
    if (!known || !known.prompts || known.prompts.length !== lines.length) return lines.join("\n");
    return lines
      .map(function (line, index) {
        return known.prompts[index] === OUTPUT ? null : line.slice(known.prompts[index]);
      })
      .filter(function (line) {
        return line !== null;
      })
      .join("\n");
  }

  function write(text) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    // From a folder or over plain HTTP browsers give no clipboard.
    return new Promise(function (resolve, reject) {
      var area = linter.make("textarea", "rl-offscreen");
      area.value = text;
      document.body.append(area);
      area.select();
      var done = document.execCommand("copy");
      area.remove();
      if (done) resolve();
      else reject(new Error("the browser refuses to copy"));
    });
  }

  function copy(button, text) {
    write(text).then(
      function () {
        tell(button, "Copied");
      },
      function () {
        tell(button, "Not copied");
      }
    );
  }

  function tell(button, said) {
    button.textContent = said;
    setTimeout(function () {
      button.textContent = "Copy";
    }, 2000);
  }

  function missing(text) {
    var names = [];
    linter.shell.placeholders(text).forEach(function (placeholder) {
      if (!names.includes(placeholder.name)) names.push(placeholder.name);
    });
    return names;
  }

  function filled(text, values) {
    var reasons = {};
    linter.shell
      .placeholders(text)
      .reverse()
      .forEach(function (placeholder) {
        var value = values[placeholder.name];
        if (!value) return;
        var edit = linter.shell.written(text, placeholder, value);
        if (edit.reason) reasons[placeholder.name] = edit.reason;
        else text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
      });
    return { text: text, reasons: reasons };
  }

  /* Ask for the values of a destructive command, and show what will be copied. */
  function ask(button, text, names) {
    var dialog = linter.make("dialog", "rl-dialog");
    var title = linter.make("h2", "", "This command destroys data. Which values?");
    title.id = "rl-dialog-" + (number += 1);
    dialog.setAttribute("aria-labelledby", title.id);
    var form = linter.make("form");
    form.method = "dialog";
    var preview = linter.make("pre", "rl-nocopy", text);
    preview.tabIndex = 0;
    var values = {};
    var notes = {};
    names.forEach(function (name) {
      var label = linter.make("label", "", name);
      var input = linter.make("input");
      input.autocomplete = "off";
      input.spellcheck = false;
      notes[name] = linter.make("span", "rl-dialog__note");
      notes[name].setAttribute("role", "status");
      input.addEventListener("input", function () {
        values[name] = input.value;
        var now = filled(text, values);
        preview.textContent = now.text;
        names.forEach(function (other) {
          notes[other].textContent = now.reasons[other] ? "Not filled in: " + now.reasons[other] + "." : "";
        });
      });
      label.append(input, notes[name]);
      form.append(label);
    });
    var row = linter.make("div", "rl-dialog__buttons");
    ["Copy", "Cancel"].forEach(function (said) {
      var choice = linter.make("button", "", said);
      choice.value = said;
      row.append(choice);
    });
    form.append(preview, row);
    dialog.append(title, form);
    dialog.addEventListener("close", function () {
      if (dialog.returnValue === "Copy") copy(button, preview.textContent);
      dialog.remove();
      button.focus();
    });
    document.body.append(dialog);
    dialog.showModal();
  }

  function addButton(code, known) {
    var box = code.closest("pre");
    box.classList.add("rl-code");
    (box.closest(".highlight") || box).classList.add("rl-code-box");
    var button = linter.make("button", "rl-copy", "Copy");
    button.type = "button";
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", function () {
      var text = commandOf(code, known);
      var names = known && known.destructive ? missing(text) : [];
      if (names.length) ask(button, text, names);
      else copy(button, text);
    });
    box.append(button);
  }

  function warn(code, command) {
    var note = linter.make("p", "rl-danger");
    note.append(linter.make("strong", "", "Destructive: "), linter.make("code", "", command));
    note.append(". Check each value before you run it.");
    (code.closest(".highlight") || code.closest("pre")).before(note);
  }

  linter.onPage(function (root) {
    var blocks = new Map();
    (linter.page().blocks || []).forEach(function (block) {
      blocks.set(block.text, block);
    });
    linter.codeBlocks(root).forEach(function (code) {
      var known = blocks.get(linter.fill.original(code));
      addButton(code, known);
      if (known && known.destructive) warn(code, known.destructive);
    });
  });
})();
