// The page works without this. The addresses come from the page, since static files carry a hash in their names.
const start = document.getElementById("start");

const { initAll } = await import(start.dataset.govukFrontend);
initAll();

// What is folded away on screen is printed, and folded away again after; but sources and notes, and long lists, only where they stand open.
let opened = [];
window.addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("main details:not([open], .sc-sources, .sc-fold)")];
  for (const details of opened) details.open = true;
});
window.addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
});

// An address that leads to something folded away unfolds it.
const unfold = () => {
  const found = document.getElementById(location.hash.slice(1));
  let fold = found?.closest("details");
  if (!fold) return;
  for (; fold; fold = fold.parentElement.closest("details")) fold.open = true;
  found.scrollIntoView();
};
window.addEventListener("hashchange", unfold);
unfold();

// Says that the sign-in ends soon, or has ended, on a page with a form that is open. What is sent from any tab puts the end off.
const root = document.documentElement;
const otherTabs = new BroadcastChannel("sign-in-ends");
const main = document.getElementById("main-content");
const stay = document.createElement("button");
const tellOfEnd = () => {
  const ends = Number(root.dataset.ends) * 1000;
  const left = ends - Date.now();
  let said = main.querySelector("[data-sign-in-ends]");
  if (left > 600000) {
    said?.remove();
    return;
  }
  if (!said) {
    said = document.createElement("p");
    said.className = "govuk-inset-text";
    said.dataset.signInEnds = "";
    said.setAttribute("role", "status");
    main.prepend(said);
    stay.type = "button";
    stay.className = "govuk-button govuk-button--secondary govuk-!-display-block govuk-!-margin-top-3 govuk-!-margin-bottom-0";
    stay.textContent = "Stay signed in";
  }
  const at = new Date(ends).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });
  const later = "is kept, and stands in its form again once you have signed in.";
  const text = left > 0
    ? `Your sign-in ends at ${at}. Save what you type before then. What you send later ${later}`
    : `Your sign-in ended at ${at}. What you send now ${later}`;
  // What says the same is left alone, or a screen reader would read it out again.
  if (said.firstChild?.textContent !== text) said.replaceChildren(text, ...(left > 0 && root.dataset.stay ? [stay] : []));
};
stay.addEventListener("click", async () => {
  const body = new URLSearchParams({ csrfmiddlewaretoken: main.querySelector("[name=csrfmiddlewaretoken]").value });
  const answer = await fetch(root.dataset.stay, { method: "POST", body });
  if (!answer.ok || answer.redirected) return;
  root.dataset.ends = (await answer.json()).ends_at;
  otherTabs.postMessage(root.dataset.ends);
  tellOfEnd();
});
if (root.dataset.ends) {
  otherTabs.postMessage(root.dataset.ends);
  if (main.querySelector("form[method=post]")) {
    otherTabs.addEventListener("message", (told) => {
      root.dataset.ends = Math.max(Number(root.dataset.ends), Number(told.data) || 0);
      tellOfEnd();
    });
    tellOfEnd();
    setInterval(tellOfEnd, 15000);
  }
}
