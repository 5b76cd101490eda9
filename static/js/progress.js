// Shows how far the work on an upload is, without the page being loaded again until it is done.
const place = document.querySelector("[data-progress]");
const seconds = 2;

async function look() {
  try {
    const answer = await fetch(place.dataset.progress, { credentials: "same-origin" });
    if (answer.ok && !answer.redirected) {
      const text = await answer.text();
      const found = new DOMParser().parseFromString(text, "text/html");
      if (found.querySelector("[data-finished]")) {
        window.location.reload();
        return;
      }
      // What says the same is left alone, or a screen reader would read it out again.
      if (place.innerHTML !== found.body.innerHTML) place.replaceChildren(...found.body.childNodes);
    }
  } catch {
    // The server may be starting again. The work goes on, and so does the looking.
  }
  window.setTimeout(look, seconds * 1000);
}

if (place) window.setTimeout(look, seconds * 1000);
