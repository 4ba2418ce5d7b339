/* Ages are told from today, not from the day the site was built: an old copy must not look fresh. */
(function () {
  "use strict";

  var DAY = 24 * 60 * 60 * 1000;

  function daysSince(text) {
    var parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text || "");
    if (!parts) return null;
    var now = new Date();
    var today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
    return Math.round((today - Date.UTC(+parts[1], +parts[2] - 1, +parts[3])) / DAY);
  }

  function many(count, unit) {
    return count + " " + unit + (count === 1 ? "" : "s") + " ago";
  }

  function age(days) {
    if (days === 0) return "today";
    if (days === 1) return "yesterday";
    if (days < 60) return many(days, "day");
    if (days < 730) return many(Math.floor(days / 30.44), "month");
    return many(Math.floor(days / 365.25), "year");
  }

  function tellAges(root) {
    root.querySelectorAll("time.rl-age").forEach(function (element) {
      var days = daysSince(element.getAttribute("datetime"));
      if (days === null || days < 0) return;
      element.title = element.textContent;
      element.textContent = age(days);
    });
  }

  function tellDue(root) {
    root.querySelectorAll("[data-rl-due]").forEach(function (element) {
      var days = daysSince(element.getAttribute("data-rl-due"));
      if (days === null || days <= 0) return;
      element.hidden = false;
      element.parentElement.hidden = false;
    });
  }

  /* An update that was promised is overdue by the reader's clock. */
  function tellOverdue(root) {
    root.querySelectorAll("time.rl-next").forEach(function (element) {
      if (!(Date.parse(element.getAttribute("datetime")) < Date.now())) return;
      element.classList.remove("rl-next");
      element.after(" ", window.runbookLinter.make("span", "rl-overdue", "overdue"));
    });
  }

  window.runbookLinter.onPage(function (root) {
    tellAges(root);
    tellOverdue(root);
    tellDue(root);
  });
})();
