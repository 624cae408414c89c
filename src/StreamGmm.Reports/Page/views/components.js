// The components of the state that is shown, as a table, and the model to take away.

class ComponentsView {
  static fits = ({ states }) => Boolean(states?.length);

  constructor(report) {
    this.report = report;
    this.body = element("tbody");
    this.said = element("span", { className: "copied", role: "status" });
    this.text = element("textarea", { readonly: true, "aria-label": "The model as JSON", hidden: true, spellcheck: "false" });
    const { model } = report.payload;
    const counted = report.samples ? ["samples"] : [];
    this.card = Elements.card("components wide", "Components",
      element("p", { className: "caption", text: `Mean ± standard deviation on each axis${report.samples ? "; samples: how many of those drawn are most likely of that component" : ""}. A component's button puts it in focus.` }),
      element("div", { className: "scroll", tabindex: "0", role: "region", "aria-label": "Table of components" },
        element("table", {},
          element("thead", {}, element("tr", {}, ...["component", "weight", ...counted, ...report.payload.axes.map(axis => axis.name)].map(text => element("th", { scope: "col", text })))),
          this.body)),
      model ? element("div", { className: "controls" },
        element("button", { type: "button", text: "Copy the model as JSON", on: { click: () => this.copy() } }), this.said) : null,
      this.text);
    this.show();
  }

  show() {
    const { report } = this, { mixture } = report;
    this.fill();
    const { axes } = report.payload, counts = report.counts;
    [...this.body.rows].forEach((row, k) => {
      const id = report.ids[k], button = row.cells[0].firstChild, look = report.theme.look(report.slots[k]);
      button.replaceChildren(Elements.swatch(look), String(id));
      button.setAttribute("aria-pressed", String(report.focus === id));
      button.setAttribute("aria-label", `component ${id}: put in focus`);
      button.onclick = () => report.focusOn(report.focus === id ? null : id);
      row.classList.toggle("chosen", report.focus === id);
      row.cells[1].textContent = Format.fixed(mixture.weights[k], 4);
      if (counts) row.cells[2].textContent = Format.count(counts[k]);
      axes.forEach((axis, j) => {
        const deviation = Math.abs(axis.scale) * mixture.deviation(k, j), cell = row.cells[j + (counts ? 3 : 2)];
        cell.firstChild.data = Format.to(axis.center + axis.scale * mixture.mean(k, j), deviation / 100);
        cell.lastChild.textContent = ` ± ${Format.short(deviation, 3)}`;
      });
    });
  }

  /** As many rows as there are components. */
  fill() {
    const { report, body } = this, columns = 1 + (report.samples ? 1 : 0);
    while (body.rows.length > report.mixture.size) body.lastChild.remove();
    while (body.rows.length < report.mixture.size)
      body.append(element("tr", {}, element("th", { scope: "row" }, element("button", { type: "button", className: "component" })),
        ...Array.from({ length: columns }, () => element("td")),
        ...report.payload.axes.map(() => element("td", {}, " ", element("span", { className: "spread" })))));
  }

  /** To the clipboard; where it is refused, to a box with the text selected. */
  async copy() {
    const json = JSON.stringify(this.report.payload.model);
    try {
      await navigator.clipboard.writeText(json);
      this.text.hidden = true;
      this.said.textContent = "Copied: save it as a file to load it.";
    } catch {
      this.text.hidden = false;
      this.text.value = json;
      this.text.focus();
      this.text.select();
      this.said.textContent = "The browser refused the clipboard: copy the text below.";
    }
  }

  restyle() {
    this.show();
  }

  get handle() {
    return { table: this.body.parentElement };
  }
}
