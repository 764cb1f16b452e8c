// After a swap: the focus goes to what asks for it, and what is news is said once.
// data-portal-focus marks an element to be focused when it arrives, also by a full load;
// data-portal-announce marks one whose words go to the live region.
const announce = (words) => {
  document.getElementById("announcements").textContent = words;
};

const find = (root, mark) => (root.matches(mark) ? root : root.querySelector(mark));

const attend = (root) => {
  find(root, "[data-portal-focus]")?.focus();
  const news = find(root, "[data-portal-announce]");
  if (news) announce(news.textContent.trim());
};

document.addEventListener("htmx:afterSettle", (event) => attend(event.detail.elt));

attend(document.body);
