// After a form came back, the summary of what is wrong is read first.
export function start([first]) {
  if (!first.closest("[data-guide]")) first.focus();
}
