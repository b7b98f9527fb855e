// Code can be copied.
const ready = (at) => {
  for (const box of at.querySelectorAll(".code")) {
    const code = box.querySelector("pre code");
    if (!code || box.querySelector(".copy")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = word("copy");
    button.addEventListener("click", () => {
      navigator.clipboard.writeText(code.textContent).then(() => {
        button.textContent = word("copied");
        setTimeout(() => { button.textContent = word("copy"); }, 1600);
      }, () => getSelection().selectAllChildren(code)); // refused: at hand for the reader's own keys
    });
    box.append(button);
  }
};
if (navigator.clipboard) {
  ready(document);
  addEventListener("memopress:content", (e) => ready(e.detail));
}
