// Runs before the page is painted, so that a chosen theme never flashes.
(function () {
  try {
    var chosen = localStorage.getItem("memopress-theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch (e) {
    // Storage is off: the system's choice stands.
  }
})();
