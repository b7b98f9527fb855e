// The navigation shows where one is. Only it scrolls: never the page.
const nav = document.getElementById("nav");
const here = nav && nav.querySelector("[aria-current]");
if (here) {
  const reveal = () => {
    const top = here.offsetTop - nav.clientHeight / 2;
    if (top > 0 && nav.scrollHeight > nav.clientHeight) nav.scrollTop = top;
  };
  reveal();
  nav.addEventListener("toggle", reveal);
}
