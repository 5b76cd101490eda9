// Long pick-lists can be searched. Without this script they are plain lists, and the same is sent.
const MANY = 8;
const { accessibleAutocomplete } = window;

const words = (option) => option.textContent.trim();
const real = (select) => [...select.options].filter((option) => option.value);

// What describes the list describes the box that stands in its place.
const describe = (input, select) => {
  const ids = [input.getAttribute("aria-describedby"), select.getAttribute("aria-describedby")];
  input.setAttribute("aria-describedby", ids.filter(Boolean).join(" "));
};

const changed = (select) => select.dispatchEvent(new Event("input", { bubbles: true }));

const chooseOne = (select) => {
  const { id } = select;
  const blank = [...select.options].find((option) => !option.value);
  accessibleAutocomplete.enhanceSelectElement({
    selectElement: select,
    defaultValue: select.value ? undefined : "",
    showAllValues: true,
    dropdownArrow: () => "",
  });
  const input = document.getElementById(id);
  describe(input, select);
  if (select.autofocus) input.focus();
  input.addEventListener("blur", () => {
    if (!input.value && blank) { blank.selected = true; changed(select); }
  });
};

const chooseMany = (select) => {
  const label = document.querySelector(`label[for="${select.id}"]`);
  const place = document.createElement("div");
  const list = document.createElement("ul");
  list.className = "govuk-list sc-chosen";
  select.before(list, place);
  select.hidden = true;
  const id = `${select.id}-find`;
  if (label) label.htmlFor = id;

  const show = () => {
    list.replaceChildren(...real(select).filter((option) => option.selected).map((option) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sc-chosen__remove";
      button.textContent = "Remove";
      button.setAttribute("aria-label", `Remove ${words(option)}`);
      button.addEventListener("click", () => {
        option.selected = false;
        changed(select);
        show();
        document.getElementById(id).focus();
      });
      item.append(`${words(option)} `, button);
      return item;
    }));
    place.replaceChildren();
    accessibleAutocomplete({
      element: place,
      id,
      source: real(select).filter((option) => !option.selected).map(words),
      showAllValues: true,
      confirmOnBlur: false,
      dropdownArrow: () => "",
      placeholder: "Type to find one to add",
      onConfirm: (text) => {
        const option = real(select).find((one) => words(one) === text);
        if (!option) return;
        option.selected = true;
        changed(select);
        show();
        document.getElementById(id).focus();
      },
    });
    describe(document.getElementById(id), select);
  };
  show();
  if (select.autofocus) document.getElementById(id).focus();
};

if (accessibleAutocomplete) {
  for (const select of document.querySelectorAll(".sc-edit select")) {
    if (select.multiple) chooseMany(select);
    else if (select.options.length > MANY) chooseOne(select);
  }
}
