// Code can be copied.
if (navigator.clipboard) {
  for (const box of document.querySelectorAll(".code")) {
    const code = box.querySelector("pre code");
    if (!code) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = word("copy");
    button.addEventListener("click", () => {
      navigator.clipboard.writeText(code.textContent).then(() => {
        button.textContent = word("copied");
        setTimeout(() => { button.textContent = word("copy"); }, 1600);
      });
    });
    box.append(button);
  }
}
