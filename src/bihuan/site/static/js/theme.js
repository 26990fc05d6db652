// Changes the theme at once; the server keeps it in a cookie. Without this the form does the same.
export function start(places) {
  for (const form of places) {
    form.addEventListener("submit", (event) => {
      const wanted = event.submitter && event.submitter.value;
      if (!wanted) return;
      event.preventDefault();
      const sent = new FormData(form);
      sent.set("theme", wanted);
      document.documentElement.dataset.theme = wanted;
      form.querySelector(`[value="${wanted === "dark" ? "light" : "dark"}"]`).focus();
      fetch(form.action, { method: "POST", body: sent, redirect: "manual" });
    });
  }
}
