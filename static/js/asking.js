// Hides the fields that the answers given so far do not ask for. Without this script their hints say so.
// What holds something stays in sight: it may be what is wrong.
const form = document.querySelector(".sc-edit");
const groups = [...(form?.querySelectorAll("[data-asked-when]") ?? [])];

const isAsked = (group) => {
  const [name, answers] = group.dataset.askedWhen.split("=");
  return answers.split(",").includes(form.elements[name]?.value);
};

const holdsSomething = (group) => {
  if (group.classList.contains("govuk-form-group--error")) return true;
  return [...group.querySelectorAll("input, select, textarea")].some(
    (control) => control.value && (control.type !== "radio" || control.checked),
  );
};

const show = () => {
  for (const group of groups) group.hidden = !isAsked(group) && !holdsSomething(group);
};

if (groups.length) {
  show();
  form.addEventListener("change", show);
}
