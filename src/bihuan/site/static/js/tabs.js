// Where a bar of tabs is wider than the screen, the tab of this page is brought into view.
export function start(tabs) {
  for (const tab of tabs) {
    const bar = tab.closest(".tabs");
    const seen = tab.getBoundingClientRect();
    const place = bar.getBoundingClientRect();
    if (seen.right > place.right || seen.left < place.left) {
      bar.scrollLeft += seen.left + seen.width / 2 - (place.left + place.width / 2);
    }
  }
}
