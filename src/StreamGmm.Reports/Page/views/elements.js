// The pieces that pages are made of.

/** An element with properties, attributes and children. */
function element(tag, { className, text, on = {}, style = {}, ...attributes } = {}, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  for (const [name, value] of Object.entries(attributes))
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  for (const [event, listener] of Object.entries(on)) made.addEventListener(event, listener);
  Object.assign(made.style, style);
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

const Elements = {
  count: 0,

  /** A section with a heading that names it. */
  card(className, heading, ...children) {
    const id = `heading-${Elements.count++}`;
    return element("section", { className: `card ${className}`, "aria-labelledby": id },
      element("header", {}, element("h2", { id, text: heading })), ...children);
  },

  /** A box to tick. */
  toggle(text, checked, change) {
    const input = element("input", { type: "checkbox", on: { change: () => change(input.checked) } });
    input.checked = checked;
    const label = element("label", { className: "toggle" }, input, element("span", { text }));
    return Object.assign(label, { input });
  },

  /** One of several options, each a value and a text. */
  choice(text, options, value, change) {
    const select = element("select", { on: { change: () => change(select.value) } },
      ...options.map(option => element("option", { value: option.value, text: option.text })));
    select.value = value;
    const label = element("label", { className: "choice" }, element("span", { text }), select);
    return Object.assign(label, { select });
  },

  /** A table in a box that scrolls by itself; `rows` are made when it is first opened. */
  numbers(summary, columns, rows) {
    const box = element("div", { className: "scroll", tabindex: "0", role: "region", "aria-label": summary });
    const fill = () => box.replaceChildren(element("table", {},
      element("thead", {}, element("tr", {}, ...columns.map(text => element("th", { scope: "col", text })))),
      element("tbody", {}, ...rows().map(row => element("tr", {},
        ...row.map((text, index) => element(index === 0 ? "th" : "td", { text, scope: index === 0 ? "row" : null })))))));
    return element("details", { on: { toggle: event => event.target.open && box.childElementCount === 0 && fill() } },
      element("summary", { text: summary }), box);
  },

  /** A small picture of how a component, or a curve, is drawn. */
  swatch(look, kind = "marker") {
    const shapes = {
      circle: '<circle cx="8" cy="8" r="5"/>', square: '<path d="M3.5 3.5h9v9h-9z"/>',
      diamond: '<path d="M8 2l6 6-6 6-6-6z"/>', triangle: '<path d="M8 2.5l6 10.5H2z"/>',
    };
    const holder = element("span", { className: "swatch", "aria-hidden": "true", style: { display: "inline-flex" } });
    holder.innerHTML = kind === "line"
      ? `<svg width="26" height="12"><path d="M1 6h24" stroke="${look.color}" stroke-width="${look.width ?? 2}" stroke-dasharray="${(look.dash ?? []).join(" ")}"/></svg>`
      : `<svg width="16" height="16" fill="${look.color}">${shapes[look.marker ?? "circle"]}</svg>`;
    return holder;
  },

  /** Some of many, and how many more there are. */
  list(texts, most) {
    return texts.slice(0, most).join("; ") + (texts.length > most ? `; and ${texts.length - most} more` : "");
  },
};
