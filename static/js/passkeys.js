// Shows what needs scripts, and says in words why a passkey did not work.
for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = !window.PublicKeyCredential;

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const main = document.getElementById("main-content");
  let said = main.querySelector("[data-passkey-failed]");
  if (!said) {
    said = document.createElement("p");
    said.className = "govuk-inset-text";
    said.dataset.passkeyFailed = "";
    said.setAttribute("role", "alert");
    main.prepend(said);
  }
  said.textContent = "The passkey was not used: the device said no, or nobody answered it in time. Try again, or use another way.";
});
