// The page works without this. The addresses come from the page, since static files carry a hash in their names.
const start = document.getElementById("start");

const { initAll } = await import(start.dataset.govukFrontend);
initAll();

// What is folded away on screen is printed, and folded away again after.
let opened = [];
window.addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("main details:not([open])")];
  for (const details of opened) details.open = true;
});
window.addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
});
