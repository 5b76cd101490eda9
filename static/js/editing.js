// Asks before a changed form is left, and keeps what it holds as a draft of its author.
const form = document.querySelector("form[data-ask-before-leaving]");
const status = form?.querySelector("[data-draft-status]");
const EVERY = 5000;
let changed = false;
let toKeep = false;
// Ends a draft on its way when the form is sent: it would come back after what was saved.
let sending = new AbortController();

const keep = async () => {
  if (!toKeep || !form.dataset.drafts) return;
  toKeep = false;
  const body = new URLSearchParams(new FormData(form));
  body.set("draft_of", window.location.pathname);
  sending = new AbortController();
  const { signal } = sending;
  try {
    const answer = await fetch(form.dataset.drafts, { method: "POST", body, keepalive: body.toString().length < 60000, signal });
    if (status && answer.redirected) {
      status.textContent = "You are signed out, so no draft is kept. Save: what you typed stands here again once you have signed in.";
    } else if (status) {
      const said = answer.ok && (await answer.json());
      // Whoever types is not idle.
      if (said) document.documentElement.dataset.ends = said.ends_at;
      status.textContent = said
        ? `Draft kept at ${said.kept_at}`
        : "No draft is kept of what you typed last. Save it, or copy it, before you leave.";
    }
  } catch {
    toKeep = !signal.aborted;
  }
};

form?.addEventListener("input", () => { changed = true; toKeep = true; });
form?.addEventListener("submit", () => { changed = false; toKeep = false; sending.abort(); });
if (form) setInterval(keep, EVERY);
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keep(); });
window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});
