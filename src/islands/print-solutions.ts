/** On paper the solutions stand at the end, each under its step's name: a handout whose reader tries first. */
function gather(): void {
  document.querySelector(".solutions")?.remove();
  const solutions = [...document.querySelectorAll<HTMLElement>("[data-step]")].flatMap((step) => {
    const code = [...step.querySelectorAll(".solution:not([hidden]) figure.code")];
    const title = step.querySelector(".title")?.textContent ?? "";
    const heading = document.createElement("h3");
    heading.textContent = title;
    return code.length > 0 ? [heading, ...code.map((each) => each.cloneNode(true))] : [];
  });
  if (solutions.length === 0) return;
  const section = document.createElement("section");
  section.className = "solutions";
  const heading = document.createElement("h2");
  heading.textContent = "Solutions";
  section.append(heading, ...solutions);
  document.querySelector(".lesson-nav")?.before(section);
}

window.addEventListener("beforeprint", gather);
window.addEventListener("afterprint", () => document.querySelector(".solutions")?.remove());
