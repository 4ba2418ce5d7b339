/* The copy button: the command alone, without prompt and output; a destructive one asks for what is missing. */
(function () {
  "use strict";

  const linter = window.runbookLinter;
  const { make, fill } = linter;
  const OUTPUT = -1;
  const SHOWN_FOR = 2000;
  let dialogs = 0;

  /* What a reader types of a block's text. */
  function command(text, prompts) {
    const lines = text.replace(/\n$/, "").split("\n");
    if (!prompts) return lines.join("\n");
    const typed = lines.filter((line, number) => prompts[number] !== undefined && prompts[number] !== OUTPUT);
    const cuts = prompts.filter((cut) => cut !== OUTPUT);
    return typed.map((line, number) => line.slice(cuts[number])).join("\n");
  }

  function copyByHand(text) {
    const area = make("textarea", "rl-offscreen");
    area.value = text;
    area.readOnly = true;
    document.body.append(area);
    area.select();
    try {
      return document.execCommand("copy");
    } catch (error) {
      return false;
    } finally {
      area.remove();
    }
  }

  /* Over plain HTTP, and from a folder, browsers may give no clipboard: then the old way. */
  function write(text) {
    if (!navigator.clipboard) return Promise.resolve(copyByHand(text));
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => copyByHand(text)
    );
  }

  function tell(button, said) {
    clearTimeout(Number(button.dataset.rlTimer));
    button.textContent = said;
    button.setAttribute("aria-label", said);
    button.classList.add("rl-copy--told");
    linter.announce(said);
    button.dataset.rlTimer = setTimeout(() => label(button), SHOWN_FOR);
  }

  function label(button) {
    button.textContent = "Copy";
    button.setAttribute("aria-label", button.dataset.rlLabel);
    button.classList.remove("rl-copy--told");
  }

  async function copy(button, text) {
    const done = await write(text);
    button.focus({ preventScroll: true });
    tell(button, done ? "Copied" : "Not copied: select the text");
  }

  /* The placeholders to ask for, each name once. What the block sets itself, and what stands for a command, is none. */
  function missing(code) {
    const asked = fill.preview(code, {}).left.filter((spot) => !spot.known && !spot.command);
    return asked.filter((spot, number) => asked.findIndex((other) => other.name === spot.name) === number);
  }

  function field(spot, id) {
    const input = make("input", "rl-input");
    const reason = make("p", "rl-field__reason");
    Object.assign(input, { type: "text", id, autocomplete: "off", spellcheck: false, name: spot.name });
    input.setAttribute("autocapitalize", "off");
    input.setAttribute("aria-describedby", `${id}-reason`);
    reason.id = `${id}-reason`;
    const title = make("label", "", spot.label);
    title.htmlFor = id;
    return { spot, input, reason, row: make("div", "rl-field", title, input, reason) };
  }

  function showReason(entry, text) {
    entry.reason.textContent = text;
    entry.input.setAttribute("aria-invalid", String(Boolean(text)));
  }

  /* A dialog's live state: what would be copied now, and which fields still lack a value that may stand there. */
  function state(code, fields, prompts) {
    const values = Object.fromEntries(fields.map((entry) => [entry.spot.name, entry.input.value]));
    const { text, left } = fill.preview(code, values);
    const lacking = fields.filter((entry) => {
      entry.problem = left.find((spot) => spot.name === entry.spot.name);
      return entry.problem;
    });
    return { text: command(text, prompts), lacking };
  }

  function ask(code, button, facts, spots) {
    const id = `rl-dialog-${(dialogs += 1)}`;
    const title = make("h2", "rl-dialog__title", "Values for ", make("code", "", facts.destructive));
    title.id = id;
    const fields = spots.map((spot, number) => field(spot, `${id}-${number}`));
    const shown = make("pre", "rl-dialog__command rl-nocopy");
    shown.tabIndex = 0;
    shown.setAttribute("aria-label", "The command");
    const choices = ["Copy", "Cancel", "Copy with placeholders"].map((said) => make("button", "rl-button", said));
    choices[0].type = "submit";
    choices[0].classList.add("rl-button--main");
    choices[2].classList.add("rl-button--plain");
    const rows = fields.map((entry) => entry.row);
    const form = make("form", "", title, ...rows, shown, make("div", "rl-dialog__choices", ...choices));
    form.noValidate = true;
    const dialog = make("dialog", "rl-dialog md-typeset", form);
    dialog.setAttribute("aria-labelledby", id);

    function update() {
      const now = state(code, fields, facts.prompts);
      shown.textContent = now.text;
      for (const entry of fields) {
        const refused = entry.input.value && entry.problem && entry.problem.reason;
        showReason(entry, refused ? `Not filled: ${refused}.` : "");
      }
      return now;
    }

    function copyAndClose(text) {
      // First: a page behind an open dialog can neither be selected nor focused.
      dialog.close();
      copy(button, text);
    }

    form.addEventListener("input", update);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const now = update();
      for (const entry of now.lacking) if (!entry.input.value) showReason(entry, "A value is missing.");
      if (now.lacking.length) now.lacking[0].input.focus();
      else copyAndClose(now.text);
    });
    choices[1].addEventListener("click", () => dialog.close());
    choices[2].addEventListener("click", () => copyAndClose(command(fill.shown(code), facts.prompts)));
    // Material's own keys, such as `n` for the next page, are not meant for here.
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    dialog.addEventListener("close", () => {
      dialog.remove();
      button.focus({ preventScroll: true });
    });
    document.body.append(dialog);
    update();
    dialog.showModal();
    fields[0].input.focus();
  }

  function addButton(code, facts) {
    const button = make("button", "rl-copy", "Copy");
    button.dataset.rlLabel = facts.prompts || facts.destructive ? "Copy command" : "Copy";
    label(button);
    button.addEventListener("click", () => {
      const spots = facts.destructive ? missing(code) : [];
      if (spots.length) ask(code, button, facts, spots);
      else copy(button, command(fill.shown(code), facts.prompts));
    });
    const block = code.parentElement;
    block.classList.add("rl-block");
    block.append(button);
  }

  function warn(code, destructive) {
    const says = [make("strong", "", "Destructive:"), " ", make("code", "", destructive)];
    const block = code.closest(".highlighttable, table.codehilitetable") || code.closest("pre");
    (block.closest(".highlight, .codehilite") || block).before(
      make("p", "rl-danger", ...says, ". Check each value before you run it.")
    );
  }

  linter.onPage((root) => {
    for (const code of linter.codeBlocks(root)) {
      if (code.closest(".rl-nocopy") || code.parentElement.classList.contains("rl-block")) continue;
      const facts = fill.factsOf(code);
      addButton(code, facts);
      if (facts.destructive) warn(code, facts.destructive);
    }
  });
})();
