// Forms with data-passkey get their button, and send what the browser's passkeys answer.
"use strict";

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (window.PublicKeyCredential) {
    form.querySelector("[data-passkey-start]").hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      useIn(form);
    });
  }
}

async function useIn(form) {
  const told = form.querySelectorAll("[data-passkey-told]");
  told.forEach((one) => (one.hidden = true));
  try {
    const options = await optionsOf(form);
    const ceremony = form.dataset.passkey === "create" ? webauthnJSON.create : webauthnJSON.get;
    form.querySelector("[data-passkey-answer]").value = JSON.stringify(await ceremony(options));
    form.submit();
  } catch (problem) {
    const kind = problem.name === "InvalidStateError" ? "known" : "failed";
    told.forEach((one) => (one.hidden = one.dataset.passkeyTold !== kind));
  }
}

async function optionsOf(form) {
  if (!form.dataset.ask) return JSON.parse(form.querySelector("script").textContent);
  const answer = await fetch(form.dataset.ask, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.status);
  return (await answer.json()).request_options;
}
