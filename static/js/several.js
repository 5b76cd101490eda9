// Chooses all rows of a list at once, and counts those chosen. Without it, "Choose all on this page" is sent as it is.
const all = document.querySelector("[data-choose-all]");
const count = document.querySelector("[data-chosen-count]");
const boxes = [...document.querySelectorAll("[data-choose]")];

const show = () => {
  const chosen = boxes.filter((box) => box.checked).length;
  all.checked = chosen === boxes.length;
  all.indeterminate = chosen > 0 && chosen < boxes.length;
  count.textContent = chosen ? ` (${chosen} chosen)` : "";
};

all.addEventListener("change", () => {
  for (const box of boxes) box.checked = all.checked;
  show();
});
for (const box of boxes) box.addEventListener("change", show);
// What the browser kept from before: all ticked without the rows being so.
if (all.checked) for (const box of boxes) box.checked = true;
show();
window.addEventListener("pageshow", show);
