// Signing in anew makes the token of an older form void: the form asks for today's before it goes.
const OWN = "/accounts/own/";

async function renew(form) {
  const answer = await fetch(OWN, { cache: "no-store" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[name=csrfmiddlewaretoken]");
  if (fresh) form.querySelector("[name=csrfmiddlewaretoken]").value = fresh.value;
}

export function start([form]) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try { await renew(form); } catch { /* Without it the server answers in words, and keeps them. */ }
    form.submit();
  });
}
