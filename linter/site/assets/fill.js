/* Fills the placeholders of code blocks with values from the page's address: `?namespace=prod`.

   Whoever made the link may mean harm, and the reader pastes the command into a shell. So a value is filled only where
   the shell takes it as one piece of text; where that is not certain, the placeholder stays. */
(function () {
  "use strict";

  const linter = window.runbookLinter;
  const LONGEST = 500;
  const PLAIN = /^[\w.:/@%+,=-]+$/;
  const SHELL = new RegExp(
    "^(?:|bash|sh|shell|zsh|ksh|fish|console|shell-session|shellsession|sh-session|bash-session|terminal|session" +
      "|text)$"
  );
  const changes = new WeakMap();
  let given = new Map();

  /* The text nodes of a block's code: line numbers and Material's annotations are not of it. */
  function textNodes(code) {
    const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    return nodes.filter((node) => !node.parentElement.closest(".linenos, .md-annotation"));
  }

  function shown(code) {
    return textNodes(code).map((node) => node.data).join("");
  }

  function original(code) {
    return changes.has(code) ? changes.get(code).text : shown(code);
  }

  /* What the page's data says of a block, found by its text. */
  function factsOf(code) {
    const text = original(code).replace(/\n+$/, "");
    const blocks = linter.page().blocks;
    const facts = (Array.isArray(blocks) && blocks.find((block) => block && block.text === text)) || {};
    const { prompts, destructive } = facts;
    const lines = text.split("\n").length;
    const fits = Array.isArray(prompts) && prompts.length === lines && prompts.every(Number.isInteger);
    return { prompts: fits ? prompts : null, destructive: typeof destructive === "string" ? destructive : "" };
  }

  function isShell(code) {
    const labelled = code.closest("[class*=language-]");
    return !labelled || SHELL.test(/language-(\S*)/.exec(labelled.className)[1]);
  }

  /* Names are the same however they are written: pod-name, POD_NAME, podName. */
  function fold(name) {
    return name.toLowerCase().replace(/[-_\s]/g, "");
  }

  function valuesInAddress() {
    const values = new Map();
    for (const [name, value] of new URLSearchParams(location.search)) {
      // `q` and `h` are what somebody searched for.
      const meant = value && name !== "q" && name !== "h" && !values.has(fold(name));
      if (meant) values.set(fold(name), { name, value });
    }
    return values;
  }

  function valueFor(name, values) {
    const folded = fold(name);
    return values.get(folded) || (/.name$/.test(folded) ? values.get(folded.slice(0, -4)) : undefined);
  }

  /* Why a value may not stand there; empty if it may. */
  function refusal(spot, value, shell) {
    if (/[\p{C}\p{Zl}\p{Zp}]/u.test(value)) return "it has control characters";
    if (value.length > LONGEST) return `it is longer than ${LONGEST} characters`;
    if (value[0] === "-") return "it starts with a dash and would be an option";
    if (spot.command) return "it would be run as a command";
    if (PLAIN.test(value) && !spot.joined) return "";
    if (/[\\!]/.test(value)) return "some shells read \\ and ! even inside quotes";
    if (spot.quote === "#") return "it needs quotes, and this is a comment";
    if (spot.quote && spot.quote !== "whole") return "it needs quotes, inside of a longer quoted text";
    if (!shell) return "it needs quotes, and this is not for a shell";
    return spot.doubt && `it needs quotes, and ${spot.doubt}`;
  }

  function edit(spot, value) {
    const { start, end, label } = spot;
    if (PLAIN.test(value) && !spot.joined) return { start, end, label, text: value };
    const wider = spot.quote === "whole" ? 1 : 0;
    return { start: start - wider, end: end + wider, label, text: `'${value.replace(/'/g, "'\\''")}'` };
  }

  /* What becomes of a block: `edits`, the last first, the values `used`, and the spots `left` with the reason. */
  function plan(code, values) {
    const result = { edits: [], used: [], left: [] };
    for (const spot of linter.placeholders(original(code), factsOf(code).prompts)) {
      const found = valueFor(spot.name, values);
      const reason = found ? refusal(spot, found.value, isShell(code)) : "";
      if (!found || reason) result.left.push({ ...spot, reason, from: found });
      else {
        // From the end, so that what is still to come stays where it was found.
        result.edits.unshift(edit(spot, found.value));
        result.used.push(found);
      }
    }
    return result;
  }

  function replace(code, change) {
    const range = document.createRange();
    let offset = 0;
    for (const node of textNodes(code)) {
      const next = offset + node.length;
      if (change.start >= offset && change.start < next) range.setStart(node, change.start - offset);
      if (change.end > offset && change.end <= next) range.setEnd(node, change.end - offset);
      offset = next;
    }
    const span = linter.make("span", "rl-filled", change.text);
    span.title = change.label;
    const before = range.extractContents();
    range.insertNode(span);
    return { span, before };
  }

  function apply(code, values) {
    const planned = plan(code, values);
    const text = original(code);
    if (planned.edits.length) changes.set(code, { text, spans: planned.edits.map((change) => replace(code, change)) });
    return planned;
  }

  function restore(code) {
    if (changes.has(code)) for (const { span, before } of changes.get(code).spans) span.replaceWith(before);
    changes.delete(code);
  }

  function sentence(used, left) {
    const values = Array.from(new Set(used), (found, number) => [
      `${number ? ", " : ""}${found.name} = `,
      linter.make("code", "", found.value),
    ]);
    const places = (found) => (used.includes(found) ? " in places" : "");
    const reasons = new Set(left.map(({ from, reason }) => `${from.name}${places(from)} (${reason})`));
    const parts = values.length ? ["Filled from the address: ", ...values.flat()] : [];
    if (reasons.size) parts.push(values.length ? "; " : "From the address, ", `not filled: ${[...reasons].join(", ")}`);
    return [...parts, "."];
  }

  function reset(root, banner) {
    given = new Map();
    linter.codeBlocks(root).forEach(restore);
    history.replaceState(history.state, "", location.pathname + location.hash);
    banner.remove();
    linter.announce("The commands are as they were written.");
    // The button is gone: keep the reader's place at the top of the content.
    root.tabIndex = -1;
    root.focus({ preventScroll: true });
  }

  function addBanner(root, parts) {
    const banner = linter.make("div", "rl-fill");
    banner.setAttribute("role", "status");
    const top = root.querySelector(".rl-strip") || root.querySelector("h1");
    if (top) top.after(banner);
    else root.prepend(banner);
    const button = linter.make("button", "rl-button", "Reset");
    button.addEventListener("click", () => reset(root, banner));
    banner.append(linter.make("p", "", ...parts), button);
  }

  /* A block's text with more values, {namespace: "prod"}, and the placeholders left. The page stays as it is. */
  function preview(code, more) {
    const values = new Map(given);
    for (const [name, value] of Object.entries(more)) if (value) values.set(fold(name), { name, value });
    const { edits, left } = plan(code, values);
    const put = (text, change) => text.slice(0, change.start) + change.text + text.slice(change.end);
    return { text: edits.reduce(put, original(code)), left };
  }

  linter.fill = { original, shown, factsOf, preview };

  linter.onPage((root) => {
    given = valuesInAddress();
    const plans = given.size ? linter.codeBlocks(root).map((code) => apply(code, given)) : [];
    const used = plans.flatMap((planned) => planned.used);
    const left = plans.flatMap((planned) => planned.left.filter((spot) => spot.from));
    if (used.length || left.length) addBanner(root, sentence(used, left));
  });
})();
