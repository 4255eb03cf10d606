/**
 * xterm.js writes its colours and sizes into `<style>` elements, which a policy without inline styles
 * refuses. While `build` runs, `document.createElement("style")` gives an inert element whose text
 * goes to a constructable style sheet of the document, and leaves with the element.
 * @param build makes the emulator's elements; it runs at once, to its end
 */
export function withInertStyles<T>(build: () => T): T {
  const create = document.createElement;
  document.createElement = ((name: string, options?: ElementCreationOptions) =>
    name === "style" ? inertStyle() : create.call(document, name, options)) as typeof create;
  try {
    return build();
  } finally {
    // The instance's own property only hides the prototype's method.
    Reflect.deleteProperty(document, "createElement");
  }
}

function inertStyle(): HTMLElement {
  const element = Document.prototype.createElement.call(document, "span");
  const sheet = new CSSStyleSheet();
  let text = "";
  element.hidden = true;
  Object.defineProperty(element, "textContent", {
    get: () => text,
    set: (css: string) => {
      text = css;
      sheet.replaceSync(css);
    },
  });
  document.adoptedStyleSheets.push(sheet);
  element.remove = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    Element.prototype.remove.call(element);
  };
  return element;
}
